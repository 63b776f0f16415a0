import { lex, type Token } from '../../project/lex.ts'
import { endsStatement, isName, isPunctuator } from '../../project/literal.ts'

/** What the build makes of an import of tsmig. */
const ofTsmig = /^import_tsmig\d*$/

/** Names that are values. */
const literals = ['true', 'false', 'null', 'undefined']

/** What makes a query of `op.knex` run. */
const runs = ['then', 'catch', 'finally', 'asCallback', 'stream', 'pipe']

/**
 * Whether a function's text, as the build leaves it, is a list of operations and nothing else: `await op.createTable(…)`,
 * one behind the other, whose arguments are made of literals and tsmig's own builders: another name may be a function,
 * that an operation would call. Then nobody can tell when each of them runs, as long as they run in their order and the
 * function has not ended before them: no code of the user's comes in between.
 */
export function isOnlyOperations(text: string): boolean {
  const { tokens, gaveUp } = lex(text)
  if (gaveUp !== undefined) return false
  const opening = bodyOf(tokens)
  if (opening === undefined) return false
  const { parameter, start } = opening
  let at = start
  while (!isPunctuator(tokens[at], '}')) {
    const next = behindOperation(tokens, at, parameter)
    if (next === undefined) return false
    at = next
  }
  return at === tokens.length - 1
}

/** The name of `op`, and where the first statement is; `undefined` where the function is written in another way. */
function bodyOf(
  tokens: readonly Token[],
): { readonly parameter: string; readonly start: number } | undefined {
  let at = 0
  while (tokens[at]?.kind === 'name' && !isPunctuator(tokens[at + 1], '=>')) at += 1
  const isBare = tokens[at]?.kind === 'name'
  if (!isBare && !isPunctuator(tokens[at], '(')) return undefined
  const parameter = tokens[isBare ? at : at + 1]
  if (parameter?.kind !== 'name') return undefined
  at += isBare ? 1 : 2
  while (!isBare && (tokens[at]?.kind === 'name' || isPunctuator(tokens[at], ','))) at += 1
  if (!isBare) {
    if (!isPunctuator(tokens[at], ')')) return undefined
    at += 1
  }
  if (isPunctuator(tokens[at], '=>')) at += 1
  return isPunctuator(tokens[at], '{') ? { parameter: parameter.text, start: at + 1 } : undefined
}

/** Where the statement behind the one at `start` is; `undefined` where that is no operation. */
function behindOperation(tokens: readonly Token[], start: number, parameter: string): number | undefined {
  const at = isName(tokens[start], 'await') ? start + 1 : start
  const [receiver, dot, method, open] = tokens.slice(at, at + 4)
  if (!isName(receiver, parameter) || !isPunctuator(dot, '.') || method?.kind !== 'name') return undefined
  if (!isPunctuator(open, '(')) return undefined
  const close = tokens.findIndex(
    (token, index) => index > at + 3 && token.depth === open?.depth && isPunctuator(token, ')'),
  )
  if (close === -1 || !areValues(tokens.slice(at + 4, close), parameter)) return undefined
  const behind = tokens[close + 1]
  if (isPunctuator(behind, ';')) return close + 2
  return isPunctuator(behind, '}') ||
    (behind !== undefined && endsStatement(behind) && !isPunctuator(behind, ','))
    ? close + 1
    : undefined
}

/** Whether whatever is called among these is tsmig's. */
function areValues(tokens: readonly Token[], parameter: string): boolean {
  const isOurs = calleesOf(tokens, parameter)
  const known = [...literals, parameter, ...parametersIn(tokens)]
  return tokens.every((token, at) => {
    const before = tokens[at - 1]
    if (isPunctuator(token, '?')) return false
    if (token.kind === 'name') {
      const isMember = isPunctuator(before, '.') || isPunctuator(tokens[at + 1], ':')
      return isMember || known.includes(token.text) || ofTsmig.test(token.text)
    }
    // The holes of a template begin with a bracket of no length, and are deeper than its pieces.
    const isCall = isPunctuator(token, '(') && token.start < token.end
    const isTemplate = token.kind === 'template' && !(before !== undefined && before.depth > token.depth)
    return !(isCall || isTemplate) || !isValue(before) || isOurs(at - 1)
  })
}

/** Those of the functions among these: `(c) => …`, `c => …`. */
function parametersIn(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, at) => {
    if (!isPunctuator(token, '=>')) return []
    const parameter = isPunctuator(tokens[at - 1], ')') ? tokens[at - 2] : tokens[at - 1]
    return parameter?.kind === 'name' ? [parameter.text] : []
  })
}

/** Whether something stands there that could be called. */
function isValue(token: Token | undefined): boolean {
  return token !== undefined && (token.kind !== 'punctuator' || isPunctuator(token, ')', ']', '}'))
}

/** Tells whether what is called, and ends at a place, is a builder of tsmig's, or a method of what one of them has made. */
function calleesOf(tokens: readonly Token[], parameter: string): (end: number) => boolean {
  const opening = (close: number): number =>
    tokens.findLastIndex(
      (token, at) => at < close && token.depth === tokens[close]?.depth && isPunctuator(token, '('),
    )
  const isOursObject = (end: number): boolean => {
    const token = tokens[end]
    if (isPunctuator(token, ')')) return isOurs(opening(end) - 1)
    if (token?.kind !== 'name') return false
    if (isPunctuator(tokens[end - 1], '.')) return isOursObject(end - 2)
    return ofTsmig.test(token.text) || (token.text === parameter && !isName(tokens[end + 2], 'schema'))
  }
  const isOurs = (end: number): boolean => {
    const token = tokens[end]
    if (isPunctuator(token, ')')) return isImported(tokens.slice(opening(end) + 1, end))
    if (token?.kind !== 'name' || !isPunctuator(tokens[end - 1], '.')) return false
    return !runs.includes(token.text) && isOursObject(end - 2)
  }
  return isOurs
}

/** `0, import_tsmig.check`: within parentheses, the build writes so the call of an import. */
function isImported([zero, comma, root, dot, name, ...more]: readonly Token[]): boolean {
  return (
    zero?.text === '0' &&
    isPunctuator(comma, ',') &&
    root?.kind === 'name' &&
    ofTsmig.test(root.text) &&
    isPunctuator(dot, '.') &&
    name?.kind === 'name' &&
    more.length === 0
  )
}
