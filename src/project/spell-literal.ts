/** A text, a list of texts or null as code: single quotes, and nothing that could leave them. */
export function spellLiteral(value: string | readonly string[] | null): string {
  if (value === null) {
    return 'null'
  }
  if (typeof value === 'string') {
    return spellText(value)
  }
  return `[${value.map(spellText).join(', ')}]`
}

const ESCAPED = /[\\'\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

function spellText(text: string): string {
  const escaped = text.replace(ESCAPED, (char) =>
    char === '\\' || char === "'" ? `\\${char}` : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return `'${escaped}'`
}
