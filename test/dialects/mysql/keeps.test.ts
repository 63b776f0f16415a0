import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyColumn } from '../../../src/schema/column-builder.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'
import { createMariadbDatabase, hasMariadb, type MariadbDatabase } from '../../support/mariadb.ts'
import { type Call, columnLine, run } from './server.ts'

/** Definitions in the server's own words: each with all that a MODIFY could lose. */
const definitions = {
  plain:
    "varchar(20) CHARACTER SET latin1 COLLATE latin1_german2_ci NOT NULL DEFAULT 'it''s' COMMENT 'a ''b'' c'",
  backslash: "varchar(20) NOT NULL DEFAULT 'a\\\\b''c' COMMENT 'x\\\\y'",
  words: "text NOT NULL DEFAULT ('it\\'s') COMMENT 'x'",
  number: 'decimal(10,3) unsigned zerofill NOT NULL DEFAULT 1.500',
  negative: "int(11) NOT NULL DEFAULT -5 COMMENT 'minus'",
  updated: "timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3) COMMENT 'when'",
  computed: "varchar(40) NOT NULL DEFAULT (concat('a,b',char(40),'c')) COMMENT 'expression'",
  unique_id: "char(36) NOT NULL DEFAULT (uuid()) COMMENT 'id'",
  hidden: "int(11) INVISIBLE NOT NULL DEFAULT 7 COMMENT 'hidden'",
  checked: "int(11) NOT NULL DEFAULT 3 COMMENT 'checked' CHECK (`checked` > 0 and `checked` <> 9)",
  listed: "enum('a','b''c','d\\\\e',',') NOT NULL DEFAULT ',' COMMENT 'list'",
  flags: "set('x','y') NOT NULL DEFAULT 'x,y' COMMENT 'flags'",
  bits: "bit(3) NOT NULL DEFAULT b'101' COMMENT 'bits'",
  bytes: "varbinary(9) NOT NULL DEFAULT 'ab' COMMENT 'bytes'",
  document:
    "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT ('{}') COMMENT 'json' CHECK (json_valid(`document`))",
} as const

