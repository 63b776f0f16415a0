import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAll } from '../../../src/autogenerate/order/create-all.ts'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import { sameSql } from '../../../src/dialects/sqlite/same-sql.ts'
import { settleTo } from '../../../src/dialects/sqlite/settle.ts'
import { settleOffline } from '../../../src/dialects/sqlite/settle-offline.ts'
import { check } from '../../../src/schema/constraints.ts'
import { view } from '../../../src/schema/declare.ts'
import { declaredSnapshot } from '../../../src/schema/declared-snapshot.ts'
import { table } from '../../../src/schema/declared-table.ts'
import { index } from '../../../src/schema/index-definition.ts'
import type { SchemaSnapshot } from '../../../src/schema/snapshot.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'
import { openFile } from './database.ts'
import { drawFrom, drawPlan, tableOf } from './random-table.ts'

async function made(snapshot: SchemaSnapshot): Promise<SchemaSnapshot> {
  const file = openFile()
  try {
    await file.run(...createAll(snapshot, 'sqlite'))
    return await introspect(file.query)
  } finally {
    file.close()
  }
}

test('a declared table at random is, offline, what SQLite gives back of it; and settling it again changes nothing', async () => {
  const parent = {
    table: {
      table: { name: 'p' },
      columns: [{ name: 'id', type: { type: 'bigint' }, nullable: false }],
      constraints: [{ kind: 'primaryKey', columns: ['id'] }],
    },
    indexes: [],
  } as const
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (g) => {
      const declared = {
        tables: [tableOf(drawPlan(drawFrom(g, fc.integer))), parent],
        objects: [],
        unread: [],
      }
      const actual = await made(declared)
      const settled = settleOffline(declared)
      expect(settled).toEqual(actual)
      expect(settleOffline(settled)).toEqual(settled)
      expect(settleTo(declared, actual)).toEqual(actual)
      expect(settleTo(actual, actual)).toEqual(actual)
      for (const one of actual.tables) {
        const others = declared.tables.filter(({ table }) => table.table.name !== one.table.table.name)
        expect(settleTo({ ...declared, tables: [one, ...others] }, actual)).toEqual(actual)
      }
      expect(await made(actual)).toEqual(actual)
    }),
    { numRuns: Number(process.env.TSMIG_PROPERTY_RUNS ?? 100) },
  )
}, 120_000)

const tokens = [
  'a',
  '"a b"',
  'select_',
  "'Text'",
  '1.5',
  "x'AB'",
  '+',
  '||',
  'lower',
  '(',
  ')',
  'IS',
  'NULL',
  'AND',
  ',',
  '=',
  '<>',
  'TRUE',
]

/** Other ways to write a token that mean the same. */
function respelled(token: string): readonly string[] {
  if (/^[a-z_]+$/.test(token)) return [token, token.toUpperCase(), `"${token}"`, `[${token}]`, `\`${token}\``]
  if (/^[A-Z]+$/.test(token)) return [token, token.toLowerCase()]
  return { '"a b"': ['[a b]', '"A B"'], '=': ['=='], '<>': ['!='], "x'AB'": ["X'ab'"] }[token] ?? [token]
}

const sqlTokens = fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 12 })
const spaces = fc.constantFrom(' ', '\n\t', ' /* ( */ ', ' -- x\n')

test('two expressions are the same whatever their case, quotes, spaces and outer parentheses', () => {
  fc.assert(
    fc.property(sqlTokens, fc.gen(), (written, g) => {
      const other = written.map((token) => g(fc.constantFrom, ...respelled(token)) + g(() => spaces))
      const balanced =
        written.every((_, at) => depthOf(written.slice(0, at + 1)) >= 0) && depthOf(written) === 0
      const inside = other.join('')
      const around = balanced && g(fc.boolean) ? ` ((${inside}))` : inside
      expect(sameSql(written.join(' '), around)).toBe(true)
    }),
  )
})

function depthOf(written: readonly string[]): number {
  return written.filter((token) => token === '(').length - written.filter((token) => token === ')').length
}

test('two expressions of other tokens are not', () => {
  fc.assert(
    fc.property(sqlTokens, sqlTokens, (one, other) => {
      fc.pre(one.join(' ') !== other.join(' ') && ![...one, ...other].includes('('))
      expect(sameSql(one.join(' '), other.join(' '))).toBe(false)
    }),
  )
  expect(sameSql("a = 'x'", "a = 'X'")).toBe(false)
  expect(sameSql('a = "x"', "a = 'x'")).toBe(false)
  expect(sameSql('a IS "null"', 'a IS NULL')).toBe(false)
  expect(sameSql('a + b * c', '(a + b) * c')).toBe(false)
  expect(sameSql('(a) + (b)', 'a) + (b')).toBe(false)
})

test('the declared schema takes the spelling of the database where both say the same, and only there', async () => {
  const file = openFile()
  file.exec(`CREATE TABLE Account (ID integer PRIMARY KEY, [size] DECIMAL (10,2) DEFAULT (1+1) COLLATE nocase, seen TEXT DEFAULT current_timestamp,
    next INT REFERENCES account, CONSTRAINT Positive CHECK (size>0)); CREATE INDEX By_Size ON account (ABS(size) desc) WHERE size IS NOT null;
    CREATE VIEW large AS select * from Account where size > 5`)
  const actual = await introspect(file.query)
  file.close()
  const declare = (limit: number) =>
    declaredSnapshot([
      table(
        'account',
        {
          id: t.bigint().primaryKey().comment('its number'),
          size: t.raw('decimal(10, 2)').default(sql`1 + 1`).collate('NOCASE'),
          seen: t.text().default(sql`CURRENT_TIMESTAMP`),
          next: t.raw('int').references('ACCOUNT.id'),
        },
        [
          check(`("size" > ${limit})`, { name: 'positive' }),
          index([{ expression: 'abs("size")', order: 'desc' }], {
            name: 'by_size',
            where: '(size is not null)',
          }),
        ],
      ),
      view('LARGE', 'SELECT *\nFROM account -- all\nWHERE size > 5;'),
    ])
  expect(settleTo(declare(0), actual)).toEqual(actual)
  const other = settleTo(declare(1), actual)
  expect(other.tables[0]?.table.constraints.find(({ kind }) => kind === 'check')).toEqual({
    kind: 'check',
    name: 'positive',
    expression: '"size" > 1',
  })
})

test('a foreign key that names no columns means the key of the table that is declared there', async () => {
  const file = openFile()
  file.exec('CREATE TABLE child (id INTEGER PRIMARY KEY NOT NULL, p INTEGER REFERENCES PARENT)')
  const actual = await introspect(file.query)
  file.close()
  const parent = declaredSnapshot(table('parent', { id: t.integer().primaryKey() }))
  const keysOf = ({ tables }: SchemaSnapshot) =>
    tables.flatMap(({ table: { constraints } }) =>
      constraints.flatMap((one) => (one.kind === 'foreignKey' ? [one.references] : [])),
    )
  expect(settleTo(actual, actual)).toEqual(actual)
  expect(keysOf(settleTo({ ...actual, tables: [...actual.tables, ...parent.tables] }, actual))).toEqual([
    { table: { name: 'parent' }, columns: ['id'] },
  ])
})

test('what SQLite has no place for stays as it was declared', () => {
  const declared = declaredSnapshot([table('t', { a: t.text().array() })])
  expect(settleOffline(declared)).toEqual(declared)
})
