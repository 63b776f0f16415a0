import type { TableDefinition } from '../../../schema/define-table.ts'
import type {
  CheckConstraint,
  Column,
  Constraint,
  Index,
  MysqlTable,
  TableName,
} from '../../../schema/model.ts'
import { withoutUsualAria } from '../aria-options.ts'
import { unquote } from '../parse-column.ts'
import { ownText, unescaped, withoutParentheses } from '../server-text.ts'
import { grouped, numberIn, type Row, sortedByNumber, tableKey, textIn, textOrEmpty } from './catalog-row.ts'
import { columnOf } from './column.ts'
import { foreignKeyOf } from './foreign-key.ts'
import { keyOfRows } from './indexes.ts'
import { ownConditions } from './own-checks.ts'
import type { Subject } from './queries.ts'

/** What was read of the catalog, and what the session says. */
export interface Catalog extends Readonly<Record<Subject, readonly Row[]>> {
  readonly isMariadb: boolean
  /** The connection's own schema. */
  readonly own: string | undefined
  /** The engine of a table where none is told. */
  readonly engine: string
  /** The collation of each schema's tables where none is told. */
  readonly collations: ReadonlyMap<string, string>
  /** What stands behind PARTITION BY, by table. */
  readonly partitions: ReadonlyMap<string, string>
  /** Spatial reference systems, by column. */
  readonly srids: ReadonlyMap<string, string>
  /** Defaults that the catalog can't show, by column. */
  readonly exactDefaults: ReadonlyMap<string, Column['default']>
}

/** Tables by their rows in the catalog. */
export function tablesOf(catalog: Catalog, rows: readonly Row[]): readonly TableDefinition[] {
  const parts: Parts = {
    columns: grouped(catalog.columns, tableKey),
    indexes: grouped(catalog.indexes, tableKey),
    keyColumns: grouped(catalog.keyColumns, tableKey),
    foreignKeys: new Map(catalog.foreignKeys.map((row) => [constraintKey(row), row])),
    checks: grouped(catalog.checks, tableKey),
  }
  return rows.map((row) => tableOf(row, catalog, parts))
}

interface Parts {
  readonly columns: ReadonlyMap<string, readonly Row[]>
  readonly indexes: ReadonlyMap<string, readonly Row[]>
  readonly keyColumns: ReadonlyMap<string, readonly Row[]>
  readonly foreignKeys: ReadonlyMap<string, Row>
  readonly checks: ReadonlyMap<string, readonly Row[]>
}

function tableOf(row: Row, catalog: Catalog, parts: Parts): TableDefinition {
  const key = tableKey(row)
  const schema = textOrEmpty(row, 'schema')
  const checks = parts.checks.get(key) ?? []
  const { indexes, constraints } = keysOf(parts.indexes.get(key) ?? [], textOrEmpty(row, 'engine'), schema)
  const mysql = mysqlOf(row, catalog)
  const comment = textOrEmpty(row, 'comment')
  return {
    table: {
      table: nameIn(schema, textOrEmpty(row, 'table_name'), catalog.own),
      columns: columnsOf(row, parts.columns.get(key) ?? [], checks, catalog),
      constraints: [
        ...constraints,
        ...checks.filter((one) => !isOfColumn(one)).map((one) => checkOf(one, catalog.isMariadb)),
        ...[...grouped(parts.keyColumns.get(key) ?? [], (one) => textOrEmpty(one, 'name')).values()].map(
          (rows) => foreignKeyOf(rows, parts.foreignKeys.get(constraintKey(rows[0] ?? {})), catalog.own),
        ),
      ],
      ...(comment !== '' && { comment }),
      ...(mysql !== undefined && { mysql }),
    },
    indexes,
  }
}

/** A name in a schema, which isn't told where it is the connection's own. */
export function nameIn(schema: string, name: string, own: string | undefined): TableName {
  return { name, ...(schema !== own && { schema }) }
}

/** The key of a column, as exact defaults and reference systems have it. */
export function columnKey(row: Row): string {
  return `${tableKey(row)}\0${textOrEmpty(row, 'name')}`
}

