import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds } from '../support/databases.ts'
import { TestProject } from '../support/project.ts'

/** A knex configuration for the project's own database, as text for an env file. */
function knexConfig(kind: Kind, url: string): string {
  return {
    sqlite: `{ client: 'better-sqlite3', connection: { filename: new URL('../app.db', import.meta.url).pathname }, useNullAsDefault: true }`,
    postgres: `{ client: 'pg', connection: ${JSON.stringify(url)} }`,
    mysql: `{ client: 'mysql2', connection: ${JSON.stringify(url)} }`,
  }[kind]
}

const makesTable = {
  upgrade: `await op.createTable('one', { id: t.integer() })`,
  downgrade: `await op.dropTable('one')`,
}

describe.each(kinds)('env.ts on %s', (kind) => {
  test.each([
    ['a knex configuration', (config: string) => `export default { connection: ${config} }`],
    [
      'an async function that gives a configuration',
      (config: string) =>
        `import { defineEnvironment } from 'tsmig'\nexport default defineEnvironment({ connection: async () => (${config}) })`,
    ],
    [
      'a knex instance',
      (config: string) => `import knex from 'knex'\nexport default { connection: knex(${config}) }`,
    ],
    [
      'a function of the context',
      (config: string) =>
        `import { defineEnvironment } from 'tsmig'\nexport default defineEnvironment(({ section }) => ({ connection: section === 'tsmig' ? ${config} : undefined }))`,
    ],
  ])('connects by %s', async (_, text) => {
    const { project, url, tables } = await createProject(kind)
    project.write('migrations.ini', '[tsmig]\nscript_location = migrations\n')
    project.linkPackages('knex', 'pg', 'better-sqlite3', 'mysql2')
    project.write('migrations/env.ts', text(knexConfig(kind, url)))
    project.revision('a1', null, makesTable)
    await project.ok('upgrade', 'head')
    expect(await tables()).toEqual(['one', 'tsmig_version'])
    expect((await project.ok('current')).stdout).toBe('a1 (head)\n')
    await project.ok('downgrade', '-1')
    expect(await tables()).toEqual(['tsmig_version'])
  })

  test('onVersionApply runs in the transaction of its revision, with the -x arguments', async () => {
    const { project, query } = await createProject(kind)
    project.write(
      'migrations/env.ts',
      `import { appendFileSync } from 'node:fs'
import { defineEnvironment } from 'tsmig'
export default defineEnvironment(({ x, tag }) => ({
  versionTable: x.table,
  onVersionApply: (event) => {
    appendFileSync('events.txt', JSON.stringify({ ...event, tag }) + '\\n')
    if (event.revision === 'b2') throw new Error('not this one')
  },
}))`,
    )
    project.revision('a1', null, makesTable)
    project.revision('b2', 'a1', { upgrade: `await op.createTable('two', { id: t.integer() })` })
    const ran = await project.run('-x', 'table=versions', 'upgrade', 'head', '-x', 'who=me', '--tag', 'blue')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('not this one')
    expect(
      project
        .read('events.txt')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        direction: 'upgrade',
        revision: 'a1',
        message: 'a1',
        from: [],
        heads: ['a1'],
        x: { table: 'versions', who: 'me' },
        tag: 'blue',
      },
      expect.objectContaining({ revision: 'b2', from: ['a1'], heads: ['b2'] }),
    ])
    expect(await query('SELECT version_num FROM versions')).toEqual([{ version_num: 'a1' }])
    if (kind !== 'mysql') await expect(query('SELECT * FROM two')).rejects.toThrow()
  })

  test('one transaction for the whole run, where that is asked for', async () => {
    const { project, tables } = await createProject(kind, { ini: 'transaction_per_migration = false' })
    project.revision('a1', null, makesTable)
    project.revision('b2', 'a1', { upgrade: `throw new Error('no')` })
    expect((await project.run('upgrade', 'head')).code).toBe(1)
    expect(await tables()).toEqual(kind === 'mysql' ? ['one', 'tsmig_version'] : ['tsmig_version'])
  })

  test('a database that Alembic migrated is taken over', async () => {
    const { project, query, tables } = await createProject(kind, { ini: 'version_table = alembic_version' })
    await query(
      'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))',
    )
    await query("INSERT INTO alembic_version VALUES ('1975ea83b712')")
    project.revision('1975ea83b712', null, { message: 'create account table' })
    project.revision('ae1027a6acf', '1975ea83b712', makesTable)
    expect((await project.ok('current')).stdout).toBe('1975ea83b712\n')
    await project.ok('upgrade', 'head')
    expect(await query('SELECT * FROM alembic_version')).toEqual([{ version_num: 'ae1027a6acf' }])
    expect(await tables()).toEqual(['alembic_version', 'one'])
  })

  test('a revision may leave the transaction', async () => {
    const { project, tables, query } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `await op.createTable('one', { id: t.integer() })
  await op.outsideTransaction(async () => {
    await op.createIndex('ix_one_id', 'one', ['id'], { concurrently: true })
  })
  await op.createTable('two', { id: t.integer() })
  throw new Error('too late')`,
    })
    const ran = await project.run('upgrade', 'head')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain(
      kind === 'mysql'
        ? 'What revision a1 did before is still there'
        : 'What revision a1 did outside its transaction is still there',
    )
    expect(await tables()).toEqual(['one', 'tsmig_version', ...(kind === 'mysql' ? ['two'] : [])])
    expect(await query('SELECT * FROM tsmig_version')).toEqual([])
  })

  test('op.knex is the transaction of the revision', async () => {
    const { project, query } = await createProject(kind)
    project.revision('a1', null, makesTable)
    project.revision('b2', 'a1', {
      upgrade: `await op.bulkInsert('one', [{ id: 1 }, { id: 2 }])
  const [{ n }] = await op.knex('one').count({ n: '*' })
  await op.execute(op.knex('one').insert({ id: Number(n) + 1 }))
  await op.knex.transaction(async (inner) => { await inner('one').insert({ id: 10 }) })
  await op.knex.transaction(async (inner) => { await inner('one').insert({ id: 11 }); throw new Error('undo') }).catch(() => {})
  await op.schema.alterTable('one', (table) => { table.string('name') })`,
    })
    project.revision('c3', 'b2', {
      upgrade: `await op.knex('one').insert({ id: 99 })
  throw new Error('no')`,
    })
    expect((await project.run('upgrade', 'head')).code).toBe(1)
    expect(await query('SELECT id, name FROM one ORDER BY id')).toEqual(
      [1, 2, 3, 10].map((id) => ({ id, name: null })),
    )
  })
})

