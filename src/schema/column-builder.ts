import { withArticle } from '../support/text.ts'
import { mysqlColumnOf, postgresColumnOf, sqliteColumnOf } from './column-settings.ts'
import type { ColumnType } from './column-type.ts'
import {
  type CheckOptions,
  check,
  type ForeignKeyOptions,
  type ForeignKeyTarget,
  foreignKeyKeys,
  foreignKeyRules,
  indexKeys,
  nameOption,
  type PrimaryKeyOptions,
  primaryKey,
  targetOf,
  type UniqueOptions,
  uniqueConstraint,
} from './constraints.ts'
import { DefinitionError } from './errors.ts'
import { deepFreeze, frozenValue } from './freeze.ts'
import { type IdentityOptions, identityOf } from './identity.ts'
import type {
  CheckConstraint,
  Column,
  ForeignKey,
  MysqlColumn,
  PostgresColumn,
  PrimaryKey,
  SqliteColumn,
  UniqueConstraint,
} from './model.ts'
import { nameOf, sqlText } from './names.ts'
import { isOn, knownOptions } from './options.ts'
import { isSql, isTaggedSql, type Sql, type SqlValue } from './values.ts'

/** What stands beside a column of its own constraints: they get its name when the column gets one. */
export type ColumnConstraint =
  | Omit<PrimaryKey, 'columns'>
  | Omit<UniqueConstraint, 'columns'>
  | Omit<ForeignKey, 'columns'>
  | CheckConstraint

/** What of a key stands beside the columns alone: it names some of them. */
type BesideColumns = 'keys' | 'withoutOverlaps' | 'sqlite'

/** A column that has no name yet, with its constraints: plain frozen data. */
export interface ColumnDefinition extends Omit<Column, 'name'> {
  readonly constraints: readonly ColumnConstraint[]
}

/** Any column builder, whatever it holds, of this copy of the package or another. */
export interface AnyColumn<
  Row = unknown,
  Nullable extends boolean = boolean,
  HasDefault extends boolean = boolean,
> {
  readonly definition: ColumnDefinition
  readonly formerName?: string
  /** For the type checker only. */
  readonly '~types': {
    readonly row: Row
    readonly nullable: Nullable
    readonly hasDefault: HasDefault
  }
}

/**
 * A column in the making. Each call gives a new builder; `definition` is what has been said so far.
 * `Row` is the type of its values, `HasDefault` tells whether an insert may leave it out.
 */
