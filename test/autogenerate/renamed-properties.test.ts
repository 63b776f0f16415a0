import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { createAll } from '../../src/autogenerate/order/create-all.ts'
import { renamed } from '../../src/autogenerate/renames/renamed.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { view } from '../../src/schema/declare.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import type { Rename } from '../../src/schema/rename.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { type Kind, kinds } from '../support/databases.ts'
import { openScratch, withoutNotNullNames } from './scratch.ts'
import '../support/property-seed.ts'

const tableNames = ['user', 'Order Item', 'a.b', 'plain', 'größe', 'old', 'texts', 'n_x']
const columnNames = [
  'x',
  'Text',
  'order',
  'year',
  'a"b`c',
  'c d',
  'name',
  'lower',
  'new',
  "it's",
  'plain_',
  'zone',
]

/** A table in short: numbers and texts by name, and what is over them by their places. */
const shortTable = fc.record({
  name: fc.constantFrom(...tableNames),
  columns: fc.uniqueArray(fc.record({ name: fc.constantFrom(...columnNames), isText: fc.boolean() }), {
    selector: ({ name }) => name,
    minLength: 1,
    maxLength: 5,
  }),
  identity: fc.boolean(),
  checks: fc.array(fc.nat(4), { maxLength: 3 }),
  unique: fc.option(fc.tuple(fc.nat(4), fc.nat(4)), { nil: undefined }),
  indexes: fc.array(fc.record({ on: fc.nat(4), isExpression: fc.boolean(), isPartial: fc.boolean() }), {
    maxLength: 3,
  }),
  generated: fc.option(fc.nat(4), { nil: undefined }),
  pointsAt: fc.option(fc.nat(3), { nil: undefined }),
  hasView: fc.boolean(),
})
type ShortTable = typeof shortTable extends fc.Arbitrary<infer Short> ? Short : never

const schema = fc.record({
  tables: fc.uniqueArray(shortTable, {
    selector: ({ name }) => name.toLowerCase(),
    minLength: 1,
    maxLength: 3,
  }),
  newTables: fc.uniqueArray(fc.constantFrom('account', 'Line Item', 'select', 'c.d', 'höhe', 'row'), {
    minLength: 3,
    maxLength: 3,
  }),
  newColumns: fc.uniqueArray(
    fc.constantFrom('nr', 'Total', 'group', 'with space', 'q"r`s', 'value', 'interval', 'b$c'),
    {
      minLength: 5,
      maxLength: 5,
    },
  ),
  renamesTable: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  renamesColumn: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  /** Names are handed on instead: of all tables, and of the columns of each. */
  goesRound: fc.boolean(),
})
type Short = typeof schema extends fc.Arbitrary<infer One> ? One : never

function declare({ tables }: Short, kind: Kind, quote: (name: string) => string) {
  const made = (short: ShortTable, at: number) => {
    const column = (place: number) =>
      short.columns[place % short.columns.length] ?? { name: 'x', isText: false }
    const hasExpressions = kind !== 'mysql'
    const target = tables[(short.pointsAt ?? 0) % tables.length]
    const generated = short.generated === undefined ? undefined : column(short.generated)
    return [
      table(
        short.name,
        [
          ['id', short.identity ? t.integer().identity() : t.integer().notNull()],
          ...short.columns.map(({ name, isText }) => [name, isText ? t.varchar(20) : t.integer()] as const),
          ['ref', t.integer()],
          ...(generated?.isText === true
            ? [['made', t.varchar(50).generatedAs(`lower(${quote(generated.name)})`)] as const]
            : []),
        ],
        [
          primaryKey('id', { name: `pk_${at}` }),
          ...short.checks.map((place, number) => {
            const { name, isText } = column(place)
            const condition = isText
              ? `lower(${quote(name)}) <> 'lower ${name.replaceAll("'", "''")}'`
              : `${quote(name)} > 0 OR ${quote(name)} IS NULL`
            return check(condition, { name: `ck_${at}_${number}` })
          }),
          ...(short.unique === undefined
            ? []
            : [
                uniqueConstraint([...new Set(short.unique.map((place) => column(place).name))], {
                  name: `uq_${at}`,
                }),
              ]),
          ...short.indexes.map(({ on, isExpression, isPartial }, number) => {
            const { name, isText } = column(on)
            return index(
              isExpression && isText && hasExpressions ? sql`upper(${{ sql: quote(name) }})` : name,
              {
                name: `ix_${at}_${number}`,
                ...(isPartial && hasExpressions && { where: `${quote(name)} IS NOT NULL` }),
              },
            )
          }),
          ...(short.pointsAt === undefined || target === undefined
            ? []
            : [foreignKey('ref', { table: target.name, columns: ['id'] }, { name: `fk_${at}` })]),
        ],
      ),
      ...(short.hasView
        ? [view(`view_${at}`, `SELECT id, ${quote(column(0).name)} AS first FROM ${quote(short.name)}`)]
        : []),
    ]
  }
  return declaredSnapshot(tables.map(made))
}

