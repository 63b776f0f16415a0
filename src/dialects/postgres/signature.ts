/** A string, a quoted name, or a bracket: what a comma or a DEFAULT inside of doesn't count. */
const tokens = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[([]|[)\]]|,|\bdefault\b|:?=|[^'"([)\],:=]/gi

/**
 * The arguments of a routine as DROP, COMMENT ON and GRANT take them: without their defaults, which only its CREATE
 * may have.
 */
export function signatureOf(argumentList: string): string {
  const kept: string[] = ['']
  let depth = 0
  let inDefault = false
  let before = ''
  for (const [token] of argumentList.matchAll(tokens)) {
    if (depth === 0 && token === ',') {
      kept.push('')
      inDefault = false
    } else {
      if (depth === 0 && startsDefault(token, before)) inDefault = true
      if (!inDefault) kept.push((kept.pop() ?? '') + token)
      depth += '(['.includes(token) ? 1 : ')]'.includes(token) ? -1 : 0
    }
    before = token
  }
  return kept.map((one) => one.trim()).join(', ')
}

function startsDefault(token: string, before: string): boolean {
  if (token === '=' || token === ':=') return true
  return token.toLowerCase() === 'default' && !/\w/.test(before)
}
