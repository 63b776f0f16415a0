import type {
  AddColumn,
  AlterColumn,
  ColumnChange,
  DropColumn,
  ExistingColumn,
} from '../../operations/operation.ts'
import type {
  Column,
  Constraint,
  GeneratedColumn,
  NotNull,
  PostgresColumn,
  TableName,
} from '../../schema/model.ts'
import { ownedName } from '../../schema/owned-name.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { serialDropped, serialMade, settingStatements } from './column-settings.ts'
import { commentStatement } from './comments.ts'
import { constraintClause, constraintComments } from './constraints.ts'
import { conversion } from './conversion.ts'
import { ddl, identifier } from './identifier.ts'
import { identityChanges, identityClause } from './identity.ts'
import { defaultLiteral, quoted } from './literal.ts'
import { settings } from './settings.ts'
import { createEnums, enumCheck, plainEnum, typeText } from './types.ts'

/** The check that stands for a NOT NULL until all rows have been read. */
export const notNullCheck = 'tsmig_not_null'

/** A column as in CREATE TABLE. */
export function columnDefinition(column: Column): Sql {
  const { name, type, collation, generated, identity, serial } = column
  return join(
    [
      ddl`${name} ${raw(serial === true ? serialType(column) : typeText(type))}`,
      collation === undefined ? undefined : ddl`COLLATE ${collation}`,
      notNullClause(column),
      column.default === undefined ? undefined : raw(`DEFAULT ${defaultLiteral(column.default, type)}`),
      generated === undefined ? undefined : generation(generated),
      identity === undefined ? undefined : identityClause(identity),
      enumCheck(name, type),
    ],
    ' ',
  )
}

/** A NOT NULL that rows may break is added when the table is there. */
function notNullClause({ nullable, serial, postgres }: Column): Sql | undefined {
  const { notNull } = postgres ?? {}
  if (nullable || notNull?.notValid === true) return undefined
  return serial === true && notNull === undefined ? undefined : notNullText(notNull)
}

/** NOT NULL with its name, where it has one of its own; `of`: the column, where it doesn't stand on it. */
export function notNullText({ name, noInherit }: NotNull = {}, of?: string): Sql {
  return join(
    [
      name === undefined ? undefined : ddl`CONSTRAINT ${name}`,
      raw('NOT NULL'),
      of === undefined ? undefined : ddl`${of}`,
      noInherit === true ? raw('NO INHERIT') : undefined,
    ],
    ' ',
  )
}

/** Its sequence, default and NOT NULL come with it. */
function serialType({ name, type }: Column): string {
  switch (type.type) {
    case 'smallint':
      return 'smallserial'
    case 'integer':
      return 'serial'
    case 'bigint':
      return 'bigserial'
    default:
      throw new UnsupportedOperationError(
        'postgres',
        `numbers a serial column with whole numbers, and ${identifier(name)} is ${typeText(type)}`,
        'Make it t.smallint(), t.integer() or t.bigint().',
      )
  }
}

/** What a column has beside its definition: comment, storage, compression, statistics, a NOT NULL that isn't held to. */
export function columnExtras(table: TableName, columns: readonly Column[]): readonly Sql[] {
  return columns.flatMap(({ name, comment, postgres }) => {
    const actions = columnSettings(name, postgres ?? {})
    return [
      ...(actions.length === 0 ? [] : [ddl`ALTER TABLE ONLY ${table} ${join(actions)}`]),
      ...notNullExtras(table, name, postgres?.notNull),
      ...(comment === undefined ? [] : [commentOn(table, name, comment)]),
    ]
  })
}

function notNullExtras(table: TableName, column: string, notNull: NotNull | undefined): readonly Sql[] {
  if (notNull === undefined) return []
  const { name, notValid, comment } = notNull
  return [
    ...(notValid === true ? [ddl`ALTER TABLE ${table} ADD ${notNullText(notNull, column)} NOT VALID`] : []),
    ...(comment === undefined
      ? []
      : [
          commentStatement(
            ddl`CONSTRAINT ${name ?? ownedName(table.name, column, 'not_null')} ON ${table}`,
            comment,
          ),
        ]),
  ]
}

