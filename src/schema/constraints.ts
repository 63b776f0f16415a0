import { type SqliteKeyOptions, type SqlitePrimaryKeyOptions, sqliteKeyOf } from './column-settings.ts'
import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import type {
  CheckConstraint,
  Deferral,
  ForeignKey,
  IndexKey,
  PrimaryKey,
  ReferentialAction,
  UniqueConstraint,
} from './model.ts'
import { nameOf, namesOf, sqlText } from './names.ts'
import type { Literals, OfColumns } from './of-columns.ts'
import { constraintOptions } from './option-names.ts'
import { isOn, knownOptions } from './options.ts'
import { given, namePart, on, settingsOf, textOf } from './parts.ts'
import { wholeNumber } from './type-arguments.ts'
import type { Sql } from './values.ts'

/** A constraint's name. Without it the database picks one. */
export interface NameOption {
  readonly name?: string
}

/** When a constraint is checked: at once unless it is `deferrable`. `initially` alone implies `deferrable`. */
export interface DeferralOptions {
  readonly deferrable?: boolean
  readonly initially?: 'immediate' | 'deferred'
}

/** What a constraint has beside what it demands. PostgreSQL. */
export interface CommentOption {
  readonly comment?: string
}

/** The index behind a constraint. PostgreSQL. */
export interface KeyIndexOptions {
  /** Storage parameters: `{ fillfactor: 70 }`. */
  readonly storage?: Readonly<Record<string, string | number | boolean>>
  readonly tablespace?: string
}

export interface PrimaryKeyOptions extends NameOption, DeferralOptions, CommentOption, KeyIndexOptions {
  /** The columns with their order or prefix: `[{ column: 'path', prefix: 20 }]`. MySQL. */
  readonly keys?: readonly IndexKey[]
  /** Columns stored beside the key. PostgreSQL. */
  readonly include?: string | readonly string[]
  /** The last column is a range, and no two of one key overlap. PostgreSQL 18. */
  readonly withoutOverlaps?: boolean
  readonly sqlite?: SqlitePrimaryKeyOptions
}

export interface UniqueOptions extends NameOption, DeferralOptions, CommentOption, KeyIndexOptions {
  /** Columns stored beside the key. PostgreSQL. */
  readonly include?: string | readonly string[]
  /** Two NULLs are the same. PostgreSQL 15. */
  readonly nullsNotDistinct?: boolean
  /** The last column is a range, and no two of one key overlap. PostgreSQL 18. */
  readonly withoutOverlaps?: boolean
  readonly sqlite?: SqliteKeyOptions
}

export interface CheckOptions extends NameOption, CommentOption {
  /** Rows that are there already are not checked, until `op.validateConstraint`. PostgreSQL. */
  readonly notValid?: boolean
  /** Tables that inherit don't get it. PostgreSQL. */
  readonly noInherit?: boolean
  /** Written down, and not enforced. MySQL, PostgreSQL 18. */
  readonly notEnforced?: boolean
}

export interface ForeignKeyOptions extends NameOption, DeferralOptions, CommentOption {
  readonly onDelete?: ReferentialAction
  readonly onUpdate?: ReferentialAction
  /** The columns that `onDelete: 'set null'` is about; all unless given. PostgreSQL 15. */
  readonly onDeleteColumns?: string | readonly string[]
  readonly match?: 'full' | 'partial' | 'simple'
  /** The last column of either side is a range, and all of it has to be there. PostgreSQL 18. */
  readonly period?: boolean
  /** Rows that are there already are not checked, until `op.validateConstraint`. PostgreSQL. */
  readonly notValid?: boolean
  /** Written down, and not enforced. PostgreSQL 18. */
  readonly notEnforced?: boolean
}

/** What a foreign key points at: `table.column`, `schema.table.column`, or its parts where a name has a dot in it. */
export type ForeignKeyTarget =
  | string
  | {
      readonly table: string
      readonly schema?: string
      readonly column?: string
      /** An empty list: those of its primary key, whichever they are. SQLite. */
      readonly columns?: readonly string[]
    }

/** The options of the index behind a key, and its comment. */
export const indexKeys: readonly string[] = ['storage', 'tablespace', 'comment']

/** The options of a foreign key. */
export const foreignKeyKeys: readonly string[] = ['name', ...constraintOptions.foreignKey]

