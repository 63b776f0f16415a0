import type { TableName } from '../../schema/model.ts'
import { TsmigError } from '../../support/errors.ts'
import type { Query, StoredSql, TableShape } from '../dialect.ts'
import { quoteIdentifier } from '../identifier.ts'
import { agreesWithSqlite } from './agrees-with-sqlite.ts'
import { constraintClauses, type TableDefinition } from './definition.ts'
import { parseTable } from './parse/table.ts'
import { tableOf } from './shape-model.ts'
import { mentions, parseIndex } from './stored-sql.ts'
import { sameName } from './tokenize.ts'

/** An object of the schema, as sqlite_schema lists it. */
interface Stored extends StoredSql {
  readonly type: string
  readonly table: string
}

/**
 * Reads a table (or the text of a view), with its indexes, and with the triggers and views that mention it, directly or through other views.
 * `undefined` where there is no such table; a `TsmigError` where it is one that can't be rebuilt from its text.
 */
export async function shapeOf(query: Query, name: TableName): Promise<TableShape | undefined> {
  const place = await findTable(query, name)
  if (place === undefined) return undefined
  const { table, found, objects } = place
  if (found.type === 'view') return viewShape(table, found, objects)
  const definition = parseTable(found.sql, table.name)
  await compareWithSqlite(query, table, definition)
  const columns = definition.columns.map((column) => column.name)
  const views = dependentViews(objects, table.name)
  return {
    table: tableOf(definition, table),
    sql: found.sql,
    indexes: objects
      .filter((object) => object.type === 'index' && sameName(object.table, table.name))
      .map(({ sql }) => ({ sql, index: parseIndex(sql, table, columns) })),
    triggers: objects.filter(({ type, sql }) => type === 'trigger' && mentions(sql, table.name)).map(stored),
    views: views.map(stored),
    ...(await readCounter(query, table, definition)),
  }
}

interface Place {
  readonly table: TableName
  readonly found: Stored
  readonly objects: readonly Stored[]
}

/** As SQLite looks for a name without a schema: among temporary tables first. */
async function findTable(query: Query, name: TableName): Promise<Place | undefined> {
  for (const schema of name.schema === undefined ? ['temp', 'main'] : [name.schema]) {
    const objects = await readSchema(query, schema)
    const found = objects.find(
      ({ type, name: own }) => (type === 'table' || type === 'view') && sameName(own, name.name),
    )
    const table = schema === 'temp' ? { ...name, schema } : name
    if (found !== undefined) return { table: { ...table, name: found.name }, found, objects }
  }
  return undefined
}

/** A view in the form of a table without columns: its text, its triggers, and the views on it. */
function viewShape(view: TableName, { name, sql }: Stored, objects: readonly Stored[]): TableShape {
  return {
    table: { table: view, columns: [], constraints: [] },
    sql,
    indexes: [],
    triggers: objects.filter((one) => one.type === 'trigger' && mentions(one.sql, name)).map(stored),
    views: dependentViews(objects, name)
      .filter((one) => !sameName(one.name, name))
      .map(stored),
  }
}

async function readSchema(query: Query, schema = 'main'): Promise<readonly Stored[]> {
  const rows = await query(
    `SELECT type, name, tbl_name AS "table", sql FROM ${quoteIdentifier(schema)}.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid`,
  )
  return rows.map((row) => ({
    type: String(row.type),
    name: String(row.name),
    table: String(row.table),
    sql: String(row.sql),
  }))
}

function stored({ name, sql }: Stored): StoredSql {
  return { name, sql }
}

/** Views that mention the table, and views on those; in the order of their creation. */
function dependentViews(objects: readonly Stored[], table: string): readonly Stored[] {
  const views = objects.filter((object) => object.type === 'view')
  const found = new Set<Stored>()
  const names = [table]
  for (const name of names) {
    for (const view of views.filter((each) => !found.has(each) && mentions(each.sql, name))) {
      found.add(view)
      names.push(view.name)
    }
  }
  return views.filter((view) => found.has(view))
}

/** What SQLite says of the table has to agree with what was read out of its text: nothing may be lost in silence. */
async function compareWithSqlite(query: Query, table: TableName, definition: TableDefinition): Promise<void> {
  const bindings = [table.name, table.schema ?? 'main']
  const columns = await query('SELECT name, hidden, pk, "notnull" FROM pragma_table_xinfo(?, ?)', bindings)
  const references = await query('SELECT id FROM pragma_foreign_key_list(?, ?)', bindings)
  if (agreesWithSqlite(definition, columns, references)) return
  throw new TsmigError(
    'unreadable-sql',
    `The definition of table "${table.name}" can't be read: SQLite sees other columns or keys in it`,
    'Report the text of its CREATE statement (SELECT sql FROM sqlite_schema); until then, alter it with plain SQL.',
  )
}

async function readCounter(
  query: Query,
  table: TableName,
  definition: TableDefinition,
): Promise<Pick<TableShape, 'autoincrement'>> {
  if (!constraintClauses(definition).some((clause) => clause.autoincrement)) return {}
  const schema = quoteIdentifier(table.schema ?? 'main')
  const rows = await query(`SELECT seq FROM ${schema}.sqlite_sequence WHERE name = ?`, [table.name])
  return { autoincrement: { sequence: Number(rows[0]?.seq ?? 0) } }
}
