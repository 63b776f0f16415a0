import type { Sequence } from '../../schema/objects.ts'
import { type Row, textOrEmpty } from './catalog-row.ts'

const highest = 2n ** 63n - 2n

/** A sequence by its own row; what MariaDB takes unless told otherwise is absent. */
export function sequenceOf(name: Pick<Sequence, 'name' | 'schema'>, row: Row, comment: string): Sequence {
  const number = (column: string): bigint => BigInt(textOrEmpty(row, column) || 0)
  const increment = number('increment')
  const isDown = increment < 0n
  const minimum = number('minimum_value')
  const maximum = number('maximum_value')
  const start = number('start_value')
  const cache = number('cache_size')
  return {
    type: 'sequence',
    ...name,
    ...(start !== (isDown ? maximum : minimum) && { start: exact(start) }),
    ...(increment !== 1n && { increment: exact(increment) }),
    ...(minimum !== (isDown ? -highest - 1n : 1n) && { minimum: exact(minimum) }),
    ...(maximum !== (isDown ? -1n : highest) && { maximum: exact(maximum) }),
    ...(cache !== 1000n && { cache: exact(cache) }),
    ...(number('cycle_option') === 1n && { cycle: true }),
    ...(comment !== '' && { comment }),
  }
}

function exact(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
