import type { SchemaObject } from '../../schema/objects.ts'
import { type SchemaSnapshot, sortSnapshot, type UnreadPart } from '../../schema/snapshot.ts'
import type { IntrospectOptions, Query } from '../dialect.ts'
import { type Catalog, catalogs } from './introspect-catalog.ts'
import { type ColumnRow, columnsSql } from './introspect-columns.ts'
import { type ConstraintRow, constraintsSql } from './introspect-constraints.ts'
import { catalogOf, type HeadRow, headSql, spacesOf } from './introspect-head.ts'
import { type HookRow, hookOf, hooksSql } from './introspect-hooks.ts'
import { type IndexRow, indexesSql, targetsOf } from './introspect-indexes.ts'
import { type OtherRow, otherOf, othersSql } from './introspect-others.ts'
import { type RelationRow, relationsSql } from './introspect-relations.ts'
import { type RoutineRow, routineOf, routinesSql } from './introspect-routines.ts'
import { isSerial, type SequenceRow, sequenceOf, sequencesSql } from './introspect-sequences.ts'
import { type Relation, tableOf, viewOf } from './introspect-tables.ts'
import { compositeOf, domainOf, enumOf, rangeOf, type TypeRow, typesSql } from './introspect-user-types.ts'

/**
 * Reads all that a database holds, in twelve statements, among them BEGIN and COMMIT: `query` has to be one connection
 * that is not in a transaction. What can't be read is told in `unread`.
 */
export async function introspect(query: Query, options: IntrospectOptions = {}): Promise<SchemaSnapshot> {
  await query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    return await readSnapshot(query, options)
  } finally {
    await query('COMMIT')
  }
}

/** The same within a transaction of the caller's. */
export async function readSnapshot(query: Query, options: IntrospectOptions = {}): Promise<SchemaSnapshot> {
  return snapshotOf(await readRows(query, options))
}

/** All rows that a snapshot is made of. */
interface Rows {
  readonly head: HeadRow
  readonly catalog: Catalog
  readonly types: readonly TypeRow[]
  readonly relations: readonly RelationRow[]
  readonly columns: readonly ColumnRow[]
  readonly constraints: readonly ConstraintRow[]
  readonly indexes: readonly IndexRow[]
  readonly sequences: readonly SequenceRow[]
  readonly routines: readonly RoutineRow[]
  readonly hooks: readonly HookRow[]
  readonly others: readonly OtherRow[]
}

const questions = 10

async function readRows(query: Query, { schemas, onProgress }: IntrospectOptions): Promise<Rows> {
  let done = 0
  const ask = async <Row>(what: string, sql: string): Promise<readonly Row[]> => {
    const rows = await query(sql)
    onProgress?.(what, ++done, questions)
    return rows as readonly unknown[] as readonly Row[]
  }
  const [head] = await ask<HeadRow>('schemas', headSql)
  if (head === undefined) throw new Error('The server gave no row where one is sure.')
  const catalog = catalogOf(head, schemas)
  return {
    head,
    catalog,
    types: await ask('types', typesSql(catalog)),
    relations: await ask('tables', relationsSql(catalog)),
    columns: await ask('columns', columnsSql(catalog)),
    constraints: await ask('constraints', constraintsSql(catalog)),
    indexes: await ask('indexes', indexesSql(catalog)),
    sequences: await ask('sequences', sequencesSql(catalog)),
    routines: await ask('routines', routinesSql(catalog)),
    hooks: await ask('triggers', hooksSql(catalog)),
    others: await ask('others', othersSql(catalog)),
  }
}

