import type { Dialect, MessageClock, Query } from '../../dialects/dialect.ts'
import type { CreateTable, Execute } from '../../operations/operation.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { Column, TableName } from '../../schema/model.ts'
import { messageOf, TsmigError } from '../../support/errors.ts'
import { hintForSurroundings } from '../hints.ts'
import { isMissingTable, type JoinedChange } from '../version-table.ts'

/** What a row may hold; `unit` 0 is a step as a whole, from 1 on it is what a step has done so far. */
export interface LogRow {
  readonly id: number
  readonly revision: string
  readonly direction: Direction
  readonly unit: number
  /** Of a unit: how many of its statements are done, and how many it has; 1 of 1 for a step. */
  readonly done: number
  readonly total: number
  /** A step's message; what a unit does, in words. */
  readonly label: string | null
  /** Of the revision's normalised code. */
  readonly checksum: string | null
  /** Of the file as it is, to the byte; of a unit, of the operation. */
  readonly exact_checksum: string | null
  readonly parents: string | null
  readonly depends_on: string | null
  /** What would take the step back, as a script. */
  readonly down_sql: string | null
  /** Of a unit of several statements: all of them, as JSON. */
  readonly statements: string | null
  /** What the catalog said of the things that a unit's next statement names, before it ran. */
  readonly trace: string | null
  /** ISO 8601, in UTC. */
  readonly applied_at: string
  readonly milliseconds: number | null
  readonly os_user: string | null
  readonly db_user: string | null
  readonly host: string | null
  readonly tsmig_version: string | null
}

export type Direction = 'upgrade' | 'downgrade' | 'stamp'

/** How a row is written. */
interface Insertion {
  readonly joined?: JoinedChange | undefined
  readonly clock?: MessageClock | undefined
  readonly isAhead?: boolean
}

/** The columns that a writer gives. */
export type NewLogRow = Partial<Omit<LogRow, 'id' | 'db_user'>> &
  Pick<LogRow, 'revision' | 'direction' | 'unit' | 'applied_at'>

/** The table beside the version table that says how the database came there: `<version_table>_log`. */
export class LogTable {
  readonly table: TableName
  readonly #dialect: Dialect
  readonly #name: string
  readonly #insertions = new Map<string, string>()

  constructor(dialect: Dialect, versionTable: TableName) {
    this.#dialect = dialect
    this.table = { ...versionTable, name: `${versionTable.name}_log` }
    this.#name = dialect.tableName(this.table)
  }

  create(): CreateTable {
    const { name: dialect } = this.#dialect
    const longText: ColumnType = dialect === 'mysql' ? { type: 'raw', sql: 'longtext' } : { type: 'text' }
    // A SQLite table with an integer for a key numbers its rows by itself.
    const numbered: Partial<Column> = dialect === 'sqlite' ? {} : { identity: { mode: 'by default' } }
    const varchar = (length: number): ColumnType => ({ type: 'varchar', length })
    const column = (name: keyof LogRow, type: ColumnType, given: Partial<Column> = {}): Column => ({
      name,
      type,
      nullable: true,
      ...given,
    })
    const filled = { nullable: false } as const
    return {
      kind: 'createTable',
      ifNotExists: true,
      table: {
        table: this.table,
        columns: [
          column('id', { type: 'integer' }, { ...filled, ...numbered }),
          column('revision', varchar(255), filled),
          column('direction', varchar(9), filled),
          column('unit', { type: 'integer' }, filled),
          column('done', { type: 'integer' }, filled),
          column('total', { type: 'integer' }, filled),
          column('label', longText),
          column('checksum', varchar(80)),
          column('exact_checksum', varchar(80)),
          column('parents', longText),
          column('depends_on', longText),
          column('down_sql', longText),
          column('statements', longText),
          column('trace', varchar(80)),
          column('applied_at', varchar(24), filled),
          column('milliseconds', { type: 'integer' }),
          column('os_user', varchar(128)),
          column('db_user', varchar(128)),
          column('host', varchar(255)),
          column('tsmig_version', varchar(32)),
        ],
        constraints: [{ kind: 'primaryKey', name: `${this.table.name}_pkc`, columns: ['id'] }],
        // Messages may be in any script, whatever the database is for.
        ...(dialect === 'mysql' && { mysql: { characterSet: 'utf8mb4' } }),
      },
    }
  }

