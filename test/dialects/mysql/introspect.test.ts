import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Column } from '../../../src/schema/model.ts'
import { declared } from '../../corpus/declared.ts'
import { showCreateAll } from '../../corpus/show-create.ts'
import { createMariadbDatabase, hasMariadb, type MariadbDatabase } from '../../support/mariadb.ts'
import { tablesScript } from './introspect-script.ts'
import { createIn, read } from './recreate.ts'

const reachable = await hasMariadb()

describe.skipIf(!reachable)('on the real server', async () => {
  // The body of a suite is read even where its tests are skipped.
  if (!reachable) return void test('needs a MariaDB', () => {})
  const database: MariadbDatabase = await createMariadbDatabase()
  const other: MariadbDatabase = await createMariadbDatabase()
  afterAll(() => Promise.all([database.drop(), other.drop()]))
  beforeEach(() => Promise.all([database.empty(), other.empty()]))

  async function columns(sql: string): Promise<readonly Column[]> {
    await database.query(`CREATE TABLE t (${sql})`)
    const { tables } = await read(database)
    return tables.flatMap(({ table }) => table.columns)
  }

  test.runIf(database.isMariadb)('all that a schema holds is read, and made again the same', async () => {
    await database.query(tablesScript)
    const before = await read(database)
    expect(before.unread).toEqual([])
    expect(await declared(before)).toEqual(before)
    await createIn(other, before)
    expect(await read(other)).toEqual(before)
    expect(await showCreateAll(other)).toEqual(await showCreateAll(database))
    expect(before.objects.map((one) => ('name' in one ? `${one.type} ${one.name}` : one.type))).toEqual([
      'sequence down',
      'sequence plain',
      'sequence steps',
      'function f1',
      'function f2',
      'procedure p1',
      'view a_view_of_views',
      'view v1',
      'view v2',
      'trigger a_second',
      'trigger after_delete',
      'trigger z_first',
      'other total',
      'other ev',
      'other once',
      'other history',
    ])
  })

  test.runIf(database.isMariadb)('the same in a session that reads double quotes as names', async () => {
    await database.query(tablesScript)
    const before = await read(database)
    await database.query("SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')")
    try {
      const { tables, objects, unread } = await read(database)
      expect(tables).toEqual(before.tables)
      // A text in double quotes would be a name now.
      expect(unread).toEqual([
        {
          what: 'procedure "p1"',
          reason: "its SQL is written for another sql_mode than the connection's: they differ in ANSI_QUOTES",
        },
      ])
      const isP1 = (one: object) => 'name' in one && one.name === 'p1'
      expect(objects).toEqual(before.objects.filter((one) => !isP1(one)))
    } finally {
      await database.query("SET sql_mode = REPLACE(@@sql_mode, 'ANSI_QUOTES', '')")
    }
  })

  test('types are portable where they have a portable name', async () => {
    const types = {
      'int(11)': { type: 'integer' },
      'smallint(6)': { type: 'smallint' },
      'bigint(20)': { type: 'bigint' },
      'tinyint(1)': { type: 'boolean' },
      'varchar(7)': { type: 'varchar', length: 7 },
      'char(36)': { type: 'char', length: 36 },
      'decimal(10,0)': { type: 'numeric', precision: 10 },
      'decimal(10,2)': { type: 'numeric', precision: 10, scale: 2 },
      'decimal(65,30)': { type: 'numeric' },
      float: { type: 'real' },
      double: { type: 'double' },
      text: { type: 'text' },
      blob: { type: 'binary' },
      'varbinary(9)': { type: 'binary', length: 9 },
      date: { type: 'date' },
      time: { type: 'time', precision: 0 },
      'time(6)': { type: 'time' },
      datetime: { type: 'timestamp', precision: 0 },
      'datetime(6)': { type: 'timestamp' },
      'timestamp(3) NULL': { type: 'timestamp', withTimeZone: true, precision: 3 },
      json: { type: 'json' },
      "enum('a','b''c')": { type: 'enum', values: ['a', "b'c"] },
      "set('a','b')": { type: 'raw', sql: "set('a','b')" },
      'tinyint(4)': { type: 'raw', sql: expect.stringMatching(/^tinyint/) },
      'int unsigned': { type: 'raw', sql: expect.stringMatching(/^int(?:\(10\))? unsigned$/) },
      longtext: { type: 'raw', sql: 'longtext' },
      'bit(3)': { type: 'raw', sql: 'bit(3)' },
      geometry: { type: 'raw', sql: 'geometry' },
    }
    const found = await columns(
      Object.keys(types)
        .map((type, at) => `c${at} ${type}`)
        .join(', '),
    )
    expect(found.map(({ type }) => type)).toEqual(Object.values(types))
  })

  test('defaults are values where they are, and SQL where they are not', async () => {
    const defaults = {
      "int DEFAULT '7'": 7,
      'bigint DEFAULT -9223372036854775808': -9223372036854775808n,
      'decimal(5,2) DEFAULT 1.10': 1.1,
      'boolean DEFAULT true': true,
      'double DEFAULT 1e100': { sql: '1e100' },
      "varchar(9) DEFAULT 'NULL'": 'NULL',
      "varchar(9) DEFAULT ''": '',
      "varchar(9) DEFAULT '1'": '1',
      "varchar(9) DEFAULT '?😀'": '?😀',
      "date DEFAULT '2020-02-03'": '2020-02-03',
      'varchar(9) DEFAULT NULL': undefined,
      int: undefined,
      "varbinary(9) DEFAULT x'00ff'": new Uint8Array([0, 255]),
      "varbinary(9) DEFAULT 'ab'": 'ab',
    }
    const found = await columns(
      Object.keys(defaults)
        .map((type, at) => `c${at} ${type}`)
        .join(', '),
    )
    expect(found.map((column) => column.default)).toEqual(Object.values(defaults))
  })

  test('expressions keep letters beyond ASCII', async () => {
    await database.query(
      "CREATE TABLE t (a varchar(9) DEFAULT (concat('é', 'Ã')), b varchar(9) GENERATED ALWAYS AS (concat(a, 'é')) VIRTUAL, CONSTRAINT ck CHECK (a <> 'é€'))",
    )
    const [found] = (await read(database)).tables
    const [a, b] = found?.table.columns ?? []
    expect(a?.default).toMatchObject({ sql: expect.stringMatching(/'é'.*'Ã'/) })
    expect(b?.generated?.expression).toContain("'é'")
    expect(found?.table.constraints).toMatchObject([{ expression: expect.stringContaining("'é€'") }])
  })

  test('json is json under another name, too', async () => {
    await columns('id int PRIMARY KEY, a json')
    await database.query('ALTER TABLE t RENAME COLUMN a TO b')
    const { tables } = await read(database)
    expect(tables[0]?.table.columns[1]).toEqual({ name: 'b', type: { type: 'json' }, nullable: true })
  })

  test('what holds anyway is not told', async () => {
    await database.query(
      'CREATE TABLE p (id int PRIMARY KEY) ENGINE=InnoDB; CREATE TABLE t (id int, KEY ix (id) USING BTREE, CONSTRAINT fk FOREIGN KEY (id) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE NO ACTION)',
    )
    const { tables } = await read(database)
    expect(tables[1]).toEqual({
      table: {
        table: { name: 't' },
        columns: [{ name: 'id', type: { type: 'integer' }, nullable: true }],
        constraints: [
          {
            kind: 'foreignKey',
            name: 'fk',
            columns: ['id'],
            references: { table: { name: 'p' }, columns: ['id'] },
          },
        ],
      },
      indexes: [{ name: 'ix', keys: [{ column: 'id' }] }],
    })
  })

  test('another schema by its name, with what points there', async () => {
    await database.query('CREATE TABLE p (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM p')
    await other.query(
      `CREATE TABLE t (id int, CONSTRAINT fk FOREIGN KEY (id) REFERENCES ${database.name}.p (id))`,
    )
    const { tables, objects } = await read(other, { schemas: [other.name, database.name] })
    const schema = database.name
    expect(tables.map(({ table }) => table.table)).toEqual([{ name: 't' }, { name: 'p', schema }])
    expect(tables[0]?.table.constraints[0]).toMatchObject({ references: { table: { name: 'p', schema } } })
    expect(objects).toEqual([
      { type: 'schema', name: schema },
      { type: 'view', name: 'v', schema, query: 'select `p`.`id` AS `id` from `p`' },
    ])
    expect((await read(other, { schemas: ['no such'] })).unread).toEqual([
      { what: 'schema "no such"', reason: 'it is not there, or the user may not see it' },
    ])
    await other.query('DROP TABLE t')
  })

  test('as many queries for a thousand tables as for one', async () => {
    const count = async () => {
      const asked: string[] = []
      const seen: string[] = []
      await database.dialect.introspect?.(
        (sql) => {
          asked.push(sql)
          return database.query(sql)
        },
        { onProgress: (what, done, of) => seen.push(`${what} ${done}/${of}`) },
      )
      expect(seen).toHaveLength(11)
      expect(seen[0]).toBe('tables 1/11')
      return asked.length
    }
    await database.query('CREATE TABLE one (id int PRIMARY KEY, name varchar(9) UNIQUE)')
    const few = await count()
    const more = Array.from({ length: 99 }, (_, at) => `CREATE TABLE t${at} LIKE one`)
    await database.query(more.join(';'))
    expect(await count()).toBe(few)
    expect(few).toBe(13)
  })
})
