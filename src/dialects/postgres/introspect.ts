import type { SchemaObject } from '../../schema/objects.ts'
import { type SchemaSnapshot, sortSnapshot, type UnreadPart } from '../../schema/snapshot.ts'
import type { IntrospectOptions, Query } from '../dialect.ts'
import { tableName } from './identifier.ts'
import { identityComments, schemaComments, viewColumnSettings } from './introspect/beside.ts'
import { type Catalog, catalogs } from './introspect/catalog.ts'
import type { ColumnRow } from './introspect/column-row.ts'
import { columnsQuestion } from './introspect/columns.ts'
import { type ConstraintRow, constraintsQuestion } from './introspect/constraints.ts'
import { catalogOf, type HeadRow, readHead, readHeadCarefully, spacesOf } from './introspect/head.ts'
import { type HookRow, hookOf, hooksQuestion } from './introspect/hooks.ts'
import { type IndexRow, indexesQuestion, targetsOf } from './introspect/indexes.ts'
import { isSpoken, type OtherRow, otherOf, othersQuestion, unspokenPart } from './introspect/others.ts'
import {
  carefulReader,
  isForbidden,
  isPassing,
  type MissedPart,
  quickReader,
  type Reader,
} from './introspect/reader.ts'
import type { Relation } from './introspect/relation.ts'
import { type RelationRow, relationsQuestion } from './introspect/relations.ts'
import { type RoutineRow, routineOf, routinesQuestion } from './introspect/routines.ts'
import { isSerial, type SequenceRow, sequenceOf, sequencesQuestion } from './introspect/sequences.ts'
import { tableOf, viewOf } from './introspect/tables.ts'
import {
  compositeOf,
  domainOf,
  enumOf,
  rangeOf,
  type TypeRow,
  typesQuestion,
} from './introspect/user-types.ts'
import { viewInTwoSteps, viewsInCircles } from './introspect/view-cycle.ts'

/** How often all is read anew where something changed meanwhile, before it is read part by part. */
const tries = 3

/**
 * Reads all that a database holds, in twelve statements, among them BEGIN and COMMIT, and in four messages where the
 * driver can send several at once: `query` has to be one connection that is not in a transaction, or says that it is.
 * What can't be read is told in `unread`.
 */
export async function introspect(query: Query, options: IntrospectOptions = {}): Promise<SchemaSnapshot> {
  const around = options.inTransaction ? inSavepoint : inTransaction
  for (let left = tries; left > 0; left--) {
    try {
      return await around(query, () => readSnapshot(query, options))
    } catch (error) {
      if (isForbidden(error)) break
      if (!isPassing(error)) throw error
    }
  }
  return around(query, async () => {
    const missed: MissedPart[] = []
    const head = await readHeadCarefully(query, missed)
    return snapshotOf(await readRows(head, carefulReader(query, missed), options), missed)
  })
}

