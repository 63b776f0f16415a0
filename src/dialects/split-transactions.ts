/**
 * What a statement does to the transaction it stands in, told by its first words: `begin` opens one, `end` ends it.
 * Savepoints do neither.
 */
export function transactionCommand(words: readonly string[]): 'begin' | 'end' | undefined {
  const [first, second, third] = words
  switch (first) {
    case 'BEGIN':
      // MariaDB's block without a procedure around it.
      return second === 'NOT' ? undefined : 'begin'
    case 'START':
      return second === 'TRANSACTION' ? 'begin' : undefined
    case 'END':
    case 'ABORT':
      return 'end'
    case 'COMMIT':
      return second === 'PREPARED' ? undefined : 'end'
    case 'ROLLBACK': {
      const target = second === 'WORK' || second === 'TRANSACTION' ? third : second
      return target === 'TO' || target === 'PREPARED' ? undefined : 'end'
    }
    case 'PREPARE':
      return second === 'TRANSACTION' ? 'end' : undefined
    default:
      return undefined
  }
}
