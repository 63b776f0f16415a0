import type { Routine } from '../../schema/objects.ts'

/** A string, a quoted name, or a bracket: what a comma or a DEFAULT inside of doesn't count. */
const tokens = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[([]|[)\]]|,|\bdefault\b|:?=|[^'"([)\],:=]/gi

/** Before a type: IN, OUT, INOUT or VARIADIC, and a name. */
const named =
  /^(?:(?:in|out|inout|variadic)\s+)?(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)\s+(?!default\b)(?=["\p{L}_])/iu

/**
 * The arguments of a routine as DROP, COMMENT ON and GRANT take them: without their defaults, which only its CREATE
 * may have.
 */
export function signatureOf(argumentList: string): string {
  return argumentsOf(argumentList)
    .map(({ declared }) => declared)
    .join(', ')
}

/**
 * What a routine's head speaks of: types and defaults, and no names, which may be those of anything. Of an unnamed type
 * of two words it is the second.
 */
export function spokenOf({ arguments: list, returns = '' }: Pick<Routine, 'arguments' | 'returns'>): string {
  const [, columns] = /^table\s*\((.*)\)$/is.exec(returns) ?? []
  const withoutNames = (some: string) => argumentsOf(some).map(({ whole }) => whole.replace(named, ''))
  return [...withoutNames(list), ...(columns === undefined ? [returns] : withoutNames(columns))].join(', ')
}

interface Argument {
  readonly whole: string
  /** Without its default. */
  readonly declared: string
}

function argumentsOf(argumentList: string): readonly Argument[] {
  const found: Argument[] = []
  let [whole, declared, before] = ['', '', '']
  let depth = 0
  let inDefault = false
  const end = () => {
    found.push({ whole: whole.trim(), declared: declared.trim() })
    whole = ''
    declared = ''
    inDefault = false
  }
  for (const [token] of argumentList.matchAll(tokens)) {
    if (depth === 0 && token === ',') end()
    else {
      if (depth === 0 && startsDefault(token, before)) inDefault = true
      whole += token
      if (!inDefault) declared += token
      depth += '(['.includes(token) ? 1 : ')]'.includes(token) ? -1 : 0
    }
    before = token
  }
  end()
  return found
}

function startsDefault(token: string, before: string): boolean {
  if (token === '=' || token === ':=') return true
  return token.toLowerCase() === 'default' && !/\w/.test(before)
}
