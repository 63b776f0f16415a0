/** What PostgreSQL keeps of a name, in bytes. */
const longest = 63

/**
 * The name that PostgreSQL gives to what belongs to a table (`account_pkey`), or to columns of it (`account_id_seq`).
 * Where that is too long, it takes from the longer one of the two names. Source: makeObjectName, as its
 * documentation and behaviour show it.
 */
export function ownedName(table: string, column: string, label: string): string {
  const room = longest - Buffer.byteLength(label) - (column === '' ? 1 : 2)
  let [first, second] = [Buffer.byteLength(table), Math.min(Buffer.byteLength(column), longest)]
  while (first + second > room) {
    if (first > second) first--
    else second--
  }
  return [clipped(table, first), clipped(column, second), label].filter((part) => part !== '').join('_')
}

/** As many whole characters as `bytes` hold. */
function clipped(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let kept = ''
  let size = 0
  for (const character of text) {
    size += Buffer.byteLength(character)
    if (size > bytes) break
    kept += character
  }
  return kept
}
