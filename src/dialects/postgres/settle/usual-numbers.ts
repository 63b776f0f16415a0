import type { Column } from '../../../schema/model.ts'
import type { SchemaObject } from '../../../schema/objects.ts'

/** What an identity and a sequence count by. */
interface Counter {
  readonly start?: number | bigint
  readonly increment?: number | bigint
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly cache?: number | bigint
}

const largest: Readonly<Record<string, bigint>> = {
  smallint: 2n ** 15n,
  integer: 2n ** 31n,
  bigint: 2n ** 63n,
}

/** A counter without the numbers that it would have without saying so: those of its type, whole numbers only. */
function withoutUsualNumbers<Counting extends Counter>(counter: Counting, type: string): Counting {
  const end = largest[type]
  if (end === undefined) return counter
  const { start, increment, minimum, maximum, cache, ...rest } = counter
  const up = (increment ?? 1) > 0
  const [least, most] = up ? [1n, end - 1n] : [-end, -1n]
  const first = up ? (minimum ?? least) : (maximum ?? most)
  return {
    ...rest,
    ...unless('start', start, first),
    ...unless('increment', increment, 1),
    ...unless('minimum', minimum, least),
    ...unless('maximum', maximum, most),
    ...unless('cache', cache, 1),
  } as Counting
}

function unless(key: keyof Counter, value: number | bigint | undefined, usual: number | bigint): Counter {
  return value === undefined || BigInt(value) === BigInt(usual) ? {} : { [key]: value }
}

/** An identity column without the usual numbers of its type. */
export function withUnusualIdentity(column: Column): Column {
  const { identity, type } = column
  return identity === undefined ? column : { ...column, identity: withoutUsualNumbers(identity, type.type) }
}

/** A sequence without the usual numbers of its type; any other object as it is. */
export function withUnusualSequence(object: SchemaObject): SchemaObject {
  return object.type === 'sequence' ? withoutUsualNumbers(object, object.dataType ?? 'bigint') : object
}
