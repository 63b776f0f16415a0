import { isDeepStrictEqual } from 'node:util'
import { compare } from '../../src/autogenerate/compare.ts'
import { type Difference, differences } from '../../src/autogenerate/difference.ts'
import { createAll } from '../../src/autogenerate/order/create-all.ts'
import { inOwnWords } from '../../src/autogenerate/own-words.ts'
import { type RenameMap, renameMap } from '../../src/autogenerate/renames/rename-map.ts'
import { renamed } from '../../src/autogenerate/renames/renamed.ts'
import { settleRenames } from '../../src/autogenerate/renames/renames.ts'
import { inServerWords } from '../../src/commands/in-server-words.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { type SchemaSnapshot, sortSnapshot } from '../../src/schema/snapshot.ts'
import { type Declared, snapshotOf, tableNamed } from './declared.ts'
import { Dice } from './dice.ts'
import { type Edited, editSchema } from './edit-schema.ts'
import { makeSchema } from './make-schema.ts'
import {
  type Contents,
  emptyTables,
  fillTables,
  formerTables,
  lostRows,
  mustBeEmpty,
  readRows,
  renamedRows,
  widened,
} from './rows.ts'
import type { Server } from './server.ts'

/** A history of a schema: what it began with, and the edits of each step. */
export interface History {
  readonly seed: number
  readonly steps: number
}

/** Something that is not as it should be, with all that is needed to see it again. */
export class MutationError extends Error {
  override readonly name = 'MutationError'
  readonly stage: string
  readonly declared: Declared
  readonly edited: Edited | undefined
  readonly operations: readonly Operation[]

  constructor(
    stage: string,
    found: string,
    parts: {
      readonly declared: Declared
      readonly edited?: Edited
      readonly operations?: readonly Operation[]
    },
    cause?: unknown,
  ) {
    super(`${stage}: ${found}`, { cause })
    this.stage = stage
    this.declared = parts.declared
    this.edited = parts.edited
    this.operations = parts.operations ?? []
  }
}

/** What a history came to. */
export interface Outcome {
  readonly edits: readonly string[]
  readonly refused: readonly string[]
  /** Steps that could not be taken back. */
  readonly oneWay: number
}

/**
 * Makes a schema, and leads it through the steps: each is compared, applied, compared again (nothing may differ),
 * taken back (all is as before) and applied once more. Rows stay where no edit touches them. At the end the schema
 * is made anew, and has to be the same. Throws `MutationError`.
 */
export async function runHistory(server: Server, { seed, steps }: History): Promise<Outcome> {
  const dice = new Dice(seed)
  let declared = makeSchema({ dialect: server.dialect.name, dice: dice.fork(0) })
  await server.empty()
  await stage('createAll', { declared }, () =>
    server.apply(createAll(snapshotOf(declared), server.dialect.name)),
  )
  let snapshot = await introspected(server)
  await expectSame(server, 'what was made differs from what is declared', snapshot, { declared })
  const refused: string[] = []
  const edits: string[] = []
  let oneWay = 0
  for (let step = 1; step <= steps; step++) {
    refused.push(...(await fillTables(server, declared)))
    const edited = editSchema(declared, { dialect: server.dialect.name, dice: dice.fork(step) })
    if (edited === undefined) continue
    const taken = await takeStep(server, snapshot, declared, edited)
    snapshot = taken.after
    if (!taken.comesBack) oneWay++
    const { renames: _, ...now } = edited.declared
    declared = now
    edits.push(...edited.names)
  }
  await expectSameAnew(server, snapshot, declared)
  return { edits, refused, oneWay }
}

type Parts = ConstructorParameters<typeof MutationError>[2]

/**
 * One step alone, from one schema to another, there, back and there again, with rows in every table, or in those that
 * take them. Throws `MutationError`.
 */
export async function runStep(
  server: Server,
  before: Declared,
  after: Declared,
  rows: 'everywhere' | 'as it takes them' = 'everywhere',
): Promise<void> {
  await server.empty()
  await stage('createAll', { declared: before }, () =>
    server.apply(createAll(snapshotOf(before), server.dialect.name)),
  )
  const snapshot = await introspected(server)
  await expectSame(server, 'what was made differs from what is declared', snapshot, { declared: before })
  const refused = await fillTables(server, before)
  if (refused.length > 0 && rows === 'everywhere')
    throw new MutationError('rows', refused.join('\n'), { declared: before })
  const led = await takeStep(server, snapshot, before, { declared: after, names: ['this'] })
  await expectSameAnew(server, led.after, after)
}

