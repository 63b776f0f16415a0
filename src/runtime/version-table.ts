import type { Dialect, OneRow, Query } from '../dialects/dialect.ts'
import { codeOf } from '../dialects/driver-errors.ts'
import type { Heads } from '../graph/revision.ts'
import type { VersionChange } from '../graph/table-effect.ts'
import type { CreateTable, Execute } from '../operations/operation.ts'
import type { TableName } from '../schema/model.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { shorten } from '../support/text.ts'
import { StatementError } from './errors.ts'
import { hintForSurroundings } from './hints.ts'
import type { Session } from './session.ts'

export interface VersionTableSettings {
  readonly name: string
  readonly schema?: string
  /** Whether the table has its primary key, `<name>_pkc`. */
  readonly primaryKey: boolean
}

/** A change of one row, and how a row of another table is written with it, or neither of them. */
export interface JoinedChange {
  readonly change: Execute
  readonly oneRow: OneRow
}

/** The table that says where a database stands: Alembic's, one row a head. */
export class VersionTable {
  readonly table: TableName
  readonly #dialect: Dialect
  readonly #name: string
  readonly #primaryKey: boolean
  #isCounted = false

  constructor(dialect: Dialect, settings: VersionTableSettings) {
    this.#dialect = dialect
    this.#primaryKey = settings.primaryKey
    this.table = {
      name: settings.name,
      ...(settings.schema !== undefined && { schema: settings.schema }),
    }
    this.#name = dialect.tableName(this.table)
  }

  /** What asks for the rows. */
  get question(): string {
    return `SELECT version_num FROM ${this.#name}`
  }

  /** The rows, as the table returns them; none where there is no table. Throws `unreadable-version-table`. */
  async read(query: Query): Promise<Heads> {
    return (await this.find(query)) ?? []
  }