  /** What asks for columns of rows by a condition, the oldest first. */
  question(columns: readonly (keyof LogRow)[], where: string): string {
    const list = columns.map((name) => this.#dialect.identifier(name)).join(', ')
    return `SELECT ${list} FROM ${this.#name} WHERE ${where} ORDER BY id`
  }

  /**
   * Rows by a condition, the oldest first; `undefined` where there is no table. `columns` limits what is read. Throws
   * `unreadable-log`.
   */
  async read<Name extends keyof LogRow>(
    query: Query,
    columns: readonly Name[],
    where = '1 = 1',
    bindings: readonly unknown[] = [],
  ): Promise<readonly Pick<LogRow, Name>[] | undefined> {
    try {
      const rows = await query(this.question(columns, where), bindings)
      return rows as readonly Pick<LogRow, Name>[]
    } catch (error) {
      if (isMissingTable(error)) return undefined
      throw unreadableLog(this.#name, error)
    }
  }

  /** Statements that change nothing, and fail where a row could not be written, changed or deleted. */
  probes(): readonly string[] {
    const columns = [...writtenColumns, 'db_user'].map((name) => this.#dialect.identifier(name)).join(', ')
    const nothing = `SELECT ${columns} FROM ${this.#name} WHERE 1 = 0`
    // On SQLite, even a write that finds no row waits for every other writer; it has no rights to ask for.
    if (this.#dialect.name === 'sqlite') return [nothing]
    return [
      nothing,
      `INSERT INTO ${this.#name} (${columns}) ${nothing}`,
      `UPDATE ${this.#name} SET done = 0 WHERE 1 = 0`,
      `DELETE FROM ${this.#name} WHERE 1 = 0`,
    ]
  }

  /**
   * Writes a row; `joined`: with a change of the version table, or neither of them. `clock`: the server itself says when
   * it is written; `isAhead`: it adds to `milliseconds` what it does before it in the same message.
   */
  insert(row: NewLogRow, { joined, clock, isAhead = false }: Insertion = {}): Execute {
    const names: (keyof NewLogRow)[] = []
    const values: unknown[] = [...(joined?.change.bindings ?? [])]
    for (const name of writtenColumns) {
      const value = row[name] ?? (name === 'done' || name === 'total' ? 1 : undefined)
      if (value === undefined || (joined !== undefined && name === 'unit')) continue
      if (clock !== undefined && name === 'applied_at') continue
      names.push(name)
      values.push(value)
    }
    // A run writes the same columns for nearly each revision.
    const key = `${names.join()} ${clock !== undefined} ${isAhead} ${joined?.change.sql}`
    const sql = this.#insertions.get(key) ?? this.#insertion(names, { joined, clock, isAhead })
    this.#insertions.set(key, sql)
    return { kind: 'execute', sql, bindings: values }
  }

  #insertion(names: readonly (keyof NewLogRow)[], { joined, clock, isAhead }: Insertion): string {
    const user = this.#dialect.name === 'sqlite' ? 'NULL' : 'CURRENT_USER'
    const behind = joined?.change.bindings?.length ?? 0
    const places = names.map((name, index) => {
      const place = this.#dialect.placeholder(behind + index + 1)
      return name === 'milliseconds' && isAhead ? (clock?.milliseconds(place) ?? place) : place
    })
    const into = (columns: readonly string[], values: readonly string[]): string => {
      const quoted = [...columns, 'db_user'].map((name) => this.#dialect.identifier(name))
      return `INSERT INTO ${this.#name} (${quoted.join(', ')}) VALUES (${[...values, user].join(', ')})`
    }
    const columns = clock === undefined ? names : [...names, 'applied_at' as const]
    const row = clock === undefined ? places : [...places, clock.now]
    if (joined === undefined) return into(columns, row)
    return joined.oneRow.withInsert(joined.change.sql, (zero) => into([...columns, 'unit'], [...row, zero]))
  }

  /** How far a unit has come; `undefined` leaves what stands there. */
  advance({ revision, direction, unit }: UnitKey, progress: UnitProgress): Execute {
    const set = Object.entries(progress).filter(([, value]) => value !== undefined)
    const places = set.map((_, index) => this.#dialect.placeholder(index + 1))
    const [one, two, three] = [1, 2, 3].map((n) => this.#dialect.placeholder(set.length + n))
    const columns = set.map(([name], index) => `${this.#dialect.identifier(name)} = ${places[index]}`)
    return {
      kind: 'execute',
      sql: `UPDATE ${this.#name} SET ${columns.join(', ')} WHERE revision = ${one} AND direction = ${two} AND unit = ${three}`,
      bindings: [...set.map(([, value]) => value), revision, direction, unit],
    }
  }

  /** Takes away what a step has done so far: it is done, or was taken back. `unit` limits it to one unit. */
  forget(revision: string, direction: Direction, unit?: number): Execute {
    const [one, two, three] = [1, 2, 3].map((n) => this.#dialect.placeholder(n))
    const which = unit === undefined ? 'unit > 0' : `unit = ${three}`
    return {
      kind: 'execute',
      sql: `DELETE FROM ${this.#name} WHERE revision = ${one} AND direction = ${two} AND ${which}`,
      bindings: [revision, direction, ...(unit === undefined ? [] : [unit])],
    }
  }

  /** What a file is now counts as what was applied. */
  settleChecksum(revision: string, checksum: string, exact: string): Execute {
    const [one, two, three] = [1, 2, 3].map((n) => this.#dialect.placeholder(n))
    return {
      kind: 'execute',
      sql: `UPDATE ${this.#name} SET checksum = ${one}, exact_checksum = ${two} WHERE revision = ${three} AND direction = 'upgrade' AND unit = 0`,
      bindings: [checksum, exact, revision],
    }
  }
}

function unreadableLog(name: string, cause: unknown): TsmigError {
  return new TsmigError(
    'unreadable-log',
    `the log ${name} can't be read: ${messageOf(cause)}`,
    hintForSurroundings(cause) ??
      'Look at the table: where it is no log of tsmig, move it away, and one is made anew.',
    { cause },
  )
}

export type UnitKey = Pick<LogRow, 'revision' | 'direction' | 'unit'>

export type UnitProgress = Partial<Pick<LogRow, 'done' | 'trace' | 'statements' | 'exact_checksum'>>

const writtenColumns = [
  'revision',
  'direction',
  'unit',
  'done',
  'total',
  'label',
  'checksum',
  'exact_checksum',
  'parents',
  'depends_on',
  'down_sql',
  'statements',
  'trace',
  'applied_at',
  'milliseconds',
  'os_user',
  'host',
  'tsmig_version',
] as const satisfies readonly (keyof NewLogRow)[]
