import { type AnyColumn, defaultOf, isColumnBuilder } from '../schema/column-builder.ts'
import { mysqlColumnOf, postgresColumnOf, sqliteColumnOf } from '../schema/column-settings.ts'
import type { ColumnType } from '../schema/column-type.ts'
import { defineColumn } from '../schema/define-table.ts'
import { deepFreeze } from '../schema/freeze.ts'
import { type IdentityOptions, identityOf } from '../schema/identity.ts'
import type { MysqlColumn, PostgresColumn, SqliteColumn, TableName } from '../schema/model.ts'
import { nameOf, sqlText } from '../schema/names.ts'
import type { Sql, SqlValue } from '../schema/values.ts'
import { columnSettingChanges } from './column-setting-changes.ts'
import { OperationError } from './errors.ts'
import type {
  AddColumn,
  AlterColumn,
  ColumnChange,
  DropColumn,
  ExistingColumn,
  MysqlColumnChange,
  PostgresColumnChange,
  SqliteColumnChange,
} from './operation.ts'
import { flag, knownOptions } from './options.ts'

/** What becomes of a column. What isn't named stays as it is. */
export interface ColumnChanges {
  /** The new type: `t.varchar(200)`. */
  readonly type?: AnyColumn
  /** How an old value becomes a new one. PostgreSQL's USING. */
  readonly using?: string | Sql
  /** The same as `using`. */
  readonly usingExpression?: string | Sql
  readonly nullable?: boolean
  /** `null` takes the default away. */
  readonly default?: SqlValue | Sql
  /** The new name. */
  readonly name?: string
  /** `null` takes the comment away. */
  readonly comment?: string | null
  /** The database numbers the rows from now on; `null`: no more. What numbers them now is told in `existing`. */
  readonly identity?: IdentityOptions | null
  /** Another expression; `null`: its values stay, and are computed no more. */
  readonly generated?: { readonly expression: string | Sql; readonly stored?: boolean } | null
  /** `null`: the usual one of the type, or of the table. */
  readonly collation?: string | null
  /** PostgreSQL: whether a sequence of its own numbers it, as `t.integer().serial()` has it. */
  readonly serial?: boolean
  /** What only one database has; `null` makes it what it usually is. */
  readonly postgres?: PostgresColumnChange
  readonly mysql?: MysqlColumnChange
  readonly sqlite?: SqliteColumnChange
  /** The column as it is before the change: whole, as `t.varchar(50).notNull()`, or in part. */
  readonly existing?: AnyColumn | ExistingParts
}

/** What is known of a column before it is changed. `null`: known not to be there. */
export interface ExistingParts {
  readonly type?: AnyColumn
  readonly nullable?: boolean
  readonly default?: SqlValue | Sql
  readonly comment?: string | null
  readonly identity?: IdentityOptions | null
  readonly generated?: { readonly expression: string | Sql; readonly stored?: boolean } | null
  readonly collation?: string | null
  readonly serial?: boolean
  readonly postgres?: PostgresColumn
  readonly mysql?: MysqlColumn
  readonly sqlite?: SqliteColumn
}

export interface DropColumnOptions {
  readonly ifExists?: boolean
  /** The column as it is, so that the drop can be reversed: `t.text().notNull()`. */
  readonly was?: AnyColumn
}

export interface SetNotNullOptions {
  /** The column as it is: what a script for MySQL has to be told. */
  readonly existing?: AnyColumn | ExistingParts
}

/** `op.addColumn` as data; the caller has checked the options. */
export function addColumn(
  table: TableName,
  name: string,
  column: AnyColumn,
  options: { readonly ifNotExists?: boolean },
): AddColumn {
  const defined = defineColumn(name, column)
  return deepFreeze({
    kind: 'addColumn',
    table,
    column: defined.column,
    ...(defined.constraints.length === 0 ? {} : { constraints: defined.constraints }),
    ...flag('ifNotExists', options.ifNotExists),
  })
}