function snapshotOf(rows: Rows): SchemaSnapshot {
  const { head, catalog } = rows
  const unread: UnreadPart[] = []
  const columns = groupBy(rows.columns, ({ relation }) => relation)
  const types = typesOf(rows, columns)
  const relations = relationsOf(rows, columns)
  const own = [...relations.values()].filter(({ row }) => !catalog.isExtensions(catalogs.relation, row.oid))
  const tables = own
    .filter(({ row }) => row.kind === 'r' || row.kind === 'p')
    .map((relation) => tableOf(relation, catalog, relations))
  const views = own
    .filter(({ row }) => row.kind === 'v' || row.kind === 'm')
    .map((relation) => viewOf(relation, catalog))
  return sortSnapshot({
    tables,
    objects: [
      ...spacesOf(head, catalog),
      ...types,
      ...sequencesOf(rows, relations),
      ...rows.routines
        .filter(({ oid }) => !catalog.isExtensions(catalogs.routine, oid))
        .map((row) => routineOf(row, catalog)),
      ...views,
      ...hooksOf(rows, relations),
      ...own.flatMap(({ table, indexes }) => indexes.flatMap((index) => targetsOf(index, table))),
      ...rows.others
        .filter((row) => !catalog.isExtensions(row.catalog, row.oid))
        .map((row) => otherOf(row, catalog)),
    ],
    unread,
  })
}

/** The types; enums are made known before anything that has columns is looked at. */
function typesOf(
  { types, constraints, catalog }: Rows,
  columns: ReadonlyMap<number, readonly ColumnRow[]>,
): readonly SchemaObject[] {
  const own = types.filter(({ oid }) => !catalog.isExtensions(catalogs.type, oid))
  const enums = own.filter(({ kind }) => kind === 'e')
  const made: SchemaObject[] = enums.map((row) => {
    const type = enumOf(row, catalog)
    catalog.addEnum(row.oid, row.array, type)
    return type
  })
  const checks = groupBy(
    constraints.filter(({ domain }) => domain !== 0),
    ({ domain }) => domain,
  )
  for (const row of own) {
    if (row.kind === 'd') made.push(domainOf(row, catalog, checks.get(row.oid) ?? []))
    else if (row.kind === 'c') made.push(compositeOf(row, catalog, columns.get(row.relation) ?? []))
    else if (row.kind === 'r') made.push(rangeOf(row, catalog))
  }
  return made
}

function relationsOf(
  rows: Rows,
  columns: ReadonlyMap<number, readonly ColumnRow[]>,
): ReadonlyMap<number, Relation> {
  const constraints = groupBy(rows.constraints, ({ table }) => table)
  const indexes = groupBy(rows.indexes, ({ table }) => table)
  const sequences = groupBy(rows.sequences, ({ table }) => table ?? 0)
  return new Map(
    rows.relations.map((row) => {
      const own = columns.get(row.oid) ?? []
      const names: string[] = []
      const collations: number[] = []
      for (const { number, name, collationOid } of own) {
        names[number] = name
        collations[number] = collationOid
      }
      const relation: Relation = {
        row,
        table: rows.catalog.named(row.schema, row.name),
        columns: own,
        names,
        collations,
        constraints: constraints.get(row.oid) ?? [],
        indexes: indexes.get(row.oid) ?? [],
        sequences: new Map((sequences.get(row.oid) ?? []).map((one) => [one.column ?? 0, one])),
      }
      return [row.oid, relation]
    }),
  )
}

/** Sequences that are neither an identity's nor a serial's. */
function sequencesOf(
  { sequences, catalog }: Rows,
  relations: ReadonlyMap<number, Relation>,
): readonly SchemaObject[] {
  return sequences.flatMap((row) => {
    if (row.identity || catalog.isExtensions(catalogs.relation, row.oid)) return []
    const owner = relations.get(row.table ?? 0)
    const column = owner?.columns.find(({ number }) => number === row.column)
    if (owner === undefined || column === undefined) return [sequenceOf(row, catalog, undefined)]
    if (isSerial(column, owner.table, row)) return []
    return [sequenceOf(row, catalog, { table: owner.table, column: column.name })]
  })
}

function hooksOf(
  { hooks, catalog }: Rows,
  relations: ReadonlyMap<number, Relation>,
): readonly SchemaObject[] {
  return hooks.flatMap((row) => {
    const watched = relations.get(row.table)
    if (watched === undefined || catalog.isExtensions(catalogs.relation, row.table)) return []
    return [hookOf(row, watched)]
  })
}

function groupBy<Key, Part>(
  parts: readonly Part[],
  key: (part: Part) => Key,
): ReadonlyMap<Key, readonly Part[]> {
  const groups = new Map<Key, Part[]>()
  for (const part of parts) {
    const group = groups.get(key(part))
    if (group === undefined) groups.set(key(part), [part])
    else group.push(part)
  }
  return groups
}
