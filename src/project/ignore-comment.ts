/** A place in a file; line and column from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** What a comment has lint pass over: `// tsmig-ignore drop-table: nothing has read it since May`. */
export interface IgnoreComment {
  readonly codes: readonly string[]
  /** Absent: none was given. */
  readonly reason?: string
  readonly at: Position
  /** The statement that it stands above or behind, without the place at its end; absent: the revision as a whole. */
  readonly statement?: { readonly from: Position; readonly to: Position }
}

const word = /^\s*tsmig-ignore(?![\w-])/

/** Whether the text of a comment is one. */
export function isIgnore(text: string): boolean {
  return word.test(text)
}

/** What the text of a comment says. */
export function readIgnore(text: string): Pick<IgnoreComment, 'codes' | 'reason'> {
  const [, codes = '', reason = ''] = /^([^:]*)(?::(.*))?$/s.exec(text.replace(word, '')) ?? []
  return {
    codes: codes
      .split(',')
      .map((code) => code.trim())
      .filter((code) => code !== ''),
    ...(reason.trim() !== '' && { reason: reason.trim() }),
  }
}

/** Whether nothing stands before an offset in its line. */
export function beginsLine(source: string, offset: number): boolean {
  return source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset).trim() === ''
}

/** The place of an offset. */
export function positionOf(source: string, offset: number): Position {
  const before = source.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}