/** The actions of ALTER TABLE that give a column its settings. */
export function columnSettings(
  column: string,
  { storage, compression, statistics, options }: PostgresColumn,
): readonly Sql[] {
  const set = ddl`ALTER COLUMN ${column} SET`
  return [
    ...(storage === undefined ? [] : [ddl`${set} STORAGE ${raw(storage.toUpperCase())}`]),
    ...(compression === undefined ? [] : [ddl`${set} COMPRESSION ${raw(compression)}`]),
    ...(statistics === undefined ? [] : [ddl`${set} STATISTICS ${raw(String(statistics))}`]),
    ...(options === undefined ? [] : [ddl`${set} ${settings(options)}`]),
  ]
}

/** The comment of a column, or its removal. */
export function commentOn(table: TableName, column: string, comment: string | null): Sql {
  const text = raw(comment === null ? 'NULL' : quoted(comment))
  return ddl`COMMENT ON COLUMN ${table}.${column} IS ${text}`
}

export function addColumn({ table, column, constraints = [], ifNotExists }: AddColumn): readonly Sql[] {
  // On the column itself where they can be: what IF NOT EXISTS passes over, it then passes over whole.
  const [own, others] = [constraints.filter(isOwn), constraints.filter((one) => !isOwn(one))]
  const guard = raw(ifNotExists === true ? 'IF NOT EXISTS ' : '')
  const inline = own.map((one) => constraintClause(one, { inline: true }))
  const definition = join([columnDefinition(column), ...inline], ' ')
  const actions = [
    ddl`ADD COLUMN ${guard}${definition}`,
    ...others.map((one) => ddl`ADD ${constraintClause(one)}`),
  ]
  return [
    ...createEnums([column.type]),
    ddl`ALTER TABLE ${table} ${join(actions)}`,
    ...columnExtras(table, [column]),
    ...constraintComments(table, constraints),
  ]
}

/** A check may stand on any column; the others, on the only one they are about. NOT VALID and INCLUDE don't go there. */
function isOwn(constraint: Constraint): boolean {
  if (constraint.kind === 'exclude' || 'include' in constraint || 'notValid' in constraint) return false
  return constraint.kind === 'check' || constraint.columns.length === 1
}

export function dropColumn({ table, column, ifExists }: DropColumn): readonly Sql[] {
  return [ddl`ALTER TABLE ${table} DROP COLUMN ${raw(ifExists === true ? 'IF EXISTS ' : '')}${column}`]
}

/** One ALTER TABLE for all that changes, so that the table is rewritten once at most; then comment, then name. */
export function alterColumn(operation: AlterColumn): readonly Sql[] {
  const { table, column, to, existing = {}, checkedFirst } = operation
  if (checkedFirst) return checkedNotNull(operation)
  refusePlainEnum(table, column, to, existing)
  const changes = changesOf(column, to, existing).map((change) => ddl`ALTER COLUMN ${column} ${change}`)
  const check = to.type === undefined ? undefined : enumCheck(column, to.type)
  const actions = [...changes, ...(check === undefined ? [] : [ddl`ADD ${check}`])]
  return [
    ...(to.type === undefined ? [] : createEnums([to.type])),
    ...serialDropped(operation),
    ...(actions.length === 0 ? [] : [ddl`ALTER TABLE ${table} ${join(actions)}`]),
    ...serialMade(operation),
    ...settingStatements(operation),
    ...(to.comment === undefined ? [] : [commentOn(table, column, to.comment)]),
    ...(to.name === undefined ? [] : [ddl`ALTER TABLE ${table} RENAME COLUMN ${column} TO ${to.name}`]),
  ]
}

