import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { mysql } from '../../../src/dialects/mysql/dialect.ts'
import { settle } from '../../../src/dialects/mysql/settle.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../../src/schema/constraints.ts'
import { declaredSnapshot } from '../../../src/schema/declared-snapshot.ts'
import { table } from '../../../src/schema/declared-table.ts'
import { index } from '../../../src/schema/index-definition.ts'
import { sqlFunction } from '../../../src/schema/routine.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'
import { view } from '../../../src/schema/view.ts'
import { createMariadbDatabase, hasMariadb, type MariadbDatabase } from '../../support/mariadb.ts'
import { createIn, read } from './recreate.ts'

const declared = declaredSnapshot([
  table('account', {
    id: t.integer().identity().primaryKey(),
    name: t.varchar(30).notNull().unique('uq_name'),
  }),
  table(
    'item',
    {
      id: t.bigint().identity({ start: 10 }),
      account_id: t.integer().notNull(),
      price: t.numeric(10, 2).notNull().default(1.5),
      total: t.numeric(12, 2).generatedAs('price * 2'),
      half: t.numeric(10).generatedAs('( price/2 )', { stored: false }),
      active: t.boolean().notNull().default(true),
      code: t.uuid().default(sql`UUID()`),
      made: t.timestamp({ precision: 0 }).notNull().default(sql`now()`),
      touched: t
        .timestamp({ precision: 3 })
        .default(sql`current_timestamp(3) on update current_timestamp(3)`),
      state: t.enum(['new', 'old?']).notNull().default('new'),
      note: t.text().default('what?'),
      path: t.varchar(40).default('a\\b'),
      data: t.jsonb().default({ a: 1 }),
      flags: t.raw('INT  UNSIGNED').default(0),
      seen: t.date().default('2020-1-2'),
      latin: t.varchar(5).mysql({ characterSet: 'latin1' }),
      whole: t.raw('integer').default(sql`(1+1)`),
    },
    [
      primaryKey('id', { name: 'pk_item' }),
      foreignKey('account_id', 'account.id', { name: 'fk_account', onDelete: 'restrict' }),
      check('price>0 AND (total<100)', { name: 'ck_price' }),
      check("state IN ('new','old?')", { name: 'ck_state' }),
      index('code', { name: 'ux_code', unique: true }),
      index(['made', 'seen'], { name: 'ix_made', method: 'btree' }),
      uniqueConstraint(['account_id', 'state'], { name: 'uq_state' }),
    ],
    { mysql: { engine: 'innodb', characterSet: 'utf8mb4', autoIncrement: 5 } },
  ),
  view('dear', sql`SELECT id, price*2 AS twice FROM item WHERE price>10 AND state='new'`),
  view('named', sql`SELECT id FROM item`, { columns: ['key'] }),
  sqlFunction('doubled', {
    arguments: 'a INT, b VARCHAR(9)',
    returns: 'INTEGER',
    body: 'RETURN a * 2',
    mysql: { deterministic: true, dataUse: 'no sql' },
  }),
])

const reachable = await hasMariadb()

