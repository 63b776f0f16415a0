import { beginsLine, type IgnoreComment, isIgnore, positionOf, readIgnore } from './ignore-comment.ts'
import { lex, type Token } from './lex.ts'
import { endsStatement, isPunctuator } from './literal.ts'

/** The comments in a TypeScript or JavaScript revision that have lint pass over something. */
export function ignoresInCode(source: string): readonly IgnoreComment[] {
  if (!source.includes('tsmig-ignore')) return []
  const { tokens, lineComments } = lex(source)
  return lineComments.flatMap(({ start, text }) => {
    if (!isIgnore(text)) return []
    const next = tokens.findIndex((token) => token.start > start)
    const inLine = tokens.findIndex((token) => token.start > source.lastIndexOf('\n', start))
    const first = beginsLine(source, start) ? next : startOf(tokens, inLine)
    // Behind several statements in a line it is about all of them.
    const end = Math.max(endOf(tokens, first)?.start ?? source.length, start)
    const isAboveAll = next === 0
    return [
      {
        ...readIgnore(text),
        at: positionOf(source, start),
        ...(!isAboveAll && {
          statement: {
            from: positionOf(source, tokens[first]?.start ?? source.length),
            to: positionOf(source, end),
          },
        }),
      },
    ]
  })
}

/** The token behind the statement that begins at `first`; none at the end of the file. */
function endOf(tokens: readonly Token[], first: number): Token | undefined {
  const depth = tokens[first]?.depth ?? 0
  return tokens.find(
    (token, at) => at > first && (token.depth < depth || (token.depth === depth && beginsNext(tokens, at))),
  )
}

/** Where the statement begins that the token at an index belongs to. */
function startOf(tokens: readonly Token[], index: number): number {
  const depth = tokens[index]?.depth ?? 0
  const begins = (at: number): boolean => {
    const before = tokens[at - 1]
    if (before === undefined || before.depth < depth) return true
    return tokens[at]?.depth === depth && beginsNext(tokens, at)
  }
  let at = index
  while (!begins(at)) at -= 1
  return at
}

function beginsNext(tokens: readonly Token[], at: number): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]]
  if (isPunctuator(before, ';', ',') && before?.depth === token?.depth) return true
  return !isPunctuator(token, ';', ',') && endsStatement(token)
}