/** `op.dropColumn` as data. */
export function dropColumn(table: TableName, column: string, options: DropColumnOptions): DropColumn {
  const was = options.was === undefined ? undefined : defineColumn(column, options.was)
  return deepFreeze({
    kind: 'dropColumn',
    table,
    column: nameOf(column, "The column's name"),
    ...flag('ifExists', options.ifExists),
    ...(was === undefined ? {} : { was: was.column }),
    ...(was === undefined || was.constraints.length === 0 ? {} : { constraints: was.constraints }),
  })
}

/** `op.alterColumn` as data. Throws `OperationError` where nothing would change. */
export function alterColumn(table: TableName, column: string, changes: ColumnChanges): AlterColumn {
  knownOptions('op.alterColumn', changes, [
    'type',
    'using',
    'nullable',
    'default',
    'name',
    'comment',
    'existing',
    'usingExpression',
    'identity',
    'generated',
    'collation',
    'serial',
    'postgres',
    'mysql',
    'sqlite',
  ])
  const existing = changes.existing === undefined ? undefined : existingOf(changes.existing)
  const to = changeOf(column, changes, existing?.type)
  if (Object.keys(to).length === 0) {
    throw new OperationError(
      `Altering the column ${column} of ${table.name} changes nothing`,
      'Say what to change: type, nullable, default, name, comment, identity, generated, collation, serial, or what only one database has.',
    )
  }
  return deepFreeze({
    kind: 'alterColumn',
    table,
    column: nameOf(column, "The column's name"),
    to,
    ...(existing === undefined ? {} : { existing }),
  })
}

/** `op.setNotNull` as data: the column may be NULL before. */
export function setNotNull(table: TableName, column: string, options: SetNotNullOptions): AlterColumn {
  const existing = options.existing === undefined ? {} : existingOf(options.existing)
  return deepFreeze({
    kind: 'alterColumn',
    table,
    column: nameOf(column, "The column's name"),
    to: { nullable: false },
    existing: { ...existing, nullable: true },
    checkedFirst: true,
  })
}

function changeOf(column: string, changes: ColumnChanges, before: ColumnType | undefined): ColumnChange {
  const { type, nullable, name, comment } = changes
  const using = usingOf(column, changes)
  refuseContradictions(column, changes)
  if (using !== undefined && type === undefined) {
    throw new OperationError(
      `The column ${column} has \`using\` and no new type`,
      'Give `type` too: `using` says how old values become values of that type.',
    )
  }
  const newType = type === undefined ? undefined : typeOf(type, column)
  return {
    ...(name === undefined ? {} : { name: nameOf(name, "The column's new name") }),
    ...(newType === undefined ? {} : { type: newType }),
    ...(using === undefined ? {} : { using: sqlText(using, '`using`') }),
    ...(nullable === undefined ? {} : { nullable: booleanOf(nullable, column) }),
    ...('default' in changes ? { default: defaultOf(changes.default, newType ?? before) } : {}),
    ...(comment === undefined ? {} : { comment: commentOf(comment, column) }),
    ...numbering(column, changes),
    ...columnSettingChanges(changes),
  }
}

/** Identity, generation and collation as the model has them; absent ones stay absent. */
function numbering(
  column: string,
  {
    identity,
    generated,
    collation,
    serial,
  }: Pick<ColumnChanges, 'identity' | 'generated' | 'collation' | 'serial'>,
): Pick<ColumnChange, 'identity' | 'generated' | 'collation' | 'serial'> {
  return {
    ...(identity === undefined ? {} : { identity: identity === null ? null : identityOf(identity) }),
    ...(generated === undefined
      ? {}
      : {
          generated:
            generated === null
              ? null
              : {
                  expression: sqlText(generated.expression, `The expression of ${column}`),
                  stored: generated.stored ?? true,
                },
        }),
    ...(collation === undefined
      ? {}
      : { collation: collation === null ? null : nameOf(collation, 'The collation') }),
    ...(serial === undefined ? {} : { serial: booleanOf(serial, column, 'serial') }),
  }
}