/** The primary key of a table, over one column or several. */
export function primaryKey<const Name extends string>(
  columns: Name | readonly Name[],
  options: PrimaryKeyOptions = {},
): PrimaryKey & OfColumns<Literals<Name>> {
  knownOptions('primaryKey', options, ['name', ...constraintOptions.primaryKey])
  return deepFreeze({
    kind: 'primaryKey',
    ...nameOption(options),
    columns: namesOf(columns, 'The primary key'),
    ...(options.keys === undefined ? {} : { keys: keysOf(options.keys) }),
    ...includeOf(options.include, 'The primary key'),
    ...given({ withoutOverlaps: on(options.withoutOverlaps, '`withoutOverlaps`') }),
    ...deferralOf(options),
    ...keyIndexOf(options, 'a primary key'),
    ...given({ sqlite: options.sqlite && sqliteKeyOf(options.sqlite, 'The primary key', true) }),
    ...commentOf(options),
  })
}

/** No two rows alike in these columns. */
export function uniqueConstraint<const Name extends string>(
  columns: Name | readonly Name[],
  options: UniqueOptions = {},
): UniqueConstraint & OfColumns<Literals<Name>> {
  knownOptions('uniqueConstraint', options, ['name', ...constraintOptions.unique])
  return deepFreeze({
    kind: 'unique',
    ...nameOption(options),
    columns: namesOf(columns, 'The unique constraint'),
    ...includeOf(options.include, 'The unique constraint'),
    ...given({
      nullsNotDistinct: on(options.nullsNotDistinct, '`nullsNotDistinct`'),
      withoutOverlaps: on(options.withoutOverlaps, '`withoutOverlaps`'),
    }),
    ...deferralOf(options),
    ...keyIndexOf(options, 'a unique constraint'),
    ...given({ sqlite: options.sqlite && sqliteKeyOf(options.sqlite, 'The unique constraint', false) }),
    ...commentOf(options),
  })
}

/** A condition that each row has to meet: SQL text, without the parentheses around it. */
export function check(condition: string | Sql, options: CheckOptions = {}): CheckConstraint {
  knownOptions('check', options, ['name', ...constraintOptions.check])
  return deepFreeze({
    kind: 'check',
    ...nameOption(options),
    expression: sqlText(condition, 'The condition of a check'),
    ...given({
      notValid: on(options.notValid, '`notValid`'),
      noInherit: on(options.noInherit, '`noInherit`'),
      notEnforced: on(options.notEnforced, '`notEnforced`'),
    }),
    ...commentOf(options),
  })
}

/**
 * A reference from `columns` to columns of another table, in the same order:
 * `foreignKey('user_id', 'user.id', { onDelete: 'cascade' })`.
 */
export function foreignKey<const Name extends string>(
  columns: Name | readonly Name[],
  references: ForeignKeyTarget,
  options: ForeignKeyOptions = {},
): ForeignKey & OfColumns<Literals<Name>> {
  knownOptions('foreignKey', options, foreignKeyKeys)
  const local = namesOf(columns, 'The foreign key')
  const target = targetOf(references)
  if (target.columns.length !== 0 && target.columns.length !== local.length) {
    throw new DefinitionError(
      `The foreign key has ${local.length} columns (${local.join(', ')}) and points at ${target.columns.length} (${target.columns.join(', ')})`,
      'Give as many columns on the one side as on the other.',
    )
  }
  return deepFreeze({
    kind: 'foreignKey',
    ...nameOption(options),
    columns: local,
    references: target,
    ...foreignKeyRules(options),
  })
}

/** The options of a foreign key as the model has them; absent ones stay absent. */
export function foreignKeyRules(
  options: ForeignKeyOptions,
): Omit<ForeignKey, 'kind' | 'name' | 'columns' | 'references'> {
  return {
    ...(options.onDelete === undefined ? {} : { onDelete: actionOf(options.onDelete) }),
    ...(options.onUpdate === undefined ? {} : { onUpdate: actionOf(options.onUpdate) }),
    ...(options.onDeleteColumns === undefined
      ? {}
      : { onDeleteColumns: namesOf(options.onDeleteColumns, 'The foreign key') }),
    ...(options.match === undefined ? {} : { match: matchOf(options.match) }),
    ...given({ period: on(options.period, '`period`') }),
    ...deferralOf(options),
    ...given({
      notValid: on(options.notValid, '`notValid`'),
      notEnforced: on(options.notEnforced, '`notEnforced`'),
    }),
    ...commentOf(options),
  }
}