/** All queries see the same state; but what the server's own functions spell is as it is at the moment. */
async function inTransaction<T>(query: Query, body: () => Promise<T>): Promise<T> {
  await query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const result = await body()
    await query('COMMIT')
    return result
  } catch (error) {
    await query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** The same in an open transaction: settings that are made for the reading are taken back with the savepoint. */
async function inSavepoint<T>(query: Query, body: () => Promise<T>): Promise<T> {
  await query('SAVEPOINT tsmig_look')
  try {
    const result = await body()
    await query('ROLLBACK TO SAVEPOINT tsmig_look')
    return result
  } catch (error) {
    await query('ROLLBACK TO SAVEPOINT tsmig_look').catch(() => undefined)
    throw error
  }
}

/** The same within a transaction of the caller's; `except`: what is known not to be there, and isn't asked for. */
export async function readSnapshot(
  query: Query,
  options: IntrospectOptions = {},
  except: Except = [],
): Promise<SchemaSnapshot> {
  const head = await readHead(query)
  return snapshotOf(await readRows(head, quickReader(query), options, except), [])
}

/** Questions that can be left out where their answer is known to be empty. */
export type Except = readonly ('types' | 'sequences' | 'routines' | 'hooks' | 'others')[]

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

async function readRows(
  head: HeadRow,
  reader: Reader,
  { schemas, onProgress, onAsked }: IntrospectOptions,
  except: Except = [],
): Promise<Rows> {
  const catalog = catalogOf(head, schemas)
  const rows = await reader(
    {
      types: typesQuestion(catalog),
      relations: relationsQuestion(catalog),
      columns: columnsQuestion(catalog),
      constraints: constraintsQuestion(catalog),
      indexes: indexesQuestion(catalog),
      sequences: sequencesQuestion(catalog),
      routines: routinesQuestion(catalog),
      hooks: hooksQuestion(catalog),
      others: othersQuestion(catalog),
    },
    { except, ...(onProgress && { onProgress }), ...(onAsked && { onAsked }) },
  )
  return { head, catalog, ...rows }
}

function snapshotOf(rows: Rows, missed: readonly MissedPart[]): SchemaSnapshot {
  const { head, catalog } = rows
  const columns = groupBy(rows.columns, ({ relation }) => relation)
  const types = typesOf(rows, columns)
  const relations = relationsOf(rows, columns)
  const whole = withColumns(missed)
  const own = [...relations.values()].filter(
    ({ row }) => !catalog.isExtensions(catalogs.relation, row.oid) && whole(row.oid),
  )
  const tables = own
    .filter(({ row }) => row.kind === 'r' || row.kind === 'p')
    .map((relation) => tableOf(relation, catalog, relations))
  const views = own.filter(({ row }) => row.kind === 'v' || row.kind === 'm')
  const circling = viewsInCircles(views)
  const others = rows.others.filter((row) => !catalog.isExtensions(row.catalog, row.oid))
  return sortSnapshot({
    tables,
    objects: [
      ...spacesOf(head, catalog),
      ...schemaComments(head, catalog),
      ...types,
      ...sequencesOf(rows, relations),
      ...rows.routines
        .filter(({ oid }) => !catalog.isExtensions(catalogs.routine, oid))
        .map((row) => routineOf(row, catalog)),
      ...views.flatMap((relation): readonly SchemaObject[] =>
        relation.row.kind === 'v' && circling.has(relation.row.oid)
          ? viewInTwoSteps(relation, catalog)
          : [viewOf(relation, catalog)],
      ),
      ...views.flatMap(viewColumnSettings),
      ...hooksOf(rows, relations),
      ...own.flatMap(({ table, indexes }) => indexes.flatMap((index) => targetsOf(index, table))),
      ...own.flatMap((relation) => identityComments(relation, catalog)),
      ...others.filter(isSpoken).map((row) => otherOf(row, catalog)),
    ],
    unread: [
      ...missed.map(({ what, reason }) => ({ what, reason })),
      ...baseTypes(rows),
      ...others.filter((row) => !isSpoken(row)).map(unspokenPart),
    ],
  })
}

/** A type whose functions are written in C, and which no extension brings. */
function baseTypes({ types, catalog }: Rows): readonly UnreadPart[] {
  return types
    .filter(({ kind, oid }) => kind === 'b' && !catalog.isExtensions(catalogs.type, oid))
    .map(({ schema, name }) => ({
      what: `type ${tableName({ schema, name })}`,
      reason: 'It is a base type, made of functions in C: put it into an extension.',
    }))
}

/** A table whose columns can't be read is not half there: it is told of, and left out. */
function withColumns(missed: readonly MissedPart[]): (relation: number) => boolean {
  const lost = missed.filter(({ question }) => question === 'columns')
  if (lost.some(({ key }) => key === undefined)) return () => false
  const keys = new Set(lost.map(({ key }) => key))
  return (relation) => !keys.has(relation)
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
        collations[number] = collationOid ?? 0
      }
      const relation: Relation = {
        row,
        table: rows.catalog.named(row.schema, row.name),
        columns: own,
        names,
        collations,
        constraints: constraints.get(row.oid) ?? [],
        indexes: indexes.get(row.oid) ?? [],
        sequences: new Map(inTurn(sequences.get(row.oid) ?? [], own).map((one) => [one.column ?? 0, one])),
      }
      return [row.oid, relation]
    }),
  )
}

/** A column may own several: the one that gives it its numbers stands last. */
function inTurn(sequences: readonly SequenceRow[], columns: readonly ColumnRow[]): readonly SequenceRow[] {
  if (sequences.length < 2) return sequences
  const isUsed = ({ literal, identity }: SequenceRow) =>
    identity || columns.some((column) => column.default === `nextval(${literal}::regclass)`)
  return [...sequences.filter((one) => !isUsed(one)), ...sequences.filter(isUsed)]
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
