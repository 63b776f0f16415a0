import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Query } from '../../../src/dialects/dialect.ts'
import { introspect } from '../../../src/dialects/mysql/introspect.ts'
import { createMariadbDatabase, hasMariadb, type MariadbDatabase } from '../../support/mariadb.ts'
import { read } from './recreate.ts'

const reachable = await hasMariadb()

describe.skipIf(!reachable)('what can not be read is named', async () => {
  // The body of a suite is read even where its tests are skipped.
  if (!reachable) return void test('needs a MariaDB', () => {})
  const database: MariadbDatabase = await createMariadbDatabase()
  afterAll(() => database.drop())
  beforeEach(() => database.empty())

  /** The queries of a user who has these rights alone. */
  async function queriesOf(...rights: readonly string[]): Promise<Query> {
    const user = `tsmig_${randomBytes(4).toString('hex')}`
    await database.query(`CREATE USER ${user} IDENTIFIED BY 'secret'`)
    onTestFinished(() => void database.query(`DROP USER ${user}`))
    for (const right of rights) await database.query(`GRANT ${right} TO ${user}`)
    const url = new URL(database.url)
    url.username = user
    url.password = 'secret'
    const connection = await createConnection({ uri: url.href, supportBigNumbers: true })
    onTestFinished(() => connection.end())
    return async (sql) => {
      const [rows] = await connection.query(sql)
      return rows as Record<string, unknown>[]
    }
  }

  test('not what code has in its strings, however it is escaped', async () => {
    await database.query('CREATE TABLE a (v varchar(50))')
    const bodies = [
      String.raw`BEGIN SET @a = 'it\'s', @b = '\\', @c = "q\"\\", @d = 'a\nb\t\0\Z\%\_\b\q'; END`,
      String.raw`SET @a = 'it''s', @b = _utf8mb4 'é\\字😀', @c = '\\\\n', @d = '\\''' /* c\\ */`,
      "SET @a = 'raw\nline\t\\\\' ",
    ]
    for (const [number, body] of bodies.entries()) {
      await database.query(`CREATE PROCEDURE p${number}() ${body}`)
    }
    await database.query(String.raw`CREATE TRIGGER tr BEFORE INSERT ON a FOR EACH ROW SET NEW.v = 'C:\\dir'`)
    const { objects, unread } = await introspect(database.query)
    expect(unread).toEqual([])
    const read = objects.map((one) => ('body' in one ? one.body : one.type))
    expect(read).toEqual([...bodies.map((body) => body.trim()), String.raw`SET NEW.v = 'C:\\dir'`])
  })

  test('a user with few rights', async () => {
    await database.query(`
      CREATE TABLE whole (id int PRIMARY KEY, k int CHECK (k > 1));
      CREATE TABLE watched (id int PRIMARY KEY, k varchar(9));
      CREATE TABLE partly (a int, b int, c int);
      CREATE TABLE hidden (a int);
      CREATE VIEW seen AS SELECT id FROM whole;
      CREATE FUNCTION f() RETURNS int RETURN 1;
      CREATE TRIGGER tr BEFORE INSERT ON watched FOR EACH ROW SET NEW.k = 'a'`)
    const on = (name: string) => `ON ${database.name}.${name}`
    const query = await queriesOf(
      `SELECT ${on('whole')}`,
      `SELECT, INSERT ${on('watched')}`,
      `SELECT (a, c) ${on('partly')}`,
      `SELECT ${on('seen')}`,
      `EXECUTE ON FUNCTION ${database.name}.f`,
    )
    const { tables, objects, unread } = await introspect(query)
    expect(tables.map(({ table }) => table.table.name)).toEqual(['watched', 'whole'])
    expect(objects).toEqual([])
    expect(unread).toEqual([
      {
        what: 'constraints and triggers of table "whole"',
        reason: 'the server shows them only to users who may do more than SELECT',
      },
      { what: 'function "f"', reason: 'the user may not see its body' },
      { what: 'table "partly"', reason: 'the user may not see 1 of its columns' },
      // MySQL doesn't tell that there is one.
      ...(database.isMariadb ? [{ what: 'trigger "tr"', reason: 'the user may not see its body' }] : []),
      { what: 'view "seen"', reason: 'the user may not see its definition' },
    ])
  })

  test('views of tables that are gone', async () => {
    await database.query(
      'CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v; DROP TABLE t',
    )
    const { objects, unread } = await read(database)
    expect(objects).toEqual([])
    expect(unread.map(({ what }) => what)).toEqual(['view "v"', 'view "w"'])
    expect(unread[0]?.reason).toContain('references invalid table(s)')
  })

  test.runIf(database.isMariadb)('what is dropped while it is read', async () => {
    await database.query(
      'CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE SEQUENCE s; CREATE SEQUENCE u; CREATE FUNCTION f() RETURNS varchar(9) RETURN "x"',
    )
    const { tables, objects, unread } = await introspect(async (sql) => {
      const rows = await database.query(sql)
      if (/FROM information_schema\.tables/.test(sql)) await database.query('DROP TABLE a')
      if (/FROM information_schema\.events/.test(sql))
        await database.query('DROP SEQUENCE s; DROP FUNCTION f')
      return rows
    })
    expect(tables.map(({ table }) => table.table.name)).toEqual(['b'])
    expect(objects).toMatchObject([
      { type: 'sequence', name: 'u' },
      { type: 'function', name: 'f' },
    ])
    expect(unread).toEqual([
      { what: 'characters in the function "f"', reason: 'FUNCTION f does not exist' },
      { what: 'sequence "s"', reason: `Table '${database.name}.s' doesn't exist` },
      {
        what: 'table "a"',
        reason: 'it was dropped meanwhile, or the user may not see its columns',
      },
    ])
  })

  test('a connection without a database', async () => {
    const url = new URL(database.url)
    url.pathname = '/'
    const connection = await createConnection({ uri: url.href })
    onTestFinished(() => connection.end())
    const query: Query = async (sql) => (await connection.query(sql))[0] as Record<string, unknown>[]
    expect(await introspect(query)).toEqual({
      tables: [],
      objects: [],
      unread: [{ what: 'the schema', reason: 'the connection has no database of its own' }],
    })
  })

  test('an error that is none of rights is thrown', async () => {
    const query: Query = async (sql) => {
      if (/information_schema\.check_constraints/.test(sql)) throw new Error('gone away')
      return database.query(sql)
    }
    await expect(introspect(query)).rejects.toThrow('gone away')
  })
})
