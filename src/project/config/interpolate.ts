/**
 * Values of an ini file: first `%(name)s` and `%%` as in Python's ConfigParser, then `${ENV}` and
 * `${ENV:-default}`. What came out of the environment is never looked into again. Messages name
 * file, line and key, but no value: it may be a password.
 */
import { nearest } from '../../support/suggest.ts'
import { PlaceError } from '../place-error.ts'
import { DEFAULT_SECTION, type Ini, type IniOption } from './ini.ts'

/** What values may refer to, beside their own section and `[DEFAULT]`. */
export interface Surroundings {
  /** Names such as `here`, used where the file defines none of that name; taken as they are. */
  readonly names: ReadonlyMap<string, string>
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Deeper references than this are taken for a circle, as in ConfigParser. */
const DEEPEST = 10
const LONGEST = 1_000_000

/** The option as the file gives it, in `section` or else in `[DEFAULT]`. */
export function findOption(ini: Ini, section: string, key: string): IniOption | undefined {
  const name = key.toLowerCase()
  return ini.sections.get(section)?.get(name) ?? ini.sections.get(DEFAULT_SECTION)?.get(name)
}

/**
 * The value of a key, interpolated and expanded; `undefined` where the file has no such key.
 * @throws PlaceError `bad-interpolation` for a stray `%`, a missing name, a circle;
 *   `missing-environment-variable` for a variable that isn't set and has no default.
 */
export function resolveOption(
  ini: Ini,
  section: string,
  key: string,
  surroundings: Surroundings,
): string | undefined {
  const option = findOption(ini, section, key)
  if (option === undefined) {
    return undefined
  }
  const pieces: Piece[] = []
  interpolate({ ini, section, surroundings, asked: option, pieces, size: 0 }, option, 0)
  return pieces
    .map((piece) => (piece.fixed ? piece.text : expand(piece.text, ini, option, surroundings)))
    .join('')
}

/** The names that some value of the section refers to with `%(name)s`. */
export function referredNames(ini: Ini, section: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const option of ini.sections.get(section)?.values() ?? []) {
    for (const match of option.text.replaceAll('%%', '').matchAll(/%\(([^)]*)\)s/g)) {
      names.add((match[1] ?? '').toLowerCase())
    }
  }
  return names
}

interface Piece {
  text: string
  /** Not to be searched for `${…}`. */
  readonly fixed: boolean
}

interface Work {
  readonly ini: Ini
  readonly section: string
  readonly surroundings: Surroundings
  readonly asked: IniOption
  readonly pieces: Piece[]
  size: number
}

function interpolate(work: Work, option: IniOption, depth: number): void {
  if (depth > DEEPEST) {
    throw failure(work, 'its references run in a circle, or too deep', 'Let no name lead back to itself.')
  }
  let from = 0
  for (let percent = option.text.indexOf('%'); percent >= 0; percent = option.text.indexOf('%', from)) {
    append(work, option.text.slice(from, percent), false)
    from = percent + 2
    if (option.text[percent + 1] === '%') {
      append(work, '%', false)
      continue
    }
    const name = /^%\(([^)\n]*)\)s/.exec(option.text.slice(percent, percent + 200))?.[1]
    if (name === undefined) {
      const what = option === work.asked ? 'a % that starts no %(name)s' : `a stray % in "${option.key}"`
      throw failure(work, what, `Write %% for a percent sign, or take the value from a variable: \${NAME}.`)
    }
    refer(work, name, depth)
    from = percent + name.length + 4
  }
  append(work, option.text.slice(from), false)
}

function refer(work: Work, name: string, depth: number): void {
  const option = findOption(work.ini, work.section, name)
  if (option !== undefined) {
    interpolate(work, option, depth + 1)
    return
  }
  const given = work.surroundings.names.get(name.toLowerCase())
  if (given === undefined) {
    // In a url the name may be a piece of a password.
    const spelled = work.asked.key === 'url' ? 'a name' : `%(${name})s`
    throw failure(
      work,
      `it refers to ${spelled}, and there is no such key`,
      `Define it in [${work.section}] or [${DEFAULT_SECTION}], or write %% to mean a percent sign.`,
    )
  }
  append(work, given, true)
}

function append(work: Work, text: string, fixed: boolean): void {
  work.size += text.length
  if (work.size > LONGEST) {
    throw failure(work, 'its references blow it up to more than a million characters', 'Shorten it.')
  }
  const last = work.pieces.at(-1)
  if (last !== undefined && !last.fixed && !fixed) {
    last.text += text
  } else {
    work.pieces.push({ text, fixed })
  }
}

function failure(work: Work, what: string, hint: string): PlaceError {
  const place = { file: work.ini.file, line: work.asked.line }
  return new PlaceError('bad-interpolation', place, `"${work.asked.key}" can't be read: ${what}`, hint)
}

const VARIABLE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g

function expand(text: string, ini: Ini, option: IniOption, { env }: Surroundings): string {
  const place = { file: ini.file, line: option.line }
  return text.replace(VARIABLE, (whole: string, name: string | undefined, fallback: string | undefined) => {
    if (whole === '$${') {
      return '${'
    }
    if (name === undefined) {
      throw new PlaceError(
        'bad-interpolation',
        place,
        `"${option.key}" can't be read: a \${ that starts no \${NAME} or \${NAME:-default}`,
        'Write $${ to mean the two characters.',
      )
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined
    if (fallback !== undefined) {
      return value === undefined || value === '' ? fallback : value
    }
    if (value === undefined) {
      const near = nearest(name, Object.keys(env))
      throw new PlaceError(
        'missing-environment-variable',
        place,
        `"${option.key}" asks for the environment variable ${name}, which is not set`,
        `Set ${name}${near === undefined ? '' : ` (there is a ${near})`}, put it into the .env beside the file, or write \${${name}:-default}.`,
      )
    }
    return value
  })
}
