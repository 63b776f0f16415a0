import type { AddColumn, DropColumn } from '../../operations/operation.ts'
import type { Column, GeneratedColumn, Identity } from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { type ColumnText, printColumn } from './column-text.ts'
import { constraintClause } from './constraints.ts'
import { clockText, defaultText } from './default.ts'
import type { TableDraft } from './draft.ts'
import type { FlavourRules } from './flavour.ts'
import { guardOf } from './guard.ts'
import { ddl, identifier } from './identifier.ts'
import { commentText } from './quote.ts'
import { typeText } from './types.ts'
import { refuseParts, unsupported } from './unsupported.ts'

/** A column as in CREATE TABLE. Throws `UnsupportedOperationError`. */
export function columnDefinition(column: Column, rules: FlavourRules): Sql {
  refuseGenerated(column.name, column, rules)
  return ddl`${column.name} ${raw(printColumn(columnText(column)))}`
}

/** A column's definition, part by part. */
export function columnText(column: Omit<Column, 'name'>): ColumnText {
  const { type, nullable, collation, generated, identity, comment, mysql = {} } = column
  if (identity !== undefined) checkIdentity(identity)
  return {
    type: typeText(type),
    ...(mysql.characterSet === undefined ? {} : { characterSet: collationText(mysql.characterSet) }),
    ...(collation === undefined ? {} : { collation: collationText(collation) }),
    ...(generated === undefined ? {} : { generated: generatedText(generated) }),
    nullable,
    ...(column.default === undefined ? {} : { default: defaultText(column.default, type) }),
    ...(mysql.onUpdate === undefined ? {} : { onUpdate: clockText(mysql.onUpdate, type) }),
    ...(identity === undefined ? {} : { autoIncrement: true }),
    ...(comment === undefined ? {} : { comment: commentText(comment) }),
    rest: [
      ...(mysql.invisible === true ? ['INVISIBLE'] : []),
      ...(mysql.check === undefined ? [] : [`CHECK (${expression(mysql.check).sql})`]),
    ],
  }
}

export function addColumn(operation: AddColumn, draft: TableDraft): readonly Sql[] {
  const { table, column, constraints = [], ifNotExists } = operation
  if (ifNotExists === true && draft.hasColumn(column.name)) return []
  const guard = guardOf('IF NOT EXISTS', ifNotExists, draft, 'a column')
  if (guard.sql !== '' && constraints.length > 0) {
    throw unsupported(
      `can't tell in a script whether the column ${column.name} is there, and it comes with constraints`,
      'Add them in operations of their own, or leave ifNotExists out.',
    )
  }
  draft.setColumn(column.name, columnText(column))
  const start = column.identity?.start
  const actions = [
    ddl`ADD COLUMN ${guard}${columnDefinition(column, draft.rules)}`,
    ...constraints.map((one) => ddl`ADD ${constraintClause(one, draft.rules)}`),
    ...(start === undefined ? [] : [raw(`AUTO_INCREMENT = ${start}`)]),
  ]
  return [ddl`ALTER TABLE ${table} ${join(actions)}`]
}

/** Its foreign keys go with it, as on other databases; MySQL would keep the column for their sake. */
export function dropColumn(operation: DropColumn, draft: TableDraft): readonly Sql[] {
  const { table, column, ifExists, constraints = [] } = operation
  if (ifExists === true && draft.isKnown && !draft.hasColumn(column)) return []
  const told = constraints.flatMap((one) =>
    one.kind === 'foreignKey' && one.name !== undefined ? one.name : [],
  )
  const keys = draft.isKnown ? draft.foreignKeysOf(column) : told
  for (const name of keys) draft.dropConstraint(name)
  draft.dropColumn(column)
  const guard = guardOf('IF EXISTS', ifExists, draft, 'a column')
  const actions = [...keys.map((name) => ddl`DROP FOREIGN KEY ${name}`), ddl`DROP COLUMN ${guard}${column}`]
  return [ddl`ALTER TABLE ${table} ${join(actions)}`]
}

/** `GENERATED ALWAYS AS (…) STORED`. */
export function generatedText({ expression: text, stored }: GeneratedColumn): string {
  return `GENERATED ALWAYS AS (${expression(text).sql}) ${stored ? 'STORED' : 'VIRTUAL'}`
}

/** MariaDB has no words to say that a generated column is never null: left out, the rule would be lost. */
export function refuseGenerated(
  name: string,
  { generated, nullable }: { readonly generated?: unknown; readonly nullable: boolean },
  rules: FlavourRules,
): void {
  if (generated === undefined || nullable || rules.generatedNotNull) return
  throw unsupported(
    `has no NOT NULL for a generated column, and ${name} would be one`,
    `Let it be nullable; where it must never be null, add a check: ${name} IS NOT NULL.`,
  )
}

/** Neither server makes a virtual column of another one, or another one of a virtual column. */
export function refuseNewPlace(name: string, before: string | undefined, after: string | undefined): void {
  const [was, becomes] = [before, after].map((text) => /\bVIRTUAL$/i.test(text ?? ''))
  if (was === becomes) return
  throw unsupported(
    `does not change whether a column is virtual, and ${name} ${was ? 'is' : 'would become'} one`,
    'Drop the column and add it anew: op.dropColumn, op.addColumn.',
  )
}

export function collationText(collation: string): string {
  return /^\w+$/.test(collation) ? collation : identifier(collation)
}

/** A column has a number to start with, and steps of one. */
export function checkIdentity(identity: Identity): void {
  const { mode, increment, minimum, maximum, cache, cycle } = identity
  refuseParts(
    'an identity column',
    {
      'numbering that refuses values given by hand': mode === 'always' ? mode : undefined,
      'step of its own for a column': increment === 1 ? undefined : increment,
      minimum,
      maximum,
      cache,
      cycle,
    },
    'AUTO_INCREMENT counts by one from `start`, and takes values given by hand.',
  )
}