test('a version table in a schema of its own', async () => {
  const { project, query } = await createProject('postgres', {
    ini: 'version_table = "odd" name\nversion_table_schema = admin',
  })
  await query('CREATE SCHEMA admin')
  project.revision('a1', null, makesTable)
  await project.ok('upgrade', 'head')
  expect(await query('SELECT * FROM admin."""odd"" name"')).toEqual([{ version_num: 'a1' }])
  expect((await project.ok('current')).stdout).toBe('a1 (head)\n')
})

test('an env file that throws is told with its name', async () => {
  const { project } = await createProject('sqlite', {
    files: { 'migrations/env.ts': `throw new Error('broken env')` },
  })
  const ran = await project.run('current')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(/error: .*env\.ts.*broken env/)
})

test.each(["{ client: 'pg', connection: undefined }", "(await import('knex')).default({ client: 'pg' })"])(
  'a connection that leads nowhere is told as that: %s',
  async (connection) => {
    const project = TestProject.create({
      files: { 'migrations/env.ts': `export default { connection: ${connection} }` },
    })
    project.linkPackages('knex', 'pg')
    project.revision('a1', null, makesTable)
    expect(await project.run('current')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/hint: The "connection" that knex was given is empty, .* env\.ts\.\n$/),
    })
    expect((await project.ok('upgrade', 'head', '--sql')).stdout).toContain('CREATE TABLE "one"')
  },
)

test('a schema for the version table that is not there', async () => {
  const { project } = await createProject('postgres', { ini: 'version_table_schema = nowhere' })
  project.revision('a1', null, makesTable)
  const { code, stderr } = await project.run('upgrade', 'head')
  expect(code).toBe(1)
  expect(stderr).toContain('error: schema "nowhere" does not exist')
  expect(stderr.split('hint:')[1]).toContain('Create the schema first, or mend its name')
})