function renamesOf(short: Short): readonly Rename[] {
  return short.goesRound ? roundOf(short) : freshOf(short)
}

/** Each name goes to the next, and the last to the first. */
function roundOf({ tables }: Short): readonly Rename[] {
  const next = (names: readonly string[], at: number) => names[(at + 1) % names.length] ?? ''
  const names = tables.map(({ name }) => name)
  const moved = (list: readonly string[]) =>
    list.length < 2 ? [] : list.map((from, at) => ({ from, to: next(list, at) }))
  return [
    ...moved(names).map((one): Rename => ({ what: 'table', ...one })),
    ...tables.flatMap(({ columns }, at) =>
      moved(columns.map(({ name }) => name)).map(
        (one): Rename => ({ what: 'column', table: { name: next(names, at) }, ...one }),
      ),
    ),
  ]
}

function freshOf({ tables, newTables, newColumns, renamesTable, renamesColumn }: Short): readonly Rename[] {
  const names = new Map(
    tables.map(({ name }, at) => [name, renamesTable[at] ? (newTables[at] ?? name) : name]),
  )
  return [
    ...[...names].flatMap(([from, to]): readonly Rename[] =>
      from === to ? [] : [{ what: 'table', from, to }],
    ),
    ...tables.flatMap(({ name, columns }) =>
      columns.flatMap((column, at): readonly Rename[] => {
        const to = newColumns[at]
        if (to === undefined || !renamesColumn[at]) return []
        return [{ what: 'column', table: { name: names.get(name) ?? name }, from: column.name, to }]
      }),
    ),
  ]
}

describe.each(kinds)('on %s', async (kind) => {
  const scratch = await openScratch(kind)
  afterAll(() => scratch.close())
  const { name } = scratch.dialect

  test(
    'the database after renames is what was foretold, and the way back leads back',
    { timeout: 240_000 },
    () =>
      fc.assert(
        fc.asyncProperty(schema, async (short) => {
          await scratch.empty()
          await scratch.run(createAll(declare(short, kind, scratch.dialect.identifier), name))
          const before = await scratch.read()
          const { operations, snapshot } = renamed(before, renamesOf(short), name)
          await scratch.run(operations)
          expect(withoutNotNullNames(await scratch.read())).toEqual(withoutNotNullNames(snapshot))
          await scratch.run(
            operations.toReversed().flatMap((one) => {
              const { operation, reason } = reverse(one)
              if (operation === undefined) throw new Error(reason)
              return [operation]
            }),
          )
          const after = await scratch.read()
          const spelled = await scratch.dialect.settle?.(scratch.query, before, after)
          expect(compare(after, spelled ?? before, name)).toEqual([])
        }),
        { numRuns: 40 },
      ),
  )
})