  /** The rows, or `undefined` where there is no table. Throws `unreadable-version-table`. */
  async find(query: Query): Promise<Heads | undefined> {
    try {
      const rows = await query(this.question)
      return rows.map((row) => shorten(String(row.version_num), longestId))
    } catch (error) {
      if (isMissingTable(error)) return undefined
      throw unreadable(this.#name, error)
    }
  }

  create(): CreateTable {
    const key = { kind: 'primaryKey', name: `${this.table.name}_pkc`, columns: ['version_num'] } as const
    return {
      kind: 'createTable',
      ifNotExists: true,
      table: {
        table: this.table,
        columns: [{ name: 'version_num', type: { type: 'varchar', length: usualLength }, nullable: false }],
        constraints: this.#primaryKey ? [key] : [],
      },
    }
  }

  /** The statement for one change; it has to change exactly one row. */
  change(change: VersionChange): Execute {
    const [first, second] = [this.#dialect.placeholder(1), this.#dialect.placeholder(2)]
    switch (change.kind) {
      case 'insert':
        return execute(`INSERT INTO ${this.#name} (version_num) VALUES (${first})`, change.id)
      case 'delete':
        return execute(`DELETE FROM ${this.#name} WHERE version_num = ${first}`, change.id)
      case 'update':
        return execute(
          `UPDATE ${this.#name} SET version_num = ${first} WHERE version_num = ${second}`,
          change.to,
          change.from,
        )
    }
    change satisfies never
  }

  /** Asks whether the server can count what is changed here, and in the `log` with it: `exactChange` makes use of it. */
  async learn(query: Query, log?: TableName): Promise<void> {
    const names = [this.#name, ...(log === undefined ? [] : [this.#dialect.tableName(log)])]
    this.#isCounted = (await this.#dialect.oneRow?.canCount(query, names)) === true
  }

  /** The statement for one change, which fails where it changes any other number of rows than one; `undefined` where it wouldn't. */
  exactChange(change: VersionChange): Execute | undefined {
    const joined = this.joinedChange(change)
    return joined && { ...joined.change, sql: joined.oneRow.statement(joined.change.sql) }
  }

  /** The same for a change that is written with the row of a log; `undefined` where it wouldn't fail. */
  joinedChange(change: VersionChange): JoinedChange | undefined {
    const { oneRow } = this.#dialect
    return this.#isCounted && oneRow !== undefined ? { change: this.change(change), oneRow } : undefined
  }

  /** Whether it is for the number of rows that an exact change has failed. */
  isRefusal(thrown: unknown): boolean {
    return thrown instanceof StatementError && this.#dialect.oneRow?.isRefusal(thrown.cause) === true
  }

  /** Tries whether rows could be changed, and changes none. Throws `unwritable-version-table`. */
  async probe(session: Pick<Session, 'run'>, kinds: ReadonlySet<VersionChange['kind']>): Promise<void> {
    const name = this.#name
    const probes = {
      insert: `INSERT INTO ${name} (version_num) SELECT version_num FROM ${name} WHERE 1 = 0`,
      update: `UPDATE ${name} SET version_num = '' WHERE version_num = '' AND 1 = 0`,
      delete: `DELETE FROM ${name} WHERE version_num = '' AND 1 = 0`,
    }
    try {
      for (const kind of kinds) await session.run({ sql: probes[kind] })
    } catch (error) {
      throw unwritableVersionTable(name, error)
    }
  }

  /** How long an id may be: the column may have been given another type. Not for SQLite, which takes any. */
  async longestId(query: Query): Promise<number> {
    const { name, schema } = this.table
    const here = this.#dialect.name === 'postgres' ? 'current_schema()' : 'database()'
    const place = schema === undefined ? here : this.#dialect.placeholder(2)
    const [column] = await query(
      `SELECT character_maximum_length AS longest FROM information_schema.columns WHERE column_name = 'version_num' AND table_name = ${this.#dialect.placeholder(1)} AND table_schema = ${place}`,
      schema === undefined ? [name] : [name, schema],
    )
    return Number(column?.longest ?? Number.POSITIVE_INFINITY)
  }

  /** Empties the table. */
  purge(): Execute {
    return execute(`DELETE FROM ${this.#name}`)
  }
}

/** What somebody else wrote there is told, and not more of it than can be read. */
const longestId = 255
/** How long an id may be in a table that `create` makes. */
export const usualLength = 32

function execute(sql: string, ...bindings: string[]): Execute {
  return { kind: 'execute', sql, ...(bindings.length > 0 && { bindings }) }
}

const lookAtTable = 'Look at the table, and at the rights of the role that connects.'

function unreadable(name: string, cause: unknown): TsmigError {
  const code = codeOf(cause)
  // PostgreSQL: undefined column. SQLite has no code for it.
  const foreign = code === '42703' || /^no such column: /.test(messageOf(cause))
  return new TsmigError(
    'unreadable-version-table',
    `the version table ${name} can't be read: ${messageOf(cause)}`,
    foreign
      ? 'What has that name is no version table: choose another with version_table in the ini.'
      : (hintForSurroundings(cause) ?? lookAtTable),
    { cause },
  )
}

/** That the rows of a table can't be changed. */
export function unwritableVersionTable(name: string, cause: unknown): TsmigError {
  return new TsmigError(
    'unwritable-version-table',
    `the version table ${name} can't be written: ${messageOf(cause)}`,
    hintForSurroundings(cause) ?? lookAtTable,
    { cause },
  )
}

/** PostgreSQL: undefined table, or schema. MySQL: no such table, or database. SQLite has no code for it. */
export function isMissingTable(error: unknown): boolean {
  const code = codeOf(error)
  return (
    code === '42P01' ||
    code === '3F000' ||
    code === 'ER_NO_SUCH_TABLE' ||
    code === 'ER_BAD_DB_ERROR' ||
    (code === 'SQLITE_ERROR' && /^no such table: /.test(messageOf(error)))
  )
}
