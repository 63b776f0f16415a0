/** Text that can do nothing to a terminal: control and direction characters stand as `\u001b`. Lines and tabs stay. */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

// C0 but tab and newline, DEL and C1, line and paragraph separators, direction marks and overrides, BOM.
const unsafe = /[^\P{Cc}\t\n]|[\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** The text up to its first line break. */
export function firstLine(text: string): string {
  return text.split(/\r\n|[\n\r\u2028\u2029]/, 1)[0] ?? ''
}

/** A duration for people: `12 ms`, `3.4 s`, `30 s`, `2 min 5 s`, `1 min`. */
export function duration(milliseconds: number): string {
  const whole = Math.round(milliseconds)
  if (whole < 1000) return `${whole} ms`
  const tenths = Math.round(whole / 100)
  if (tenths < 600) return `${tenths / 10} s`
  const seconds = Math.round(whole / 1000)
  const rest = seconds % 60 === 0 ? '' : ` ${seconds % 60} s`
  return `${Math.floor(seconds / 60)} min${rest}`
}

/** A value as it may be written, for messages: whatever it is, it has some text. */
export function spellValue(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'bigint') return `${value}n`
  try {
    return JSON.stringify(value) ?? typeof value
  } catch {
    return typeof value
  }
}

/** At most `length` characters, the rest told by an ellipsis. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

/** A noun with its article, at the beginning of a sentence: `An index`, `A unique constraint`. */
export function withArticle(noun: string): string {
  return `${/^[aeio]/.test(noun) ? 'An' : 'A'} ${noun}`
}
