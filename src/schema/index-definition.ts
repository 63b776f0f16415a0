import { nameOption } from './constraints.ts'
import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import type { Index, IndexKey } from './model.ts'
import { nameOf, namesOf, sqlText } from './names.ts'
import type { ColumnIn, Literals, OfColumns } from './of-columns.ts'
import { indexOptions } from './option-names.ts'
import { isOn, knownOptions } from './options.ts'
import { given, namePart, on, settingsOf, textOf } from './parts.ts'
import { wholeNumber } from './type-arguments.ts'
import { isSql, type Sql } from './values.ts'

/** One key of an index as it is written: a column's name, an sql`…` expression, or either with its details. */
export type IndexKeyInput =
  | string
  | Sql
  | (Omit<IndexKey, 'expression'> & { readonly expression?: string | Sql })

export interface IndexOptions {
  readonly unique?: boolean
  /** The condition of a partial index. */
  readonly where?: string | Sql
  /** The access method: `gin`, `brin`. PostgreSQL. */
  readonly method?: string
  /** Columns stored but not searched. PostgreSQL. */
  readonly include?: string | readonly string[]
  /** Two NULLs are the same in a unique index. PostgreSQL 15. */
  readonly nullsNotDistinct?: boolean
  /** Storage parameters: `{ fillfactor: 70 }`. PostgreSQL. */
  readonly storage?: Readonly<Record<string, string | number | boolean>>
  /** PostgreSQL. */
  readonly tablespace?: string
  /** It is kept, and not made use of. MySQL; IGNORED on MariaDB. */
  readonly invisible?: boolean
  /** PostgreSQL, MySQL. */
  readonly comment?: string
}

/** An index of a table that is being described. Where it has no name, the table gives it one. */
export interface IndexDefinition extends Omit<Index, 'name'> {
  readonly kind: 'index'
  readonly name?: string
}

/**
 * An index beside the columns of a table: `index('email', { unique: true })`, `index(sql`lower(email)`, { name: 'ix_email' })`.
 * Without a name it is called `ix_<table>_<columns>`; an index over an expression has to be named.
 */
export function index<const Key extends IndexKeyInput>(
  keys: Key | readonly Key[],
  options: IndexOptions & { readonly name?: string } = {},
): IndexDefinition & OfColumns<Literals<ColumnIn<Key>>> {
  knownOptions('index', options, ['name', ...indexOptions])
  return deepFreeze({ kind: 'index', ...nameOption(options), ...indexParts(keys, options) })
}

/** The keys and options of an index as the model has them. */
export function indexParts(
  keys: IndexKeyInput | readonly IndexKeyInput[],
  options: IndexOptions,
): Omit<Index, 'name'> {
  const list = Array.isArray(keys) ? keys : [keys]
  if (list.length === 0) throw new DefinitionError('An index has no keys', 'Name at least one column.')
  if (options.nullsNotDistinct === true && options.unique !== true) {
    throw new DefinitionError('An index has `nullsNotDistinct` and is not unique', 'Make it unique, too.')
  }
  return {
    keys: list.map(keyOf),
    ...(isOn('unique', options.unique) ? { unique: true } : {}),
    ...(options.where === undefined ? {} : { where: sqlText(options.where, 'The condition of an index') }),
    ...(options.method === undefined
      ? {}
      : { method: nameOf(options.method, 'The method of an index').toLowerCase() }),
    ...(options.include === undefined ? {} : { include: namesOf(options.include, 'The index') }),
    ...given({
      nullsNotDistinct: on(options.nullsNotDistinct, '`nullsNotDistinct`'),
      storage: settingsOf(options.storage, 'The storage parameters of an index'),
      tablespace: namePart(options.tablespace, 'The tablespace of an index'),
      invisible: on(options.invisible, '`invisible`'),
      comment: textOf(options.comment, 'The comment of an index'),
    }),
  }
}

/** The name an index gets from its table and columns; throws `DefinitionError` where a key is an expression. */
export function indexName(table: string, definition: IndexDefinition): string {
  if (definition.name !== undefined) return definition.name
  const columns = definition.keys.map((key) => key.column)
  if (columns.includes(undefined)) {
    throw new DefinitionError(
      `An index of ${table} over an expression has no name`,
      'Give it one: no name can be made of an expression.',
    )
  }
  return ['ix', table, ...columns].join('_')
}

/** One key as the model has it. */
export function keyOf(input: IndexKeyInput): IndexKey {
  if (typeof input === 'string') return { column: nameOf(input, 'A column of an index') }
  if (isSql(input)) return { expression: sqlText(input, 'An expression of an index') }
  if (input === undefined || input === null) {
    throw new DefinitionError(
      `A key of an index is ${String(input)}`,
      'Give a column name, sql`…`, or { column, order }.',
    )
  }
  const { expression, ...details } = knownOptions('A key of an index', input, [
    'column',
    'expression',
    'order',
    'nulls',
    'collation',
    'operatorClass',
    'prefix',
  ])
  const key: IndexKey = {
    ...details,
    ...(expression !== undefined && { expression: sqlText(expression, 'An expression of an index') }),
  }
  if ((key.column === undefined) === (key.expression === undefined)) {
    throw new DefinitionError(
      'A key of an index names neither a column nor an expression, or both',
      'Give a column name, sql`…`, or { column, order }.',
    )
  }
  if (key.order !== undefined && key.order !== 'asc' && key.order !== 'desc') {
    throw new DefinitionError(
      `The order of an index key is ${JSON.stringify(key.order)}`,
      "Give 'asc' or 'desc'.",
    )
  }
  if (key.nulls !== undefined && key.nulls !== 'first' && key.nulls !== 'last') {
    throw new DefinitionError(
      `\`nulls\` of an index key is ${JSON.stringify(key.nulls)}`,
      "Give 'first' or 'last'.",
    )
  }
  if (key.prefix !== undefined) wholeNumber(key.prefix, 'The prefix of an index key', 1)
  return key
}