/** Gives what the database holds after the step, and whether the step could be taken back. */
async function takeStep(
  server: Server,
  before: SchemaSnapshot,
  declared: Declared,
  edited: Edited,
): Promise<{ readonly after: SchemaSnapshot; readonly comesBack: boolean }> {
  const { operations, names } = await stage('compare', { declared, edited }, () =>
    compared(server, before, edited.declared),
  )
  const parts = { declared, edited, operations }
  const after = await applyStep(server, 'upgrade', { snapshot: before, names }, operations, parts)
  await expectSame(server, 'after the upgrade', after, parts)
  const undoing = inverses(operations)
  if (undoing === undefined) {
    await emptyTables(server, widened(operations, after))
    return { after, comesBack: false }
  }
  const back = { ...parts, operations: undoing }
  const again = await applyStep(server, 'downgrade', { snapshot: after, namesBack: names }, undoing, back)
  await expectAlike(server, 'downgrade', before, again, back)
  const last = await applyStep(server, 'second upgrade', { snapshot: again, names }, operations, parts)
  await expectAlike(server, 'second upgrade', after, last, parts)
  await emptyTables(server, widened(operations, last))
  return { after: last, comesBack: true }
}

/** What leads from what a database holds to what is declared, and the names that things get by that. */
async function compared(server: Server, before: SchemaSnapshot, declared: Declared) {
  const { name } = server.dialect
  const target = await settled(server, declared, before)
  const answers = (declared.renames ?? []).map((one) => ({ ...one, isRename: true }))
  const { agreed } = settleRenames(before, target, answers, name)
  const after = renamed(before, agreed, name)
  const again = agreed.length === 0 ? target : await settled(server, declared, after.snapshot)
  const found = [...after.operations, ...compare(after.snapshot, again, name)]
  // As a revision is written: a view says what its author wrote, and the server spells that anew.
  const placed = inOwnWords(
    found.map((operation) => ({ operation })),
    snapshotOf(declared),
  )
  return {
    operations: placed.map(({ operation }) => operation),
    names: { snapshot: after.snapshot, map: renameMap(before, agreed, name) },
  }
}

/** What a database holds before renames, by the names that it has after them. */
interface NewNames {
  readonly snapshot: SchemaSnapshot
  readonly map: RenameMap
}

/** What a database holds, and the names that it gets, or loses again. */
interface Held {
  readonly snapshot: SchemaSnapshot
  readonly names?: NewNames
  readonly namesBack?: NewNames
}

/** Applies operations, and makes sure that the rows are still there. Gives what the database holds then. */
async function applyStep(
  server: Server,
  name: string,
  { snapshot, names, namesBack }: Held,
  operations: readonly Operation[],
  parts: Parts,
): Promise<SchemaSnapshot> {
  const bare = mustBeEmpty(operations, names?.snapshot ?? snapshot)
  await emptyTables(server, formerTables(bare, snapshot, names?.map))
  const rows = await readRows(server, snapshot)
  await stage(name, parts, () => server.apply(operations))
  const after = await introspected(server)
  const inNew = (contents: Contents, read: SchemaSnapshot, by: NewNames | undefined) =>
    by === undefined
      ? { snapshot: read, rows: contents }
      : { snapshot: by.snapshot, rows: renamedRows(contents, read, by.map) }
  const lost = lostRows(inNew(rows, snapshot, names), inNew(await readRows(server, after), after, namesBack))
  if (lost.length > 0) throw new MutationError(name, lost.join('\n'), parts)
  return after
}

/** The inverses, the last first; `undefined` where one of them can't be undone, and says so. */
function inverses(operations: readonly Operation[]): readonly Operation[] | undefined {
  const undoing: Operation[] = []
  for (const operation of operations.toReversed()) {
    const { operation: inverse } = reverse(operation)
    if (inverse === undefined) return undefined
    undoing.push(inverse)
  }
  return undoing
}

async function introspected({ dialect, query }: Server): Promise<SchemaSnapshot> {
  if (dialect.introspect === undefined) throw new Error(`${dialect.title} can't be read`)
  return sortSnapshot(await dialect.introspect(query))
}

function settled(server: Server, declared: Declared, actual: SchemaSnapshot): Promise<SchemaSnapshot> {
  return inServerWords(server, snapshotOf(declared), actual)
}