describe.skipIf(!reachable)('with a server', async () => {
  // The body of a suite is read even where its tests are skipped.
  if (!reachable) return void test('needs a MariaDB', () => {})
  const database: MariadbDatabase = await createMariadbDatabase()
  afterAll(() => database.drop())
  beforeEach(() => database.empty())

  test('what is declared is spelled as what was made of it', async () => {
    await createIn(database, declared)
    const actual = await read(database)
    const settled = await settle((text) => database.query(text), declared, actual)
    expect(settled).toEqual(actual)
    expect(await read(database)).toEqual(actual)
  })

  test('what is settled needs no planting', async () => {
    await createIn(database, declared)
    const actual = await read(database)
    const asked: string[] = []
    const settled = await settle(
      (text) => {
        asked.push(text)
        return database.query(text)
      },
      actual,
      actual,
    )
    expect(settled).toEqual(actual)
    expect(asked).toHaveLength(2)
  })

  test('a real difference stays one', async () => {
    await createIn(database, declared)
    await database.query(
      'ALTER TABLE item DROP CONSTRAINT ck_price, ADD CONSTRAINT ck_price CHECK (price > 1), MODIFY note text, DROP INDEX ix_made; ALTER VIEW dear AS SELECT 1 AS one',
    )
    const actual = await read(database)
    const settled = await settle((text) => database.query(text), declared, actual)
    const item = settled.tables[1]
    expect(item?.table.constraints).toContainEqual({
      kind: 'check',
      name: 'ck_price',
      expression: database.isMariadb ? '`price` > 0 and `total` < 100' : '(`price` > 0) and (`total` < 100)',
    })
    expect(item?.table.columns).toContainEqual({
      name: 'note',
      type: { type: 'text' },
      nullable: true,
      default: 'what?',
    })
    expect(item?.indexes.map(({ name }) => name)).toEqual(['ix_made'])
    expect(settled.objects).toContainEqual({
      type: 'view',
      name: 'dear',
      query: database.isMariadb
        ? "select `item`.`id` AS `id`,`item`.`price` * 2 AS `twice` from `item` where `item`.`price` > 10 and `item`.`state` = 'new'"
        : "select `item`.`id` AS `id`,(`item`.`price` * 2) AS `twice` from `item` where ((`item`.`price` > 10) and (`item`.`state` = 'new'))",
    })
  })

  test('what the server refuses stays as it is declared', async () => {
    await database.query('CREATE TABLE item (id int); CREATE VIEW v AS SELECT 1 AS one')
    const wrong = declaredSnapshot([
      table('item', { id: t.integer() }, [check('no_function(id)', { name: 'ck' })]),
      view('v', 'SELECT nothing FROM nowhere'),
    ])
    const settled = await settle((text) => database.query(text), wrong, await read(database))
    expect(settled).toEqual(mysql.settleOffline?.(wrong))
  })
})

describe('without a server', () => {
  test('types, words and spaces are settled', () => {
    const one = declaredSnapshot([
      table(
        'item',
        {
          id: t.uuid().notNull(),
          a: t.raw(' DOUBLE  PRECISION '),
          b: t.numeric(9, 0),
          c: t.raw('Numeric( 5 , 2 ) UNSIGNED'),
        },
        [
          primaryKey('id', { name: 'pk_item' }),
          foreignKey('a', 'b.id', {
            name: 'fk',
            onDelete: 'no action',
            onUpdate: 'cascade',
            match: 'simple',
          }),
          check('( ((a  >  0)) )', { name: 'ck' }),
          index(sql`name(10)`, { name: 'ix' }),
          index({ column: 'a', order: 'asc' }, { name: 'ux', unique: true }),
        ],
      ),
    ])
    expect(mysql.settleOffline?.(one).tables).toEqual([
      {
        table: {
          table: { name: 'item' },
          columns: [
            { name: 'id', type: { type: 'char', length: 36 }, nullable: false },
            { name: 'a', type: { type: 'double' }, nullable: true },
            { name: 'b', type: { type: 'numeric', precision: 9 }, nullable: true },
            { name: 'c', type: { type: 'raw', sql: 'decimal(5,2) unsigned' }, nullable: true },
          ],
          constraints: [
            { kind: 'primaryKey', columns: ['id'] },
            { kind: 'unique', name: 'ux', columns: ['a'] },
            { kind: 'check', name: 'ck', expression: 'a > 0' },
            {
              kind: 'foreignKey',
              name: 'fk',
              columns: ['a'],
              references: { table: { name: 'b' }, columns: ['id'] },
              onUpdate: 'cascade',
            },
          ],
        },
        indexes: [{ name: 'ix', keys: [{ column: 'name', prefix: 10 }] }],
      },
    ])
  })
})
