import type { ColumnType } from '../../schema/column-type.ts'
import type { Column, Constraint } from '../../schema/model.ts'
import { readConstraint } from './read-constraint.ts'
import type { SqlReader } from './sql-reader.ts'

/** What ends the type of a column. */
const behindType = [
  'NOT',
  'NULL',
  'DEFAULT',
  'PRIMARY',
  'UNIQUE',
  'REFERENCES',
  'CHECK',
  'CONSTRAINT',
  'COLLATE',
  'GENERATED',
  'AS',
  'AUTO_INCREMENT',
  'AUTOINCREMENT',
  'COMMENT',
  'USING',
  'CHARACTER',
  'FIRST',
  'AFTER',
  'ON',
] as const

export interface ReadColumn {
  readonly column: Column
  readonly constraints: readonly Constraint[]
}

/** A column as CREATE TABLE and ADD COLUMN have it; `undefined` where no name stands. */
export function readColumn(reader: SqlReader): ReadColumn | undefined {
  const name = reader.name()
  if (name === undefined) return undefined
  const varying = reader.take('CHARACTER', 'VARYING') || reader.take('CHAR', 'VARYING')
  const prefix = varying ? 'varchar' : reader.take('CHARACTER') ? 'char' : ''
  const text = prefix + reader.until(...behindType)
  const serial = /^(?:big|small)?serial\d?$/i.test(text)
  const constraints: Constraint[] = []
  let column: Column = {
    name,
    type: readType(text),
    nullable: !serial,
    ...(serial && { serial: true as const }),
  }
  while (!reader.isAtEnd) {
    if (reader.take('NOT', 'NULL')) column = { ...column, nullable: false }
    else if (reader.take('DEFAULT')) column = { ...column, default: { sql: reader.until(...behindType) } }
    else if (reader.take('GENERATED', 'ALWAYS', 'AS', 'IDENTITY') || reader.take('AUTO_INCREMENT'))
      column = { ...column, nullable: false, identity: { mode: 'always' } }
    else if (reader.take('GENERATED', 'BY', 'DEFAULT', 'AS', 'IDENTITY'))
      column = { ...column, nullable: false, identity: { mode: 'by default' } }
    else if (reader.take('GENERATED', 'ALWAYS', 'AS') || reader.take('AS')) {
      const expression = reader.parenthesis()?.rest() ?? ''
      column = { ...column, generated: { expression, stored: reader.take('STORED') } }
    } else {
      const constraint = readConstraint(reader, [name])
      if (constraint === undefined) reader.next()
      else constraints.push(constraint)
      if (constraint?.kind === 'primaryKey') column = { ...column, nullable: false }
    }
  }
  return { column, constraints }
}

const names: ReadonlyMap<string, ColumnType> = new Map([
  ...['smallint', 'int2', 'smallserial', 'serial2'].map((name) => [name, { type: 'smallint' }] as const),
  ...['int', 'integer', 'int4', 'serial', 'serial4'].map((name) => [name, { type: 'integer' }] as const),
  ...['bigint', 'int8', 'bigserial', 'serial8'].map((name) => [name, { type: 'bigint' }] as const),
  ...['real', 'float4'].map((name) => [name, { type: 'real' }] as const),
  ...['double precision', 'float8', 'double'].map((name) => [name, { type: 'double' }] as const),
  ...['bool', 'boolean'].map((name) => [name, { type: 'boolean' }] as const),
  ...['text', 'date', 'uuid', 'json', 'jsonb'].map((name) => [name, { type: name } as ColumnType] as const),
])

/** The text of a type as data, where it is a portable one. */
export function readType(text: string): ColumnType {
  const lower = text.trim().toLowerCase().replace(/\s+/g, ' ')
  const known = names.get(lower)
  if (known !== undefined) return known
  const [, word = '', first, second, behind = ''] =
    /^([a-z ]+?) ?(?:\( ?(\d+) ?(?:, ?(\d+) ?)?\))?( with(?:out)? time zone)?$/.exec(lower) ?? []
  const number = first === undefined ? undefined : Number(first)
  switch (word) {
    case 'varchar':
    case 'char': {
      return { type: word, ...(number !== undefined && { length: number }) }
    }
    case 'numeric':
    case 'decimal':
      return {
        type: 'numeric',
        ...(number !== undefined && { precision: number }),
        ...(second !== undefined && { scale: Number(second) }),
      }
    case 'timestamptz':
    case 'timestamp':
      return {
        type: 'timestamp',
        ...((word === 'timestamptz' || behind === ' with time zone') && { withTimeZone: true as const }),
        ...(number !== undefined && { precision: number }),
      }
    default:
      return { type: 'raw', sql: text.trim() }
  }
}
