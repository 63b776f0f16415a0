import { readFileSync, realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { lex } from '../lex.ts'
import { isPunctuator } from '../literal.ts'

/** What a tsconfig.json says of where names lead. */
export interface SettingsFile {
  /** Where it stands, by its path and behind links. */
  readonly folders: readonly string[]
  readonly baseUrls: readonly string[]
  readonly paths: Readonly<Record<string, readonly string[]>>
  readonly extends: readonly string[]
}

/** Reads a tsconfig.json; `undefined` for what is not plainly one. */
export function readSettings(path: string): SettingsFile | undefined {
  const text = readFileSync(path, 'utf8')
  // Of what is said twice, not everybody takes the same.
  const isTwice = ['compilerOptions', 'baseUrl', 'paths', 'extends'].some(
    (name) => text.split(`"${name}"`).length > 2,
  )
  if (isTwice || /\$\{configDir\}/.test(text)) return undefined
  const said = parse(text)
  if (!isObject(said)) return undefined
  const { extends: extended = [], compilerOptions: options = {} } = said
  if (!isObject(options)) return undefined
  const { baseUrl, paths = {} } = options
  const bases = [extended].flat()
  if (!isObject(paths) || !bases.every(isText) || (baseUrl !== undefined && !isText(baseUrl)))
    return undefined
  const isPlain = ([pattern, list]: readonly [string, unknown]): boolean =>
    pattern.split('*').length <= 2 && Array.isArray(list) && list.every(isText)
  if (!Object.entries(paths).every(isPlain)) return undefined
  const folders = [...new Set([dirname(path), dirname(realpathSync(path))])]
  return {
    folders,
    baseUrls: baseUrl === undefined ? [] : folders.map((folder) => resolve(folder, baseUrl)),
    paths: paths as SettingsFile['paths'],
    extends: bases,
  }
}

/** JSON with comments, and commas behind the last of a list. */
function parse(text: string): unknown {
  const { tokens, gaveUp } = lex(text)
  if (gaveUp !== undefined) return undefined
  const kept = tokens.filter(
    (token, at) => !(isPunctuator(token, ',') && isPunctuator(tokens[at + 1], '}', ']')),
  )
  try {
    return JSON.parse(kept.map(({ start, end }) => text.slice(start, end)).join(' '))
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
