import { knex } from 'knex'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/runtime/connect.ts'
import { t } from '../../src/schema/t.ts'
import { operationOf } from '../operations/collect.ts'
import {
  createMariadbDatabase,
  feedMariadb,
  hasMariadb,
  type MariadbDatabase,
  mariadbUrl,
} from '../support/mariadb.ts'
import { type ProjectOptions, TestProject } from '../support/project.ts'

describe.skipIf(!(await hasMariadb()))('on MySQL and MariaDB', () => {
  let database: MariadbDatabase
  beforeEach(async () => {
    database = await createMariadbDatabase()
  })
  afterEach(() => database.drop())

  const create = (options: ProjectOptions = {}) => TestProject.create({ url: database.url, ...options })
  const tables = async () => {
    const rows = await database.query(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
    )
    return rows.map(({ name }) => name).filter((name) => name !== 'tsmig_version_log')
  }

  function writeTutorial(project: TestProject): void {
    project.revision('5a5a17843e58', null, {
      message: 'create product table',
      upgrade: `await op.createTable('product', {
      id: t.integer().primaryKey(),
      name: t.varchar(50).notNull(),
      description: t.varchar(200),
    })`,
      downgrade: `await op.dropTable('product')`,
    })
    project.revision('86f384da7285', '5a5a17843e58', {
      message: 'Add a column',
      upgrade: `await op.addColumn('product', 'last_sold', t.timestamp())`,
      downgrade: `await op.dropColumn('product', 'last_sold')`,
    })
  }

  test('waits for who holds the lock, and says who', async () => {
    const project = create()
    project.revision('r0', null, {
      upgrade: `await op.run('take a while', () => new Promise((resolve) => setTimeout(resolve, 3000)))`,
    })
    const first = project.run('upgrade', 'head')
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const second = await project.run('upgrade', 'head')
    expect((await first).code).toBe(0)
    expect(second.code).toBe(0)
    expect(second.stderr).toMatch(/connection \d+ of root from /)
  })

  test('a revision that fails half-way says what stays; what came before it is kept', async () => {
    const project = create()
    project.revision('a', null, { upgrade: `await op.createTable('first', { id: t.integer() })` })
    project.revision('b', 'a', {
      upgrade: `await op.bulkInsert('first', [{ id: 1 }])
  await op.createTable('half', { id: t.integer() })
  await op.bulkInsert('half', [{ id: 2 }])
  await op.execute('INSERT INTO nowhere VALUES (1)')`,
    })
    const failed = await project.run('upgrade', 'head')
    expect(failed.code).not.toBe(0)
    expect(failed.stderr).toContain(
      `What revision b did before is still there: ${database.dialect.title} takes no DDL back; the next run goes on behind it.`,
    )
    expect(failed.stderr).toContain('nowhere')
    expect(await database.query('SELECT * FROM tsmig_version')).toEqual([{ version_num: 'a' }])
    expect(await database.query('SELECT * FROM first')).toEqual([{ id: 1 }])
    // Rows behind the last DDL were in a transaction of their own, and are gone.
    expect(await database.query('SELECT * FROM half')).toEqual([])
  })

  test('a revision of rows alone that fails keeps nothing', async () => {
    const project = create()
    project.revision('a', null, { upgrade: `await op.createTable('first', { id: t.integer() })` })
    project.revision('b', 'a', {
      upgrade: `await op.bulkInsert('first', [{ id: 1 }])
  await op.run('more', async (knex) => {
    await knex.transaction((inner) => inner('first').insert({ id: 2 }))
    throw new Error('stop here')
  })`,
    })
    const failed = await project.run('upgrade', 'head')
    expect(failed.stderr).toContain('Nothing of revision b was kept.')
    expect(await database.query('SELECT * FROM first')).toEqual([])
  })

  test('knex: queries, transactions behind DDL, and the schema builder', async () => {
    const project = create()
    project.revision('a', null, {
      upgrade: `await op.createTable('a', { id: t.integer().primaryKey(), at: t.timestamptz(), b: t.boolean() })
  await op.run('rows', async (knex) => {
    await knex.transaction((inner) => inner('a').insert({ id: 1, at: new Date(1000), b: true }))
    const rows = await knex('a').select()
    if (rows[0].at.getTime() !== 1000) throw new Error(String(rows[0].at))
  })
  await op.schema.createTable('k', (table) => { table.increments('id'); table.string('name').defaultTo("it's") })
  await op.execute(op.knex('a').insert({ id: 2, at: new Date(2000), b: false }))
  await op.execute("INSERT INTO a (id) VALUES (3); CREATE TABLE c (x varchar(9)); INSERT INTO c VALUES ('a;b')")`,
      downgrade: `await op.dropTable('a'); await op.dropTable('k'); await op.dropTable('c')`,
    })
    await project.ok('upgrade', 'head')
    expect(await database.query('SELECT id, at, b FROM a ORDER BY id')).toEqual([
      { id: 1, at: '1970-01-01 00:00:01.000000', b: 1 },
      { id: 2, at: '1970-01-01 00:00:02.000000', b: 0 },
      { id: 3, at: null, b: null },
    ])
    expect(await tables()).toEqual(['a', 'c', 'k', 'tsmig_version'])
    await project.ok('downgrade', 'base')
    expect(await tables()).toEqual(['tsmig_version'])
  })

  test('the knex configuration of the env file is used', async () => {
    const url = new URL(database.url)
    const project = create({
      files: {
        'migrations/env.ts': `import { defineEnvironment } from 'tsmig'
export default defineEnvironment({
  connection: { client: 'mysql2', connection: { host: '${url.hostname}', port: ${url.port || 3306}, user: '${url.username}', password: '${url.password}', database: '${database.name}' } },
})`,
      },
    })
    project.linkPackages('mysql2')
    writeTutorial(project)
    await project.ok('upgrade', 'head')
    expect((await project.ok('current')).stdout).toBe('86f384da7285 (head)\n')
  })

  test("a connection of the user's own pool goes back as it came, and comments are kept in every mode", async () => {
    const instance = knex({ client: 'mysql2', connection: database.url, pool: { min: 1, max: 1 } })
    try {
      const zone = async (): Promise<unknown> =>
        (
          await instance.raw(
            'SELECT CONNECTION_ID() AS id, @@SESSION.time_zone AS zone, @@SESSION.sql_mode AS mode',
          )
        )[0][0]
      await instance.raw("SET time_zone = '+03:00', sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'")
      const before = await zone()
      const session = await connect({ kind: 'knex', knex: instance }, { create: true })
      expect(await session.query('SELECT @@SESSION.time_zone AS zone, @@SESSION.sql_mode AS mode')).toEqual([
        { zone: '+00:00', mode: 'ANSI_QUOTES' },
      ])
      expect(session.dialect).toBe(database.dialect)
      const table = await operationOf((op) =>
        op.createTable('a', { b: t.text().comment("c:\\new 'x'") }, [], { comment: 'a\\b' }),
      )
      for (const statement of session.dialect.compile(table, () => undefined)) await session.run(statement)
      expect(
        await database.query(
          `SELECT t.table_comment AS "table", c.column_comment AS "column" FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name) WHERE table_schema = '${database.name}'`.replaceAll(
            '"',
            '`',
          ),
        ),
      ).toEqual([{ table: 'a\\b', column: "c:\\new 'x'" }])
      await session.close()
      expect(await zone()).toEqual(before)
    } finally {
      await instance.destroy()
    }
  })

  test('a script fed to the shell does what a live run does', async () => {
    const project = create()
    project.revision('a', null, {
      upgrade: `await op.createTable('log', { id: t.integer().identity({ start: 5 }).primaryKey(), text: t.text(), at: t.timestamptz(), bytes: t.binary() })
  await op.execute(\`CREATE TRIGGER log_text BEFORE INSERT ON log FOR EACH ROW BEGIN
    SET NEW.text = CONCAT(NEW.text, ';'); -- one; two
    SET NEW.text = CONCAT(NEW.text, '!');
  END\`)
  await op.bulkInsert('log', [{ text: "it's \\\\ 'ü' 😀 -- ; \\n", at: new Date(0.5 * 1e12), bytes: new Uint8Array([0, 39, 92]) }])
  await op.execute("INSERT INTO log (text, bytes) VALUES ('a;b', ''); INSERT INTO log (text, bytes) VALUES ('c', '') # end;")
  await op.alterColumn('log', 'bytes', { nullable: false, existing: t.binary(), comment: 'raw' })`,
      downgrade: `await op.dropTable('log')`,
    })
    const contents = async () => [
      await database.query('SHOW CREATE TABLE log'),
      await database.query('SHOW CREATE TRIGGER log_text').then(([row]) => row?.['SQL Original Statement']),
      await database.query('SELECT id, text, at, HEX(bytes) AS bytes FROM log ORDER BY id'),
      await database.query('SELECT * FROM tsmig_version'),
    ]
    await project.ok('upgrade', 'head')
    const live = await contents()
    await database.empty()
    await shell((await project.ok('upgrade', 'head', '--sql')).stdout)
    expect(await contents()).toEqual(live)
    await shell((await project.ok('downgrade', 'a:base', '--sql')).stdout)
    expect(await database.query('SELECT * FROM tsmig_version')).toEqual([])
  })

  test('a script comes out the same whatever the mode of who runs it', async () => {
    const project = create()
    project.revision('a', null, {
      upgrade: `await op.createTable('log', { id: t.integer().comment('a\\\\b') }, [], { comment: "c\\\\'d" })`,
    })
    const script = (await project.ok('upgrade', 'head', '--sql')).stdout
    shell(`SET sql_mode = 'NO_BACKSLASH_ESCAPES';\n${script}`)
    expect(
      await database.query(
        "SELECT table_comment AS comment FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'log' UNION ALL SELECT column_comment FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'log'",
      ),
    ).toEqual([{ comment: "c\\'d" }, { comment: 'a\\b' }])
  })

  test('the server decides what can be done, and the scheme of the url what a script may say', async () => {
    const server = database.isMariadb ? 'mariadb' : 'mysql'
    for (const scheme of ['mysql', 'mariadb'] as const) {
      const project = create({ url: database.url.replace(/^\w+/, scheme) })
      project.revision('a', null, {
        upgrade: `await op.createTable('before', { id: t.integer() })
  await op.createSequence('numbers')`,
        downgrade: `await op.dropSequence('numbers'); await op.dropTable('before')`,
      })
      const script = await project.run('upgrade', 'head', '--sql')
      const live = await project.run('upgrade', 'head')
      for (const [ran, flavour] of [
        [script, scheme],
        [live, server],
      ] as const) {
        expect(ran.code === 0).toBe(flavour === 'mariadb')
        if (flavour === 'mysql') expect(ran.stderr).toContain('MySQL has no sequences, as numbers would be')
      }
      await database.empty()
    }
  })

  test('a view that the server can read no more is left alone, and stands when its table is there again', async () => {
    await database.query(
      'CREATE TABLE item (id int PRIMARY KEY); CREATE VIEW ids AS SELECT id FROM item; DROP TABLE item',
    )
    const project = create({
      files: {
        'src/schema.ts': `import { sql, t, table, view } from 'tsmig'
export const item = table('item', { id: t.integer().primaryKey() })
export const ids = view('ids', sql\`SELECT id FROM item\`)
`,
        'migrations/env.ts': `import { defineEnvironment } from 'tsmig'
export default defineEnvironment({ targetMetadata: 'src/*.ts' })
`,
      },
    })
    const written = await project.run('revision', '--autogenerate', '--rev-id', 'aaa')
    expect(written).toMatchObject({ code: 0 })
    expect(written.stderr).toContain('not read: view "ids": ')
    expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
  })

  test('a script that would have to know a column asks for it', async () => {
    const project = create()
    project.revision('a', null, { upgrade: `await op.alterColumn('log', 'x', { nullable: false })` })
    const refused = await project.run('upgrade', 'head', '--sql')
    expect(refused.code).not.toBe(0)
    expect(refused.stderr).toContain('the column x of log is not known')
    expect(refused.stdout).toBe('')
  })

  test.each([
    ['no such host', 'mysql://root@nowhere.invalid/x', 'Check the name of the host'],
    ['nobody listens', 'mysql://root@127.0.0.1:1/x', 'Start the server'],
    ['no such database', `${mariadbUrl()}/tsmig_never_there`, 'Create the database first'],
    [
      'wrong password',
      `${mariadbUrl().replace(/\/\/[^@]*@/, '//nobody:s3cret@')}/x`,
      'Check user and password',
    ],
  ])('%s is told with what to do', async (_, url, hint) => {
    const ran = await create({ url }).run('current')
    expect(ran.code).not.toBe(0)
    expect(ran.stderr).toContain(hint)
    expect(ran.stderr).not.toContain('s3cret')
  })

  function shell(script: string): Promise<void> {
    return feedMariadb(database.url, script)
  }
})
