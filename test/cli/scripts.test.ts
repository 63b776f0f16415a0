import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds, type ProjectWithDatabase } from '../support/databases.ts'
import { copyChapter, everythingIn, feed } from './chapters.ts'

const shop = fileURLToPath(new URL('../../examples/shop', import.meta.url))

/** A project whose last revision does this, and whose first made what it works on. */
async function projectWith(kind: Kind, upgrade: string): Promise<ProjectWithDatabase> {
  const database = await createProject(kind)
  database.project.revision('first', null, {
    upgrade: "await op.createTable('line', { id: t.integer().primaryKey(), a: t.text(), b: t.text() })",
    downgrade: "await op.dropTable('line')",
  })
  database.project.revision('second', 'first', { upgrade })
  return database
}

/** What limits a session has, as columns. */
const limitsOf = {
  postgres: "current_setting('lock_timeout'), current_setting('statement_timeout')",
  mysql: '@@lock_wait_timeout, @@max_statement_time',
  sqlite: "'-', '-'",
}

describe.each(kinds)('on %s', (kind) => {
  test.each([
    ['op.run', "await op.run('fill in the slugs', async (knex) => knex('line'))", '"fill in the slugs"'],
    [
      'a read',
      "await op.execute('SELECT 1')\n  const rows = await op.knex('line').where('id', 1)",
      '"op.knex"',
    ],
    ['a raw read', "await op.execute('SELECT 1')\n  await op.knex.raw('SELECT 1')", '"op.knex"'],
    ['a transaction', 'await op.knex.transaction(async () => {})', '"op.knex"'],
    ["knex's schema at once", "await op.knex.schema.dropTable('line')", '"op.knex"'],
    ['a question to the schema', "await op.schema.hasTable('line')", 'knex.schema.hasTable("line")'],
    [
      'a question about a column',
      "if (await op.schema.hasColumn('line', 'a')) await op.dropColumn('line', 'a')",
      'knex.schema.hasColumn("line")',
    ],
  ])('%s is refused as SQL, by name and place', async (_, upgrade, name) => {
    const { project, tables } = await projectWith(kind, upgrade)
    const text = project.read('migrations/versions/second_.ts')
    const line = text.split('\n').findIndex((one) => /op\.(run|knex|schema)/.test(one)) + 1
    const { code, stdout, stderr } = await project.run('upgrade', 'head', '--sql')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`error: upgrade of revision second failed: ${name} can't be written as SQL`)
    expect(stderr).toMatch(new RegExp(`\\n  at migrations/versions/second_.ts:${line}:\\d+\\n`))
    expect(stderr).toMatch(/hint: No script was written\. .*online/)
    expect(await tables()).toEqual([])
    await project.ok('upgrade', 'head')
  })

  test('a script from the middle knows the tables that are rebuilt there', async () => {
    const [online, offline] = [await createProject(kind), await createProject(kind)]
    for (const { project } of [online, offline]) {
      copyChapter(project, 'columns')
      project.revision('coded', 'converted', {
        upgrade: `await op.run('count', async (knex) => knex('item').count())
          await op.knex('item').where('id', -1).delete()`,
      })
      project.revision('last', 'coded', {
        upgrade: `await op.alterColumn('item', 'name', {
          nullable: true, default: 'x', existing: t.varchar(200).notNull(),
        })`,
        downgrade: `await op.alterColumn('item', 'name', {
          nullable: false, default: null, existing: t.varchar(200).default('x'),
        })`,
      })
      await project.ok('upgrade', 'added')
    }
    await online.project.ok('upgrade', 'head')
    await feed(kind, offline, (await offline.project.ok('upgrade', 'added:converted', '--sql')).stdout)
    await offline.project.ok('upgrade', '+1')
    await feed(kind, offline, (await offline.project.ok('upgrade', 'coded:last', '--sql')).stdout)
    expect(await everythingIn(kind, offline)).toEqual(await everythingIn(kind, online))

    await feed(kind, offline, (await offline.project.ok('downgrade', 'last:added', '--sql')).stdout)
    await online.project.ok('downgrade', 'added')
    expect(await everythingIn(kind, offline)).toEqual(await everythingIn(kind, online))
  })

  test('the example of the repository, written as far as it can be', async () => {
    const [online, offline] = [await createProject(kind), await createProject(kind)]
    for (const { project } of [online, offline]) {
      cpSync(shop, project.directory, { recursive: true })
    }
    const merge = 'd20c85b1f6e3'
    await online.project.ok('upgrade', merge)
    await feed(kind, offline, (await offline.project.ok('upgrade', `base:${merge}`, '--sql')).stdout)
    expect(await everythingIn(kind, offline)).toEqual(await everythingIn(kind, online))
    const refused = await offline.project.run('upgrade', `${merge}:head`, '--sql')
    expect(refused.stderr).toContain('"fill in the slugs" can\'t be written as SQL')

    for (const { project } of [online, offline]) {
      await project.ok('upgrade', 'head')
      await project.ok('downgrade', '-1')
    }
    await online.project.ok('downgrade', 'base')
    await feed(kind, offline, (await offline.project.ok('downgrade', `${merge}:base`, '--sql')).stdout)
    expect(await everythingIn(kind, offline)).toEqual(await everythingIn(kind, online))
    expect(await online.tables()).toEqual(['tsmig_version'])
  })

  test('a script is one transaction a revision, and leaves it where the revision does', async () => {
    const { project } = await createProject(kind)
    copyChapter(project, 'transactions')
    const { stdout } = await project.ok('upgrade', 'head', '--sql')
    const begin = { sqlite: 'BEGIN IMMEDIATE;', postgres: 'BEGIN;', mysql: 'START TRANSACTION;' }[kind]
    const clean = kind === 'mysql' ? 'ANALYZE TABLE line;' : 'VACUUM;'
    const lines = stdout
      .split('\n')
      .filter((line) => /^(BEGIN|START|COMMIT|VACUUM|ANALYZE|CREATE INDEX|-- Running)/.test(line))
    expect(
      lines.map((line) => line.replace(/ (CONCURRENTLY )?["`](ix_.)["`].*/, ' $2').replace(/,.*/, '')),
    ).toEqual([
      begin,
      '-- Running upgrade <base> -> inside',
      'COMMIT;',
      'CREATE INDEX ix_a',
      begin,
      'COMMIT;',
      '-- Running upgrade inside -> outside',
      'CREATE INDEX ix_b',
      clean,
      // SQLite rebuilds the table, in a transaction of its own.
      ...(kind === 'sqlite' ? [begin, 'CREATE INDEX ix_a', 'CREATE INDEX ix_b', 'COMMIT;'] : []),
      clean,
    ])
  })

  test('a script has the limits that its revisions have of their own, each only there', async () => {
    const { project, query, ...rest } = await createProject(kind)
    const imports = "import { type Op, t } from 'tsmig'"
    const note = (n: number) => ({
      upgrade: `await op.execute("INSERT INTO seen SELECT ${n}, ${limitsOf[kind]}")`,
    })
    project.revision('a1', null, {
      upgrade: `await op.createTable('seen', { n: t.integer(), wait: t.text(), time: t.text() })
        ${note(0).upgrade}`,
    })
    const own = "export const tableLockTimeout = '7s'\nexport const statementTimeout = '9min'"
    project.revision('b2', 'a1', { ...note(2), imports: `${imports}\n${own}` })
    project.revision('c3', 'b2', {
      upgrade: `${note(3).upgrade}
        await op.outsideTransaction(async () => {
          await op.createIndex('ix', 'seen', 'n', { concurrently: true })
          ${note(4).upgrade}
        })`,
      imports: `${imports}\n${own.replace('9min', '8min')}`,
    })
    project.revision('d4', 'c3', { ...note(5) })
    const { stdout } = await project.ok('upgrade', 'head', '--sql')
    await feed(kind, { project, query, ...rest }, stdout)
    const [first, ...seen] = await query('SELECT wait, time FROM seen ORDER BY n')
    const spelled = {
      postgres: [
        ['7s', '9min'],
        ['7s', '8min'],
        ['7s', '8min'],
      ],
      mysql: [
        ['7', '540'],
        ['7', '480'],
        ['7', '480'],
      ],
      sqlite: [
        ['-', '-'],
        ['-', '-'],
        ['-', '-'],
      ],
    }[kind]
    expect(seen).toEqual([...spelled.map(([wait, time]) => ({ wait, time })), first])
    if (kind === 'postgres')
      expect(stdout).toMatch(
        /RESET lock_timeout;\s+RESET statement_timeout;\s+CREATE INDEX CONCURRENTLY .*\s+SET lock_timeout = 7000;\s+SET statement_timeout = 480000;/,
      )
  })

  test('a revision that fails as a script is not recorded, nor are those behind it', async () => {
    const database = await projectWith(kind, "await op.execute('INSERT INTO line VALUES (1), (2, 3)')")
    database.project.revision('third', 'second', { upgrade: "await op.execute('SELECT 1')" })
    const { stdout } = await database.project.ok('upgrade', 'head', '--sql')
    await expect(feed(kind, database, stdout)).rejects.toThrow()
    expect(await database.query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'first' }])
    expect(await database.query('SELECT * FROM line')).toEqual([])
  })
})

test('a script for SQLite shows the foreign keys that it breaks', async () => {
  const database = await projectWith('sqlite', "await op.execute('DELETE FROM parent')")
  await database.script(`CREATE TABLE parent (id INTEGER PRIMARY KEY); INSERT INTO parent VALUES (1);
    CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent); INSERT INTO child VALUES (1, 1)`)
  const { stdout } = await database.project.ok('upgrade', 'first:head', '--sql')
  expect(stdout).toContain('DELETE FROM parent;\n\n')
  expect(stdout).toContain('PRAGMA foreign_key_check;\n\nCOMMIT;\n\nPRAGMA foreign_keys = ON;\n')
})

test('a history that asks about rows stands in the way of a rebuild in a script, and is named', async () => {
  const { project } = await projectWith(
    'sqlite',
    `const [row] = await op.knex('line')
    await op.execute('DELETE FROM line WHERE id > ' + row.id)`,
  )
  project.revision('third', 'second', { upgrade: "await op.alterColumn('line', 'a', { nullable: false })" })
  const { code, stdout, stderr } = await project.run('upgrade', 'second:third', '--sql')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain("error: upgrade of revision third failed: the script can't be written: ")
  expect(stderr).toContain('upgrade of revision second failed: Cannot read properties of undefined')
  expect(stderr).toContain('  at migrations/versions/second_.ts:15:')
  expect(stderr).toContain('hint: No script was written. Run it online')
})
