import type { ColumnType } from '../../../schema/column-type.ts'

const plain: Readonly<Record<string, ColumnType>> = {
  smallint: { type: 'smallint' },
  integer: { type: 'integer' },
  bigint: { type: 'bigint' },
  real: { type: 'real' },
  'double precision': { type: 'double' },
  boolean: { type: 'boolean' },
  text: { type: 'text' },
  date: { type: 'date' },
  uuid: { type: 'uuid' },
  json: { type: 'json' },
  jsonb: { type: 'jsonb' },
  numeric: { type: 'numeric' },
  'character varying': { type: 'varchar' },
  bytea: { type: 'binary' },
}

/** The type that `format_type` spells so. Enums are known by their number, and come here no more. */
export function columnTypeOf(spelled: string): ColumnType {
  if (Object.hasOwn(plain, spelled)) return plain[spelled] ?? { type: 'raw', sql: spelled }
  if (spelled.endsWith('[]')) {
    const of = columnTypeOf(spelled.slice(0, -2))
    return of.type === 'raw' ? { type: 'raw', sql: spelled } : { type: 'array', of }
  }
  return sizedOf(spelled) ?? timeOf(spelled) ?? intervalOf(spelled) ?? { type: 'raw', sql: spelled }
}

function sizedOf(spelled: string): ColumnType | undefined {
  const [, name, first, second] =
    /^(numeric|character varying|character)\((\d+)(?:,(\d+))?\)$/.exec(spelled) ?? []
  if (name === undefined) return undefined
  if (name === 'numeric') return { type: 'numeric', precision: Number(first), scale: Number(second) }
  return { type: name === 'character' ? 'char' : 'varchar', length: Number(first) }
}

function timeOf(spelled: string): ColumnType | undefined {
  const [, name, precision, zone] =
    /^(time|timestamp)(?:\((\d)\))? (with|without) time zone$/.exec(spelled) ?? []
  if (name === undefined) return undefined
  return {
    type: name === 'time' ? 'time' : 'timestamp',
    ...(zone === 'with' && { withTimeZone: true }),
    ...(precision !== undefined && { precision: Number(precision) }),
  }
}

function intervalOf(spelled: string): ColumnType | undefined {
  const [all, fields, precision] = /^interval( [a-z ]+[a-z])?(?:\((\d)\))?$/.exec(spelled) ?? []
  if (all === undefined) return undefined
  return {
    type: 'interval',
    ...(fields !== undefined && { fields: fields.trim() }),
    ...(precision !== undefined && { precision: Number(precision) }),
  }
}
