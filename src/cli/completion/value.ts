import type { CompletionKind } from '../../commands/complete.ts'

/** Where the words for a value come from, beside those that are known beforehand. */
export type ValueSource = 'files' | 'folders' | 'commands' | CompletionKind

/** What an option or an argument takes, as a shell completes it. */
export interface CompletedValue {
  /** What the help calls it: `revision`. */
  readonly name: string
  readonly sources: readonly ValueSource[]
  readonly words: readonly string[]
}

/** By the name in the help. A test tells of a name that stands neither here nor among the free ones. */
const sourcesOf: Readonly<Record<string, readonly ValueSource[]>> = {
  file: ['files'],
  path: ['files'],
  folder: ['folders'],
  directory: ['folders'],
  revision: ['revisions'],
  revisions: ['revisions'],
  'start:end': ['revisions'],
  range: ['revisions'],
  from: ['revisions', 'files'],
  to: ['revisions', 'files'],
  section: ['sections'],
  command: ['commands'],
}

/** Many things are called a name. */
const sourcesOfOptions: Readonly<Record<string, readonly ValueSource[]>> = {
  '--database': ['databases'],
  '--template': ['templates'],
}

/** Values that only the user knows, or that the choices or the description name. */
export const freeValues: readonly string[] = [
  ...['count', 'format', 'how', 'id', 'label', 'language', 'level', 'name', 'name=value', 'old:new', 'phase'],
  ...['session', 'shell', 'text', 'time', 'url', 'version'],
]

/** The value of `-c, --config <file>`, `--continue [how]`, `<revisions>`. */
export function valueTaken(
  flags: string,
  description: string,
  choices: readonly string[] | undefined,
): CompletedValue {
  const name = /[<[](.+?)(?:\.\.\.)?[>\]]/.exec(flags)?.[1] ?? flags
  const long = /--[\w-]+/.exec(flags)?.[0] ?? ''
  return {
    name,
    sources: sourcesOfOptions[long] ?? sourcesOf[name] ?? [],
    words: choices ?? quotedWords(description),
  }
}

/** A description quotes the words that have a meaning: `an id, the beginning of one, "head", "current"`. */
function quotedWords(description: string): readonly string[] {
  // These the project's own words have, each with what it means.
  const known = new Set(['head', 'heads', 'base'])
  return [...description.matchAll(/"([a-z]+)"/g)].flatMap(([, word = '']) => (known.has(word) ? [] : [word]))
}