describe.skipIf(!(await hasMariadb()))('a change of a column keeps what it does not name', () => {
  let database: MariadbDatabase
  beforeAll(async () => {
    database = await createMariadbDatabase()
  })
  afterAll(() => database.drop())

  const changes: Readonly<Record<string, (column: string) => Call>> = {
    nullability: (column) => (op) => op.alterColumn('t', column, { nullable: true }),
    comment: (column) => (op) => op.alterColumn('t', column, { comment: 'other' }),
    name: (column) => (op) => op.alterColumn('t', column, { name: `${column}_2` }),
    'name and comment': (column) => (op) =>
      op.alterColumn('t', column, { name: `${column}_2`, comment: 'other' }),
  }

  describe.each(Object.entries(definitions))('%s', (column, definition) => {
    test.each(Object.keys(changes))('%s', async (what) => {
      await database.query(
        `DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, \`${column}\` ${definition}, INDEX i (id))`,
      )
      const before = await columnLine(database, 't', column)
      const call = changes[what]?.(column)
      if (call !== undefined) await run(database, call)
      const after = await columnLine(database, 't', what.startsWith('name') ? `${column}_2` : column)
      expect(withoutNames(after, what)).toBe(withoutNames(before, what))
      expect(after).not.toBe(what === 'name' ? undefined : before)
    })
  })

  /** What the change is about, and the name that a check mentions. */
  function withoutNames(line: string, what: string): string {
    const same = line.replaceAll(/`(\w+?)(?:_2)?`/g, '`$1`')
    const without =
      what === 'nullability'
        ? same.replace(/^(timestamp.*?) NOT NULL/, '$1 NULL').replace(' NOT NULL', '')
        : same
    return what.includes('comment') ? without.replace(/ COMMENT '(?:[^']|'')*'/, '') : without
  }

  /** The column is as if it had been created so. */
  async function expectLine(column: string, definition: string): Promise<void> {
    const key = definition.includes('AUTO_INCREMENT') ? `, KEY (\`${column}\`)` : ''
    const other = column === 'id' ? '' : 'id int, '
    await database.query(
      `DROP TABLE IF EXISTS expected; CREATE TABLE expected (${other}\`${column}\` ${definition}${key})`,
    )
    const line = await columnLine(database, 'expected', column)
    expect(await columnLine(database, 't', column)).toBe(line)
  }

  test('default, for each kind of default', async () => {
    await database.query(
      `DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, a ${definitions.plain}, b ${definitions.updated}, c ${definitions.number}, d ${definitions.computed}, e text COMMENT 'e')`,
    )
    await run(
      database,
      (op) => op.alterColumn('t', 'a', { default: "o'clock \\ " }),
      (op) => op.alterColumn('t', 'b', { default: new Date(Date.UTC(2020, 0, 2, 3, 4, 5, 678)) }),
      (op) => op.alterColumn('t', 'c', { default: null }),
      (op) => op.alterColumn('t', 'd', { default: sql`upper('x')` }),
      (op) => op.alterColumn('t', 'e', { default: 'long' }),
    )
    await expectLine(
      'a',
      "varchar(20) CHARACTER SET latin1 COLLATE latin1_german2_ci NOT NULL DEFAULT 'o''clock \\\\ ' COMMENT 'a ''b'' c'",
    )
    await expectLine(
      'b',
      "timestamp(3) NOT NULL DEFAULT '2020-01-02 03:04:05.678' ON UPDATE current_timestamp(3) COMMENT 'when'",
    )
    await expectLine('c', 'decimal(10,3) unsigned zerofill NOT NULL')
    await expectLine('d', "varchar(40) NOT NULL DEFAULT (upper('x')) COMMENT 'expression'")
    await expectLine('e', "text DEFAULT ('long') COMMENT 'e'")
  })

  test('a backslash in the default of a text', async () => {
    await database.query(
      "DROP TABLE IF EXISTS t; CREATE TABLE t (id int, a text NOT NULL DEFAULT ('a\\\\\\'b'))",
    )
    await run(database, (op) => op.alterColumn('t', 'a', { comment: 'other' }))
    await database.query('INSERT INTO t (id) VALUES (1)')
    expect(await database.query('SELECT a FROM t')).toEqual([{ a: "a\\'b" }])
  })

  test('type: the rest of the column, and its letters where it still is text', async () => {
    await database.query(
      `DROP TABLE IF EXISTS t; CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'key', a ${definitions.plain}, b ${definitions.updated}, document ${definitions.document}, checked ${definitions.checked})`,
    )
    await run(
      database,
      (op) => op.alterColumn('t', 'id', { type: t.bigint() }),
      (op) => op.alterColumn('t', 'a', { type: t.varchar(99) }),
      (op) => op.alterColumn('t', 'b', { type: t.timestamp({ precision: 0 }) }),
      (op) => op.alterColumn('t', 'document', { type: t.text() }),
      (op) => op.alterColumn('t', 'checked', { type: t.bigint() }),
    )
    await expectLine('id', "bigint(20) NOT NULL AUTO_INCREMENT COMMENT 'key'")
    await expectLine('a', definitions.plain.replace('20', '99'))
    await expectLine(
      'b',
      "datetime NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp() COMMENT 'when'",
    )
    // On MariaDB that was a JSON column, and its letters and its check are gone with the type.
    const letters = database.isMariadb ? '' : ' CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
    await expectLine('document', `text${letters} NOT NULL DEFAULT ('{}') COMMENT 'json'`)
    await expectLine('checked', definitions.checked.replace('int(11)', 'bigint(20)'))
  })

  test('generated columns keep their expression, and where they are kept', async () => {
    await database.query(
      "DROP TABLE IF EXISTS t; CREATE TABLE t (id int, a int GENERATED ALWAYS AS (id + 1) VIRTUAL COMMENT 'v', b varchar(9) GENERATED ALWAYS AS (concat(id, ',)')) STORED COMMENT 's')",
    )
    await run(
      database,
      (op) => op.alterColumn('t', 'a', { comment: 'w' }),
      (op) => op.alterColumn('t', 'b', { name: 'c', comment: null }),
    )
    await expectLine('a', "int(11) GENERATED ALWAYS AS (`id` + 1) VIRTUAL COMMENT 'w'")
    await expectLine('c', "varchar(9) GENERATED ALWAYS AS (concat(`id`,',)')) STORED")
  })

  test('the same under ANSI_QUOTES', async () => {
    await database.query(
      `DROP TABLE IF EXISTS t; CREATE TABLE t (id int, listed ${definitions.listed}, checked ${definitions.checked}); SET sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES'`,
    )
    await run(
      database,
      (op) => op.alterColumn('t', 'listed', { nullable: true }),
      (op) => op.alterColumn('t', 'checked', { nullable: true }),
    )
    await database.query('SET sql_mode = DEFAULT')
    await expectLine('listed', definitions.listed.replace(' NOT NULL', ''))
    await expectLine('checked', definitions.checked.replace(' NOT NULL', ''))
  })

  test('what the server can not show is asked for, and not lost', async () => {
    await database.query(
      "DROP TABLE IF EXISTS t; CREATE TABLE t (id int, a varchar(9) DEFAULT '😀', e enum('😀', 'b') DEFAULT 'b')",
    )
    const comment =
      (column: string, existing?: AnyColumn): Call =>
      (op) =>
        op.alterColumn('t', column, { comment: 'new', ...(existing && { existing }) })
    // MySQL shows the bytes of a plain default.
    for (const column of database.isMariadb ? ['a', 'e'] : ['e']) {
      await expect(run(database, comment(column))).rejects.toThrow('has a question mark in it')
    }
    await run(
      database,
      comment('a', t.varchar(9).default('😀')),
      comment('e', t.enum(['😀', 'b']).default('b')),
      (op) => op.alterColumn('t', 'e', { default: '😀', existing: t.enum(['😀', 'b']).default('b') }),
    )
    await database.query('INSERT INTO t (id) VALUES (1)')
    expect(await database.query('SELECT a, e FROM t')).toEqual([{ a: '😀', e: '😀' }])
  })

  test('several changes of one batch build on each other', async () => {
    await database.query(
      `DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, a ${definitions.plain})`,
    )
    await run(database, (op) =>
      op.batch('t', (batch) => {
        batch.alterColumn('a', { nullable: true })
        batch.alterColumn('a', { name: 'b' })
        batch.alterColumn('b', { comment: 'new' })
        batch.addColumn('c', t.varchar(5).notNull().default('c'))
        batch.alterColumn('c', { comment: 'c' })
      }),
    )
    await expectLine('b', definitions.plain.replace(' NOT NULL', '').replace("'a ''b'' c'", "'new'"))
    await expectLine('c', "varchar(5) NOT NULL DEFAULT 'c' COMMENT 'c'")
  })
})
