import { DefinitionError } from './errors.ts'
import type {
  ConflictAction,
  MysqlColumn,
  NotNull,
  PostgresColumn,
  SqliteColumn,
  SqliteKey,
} from './model.ts'
import { nameOf, namesOf } from './names.ts'
import { given, knownParts, namePart, on, oneOf, settingsOf, sqlPart, textOf } from './parts.ts'

/** What only PostgreSQL's columns have, as the model has it. Throws `DefinitionError` for what they haven't. */
export function postgresColumnOf(settings: PostgresColumn): PostgresColumn {
  const { storage, compression, statistics, options, inherited, notNull } = knownParts(
    '`postgres` of a column',
    settings,
    ['storage', 'compression', 'statistics', 'options', 'inherited', 'notNull'],
  )
  if (
    statistics !== undefined &&
    !(Number.isInteger(statistics) && statistics >= 0 && statistics <= 10_000)
  ) {
    throw new DefinitionError(`The statistics target is ${String(statistics)}`, 'Give 0 to 10000.')
  }
  return given({
    storage: oneOf(storage, ['plain', 'main', 'external', 'extended'], 'The storage of a column'),
    compression: oneOf(compression, ['pglz', 'lz4'], 'The compression of a column'),
    statistics,
    options: settingsOf(options, 'The options of a column'),
    inherited: on(inherited, '`inherited`'),
    notNull: notNull === undefined ? undefined : notNullOf(notNull),
  })
}

function notNullOf(settings: NotNull): NotNull {
  const { name, notValid, noInherit, comment } = knownParts('`notNull` of a column', settings, [
    'name',
    'notValid',
    'noInherit',
    'comment',
  ])
  const parts = given({
    name: namePart(name, 'The name of a NOT NULL'),
    notValid: on(notValid, '`notValid`'),
    noInherit: on(noInherit, '`noInherit`'),
    comment: textOf(comment, 'The comment of a NOT NULL'),
  })
  if (Object.keys(parts).length > 0) return parts
  throw new DefinitionError('`notNull` of a column is empty', 'Leave it out: notNull() says it.')
}

/** What only MySQL's and MariaDB's columns have, as the model has it. */
export function mysqlColumnOf(settings: MysqlColumn): MysqlColumn {
  const { characterSet, onUpdate, invisible, check } = knownParts('`mysql` of a column', settings, [
    'characterSet',
    'onUpdate',
    'invisible',
    'check',
  ])
  return given({
    characterSet: namePart(characterSet, 'The character set of a column'),
    onUpdate: sqlPart(onUpdate, '`onUpdate` of a column'),
    invisible: on(invisible, '`invisible`'),
    check: sqlPart(check, '`check` of a column'),
  })
}

/** What only SQLite's columns have, as the model has it. */
export function sqliteColumnOf(settings: SqliteColumn): SqliteColumn {
  const { onNull } = knownParts('`sqlite` of a column', settings, ['onNull'])
  return given({ onNull: conflictAction(onNull, '`onNull`') })
}

/** What a primary key or unique constraint has on SQLite alone, in the words of its builder. */
export interface SqliteKeyOptions {
  /** ON CONFLICT; `abort` unless given. */
  readonly onConflict?: ConflictAction
  /** The columns whose order is turned round. */
  readonly descending?: string | readonly string[]
  /** Collations other than the columns' own, by column. */
  readonly collations?: Readonly<Record<string, string>>
}

/** The same of a primary key. */
export interface SqlitePrimaryKeyOptions extends SqliteKeyOptions {
  /** The columns that take NULL all the same, as those of an old table may. */
  readonly nullable?: string | readonly string[]
}

/** What only SQLite's keys have, as the model has it. `what`: `The primary key`. */
export function sqliteKeyOf(settings: SqlitePrimaryKeyOptions, what: string, isPrimary: boolean): SqliteKey {
  const { onConflict, descending, collations, nullable } = knownParts(`\`sqlite\` of ${what}`, settings, [
    'onConflict',
    'descending',
    'collations',
    ...(isPrimary ? ['nullable' as const] : []),
  ])
  return given({
    onConflict: conflictAction(onConflict, '`onConflict`'),
    descending: descending === undefined ? undefined : namesOf(descending, what),
    collations: collations === undefined ? undefined : collationsOf(collations),
    nullable: nullable === undefined ? undefined : namesOf(nullable, what),
  })
}

function conflictAction(action: ConflictAction | undefined, what: string): ConflictAction | undefined {
  return oneOf(action, ['rollback', 'abort', 'fail', 'ignore', 'replace'], what)
}

function collationsOf(collations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(knownParts('`collations`', collations, Object.keys(collations)))
  return Object.fromEntries(
    entries.map(([column, name]) => [column, nameOf(name, `The collation of ${column}`)]),
  )
}
