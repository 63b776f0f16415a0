import type { Sequence } from '../../../schema/objects.ts'
import { type Row, textOrEmpty } from './catalog-row.ts'

const highest = 2n ** 63n - 2n

/** A sequence by its own row; what MariaDB takes unless told otherwise is absent. */
export function sequenceOf(name: Pick<Sequence, 'name' | 'schema'>, row: Row, comment: string): Sequence {
  const number = (column: string): bigint => BigInt(textOrEmpty(row, column) || 0)
  return withoutUsualNumbers({
    type: 'sequence',
    ...name,
    start: number('start_value'),
    increment: number('increment'),
    minimum: number('minimum_value'),
    maximum: number('maximum_value'),
    cache: number('cache_size'),
    ...(number('cycle_option') === 1n && { cycle: true }),
    ...(comment !== '' && { comment }),
  })
}

/** A sequence without what MariaDB takes unless told otherwise. */
export function withoutUsualNumbers(sequence: Sequence): Sequence {
  const { dataType, start, increment, minimum, maximum, cache, ...rest } = sequence
  const isDown = (increment ?? 1) < 0
  const [lowest, last] = isDown ? [-highest - 1n, -1n] : [1n, highest]
  const first = isDown ? (maximum ?? last) : (minimum ?? lowest)
  return {
    ...rest,
    ...(dataType !== undefined && dataType !== 'bigint' && { dataType }),
    ...unless('start', start, first),
    ...unless('increment', increment, 1),
    ...unless('minimum', minimum, lowest),
    ...unless('maximum', maximum, last),
    ...unless('cache', cache, 1000),
  }
}

function unless<Key extends 'start' | 'increment' | 'minimum' | 'maximum' | 'cache'>(
  key: Key,
  value: number | bigint | undefined,
  usual: number | bigint,
): Pick<Sequence, Key> {
  const isUsual = value === undefined || BigInt(value) === BigInt(usual)
  return (isUsual ? {} : { [key]: exact(BigInt(value)) }) as Pick<Sequence, Key>
}

function exact(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
