import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds } from '../support/databases.ts'
import { filledTable, onceEach, quickly, total } from './filled-table.ts'

describe.each(kinds)('what a table is gone through by on %s', (kind) => {
  test('goes by the columns of a key, and changes the rows that a condition holds for', async () => {
    const { project, query } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `await op.createTable('item', {
    tenant: t.varchar(20).notNull(), at: t.timestamp({ precision: 3 }).notNull(), n: t.integer(),
  }, [primaryKey(['tenant', 'at'])])
  const rows = []
  for (const tenant of ['a', 'b', 'B-', 'o\\'c', 'ü', '\\\\']) {
    for (let at = 0; at < 9; at += 1) rows.push({ tenant, at: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, at)), n: at })
  }
  await op.bulkInsert('item', rows)`,
      imports: "import { type Op, primaryKey, sql, t } from 'tsmig'",
    })
    project.revision('b2', 'a1', {
      upgrade:
        "await op.backfill('item', { set: { n: sql`n + 100` }, where: 'n > 3 -- not the first', batchSize: 2 })",
    })
    await project.ok('upgrade', 'head')
    const rows = await query('SELECT n, count(*) AS tenants FROM item GROUP BY n ORDER BY n')
    expect(rows.map((row) => [Number(row.n), Number(row.tenants)])).toEqual(
      [0, 1, 2, 3, 104, 105, 106, 107, 108].map((n) => [n, 6]),
    )
  })

  test.each([
    ['a table without a key', 'id: t.integer(), n: t.integer()', '', 'it has no primary key'],
    [
      'a key that is no key',
      'id: t.integer().primaryKey(), n: t.integer(), m: t.integer()',
      "key: 'm',",
      'it has no primary key and no unique index over m',
    ],
    [
      'a key that may be NULL',
      'id: t.integer().unique(), n: t.integer()',
      "key: 'id',",
      'id, a column of its key, may be NULL',
    ],
  ])('refuses %s', async (_, table, key, message) => {
    const { project, query } = await filledTable(
      kind,
      `await op.backfill('item', { ${key} set: { n: 1 } })`,
      { table },
    )
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(code).toBe(1)
    expect(stderr).toContain(`op.backfill can't go through item: ${message}`)
    expect(stderr).toContain('key: ')
    expect(stderr).toMatch(/^ {2}at migrations\/versions\/b2_\.ts:\d+:12$/m)
    expect(await query('SELECT max(n) AS n FROM item')).toEqual([{ n: 0 }])
  })

  test('refuses to change what it goes by', async () => {
    const { project } = await filledTable(kind, "await op.backfill('item', { set: { id: sql`id + 1` } })")
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(code).toBe(1)
    expect(stderr).toContain('The backfill of item sets id, which it goes by')
  })
})

test.skipIf(!kinds.includes('mysql'))('a table without transactions is refused', async () => {
  const { project, query } = await filledTable('mysql', quickly)
  await query('ALTER TABLE item ENGINE = MyISAM')
  const { code, stderr } = await project.run('upgrade', 'head')
  expect(code).toBe(1)
  expect(stderr).toContain("needs transactions, which don't hold for item, whose engine is MyISAM")
  expect(await onceEach(query)).toEqual([0, 0, total])
})

test('a row of SQLite whose primary key is NULL is told of', async () => {
  const { project, query } = await createProject('sqlite')
  await query('CREATE TABLE item (id text PRIMARY KEY, n integer)')
  await query("INSERT INTO item VALUES ('a', 0), (NULL, 0)")
  project.revision('a1', null, { upgrade: quickly })
  expect((await project.run('upgrade', 'head')).stderr).toContain(
    "op.backfill can't go through item: id, a column of its key, is NULL in some row",
  )
  await query('DELETE FROM item WHERE id IS NULL')
  await project.ok('upgrade', 'head')
  expect(await query('SELECT * FROM item')).toEqual([{ id: 'a', n: 1 }])
})

test.skipIf(!kinds.includes('postgres'))('all partitions of a table are gone through', async () => {
  const { project, query } = await createProject('postgres')
  await query(
    'CREATE TABLE item (id integer, day date, n integer DEFAULT 0, PRIMARY KEY (day, id)) PARTITION BY LIST (day)',
  )
  for (const day of ['2026-01-01', '2026-01-02', '2026-01-03']) {
    await query(`CREATE TABLE "item ${day}" PARTITION OF item FOR VALUES IN ('${day}')`)
    await query(`INSERT INTO item SELECT g, '${day}' FROM generate_series(1, 9) g`)
  }
  project.revision('a1', null, { upgrade: quickly.replace('60', '4') })
  await project.ok('upgrade', 'head')
  expect(await onceEach(query)).toEqual([1, 1, 27])
})

