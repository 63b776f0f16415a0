/**
 * Splits a command line into arguments as a POSIX shell would, and Python's `shlex.split`: quotes and
 * backslashes, and nothing else: no variables, no patterns. `undefined` when a quote is never closed.
 */
export function splitArguments(line: string): string[] | undefined {
  const found: string[] = []
  let current: string | undefined
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? ''
    if (/\s/.test(char)) {
      if (current !== undefined) {
        found.push(current)
      }
      current = undefined
    } else if (char === '\\') {
      at++
      if (at >= line.length) {
        return undefined
      }
      current = (current ?? '') + line[at]
    } else if (char === "'" || char === '"') {
      const quoted = readQuoted(line, at + 1, char)
      if (quoted === undefined) {
        return undefined
      }
      current = (current ?? '') + quoted.text
      at = quoted.end
    } else {
      current = (current ?? '') + char
    }
  }
  return current === undefined ? found : [...found, current]
}

/** The text up to the closing quote, whose index is `end`. */
function readQuoted(line: string, start: number, quote: string): { text: string; end: number } | undefined {
  let text = ''
  for (let at = start; at < line.length; at++) {
    const char = line[at] ?? ''
    if (char === quote) {
      return { text, end: at }
    }
    const next = line[at + 1]
    if (quote === '"' && char === '\\' && (next === '"' || next === '\\')) {
      text += next
      at++
    } else {
      text += char
    }
  }
  return undefined
}
