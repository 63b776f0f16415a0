/**
 * Reads ini text with the rules of Python's ConfigParser: lines are joined and counted here, and
 * the `ini` package decodes a spelling of them that keeps clear of its own ideas about comments,
 * booleans, quotes, arrays and nested sections.
 */
import { PlaceError } from '../place-error.ts'

/** One `key = value`, with the value as written: nothing interpolated. */
export interface IniOption {
  readonly key: string
  readonly text: string
  readonly line: number
}

export interface Ini {
  readonly file: string
  /** Sections by name, `DEFAULT` among them, each with its options by lower-case key. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, IniOption>>
}

/** The section whose options every section falls back on. */
export const DEFAULT_SECTION = 'DEFAULT'

/**
 * Parses `text`; `file` only serves the messages.
 * @throws PlaceError `bad-ini`: no section header, duplicate section or key, a line that is no option, NUL.
 */
export async function parseIni(text: string, file: string): Promise<Ini> {
  const drafts = scan(text.startsWith('\uFEFF') ? text.slice(1) : text, file)
  const { default: ini } = await import('ini')
  const decoded: Record<string, Record<string, string>> = ini.parse(spellForPackage(drafts))
  const sections = new Map<string, ReadonlyMap<string, IniOption>>()
  for (const [sectionIndex, draft] of drafts.entries()) {
    const options = new Map<string, IniOption>()
    for (const [index, option] of draft.options.entries()) {
      const value = decoded[`s${sectionIndex}`]?.[`o${index}`] ?? ''
      options.set(option.key, { key: option.key, text: value.slice(1), line: option.line })
    }
    sections.set(draft.name, options)
  }
  return { file, sections }
}

interface DraftOption {
  readonly key: string
  readonly line: number
  readonly lines: string[]
}

interface DraftSection {
  readonly name: string
  readonly options: DraftOption[]
  readonly keys: Map<string, DraftOption>
}

/** Values go over as JSON strings behind a `=`, so that none looks like a boolean, a comment or a list. */
function spellForPackage(drafts: readonly DraftSection[]): string {
  const lines: string[] = []
  for (const [sectionIndex, draft] of drafts.entries()) {
    lines.push(`[s${sectionIndex}]`)
    for (const [index, option] of draft.options.entries()) {
      const json = JSON.stringify(`=${option.lines.join('\n').trimEnd()}`)
      lines.push(`o${index} = ${json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}`)
    }
  }
  return lines.join('\n')
}

interface Scan {
  readonly file: string
  readonly sections: Map<string, DraftSection>
  section?: DraftSection
  option?: DraftOption
  /** The indentation of the last key: a line deeper than that goes on with its value. */
  indent: number
}

function scan(text: string, file: string): DraftSection[] {
  const state: Scan = { file, sections: new Map(), indent: 0 }
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1
    if (raw.includes('\0')) {
      throw new PlaceError('bad-ini', { file, line }, 'a NUL character', 'Save the file as plain UTF-8 text.')
    }
    scanLine(state, raw, line)
  }
  return [...state.sections.values()]
}

function scanLine(state: Scan, raw: string, line: number): void {
  const content = raw.trim()
  if (content.startsWith('#') || content.startsWith(';')) {
    return
  }
  if (content === '') {
    state.option?.lines.push('')
    return
  }
  const indent = raw.length - raw.trimStart().length
  if (state.option !== undefined && indent > state.indent) {
    state.option.lines.push(content)
    return
  }
  state.indent = indent
  const header = /^\[(.+)\]/.exec(content)?.[1]
  if (header !== undefined) {
    startSection(state, header, line)
  } else {
    startOption(state, content, line)
  }
}

function startSection(state: Scan, name: string, line: number): void {
  delete state.option
  const present = state.sections.get(name)
  if (present !== undefined && name !== DEFAULT_SECTION) {
    throw new PlaceError(
      'bad-ini',
      { file: state.file, line },
      `section [${name}] stands here a second time`,
      'Put all of its keys under one header.',
    )
  }
  state.section = present ?? { name, options: [], keys: new Map() }
  state.sections.set(name, state.section)
}

function startOption(state: Scan, content: string, line: number): void {
  const place = { file: state.file, line }
  if (state.section === undefined) {
    throw new PlaceError(
      'bad-ini',
      place,
      'a line before the first section',
      'Start the file with a header: [tsmig].',
    )
  }
  const split = content.search(/[=:]/)
  const key = content.slice(0, split).trim().toLowerCase()
  if (split < 0 || key === '') {
    throw new PlaceError(
      'bad-ini',
      place,
      'this line is neither "key = value", a [section], nor a comment',
      'Indent it if it goes on with the value above; start it with # if it is a comment.',
    )
  }
  const first = state.section.keys.get(key)
  if (first !== undefined) {
    throw new PlaceError(
      'bad-ini',
      place,
      `key "${key}" of [${state.section.name}] stands here a second time, after line ${first.line}`,
      'Keep one of the two.',
    )
  }
  state.option = { key, line, lines: [content.slice(split + 1).trim()] }
  state.section.options.push(state.option)
  state.section.keys.set(key, state.option)
}