/** Types that a table can be gone through by, and values of each. */
const keyTypes: Readonly<Record<Kind, readonly (readonly [type: string, values: readonly string[]])[]>> = {
  postgres: [
    ['bigint', ['-9223372036854775808', '9223372036854775807', '9007199254740993', '9007199254740992', '0']],
    ['numeric', ['-1.5', '0.1', '0.10000000000000000001', '1e30', "'NaN'"]],
    ['double precision', ['0.1', '0.30000000000000004', '1e300', "'NaN'", "'-Infinity'"]],
    ['text', ["'a'", "'A'", "'ä'", "'a''b'", "'\\'", "''", "'B'"]],
    ['text COLLATE "C"', ["'a'", "'A'", "'ä'", "'a''b'", "'_'"]],
    ['char(3)', ["'a'", "'ab'", "'A'", "''"]],
    ['uuid', ['1', '2', '3', '4'].map((digit) => `'${digit.repeat(8)}-0000-4000-8000-00000000000${digit}'`)],
    ['date', ["'2026-02-01'", "'2026-01-02'", "'0044-03-15 BC'", "'infinity'"]],
    ['timestamp', ["'2026-02-01 00:00:00.000001'", "'2026-02-01 00:00:00.000002'", "'2026-01-03 04:05:06'"]],
    ['timestamptz', ["'2026-02-01 00:00:00.000001+05'", "'2026-02-01 00:00:00.000002+03'", "'-infinity'"]],
    ['interval', ["'1 day'", "'-1 mon'", "'00:00:00.5'"]],
    ['bytea', ["'\\x00'", "'\\x00ff'", "'\\x5c'"]],
    ['boolean', ['true', 'false']],
    ['inet', ["'10.0.0.1'", "'10.0.0.0/8'", "'::1'"]],
    ['"Mood"', ["'sad'", "'ok'", "'happy'"]],
    ['integer[]', ["'{1,2}'", "'{1}'", "'{2}'"]],
  ],
  sqlite: [
    ['integer', ['-9223372036854775808', '9223372036854775807', '9007199254740993', '9007199254740992', '0']],
    ['real', ['0.1', '0.30000000000000004', '1e300', '9e999', '-9e999']],
    ['text', ["'a'", "'A'", "'ä'", "'a''b'", "''"]],
    ['text COLLATE NOCASE', ["'a'", "'B'", "'c'", "'D'"]],
    ['blob', ["x'00'", "x'00ff'", "x''"]],
    ['', ['1', '1.5', "'1'", "x'31'", "'a'"]],
  ],
  mysql: [
    ['bigint', ['-9223372036854775808', '9223372036854775807', '9007199254740993', '9007199254740992', '0']],
    ['bigint unsigned', ['18446744073709551615', '18446744073709551614', '0']],
    [
      'decimal(30,5)',
      ['-1.5', '0.10001', '1234567890123456789012345.00001', '1234567890123456789012345.00002'],
    ],
    ['varchar(20) COLLATE utf8mb4_general_ci', ["'a'", "'B'", "'ä b'", "'a''b'", "'\\\\'", "''"]],
    ['varchar(20) CHARACTER SET latin1', ["'a'", "'B'", "'ü'", "'z'"]],
    ['char(3)', ["'a'", "'ab'", "'b'", "''"]],
    ['binary(4)', ["x'00000000'", "x'000000ff'", "x'5c000000'"]],
    ['varbinary(9)', ["x''", "x'00'", "x'0000'", "x'ff'"]],
    ['uuid', ['1', '2', '3', '4'].map((digit) => `'${digit.repeat(8)}-0000-1000-8000-00000000000${digit}'`)],
    ['date', ["'2026-02-01'", "'2026-01-02'", "'0044-03-15'"]],
    ['datetime(6)', ["'2026-02-01 00:00:00.000001'", "'2026-02-01 00:00:00.000002'", "'1000-01-01'"]],
    ['timestamp(3)', ["'2026-02-01 00:00:00.001'", "'2026-02-01 00:00:00.002'"]],
    ['time(3)', ["'-01:00:00.001'", "'00:00:00'", "'300:00:00.5'"]],
    ['year', ['1999', '2026']],
  ],
}

test.each(kinds)('a table is gone through by keys of every type on %s', async (kind) => {
  const { project, query } = await createProject(kind)
  if (kind === 'postgres') {
    await query(`CREATE TYPE "Mood" AS ENUM ('sad', 'ok', 'happy')`)
    // What a session reads and writes its own way must not matter.
    const [row] = await query('SELECT current_database() AS name')
    await query(`ALTER DATABASE "${row?.name}" SET datestyle = 'SQL, DMY'`)
  }
  const tables: string[] = []
  for (const [number, [type, values]] of keyTypes[kind].entries()) {
    for (const key of ['k', 'k, j', 'j, k']) {
      const table = `${key.replace(', ', '_')}_${number}`
      tables.push(table)
      await query(
        `CREATE TABLE ${table} (k ${type} NOT NULL, j integer NOT NULL, n integer NOT NULL, PRIMARY KEY (${key}))`,
      )
      const rows = values.flatMap((value) => [
        `(${value}, 1, 0)`,
        ...(key === 'k' ? [] : [`(${value}, 2, 0)`]),
      ])
      await query(`INSERT INTO ${table} VALUES ${rows.join(', ')}`)
    }
  }
  project.revision('a1', null, {
    upgrade: `for (const table of ${JSON.stringify(tables)}) {
    await op.backfill(table, { set: { n: sql\`n + 1\` }, batchSize: 1 })
  }`,
  })
  await project.ok('upgrade', 'head')
  for (const table of tables) {
    expect(await query(`SELECT DISTINCT n FROM ${table}`), table).toEqual([{ n: 1 }])
  }
})
