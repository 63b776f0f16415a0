import { hasInnerSemicolon, scan } from './scan.ts'

/**
 * A statement as it stands in a script for the server's own shell, which ends a statement at its first semicolon
 * unless DELIMITER tells it another end.
 */
export function scriptText(sql: string): string {
  const text = sql.trimEnd().replace(/;+$/, '')
  if (!hasInnerSemicolon(text)) return endsInLineComment(text) ? `${text}\n;` : `${text};`
  const delimiter = ['$$', '//', ';;', '%%', '@@', '&&'].find((one) => !text.includes(one)) ?? '$tsmig$'
  return `DELIMITER ${delimiter}\n${text}\n${delimiter}\nDELIMITER ;`
}

function endsInLineComment(text: string): boolean {
  const last = scan(text).at(-1)
  return last?.kind === 'comment' && !last.text.startsWith('/*')
}