/** SET NOT NULL reads no row where a valid check says that there is no NULL. */
function checkedNotNull({ checkedFirst: _, ...operation }: AlterColumn): readonly Sql[] {
  const { table, column } = operation
  const check = notNullCheck
  return [
    ddl`ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${column} IS NOT NULL) NOT VALID`,
    ddl`ALTER TABLE ${table} VALIDATE CONSTRAINT ${check}`,
    ...alterColumn(operation),
    ddl`ALTER TABLE ${table} DROP CONSTRAINT ${check}`,
  ]
}

function changesOf(column: string, to: ColumnChange, existing: ExistingColumn): readonly Sql[] {
  // A default can stand in the way of a new type: it goes first, and comes back after.
  const kept = to.type === undefined ? undefined : (existing.default ?? undefined)
  const after = to.default === undefined ? kept : to.default
  const drops = to.default === null || (to.type !== undefined && after !== undefined)
  const type = to.type ?? existing.type
  return [
    ...(to.identity === null ? [raw('DROP IDENTITY')] : []),
    ...(to.generated === undefined ? [] : [regeneration(column, to.generated, existing)]),
    ...(drops ? [raw('DROP DEFAULT')] : []),
    ...typeChanges(column, to, existing),
    ...(after === undefined || after === null ? [] : [raw(`SET DEFAULT ${defaultLiteral(after, type)}`)]),
    ...(to.nullable === undefined ? [] : [raw(to.nullable ? 'DROP NOT NULL' : 'SET NOT NULL')]),
    ...identityChanges(to, existing),
  ]
}

/** A collation is part of the type: it is told again with a new type, and the type with a new collation. */
function typeChanges(column: string, to: ColumnChange, existing: ExistingColumn): readonly Sql[] {
  if (to.type === undefined && to.collation === undefined) return []
  const type = to.type ?? existing.type
  if (type === undefined) {
    throw new UnsupportedOperationError(
      'postgres',
      `changes a collation together with the type, and the type of the column ${column} is not known`,
      'Tell it: op.alterColumn(…, { collation: …, existing: { type: t.text() } }).',
    )
  }
  // Where none is told, the column gets that of the type.
  const collation = to.collation === undefined ? existing.collation : to.collation
  const bare = raw(typeText(type))
  const text = collation === undefined || collation === null ? bare : ddl`${bare} COLLATE ${collation}`
  const using = to.using === undefined ? conversion(column, existing.type, type) : expression(to.using)
  return [using === undefined ? ddl`TYPE ${text}` : ddl`TYPE ${text} USING ${using}`]
}

/** The check that stands for an enum without a name has a name that only the database knows. */
function refusePlainEnum(table: TableName, column: string, to: ColumnChange, existing: ExistingColumn): void {
  if (to.type === undefined) return
  const toPlain = plainEnum(to.type) !== undefined
  if (plainEnum(existing.type) === undefined && (!toPlain || existing.type !== undefined)) return
  throw new UnsupportedOperationError(
    'postgres',
    `keeps the enum in column ${column} of ${table.name} as text with a check, whose name is not known`,
    toPlain && existing.type === undefined
      ? 'Tell the type it has in `existing`; or give the enum a name.'
      : 'Drop the check with op.dropConstraint, change the type to t.text(), and add the new check.',
  )
}

/** One that is not stored is PostgreSQL 18's. */
function generation(generated: GeneratedColumn): Sql {
  const kind = raw(generated.stored ? 'STORED' : 'VIRTUAL')
  return ddl`GENERATED ALWAYS AS (${expression(generated.expression)}) ${kind}`
}

/** PostgreSQL 17 for another expression. A column that holds values can't become a computed one. */
function regeneration(column: string, generated: GeneratedColumn | null, existing: ExistingColumn): Sql {
  if (generated === null) return raw('DROP EXPRESSION')
  if (existing.generated !== undefined && existing.generated !== null) {
    return ddl`SET EXPRESSION AS (${expression(generated.expression)})`
  }
  throw new UnsupportedOperationError(
    'postgres',
    `can't make a generated column of ${identifier(column)}, which holds values`,
    'Drop it and add it; or tell the expression it has in `existing`.',
  )
}