function usingOf(column: string, { using, usingExpression }: ColumnChanges): string | Sql | undefined {
  if (using === undefined || usingExpression === undefined) return using ?? usingExpression
  throw new OperationError(
    `The column ${column} has \`using\` and \`usingExpression\``,
    'They mean the same: keep one.',
  )
}

function refuseContradictions(column: string, changes: ColumnChanges): void {
  const { identity, generated, nullable } = changes
  const given = [
    ...('default' in changes && changes.default !== null ? ['default'] : []),
    ...(identity ? ['identity'] : []),
    ...(changes.serial === true ? ['serial'] : []),
    ...(generated ? ['generated'] : []),
  ]
  if (given.length > 1) {
    throw new OperationError(
      `The column ${column} is to have ${given.join(' and ')} at once`,
      'Keep one of default, identity, serial and generated.',
    )
  }
  if (identity && nullable === true) {
    throw new OperationError(
      `The column ${column} is to be an identity, and nullable`,
      'An identity is never null: leave `nullable` out.',
    )
  }
}

function existingOf(existing: AnyColumn | ExistingParts): ExistingColumn {
  if (isColumnBuilder(existing)) {
    const { constraints: _, ...column } = existing.definition
    return { default: null, comment: null, identity: null, generated: null, ...column }
  }
  knownOptions('`existing` of op.alterColumn', existing, [
    'type',
    'nullable',
    'default',
    'comment',
    'identity',
    'generated',
    'collation',
    'serial',
    'postgres',
    'mysql',
    'sqlite',
  ])
  const type = existing.type === undefined ? undefined : typeOf(existing.type, 'before')
  return {
    ...(type === undefined ? {} : { type }),
    ...(existing.nullable === undefined ? {} : { nullable: existing.nullable }),
    ...('default' in existing ? { default: defaultOf(existing.default, type) } : {}),
    ...(existing.comment === undefined ? {} : { comment: existing.comment }),
    ...numbering('before', existing),
    ...(existing.postgres === undefined ? {} : { postgres: postgresColumnOf(existing.postgres) }),
    ...(existing.mysql === undefined ? {} : { mysql: mysqlColumnOf(existing.mysql) }),
    ...(existing.sqlite === undefined ? {} : { sqlite: sqliteColumnOf(existing.sqlite) }),
  }
}

/** The type alone: what else a builder says would be lost without a word. */
function typeOf(builder: AnyColumn, column: string): ColumnType {
  if (!isColumnBuilder(builder)) {
    throw new OperationError(
      `The new type of the column ${column} is no type but ${typeof builder}`,
      'Describe it with t: { type: t.varchar(200) }.',
    )
  }
  const { type, nullable, constraints, ...rest } = builder.definition
  const [more] = [
    ...(nullable ? [] : ['nullability']),
    ...constraints.map((one) => one.kind),
    ...Object.keys(rest),
  ]
  if (more === undefined) return type
  throw new OperationError(
    `The new type of the column ${column} comes with more than a type (${more})`,
    'Give the bare type, and nullable, default and comment beside it; constraints have operations of their own.',
  )
}

function commentOf(comment: unknown, column: string): string | null {
  if (comment === null || typeof comment === 'string') return comment
  throw new OperationError(
    `The comment of the column ${column} is ${typeof comment}`,
    'Write it as text; null takes it away.',
  )
}

function booleanOf(value: unknown, column: string, key: 'nullable' | 'serial' = 'nullable'): boolean {
  if (typeof value === 'boolean') return value
  throw new OperationError(
    `\`${key}\` of the column ${column} is ${JSON.stringify(value)}`,
    'Give true or false.',
  )
}