/** The table and columns of a foreign key's target. */
export function targetOf(target: ForeignKeyTarget): ForeignKey['references'] {
  if (typeof target === 'string') return parseTarget(target)
  knownOptions('The target of a foreign key', target, ['table', 'schema', 'column', 'columns'])
  const columns = target.columns ?? (target.column === undefined ? [] : [target.column])
  return {
    table: {
      name: nameOf(target.table, 'The referenced table'),
      ...(target.schema === undefined ? {} : { schema: nameOf(target.schema, 'The referenced schema') }),
    },
    columns: target.columns?.length === 0 ? [] : namesOf(columns, `The reference to ${target.table}`),
  }
}

/** `deferrable` and `initially` as the model has them. */
export function deferralOf(options: DeferralOptions): { readonly deferral?: Deferral } {
  const { deferrable, initially } = options
  if (deferrable === undefined && initially === undefined) return {}
  if (initially !== undefined && initially !== 'immediate' && initially !== 'deferred') {
    throw new DefinitionError(
      `\`initially\` is ${JSON.stringify(initially)}`,
      "Give 'immediate' or 'deferred'.",
    )
  }
  if (deferrable === false && initially === 'deferred') {
    throw new DefinitionError(
      'A constraint is initially deferred, and not deferrable',
      'Leave `deferrable` out, or make it true.',
    )
  }
  return {
    deferral: {
      deferrable: deferrable === undefined || isOn('deferrable', deferrable),
      ...(initially === undefined ? {} : { initially }),
    },
  }
}

/** The comment of a constraint, where it is given. */
export function commentOf({ comment }: CommentOption): CommentOption {
  return given({ comment: textOf(comment, 'The comment of a constraint') })
}

/** The keys of a primary key in detail: columns only. */
function keysOf(keys: readonly IndexKey[]): readonly IndexKey[] {
  if (Array.isArray(keys) && keys.every((key: unknown) => typeof key === 'object' && key !== null)) {
    return keys.map((key: IndexKey) => {
      if (key.prefix !== undefined) wholeNumber(key.prefix, 'The prefix of a key', 1)
      return { ...key }
    })
  }
  throw new DefinitionError(
    '`keys` of a primary key is no list of keys',
    "Write [{ column: 'name', prefix: 20 }], or leave it out.",
  )
}

/** What is said of the index behind a constraint. */
export function keyIndexOf({ storage, tablespace }: KeyIndexOptions, what: string): KeyIndexOptions {
  return given({
    storage: settingsOf(storage, `The storage parameters of ${what}`),
    tablespace: namePart(tablespace, `The tablespace of ${what}`),
  })
}

function includeOf(
  include: string | readonly string[] | undefined,
  what: string,
): { readonly include?: readonly string[] } {
  return include === undefined ? {} : { include: namesOf(include, what) }
}

/** The name of a constraint or index, where it is given. */
export function nameOption(options: NameOption): NameOption {
  return options.name === undefined ? {} : { name: nameOf(options.name, 'The name') }
}

function parseTarget(target: string): ForeignKey['references'] {
  const parts = target.split('.')
  const [column, table, schema] = parts.toReversed()
  if (column && table && schema !== '' && parts.length <= 3) {
    return { table: { name: table, ...(schema === undefined ? {} : { schema }) }, columns: [column] }
  }
  throw new DefinitionError(
    `${JSON.stringify(target)} doesn't name a column of a table`,
    "Write 'table.column', or { table, column } where a name has a dot in it.",
  )
}

const actions: readonly string[] = ['no action', 'restrict', 'cascade', 'set null', 'set default']

function actionOf(action: ReferentialAction): ReferentialAction {
  const lower = String(action).toLowerCase()
  if (actions.includes(lower)) return lower as ReferentialAction
  throw new DefinitionError(
    `${JSON.stringify(action)} is nothing that a foreign key can do`,
    `Give one of: ${actions.join(', ')}.`,
  )
}

function matchOf(match: 'full' | 'partial' | 'simple'): 'full' | 'partial' | 'simple' {
  if (match === 'full' || match === 'partial' || match === 'simple') return match
  throw new DefinitionError(`\`match\` is ${JSON.stringify(match)}`, "Give 'full', 'partial' or 'simple'.")
}
