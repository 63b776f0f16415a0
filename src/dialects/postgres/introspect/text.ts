/** A string (of either kind), a quoted name, or one character that counts. */
const stretches = /[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[()[\],]/g

/** An expression without the parentheses around all of it. Those of a subquery stay: it is none without them. */
export function withoutParentheses(sql: string): string {
  let text = sql
  while (text.startsWith('(') && closingOf(text) === text.length - 1) {
    const inner = text.slice(1, -1)
    if (/^\s*(?:select|with|values)\b/i.test(inner)) return text
    text = inner
  }
  return text
}

/** Where the parenthesis that the text begins with is closed. */
function closingOf(text: string): number {
  let depth = 0
  for (const { 0: found, index } of text.matchAll(stretches)) {
    if (found === '(' || found === '[') depth++
    else if (found === ')' || found === ']') depth--
    if (depth === 0) return index
  }
  return -1
}

/** The parts of a list, at the commas that are not inside of anything. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const { 0: found, index } of text.matchAll(stretches)) {
    if (found === '(' || found === '[') depth++
    else if (found === ')' || found === ']') depth--
    else if (found === ',' && depth === 0) {
      parts.push(text.slice(start, index).trim())
      start = index + 1
    }
  }
  return [...parts, text.slice(start).trim()]
}

/** Where `words` stand in the text for the first time outside of strings, names and parentheses; -1 where nowhere. */
export function indexOutside(text: string, words: string): number {
  let depth = 0
  let from = 0
  for (const { 0: found, index } of text.matchAll(stretches)) {
    if (depth === 0) {
      const at = text.indexOf(words, from)
      if (at === -1) return -1
      if (at < index) return at
    }
    from = index + found.length
    if (found === '(' || found === '[') depth++
    else if (found === ')' || found === ']') depth--
  }
  return depth === 0 ? text.indexOf(words, from) : -1
}

/** The value of a string literal with nothing before or behind it, as the server writes it; else undefined. */
export function stringOf(literal: string): string | undefined {
  const [, mark, text] = /^(E?)'((?:[^']|'')*)'$/.exec(literal) ?? []
  if (text === undefined) return undefined
  const single = text.replaceAll("''", "'")
  return mark === 'E' ? single.replaceAll('\\\\', '\\') : single
}

/** A name as the server writes it in SQL text: in quotes where it has to be. */
export function nameOf(spelled: string): string {
  return spelled.startsWith('"') ? spelled.slice(1, -1).replaceAll('""', '"') : spelled
}

/** Storage parameters as the catalog keeps them: `fillfactor=70`. Absent where there are none. */
export function settingsIn(
  options: readonly string[] | null,
  prefix = '',
): Readonly<Record<string, string | number | boolean>> | undefined {
  if (options === null || options.length === 0) return undefined
  return Object.fromEntries(
    options.map((option) => {
      const at = option.indexOf('=')
      return [prefix + option.slice(0, at), settingValue(option.slice(at + 1))]
    }),
  )
}

function settingValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d/.test(text) && String(Number(text)) === text ? Number(text) : text
}
