import type { UnreadPart } from '../../../schema/snapshot.ts'
import type { IntrospectOptions, Query } from '../../dialect.ts'
import { type Row, textIn, textOrEmpty } from './catalog-row.ts'
import { readDefaults } from './exact.ts'
import { readPartitions } from './partition.ts'
import { geometryQuery, type Subject, schemataQuery, serverQuery, subjectQuery, subjects } from './queries.ts'
import { type Catalog, columnKey } from './table.ts'
import { isGeometry } from './type.ts'

/** A schema that is read. */
export interface ReadSchema {
  readonly name: string
  readonly collation: string
  readonly comment: string
}

/** Reads the catalog of a server, and remembers what it could not read. */
export class CatalogReader {
  readonly schemas: readonly ReadSchema[]
  /** The connection's own schema. */
  readonly own: string | undefined
  readonly isMariadb: boolean
  /** The session's `sql_mode`. */
  readonly modes: ReadonlySet<string>
  readonly unread: UnreadPart[] = []
  readonly #query: Query
  readonly #engine: string
  readonly #ignoresCase: boolean
  readonly #onProgress: IntrospectOptions['onProgress']
  readonly #onAsked: IntrospectOptions['onAsked']
  #asked = 0

  private constructor(query: Query, server: Row, schemas: readonly ReadSchema[], options: IntrospectOptions) {
    this.#query = query
    this.#onProgress = options.onProgress
    this.#onAsked = options.onAsked
    this.#engine = textOrEmpty(server, 'engine')
    this.#ignoresCase = textOrEmpty(server, 'folding') !== '0'
    this.schemas = schemas
    this.own = textIn(server, 'name')
    this.isMariadb = isMariadb(server)
    this.modes = new Set(textOrEmpty(server, 'modes').split(','))
  }

  /** Asks who the server is, and which of the schemas are there. */
  static async open(query: Query, options: IntrospectOptions): Promise<CatalogReader> {
    const [server = {}] = await query(serverQuery)
    const own = textIn(server, 'name')
    const names = [...new Set(options.schemas ?? (own === undefined ? [] : [own]))]
    const found = names.length === 0 ? [] : await query(schemataQuery(names, isMariadb(server)))
    const schemas = names.flatMap((name): readonly ReadSchema[] => {
      const row = found.find((one) => textOrEmpty(one, 'name').toLowerCase() === name.toLowerCase())
      if (row === undefined) return []
      return [{ name, collation: textOrEmpty(row, 'collation'), comment: textOrEmpty(row, 'comment') }]
    })
    const reader = new CatalogReader(query, server, schemas, options)
    for (const name of names) {
      if (schemas.some((schema) => schema.name === name)) continue
      reader.unread.push({ what: `schema "${name}"`, reason: 'it is not there, or the user may not see it' })
    }
    if (names.length === 0) {
      reader.unread.push({ what: 'the schema', reason: 'the connection has no database of its own' })
    }
    return reader
  }

  /** Every subject, and what tables need beside. */
  async readCatalog(): Promise<Catalog> {
    const found: Partial<Record<Subject, readonly Row[]>> = {}
    for (const subject of subjects) found[subject] = await this.#subject(subject)
    const { tables = [], columns = [], indexes = [], keyColumns = [], foreignKeys = [], checks = [] } = found
    const { views = [], routines = [], parameters = [], triggers = [], events = [] } = found
    const names = this.schemas.map(({ name }) => name)
    const hasGeometry = this.isMariadb && columns.some((row) => isGeometry(textOrEmpty(row, 'type')))
    const srids = hasGeometry ? await this.ask('spatial columns', geometryQuery(names)) : []
    return {
      ...{ tables, columns, indexes, keyColumns, foreignKeys, checks },
      ...{ views, routines, parameters, triggers, events },
      isMariadb: this.isMariadb,
      own: this.own,
      engine: this.#engine,
      collations: new Map(this.schemas.map(({ name, collation }) => [name, collation])),
      partitions: await readPartitions((what, sql) => this.ask(what, sql), tables),
      srids: new Map(srids.map((row) => [columnKey(row), textOrEmpty(row, 'srid')])),
      exactDefaults: await this.#exactDefaults(columns),
    }
  }

  /** The rows of a query; where the user may not ask it, none, and a note in `unread`. */
  async ask(what: string, sql: string): Promise<readonly Row[]> {
    try {
      const answer = this.#query(sql)
      if (this.#asked === 0) this.#onAsked?.()
      return this.#ours(await answer)
    } catch (error) {
      this.unread.push({ what, reason: refusal(error) })
      return []
    } finally {
      this.#asked += 1
      this.#onProgress?.(what, this.#asked, Math.max(this.#asked, subjects.length))
    }
  }

  /** Throws the server's own error. */
  query(sql: string): Promise<readonly Row[]> {
    return this.#query(sql)
  }

  #subject(subject: Subject): Promise<readonly Row[]> {
    const names = this.schemas.map(({ name }) => name)
    if (names.length === 0) return Promise.resolve([])
    return this.ask(titles[subject], subjectQuery(subject, names, this.isMariadb))
  }

  async #exactDefaults(columns: readonly Row[]): Promise<Catalog['exactDefaults']> {
    try {
      return await readDefaults(this.#query, columns, this.isMariadb)
    } catch (error) {
      this.unread.push({ what: 'defaults that the catalog shows in part', reason: refusal(error) })
      return new Map()
    }
  }

  /** Rows of the schemas that were asked for, and not of others whose names differ in case only. */
  #ours(rows: readonly Row[]): readonly Row[] {
    return rows.flatMap((row) => {
      const name = textIn(row, 'schema')
      if (name === undefined) return [row]
      const schema = this.schemas.find((one) =>
        this.#ignoresCase ? one.name.toLowerCase() === name.toLowerCase() : one.name === name,
      )
      return schema === undefined ? [] : [{ ...row, schema: schema.name }]
    })
  }
}

const titles: Readonly<Record<Subject, string>> = {
  tables: 'tables',
  columns: 'columns',
  indexes: 'indexes',
  keyColumns: 'columns of foreign keys',
  foreignKeys: 'foreign keys',
  checks: 'checks',
  views: 'views',
  routines: 'functions and procedures',
  parameters: 'parameters',
  triggers: 'triggers',
  events: 'events',
}

function isMariadb(server: Row): boolean {
  return /mariadb/i.test(textOrEmpty(server, 'version'))
}

/** What the server says to a question that it doesn't answer; any other error is thrown on. */
export function refusal(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof Error && refusals.test(code)) return error.message
  throw error
}

const refusals =
  /^ER_(?:\w*ACCESS_DENIED\w*|NO_SUCH_TABLE|BAD_TABLE_ERROR|VIEW_\w+|SP_DOES_NOT_EXIST|TRG_DOES_NOT_EXIST|EVENT_\w+|EVENTS_DB_ERROR|BAD_FIELD_ERROR|\w*DOES_NOT_EXIST\w*|CANT_OPEN_FILE|TABLE_DEF_CHANGED|NOT_SEQUENCE\w*)$/