export class ColumnBuilder<Row, Nullable extends boolean = true, HasDefault extends boolean = false>
  implements AnyColumn<Row, Nullable, HasDefault>
{
  readonly definition: ColumnDefinition
  /** What the column was called before; no part of its definition. */
  readonly formerName?: string
  /** For the type checker only. */
  declare readonly '~types': AnyColumn<Row, Nullable, HasDefault>['~types']

  /** Most columns of a schema are alike: they are described once. */
  #required: ColumnBuilder<Row, false, HasDefault> | undefined

  constructor(definition: ColumnDefinition, formerName?: string) {
    this.definition = deepFreeze(definition)
    if (formerName !== undefined) this.formerName = formerName
    Object.freeze(this)
  }

  notNull(): ColumnBuilder<Row, false, HasDefault> {
    this.#required ??= this.#with({ nullable: false })
    return this.#required
  }

  /** Columns are nullable unless told otherwise: this only says so aloud. */
  nullable(): ColumnBuilder<Row, true, HasDefault> {
    return this.#with({ nullable: true })
  }

  /**
   * A value, or sql`…` that the database works out for each row. Text for a json column is the JSON text itself.
   * Throws `DefinitionError` for a function, a Promise or undefined.
   */
  default(value: Row | Sql | null): ColumnBuilder<Row, Nullable, true> {
    this.#refuse('generated', 'default')
    this.#refuse('identity', 'default')
    this.#refuse('serial', 'default')
    const given = defaultOf(value, this.definition.type)
    const { default: _, ...rest } = this.definition
    return new ColumnBuilder(given === null ? rest : { ...rest, default: given }, this.formerName)
  }

  /** The table's primary key, or part of it where several columns say so. */
  primaryKey(
    name?: string,
    options: Omit<PrimaryKeyOptions, 'name' | BesideColumns> = {},
  ): ColumnBuilder<Row, false, HasDefault> {
    knownOptions('primaryKey', options, ['include', 'deferrable', 'initially', ...indexKeys])
    const { columns: _, ...constraint } = primaryKey('this', { ...options, ...named(name) })
    return this.#with({ nullable: false }, constraint)
  }

  unique(
    name?: string,
    options: Omit<UniqueOptions, 'name' | BesideColumns> = {},
  ): ColumnBuilder<Row, Nullable, HasDefault> {
    knownOptions('unique', options, ['include', 'nullsNotDistinct', 'deferrable', 'initially', ...indexKeys])
    const { columns: _, ...constraint } = uniqueConstraint('this', { ...options, ...named(name) })
    return this.#with({}, constraint)
  }

  /** A foreign key to one column: `'user.id'`, or `{ table, schema, column }`. */
  references(
    target: ForeignKeyTarget,
    options: ForeignKeyOptions = {},
  ): ColumnBuilder<Row, Nullable, HasDefault> {
    knownOptions('references', options, foreignKeyKeys)
    const references = targetOf(target)
    if (references.columns.length > 1) {
      throw new DefinitionError(
        `A column references ${references.columns.length} columns of ${references.table.name}`,
        'Reference one, or write foreignKey([…], …) beside the columns.',
      )
    }
    return this.#with(
      {},
      { kind: 'foreignKey', ...nameOption(options), references, ...foreignKeyRules(options) },
    )
  }

  /** A condition on the row: SQL text, without the parentheses around it. */
  check(
    condition: string | Sql,
    name?: string,
    options: Omit<CheckOptions, 'name'> = {},
  ): ColumnBuilder<Row, Nullable, HasDefault> {
    knownOptions('check', options, ['notValid', 'noInherit', 'notEnforced'])
    return this.#with({}, check(condition, { ...options, ...named(name) }))
  }

  /** The database numbers the rows. */
  identity(options: IdentityOptions = {}): ColumnBuilder<Row, false, true> {
    this.#refuse('default', 'identity')
    this.#refuse('generated', 'identity')
    this.#refuse('serial', 'identity')
    return this.#with({ nullable: false, identity: identityOf(options) })
  }

  /** Worked out from other columns of the row. Kept in the row unless `stored` is false. */
  generatedAs(
    expression: string | Sql,
    options: { readonly stored?: boolean } = {},
  ): ColumnBuilder<Row, Nullable, true> {
    this.#refuse('default', 'generated')
    this.#refuse('identity', 'generated')
    this.#refuse('serial', 'generated')
    knownOptions('generatedAs', options, ['stored'])
    return this.#with({
      generated: {
        expression: sqlText(expression, 'A generated column'),
        stored: options.stored === undefined || isOn('stored', options.stored),
      },
    })
  }

  /**
   * Numbered by a sequence of its own, as `serial` and `bigserial` do it: `t.integer().serial()`. PostgreSQL; new
   * tables are better off with `identity()`.
   */
  serial(): ColumnBuilder<Row, false, true> {
    this.#refuse('default', 'serial')
    this.#refuse('generated', 'serial')
    this.#refuse('identity', 'serial')
    if (!['smallint', 'integer', 'bigint'].includes(this.definition.type.type)) {
      throw new DefinitionError(
        `${withArticle(this.definition.type.type)} column can't be serial`,
        'Whole numbers can: t.smallint(), t.integer(), t.bigint().',
      )
    }
    return this.#with({ nullable: false, serial: true })
  }

  /** What only PostgreSQL's columns have: `{ storage: 'external', compression: 'lz4' }`. */
  postgres(settings: PostgresColumn): ColumnBuilder<Row, Nullable, HasDefault> {
    return this.#with({ postgres: postgresColumnOf(settings) })
  }

  /** What only MySQL's and MariaDB's columns have: `{ onUpdate: 'current_timestamp()' }`. */
  mysql(settings: MysqlColumn): ColumnBuilder<Row, Nullable, HasDefault> {
    return this.#with({ mysql: mysqlColumnOf(settings) })
  }

  /** What only SQLite's columns have: `{ onNull: 'replace' }`. */
  sqlite(settings: SqliteColumn): ColumnBuilder<Row, Nullable, HasDefault> {
    return this.#with({ sqlite: sqliteColumnOf(settings) })
  }

  collate(name: string): ColumnBuilder<Row, Nullable, HasDefault> {
    return this.#with({ collation: nameOf(name, 'The collation') })
  }

  comment(text: string): ColumnBuilder<Row, Nullable, HasDefault> {
    if (typeof text === 'string') return this.#with({ comment: text })
    throw new DefinitionError(`A comment is ${typeof text}`, 'Write it as text.')
  }

  /**
   * What the column of a declared table was called before: autogenerate renames it where the table has a column of that
   * name, and has no further use for this.
   */
  renamedFrom(name: string): ColumnBuilder<Row, Nullable, HasDefault> {
    return new ColumnBuilder(this.definition, nameOf(name, 'The former name of a column'))
  }

  /** A list of such values. It comes right after the type: `t.text().array().notNull()`. PostgreSQL. */
  array(): ColumnBuilder<Row[]> {
    const { type, nullable, constraints, ...rest } = this.definition
    if (nullable && constraints.length === 0 && Object.keys(rest).length === 0) {
      const list: ColumnDefinition = { type: { type: 'array', of: type }, nullable: true, constraints: [] }
      return new ColumnBuilder<Row[]>(list, this.formerName)
    }
    throw new DefinitionError(
      'array() comes after what it would take apart',
      'Write it right after the type: t.text().array().notNull().',
    )
  }

  #with<N extends boolean, D extends boolean>(
    change: Partial<ColumnDefinition>,
    constraint?: ColumnConstraint,
  ): ColumnBuilder<Row, N, D> {
    const constraints = [...this.definition.constraints, ...(constraint === undefined ? [] : [constraint])]
    return new ColumnBuilder<Row, N, D>({ ...this.definition, ...change, constraints }, this.formerName)
  }

  #refuse(said: 'default' | 'identity' | 'generated' | 'serial', now: string): void {
    if (this.definition[said] === undefined) return
    throw new DefinitionError(
      `A column has ${said} and ${now} at once`,
      'Keep one of default, identity, serial and generatedAs.',
    )
  }
}

/** Whether `value` is a column builder, of this copy of the package or another. */
export function isColumnBuilder(value: unknown): value is AnyColumn {
  const definition = (value as { definition?: Partial<ColumnDefinition> } | null | undefined)?.definition
  return typeof definition?.type === 'object' && Array.isArray(definition.constraints)
}

/**
 * A default as the model has it, frozen; `null` is no default. Where the column holds JSON, an object that
 * only looks like SQL is a document.
 */
export function defaultOf(value: unknown, type: ColumnType | undefined): SqlValue | Sql {
  const holdsJson = type?.type === 'json' || type?.type === 'jsonb'
  if (isTaggedSql(value) || (isSql(value) && !holdsJson)) {
    return Object.freeze({ sql: sqlText(value, 'The default') })
  }
  return isSql(value) ? JSON.stringify(value) : frozenValue(value, 'The default')
}

function named(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name: nameOf(name, 'The name of a constraint') }
}
