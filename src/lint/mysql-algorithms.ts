import type { AlterColumn } from '../operations/operation.ts'
import type { ColumnType } from '../schema/column-type.ts'
import type { TableName } from '../schema/model.ts'
import type { Step } from './entry.ts'
import type { KnownSchema } from './known-schema.ts'
import { waitsForGenerated } from './mariadb-generated.ts'
import { isSince, type Server } from './server.ts'
import { typeInWords } from './type-changes.ts'

/** What makes MySQL or MariaDB write the table anew while writers wait; `undefined` where it does without. */
export function copies(step: Step, schema: KnownSchema, server: Server): string | undefined {
  const anywhere = copiesAnyTable(step, schema, server)
  if (anywhere !== undefined || server.name !== 'mariadb') return anywhere
  const table = tableOfStep(step)
  const known = table && schema.find(table)
  return known && waitsForGenerated(step, known)
}

function copiesAnyTable(step: Step, schema: KnownSchema, server: Server): string | undefined {
  switch (step.kind) {
    case 'alterColumn': {
      const { type, generated } = step.to
      if (changesLetters(step, server)) return 'another character set or collation'
      if (generated === null || generated?.stored)
        return `${step.column} is computed ${generated === null ? 'no more' : 'otherwise'}`
      const before = step.existing?.type ?? schema.column(step.table, step.column)?.type
      if (type === undefined || (before !== undefined && staysInPlace(before, type))) return undefined
      return `${step.column} becomes ${typeInWords(type)}`
    }
    case 'addConstraint':
      switch (step.constraint.kind) {
        case 'foreignKey':
          return 'a foreign key is added while foreign keys are checked'
        case 'check':
          return 'a check is added'
        default:
          return undefined
      }
    case 'dropConstraint':
      return (step.type ?? step.was?.kind) === 'primaryKey' ? 'the primary key goes' : undefined
    case 'addColumn':
      if (step.column.identity !== undefined) return `${step.column.name} numbers every row`
      if (step.constraints?.some(({ kind }) => kind === 'foreignKey'))
        return 'a foreign key is added while foreign keys are checked'
      return step.constraints?.some(({ kind }) => kind === 'check') ? 'a check is added' : undefined
    case 'alterTableOptions': {
      const { characterSet, collation, engine, partitionBy } = step.to.mysql ?? {}
      if (typeof engine === 'string' && !isInnodb(engine)) return 'another engine'
      if (partitionBy !== undefined) return 'the table is partitioned'
      return characterSet !== undefined || collation !== undefined
        ? 'another character set or collation'
        : undefined
    }
    default:
      return undefined
  }
}

/** What makes them build the table anew, though it can be used meanwhile. */
export function rebuildsInPlace(step: Step, server: Server): string | undefined {
  switch (step.kind) {
    case 'alterColumn':
      if (step.to.type !== undefined || step.to.nullable === undefined) return undefined
      return `${step.column} becomes ${step.to.nullable ? 'nullable' : 'NOT NULL'}`
    case 'addConstraint':
      return step.constraint.kind === 'primaryKey' ? 'a primary key is added' : undefined
    case 'dropColumn':
      return isInstantDrop(server) ? undefined : `${step.column} goes`
    case 'addColumn':
      return isInstantAdd(server) ? undefined : `${step.column.name} is added`
    case 'alterTableOptions': {
      const { engine, rowFormat } = step.to.mysql ?? {}
      return engine !== undefined
        ? 'another engine'
        : rowFormat !== undefined
          ? 'another row format'
          : undefined
    }
    default:
      return undefined
  }
}

/** MariaDB 10.4 leaves the rows as they are where the characters stay the same, and are only ordered otherwise. */
function changesLetters({ to, existing }: AlterColumn, server: Server): boolean {
  if (to.mysql?.characterSet !== undefined) return true
  if (to.collation === undefined) return false
  if (server.name !== 'mariadb' || !isSince(server, 10, 4)) return true
  const before = existing?.mysql?.characterSet ?? characterSetOf(existing?.collation)
  const after = characterSetOf(to.collation)
  return before !== undefined && after !== undefined && before !== after
}

/** That of a collation's name; some belong to several. */
function characterSetOf(collation: string | null | undefined): string | undefined {
  const set = collation?.split('_')[0]?.toLowerCase()
  return set === 'uca1400' ? undefined : set
}

function isInnodb(engine: string): boolean {
  return engine.toLowerCase() === 'innodb'
}

function isInstantDrop(server: Server): boolean {
  return server.name === 'mariadb' ? isSince(server, 10, 4) : isSince(server, 8, 0, 29)
}

function isInstantAdd(server: Server): boolean {
  return server.name === 'mariadb' ? isSince(server, 10, 3) : isSince(server, 8, 0, 12)
}

/** A longer varchar on the same side of 256 bytes, more values at the end of an enum. */
function staysInPlace(from: ColumnType, to: ColumnType): boolean {
  if (from.type === 'varchar' && to.type === 'varchar') {
    const [before = 0, after = 0] = [from.length, to.length]
    // The length of a value takes one byte up to 255 bytes, and utf8mb4 has four in a character.
    return after >= before && before * 4 > 255 === after * 4 > 255
  }
  if (from.type === 'enum' && to.type === 'enum') {
    return from.values.every((value, index) => to.values[index] === value)
  }
  return typeInWords(from) === typeInWords(to) && from.type !== 'enum'
}

/** The table of a step, for messages. */
export function tableOfStep(step: Step): TableName | undefined {
  return 'table' in step && step.table !== undefined && 'name' in step.table ? step.table : undefined
}