function constraintKey(row: Row): string {
  return `${tableKey(row)}\0${textOrEmpty(row, 'name')}`
}

function columnsOf(
  table: Row,
  rows: readonly Row[],
  checks: readonly Row[],
  { isMariadb, srids, exactDefaults }: Catalog,
): readonly Column[] {
  const own = ownConditions(
    checks
      .filter(isOfColumn)
      .map((one) => ({ name: textOrEmpty(one, 'name'), condition: conditionOf(one, isMariadb) })),
    rows.map((row) => textOrEmpty(row, 'name')),
  )
  const collation = textIn(table, 'collation')
  return sortedByNumber(rows, 'place').map((row) =>
    columnOf(row, {
      isMariadb,
      schema: textOrEmpty(table, 'schema'),
      collation,
      check: own.get(textOrEmpty(row, 'name')),
      srid: srids.get(columnKey(row)),
      exactDefault: exactDefaults.get(columnKey(row)),
    }),
  )
}

/** MariaDB: a check that is written with its column. */
function isOfColumn(check: Row): boolean {
  return textOrEmpty(check, 'level') === 'Column'
}

function conditionOf(row: Row, isMariadb: boolean): string {
  const clause = textOrEmpty(row, 'clause')
  return withoutParentheses(ownText(isMariadb ? clause : unescaped(clause), textOrEmpty(row, 'schema')))
}

function checkOf(row: Row, isMariadb: boolean): CheckConstraint {
  return {
    kind: 'check',
    name: textOrEmpty(row, 'name'),
    expression: conditionOf(row, isMariadb),
    ...(textOrEmpty(row, 'enforced') === 'NO' && { notEnforced: true }),
  }
}

function keysOf(
  rows: readonly Row[],
  engine: string,
  schema: string,
): { readonly indexes: readonly Index[]; readonly constraints: readonly Constraint[] } {
  const keys = [...grouped(rows, (row) => textOrEmpty(row, 'name')).values()].map((group) =>
    keyOfRows(group, engine, schema),
  )
  return {
    indexes: keys.flatMap(({ index }) => index ?? []),
    constraints: keys.flatMap(({ constraint }) => constraint ?? []),
  }
}

function mysqlOf(row: Row, catalog: Catalog): MysqlTable | undefined {
  const engine = textOrEmpty(row, 'engine')
  const collation = textIn(row, 'collation')
  const { row_format: rowFormat, ...options } = optionsOf(textOrEmpty(row, 'options'))
  const usual = catalog.collations.get(textOrEmpty(row, 'schema'))
  const partitionBy = catalog.partitions.get(tableKey(row))
  const found: MysqlTable = withoutUsualAria({
    ...(engine !== catalog.engine && engine !== '' && { engine }),
    ...(collation !== undefined && collation !== usual && { collation }),
    ...(rowFormat !== undefined && { rowFormat: String(rowFormat).toUpperCase() }),
    ...(Object.keys(options).length > 0 && { options }),
    ...(partitionBy !== undefined && { partitionBy }),
  })
  return Object.keys(found).length === 0 ? undefined : found
}

/** `row_format=DYNAMIC stats_persistent=1`; that the table is partitioned is told elsewhere. */
function optionsOf(text: string): Readonly<Record<string, string | number>> {
  const found = text.matchAll(/(?:`((?:[^`]|``)+)`|(\w+))=('(?:[^'\\]|''|\\[\s\S])*'|"[^"]*"|\S+)/g)
  return Object.fromEntries(
    [...found].map(([, quoted, plain, value = '']) => {
      const name = (quoted?.replaceAll('``', '`') ?? plain ?? '').toLowerCase()
      const bare = /^['"]/.test(value) ? unquote(value) : value
      return [name, /^\d+$/.test(bare) ? Number(bare) : bare]
    }),
  )
}

/** How many columns of a table can't be seen: their places are missing. */
export function hiddenColumns(rows: readonly Row[]): number {
  const last = Math.max(0, ...rows.map((row) => numberIn(row, 'place') ?? 0))
  return last - rows.length
}
