import { TsmigError } from '../../support/errors.ts'

/** The names of a flag, each with those of its place before it. */
export interface FlagParts {
  /** One to three names. */
  readonly from: readonly string[]
  readonly to: string
  /** What stands before the new name: nothing, or up to two names. */
  readonly toPlace: readonly string[]
}

const namePattern = `(?:"(?:[^"]|"")+"|[^".:]+)`
const pathPattern = `((?:${namePattern}\\.){0,2}${namePattern})`
const flagPattern = new RegExp(`^${pathPattern}:${pathPattern}$`)

/** Throws TsmigError `usage` for text that is not of the form `old:new`. */
export function parseRenameFlag(flag: string): FlagParts {
  const [, from, path] = flagPattern.exec(flag) ?? []
  const to = path === undefined ? [] : namesIn(path)
  const name = to.at(-1)
  if (from === undefined || name === undefined) {
    throw new TsmigError(
      'usage',
      `--rename ${flag} is not of the form old:new`,
      'Write --rename user:account for a table, --rename account.nick:handle for a column, and names with dots or colons in double quotes.',
    )
  }
  return { from: namesIn(from), to: name, toPlace: to.slice(0, -1) }
}

function namesIn(path: string): readonly string[] {
  return (path.match(new RegExp(namePattern, 'g')) ?? []).map(unquoted)
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}