/** That the database holds what is declared, and that nothing would be generated for it. */
async function expectSame(server: Server, name: string, actual: SchemaSnapshot, parts: Parts): Promise<void> {
  if (actual.unread.length > 0) throw new MutationError(name, JSON.stringify(actual.unread), parts)
  const wanted = parts.edited?.declared ?? parts.declared
  const target = await stage(name, parts, () => settled(server, wanted, actual))
  const implied = impliedOn(server)
  const left = unordered(differences(implied(actual), implied(target)))
  const found = compare(actual, target, server.dialect.name)
  if (left.length === 0 && found.length === 0) return
  throw new MutationError(name, `${described(left)}\n${found.map(written).join('\n')}`, parts)
}

/** That one reading is like another, however the server spells what was made of its own words. */
async function expectAlike(
  server: Server,
  name: string,
  wanted: SchemaSnapshot,
  actual: SchemaSnapshot,
  parts: Parts,
): Promise<void> {
  if (unordered(differences(wanted, actual)).length === 0) return
  const { settle } = server.dialect
  const target =
    settle === undefined ? wanted : await stage(name, parts, () => settle(server.query, wanted, actual))
  const implied = server.dialect.name === 'mysql' ? withoutImpliedIndexes : impliedOn(server)
  const left = unordered(differences(implied(target), implied(actual)))
  if (left.length > 0) throw new MutationError(name, described(left), parts)
}

/** That the schema, made in an empty database, is what the steps have led to. */
async function expectSameAnew(server: Server, led: SchemaSnapshot, declared: Declared): Promise<void> {
  // What was given no name has the one that it got.
  const target = await stage('createAll at the end', { declared }, () => settled(server, declared, led))
  await server.empty()
  await stage('createAll at the end', { declared }, () =>
    server.apply(createAll(target, server.dialect.name)),
  )
  await expectAlike(server, 'made anew', led, await introspected(server), { declared })
}

function impliedOn({ dialect }: Server): (snapshot: SchemaSnapshot) => SchemaSnapshot {
  return dialect.name === 'postgres' ? withoutInheritedAgain : (snapshot) => snapshot
}

/** What a table of PostgreSQL had before it inherited the same stays its own: no statement takes that back. */
function withoutInheritedAgain(snapshot: SchemaSnapshot): SchemaSnapshot {
  const tables = snapshot.tables.map((heir) => {
    const { postgres, columns, constraints } = heir.table
    if (postgres?.inherits === undefined) return heir
    const parents = postgres.inherits.flatMap((name) => tableNamed(snapshot, name)?.table ?? [])
    const isOwn = (one: object) =>
      !parents.some((each) =>
        [...each.columns, ...each.constraints].some((other) => isDeepStrictEqual(one, other)),
      )
    return {
      ...heir,
      table: { ...heir.table, columns: columns.filter(isOwn), constraints: constraints.filter(isOwn) },
    }
  })
  return { ...snapshot, tables }
}

/** MariaDB keeps an index for each foreign key, which it may make itself, and may keep when another does as well. */
function withoutImpliedIndexes(snapshot: SchemaSnapshot): SchemaSnapshot {
  const tables = snapshot.tables.map(({ table, indexes }) => {
    const keys = new Map(
      table.constraints.flatMap((one) => (one.kind === 'foreignKey' ? [[one.name, one.columns.join()]] : [])),
    )
    const columnsOf = (index: (typeof indexes)[number]) => index.keys.map(({ column }) => column).join()
    return { table, indexes: indexes.filter((index) => keys.get(index.name) !== columnsOf(index)) }
  })
  return { ...snapshot, tables }
}

/** Where a column stands is no difference: no database moves one. */
function unordered(found: readonly Difference[]): readonly Difference[] {
  return found.flatMap((one) => {
    const parts = one.parts?.filter((part) => part !== 'order of columns')
    if (parts === undefined) return [one]
    return parts.length === 0 ? [] : [{ ...one, parts }]
  })
}

function described(found: readonly Difference[]): string {
  return found.map((one) => JSON.stringify(one)).join('\n')
}

/** An operation on one line. */
export function written(operation: unknown): string {
  return JSON.stringify(operation, (_, part) => (typeof part === 'bigint' ? `${part}n` : part))
}

async function stage<T>(name: string, parts: Parts, body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    if (error instanceof MutationError) throw error
    throw new MutationError(name, error instanceof Error ? error.message : String(error), parts, error)
  }
}
