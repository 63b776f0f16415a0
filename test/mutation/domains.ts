import type { ColumnType } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/model.ts'
import type { SchemaObject } from '../../src/schema/objects.ts'

/** Names that no other type has, so that a column's type tells that it is a domain. */
export const domains = ['dom_a', 'dom_b', 'dom_c', 'dom_d'] as const

export const composites = ['pair_a', 'pair_b', 'pair_c'] as const

/** Names of functions that tables and what is on them may call. */
export const callables = ['calc_a', 'calc_b'] as const

export function isCallable(object: SchemaObject): boolean {
  return object.type === 'function' && callables.some((name) => name === object.name)
}

export function isDomain(type: ColumnType): boolean {
  return type.type === 'raw' && domains.some((name) => name === type.sql)
}

export function isComposite(type: ColumnType): boolean {
  return type.type === 'raw' && composites.some((name) => name === type.sql)
}

export function isDomainColumn({ type }: Column, name: string): boolean {
  return type.type === 'raw' && type.sql === name
}
