import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import { binary, TestProject } from '../support/project.ts'

const env = (metadata: string, imports = '') =>
  `import { defineEnvironment } from 'tsmig'\n${imports}\nexport default defineEnvironment({ targetMetadata: ${metadata} })\n`

const models = {
  'src/models/account.ts': `import { t, table } from 'tsmig'
import { id } from '../id'
export const account = table('account', { id: id(), name: t.text() })
export const helper = 1`,
  'src/models/deep/product.ts': `import { t, table } from 'tsmig'
import { id } from '../../id'
import { account } from '../account'
export { account }
export const product = table('product', { id: id(), owner: t.integer() })`,
  'src/id.ts': `import { t } from 'tsmig'\nexport const id = () => t.integer().primaryKey()`,
}

describe('targetMetadata', () => {
  const script = `CREATE TABLE account (id integer NOT NULL PRIMARY KEY, name text);
    CREATE TABLE product (id integer NOT NULL PRIMARY KEY, owner integer);`

  test.each([
    ["'src/models/**/*.ts'", ''],
    ["['src/models/*.ts', 'src/models/deep/product.ts']", ''],
    ['[account, product]', "import { account, product } from '../src/models/deep/product'"],
    ['models', "import * as models from '../src/models/deep/product'"],
    [
      '[models, [more]]',
      "import * as models from '../src/models/account'\nimport * as more from '../src/models/deep/product'",
    ],
    ["[account, 'src/models/**/*.ts']", "import { account } from '../src/models/account'"],
  ])('takes %s', async (metadata, imports) => {
    const made = await createProject('sqlite', {
      files: { ...models, 'migrations/env.ts': env(metadata, imports) },
    })
    await made.script(script)
    const ran = await made.project.run('diff', 'database', 'declared')
    expect(ran).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })

  test('names what is wrong', async () => {
    const cases: readonly (readonly [Record<string, string>, number, string])[] = [
      [{}, 2, 'there is no env file, and so no declared schema'],
      [{ 'migrations/env.ts': 'export default {}' }, 2, 'declares no schema: it has no targetMetadata'],
      [{ 'migrations/env.ts': env("'src/nothing/*.ts'") }, 2, 'targetMetadata names "src/nothing/*.ts"'],
      [{ ...models, 'migrations/env.ts': env("'src/id.ts'") }, 1, 'declares nothing'],
      [
        { 'src/a.ts': "throw new Error('broken here')", 'migrations/env.ts': env("'src/*.ts'") },
        1,
        "src/a.ts:1 can't be imported: broken here",
      ],
      [
        {
          'src/a.ts':
            "import { t, table } from 'tsmig'\nexport const a = table('a', {\n  id: t.varchar(0),\n})",
          'migrations/env.ts': env("'src/*.ts'"),
        },
        1,
        'src/a.ts:3: The length of varchar is 0',
      ],
      [
        {
          'src/a.ts': "import { t, table } from 'tsmig'\nexport const a = table('a', { id: t.integer() })",
          'src/b.ts': "import { t, table } from 'tsmig'\nexport const a = table('a', { id: t.text() })",
          'migrations/env.ts': env("'src/*.ts'"),
        },
        1,
        'The table a is declared twice',
      ],
    ]
    for (const [files, code, message] of cases) {
      const { project, script: run } = await createProject('sqlite', { files })
      await run('CREATE TABLE x (id integer)')
      const ran = await project.run('diff', 'database', 'declared')
      expect(ran.stderr).toContain(message)
      expect(ran.code).toBe(code)
    }
  })
})

test('what differs is told a line a thing, as data, and as statements', async () => {
  const project = TestProject.create({
    files: {
      'a.sql': 'CREATE TABLE account (id integer PRIMARY KEY, age integer); CREATE TABLE old (id integer);',
      'b.sql': `CREATE TABLE account (id integer PRIMARY KEY, age integer, email text);
        CREATE INDEX ix_email ON account (email);`,
    },
  })
  const lines = await project.run('diff', 'a.sql', 'b.sql')
  expect(lines).toMatchObject({
    code: 5,
    stdout: '+ column account.email\n+ index account.ix_email\n- table old\n',
    stderr: '',
  })
  const data = await project.run('diff', 'a.sql', 'b.sql', '--json')
  expect(JSON.parse(data.stdout)).toEqual({
    differences: [
      { change: 'added', what: 'column', name: 'email', table: { name: 'account' } },
      { change: 'added', what: 'index', name: 'ix_email', table: { name: 'account' } },
      { change: 'removed', what: 'table', name: 'old' },
    ],
    unread: [],
  })
  const statements = await project.run('diff', 'a.sql', 'b.sql', '--sql')
  expect(statements.stdout).toContain('ADD COLUMN "email" TEXT')
  expect(statements.stdout).toContain('DROP TABLE "old"')
  expect(Object.keys(project.files())).not.toContain('app.db')
})

test('without a project, files are compared on SQLite, and URLs as they are', async () => {
  const project = new TestProject()
  project.write('a.sql', 'CREATE TABLE a (id integer)')
  expect(await project.run('diff', 'a.sql', 'sqlite://')).toMatchObject({ code: 5, stdout: '- table a\n' })
  expect(await project.run('diff', 'sqlite:///x.db', 'a.sql')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('x.db is not there'),
  })
})

test('a file that fails is told with its line', async () => {
  const project = TestProject.create({
    files: { 'a.sql': 'CREATE TABLE a (id integer);\n\nCREATE TABEL b;' },
  })
  const ran = await project.run('diff', 'a.sql', 'sqlite://')
  expect(ran.stderr).toContain(`${project.path('a.sql')}:3: near "TABEL": syntax error`)
  expect(ran.code).toBe(1)
  expect(await project.run('diff', 'b.sql', 'sqlite://')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('b.sql is not there'),
  })
})

const servers = {
  postgres: {
    scratch: "SELECT datname AS name FROM pg_database WHERE datname LIKE 'tsmig_scratch_%'",
  },
  mysql: {
    scratch:
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE 'tsmig\\\\_scratch\\\\_%'",
  },
} as const

describe.each(kinds)('on %s', (kind) => {
  test('a revision is run in a scratch database, which is dropped', async () => {
    const { project, script, query } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: "await op.createTable('account', { id: t.integer().notNull(), name: t.varchar(20) })",
    })
    project.revision('b2', 'a1', { upgrade: "await op.addColumn('account', 'age', t.integer())" })
    await script('CREATE TABLE account (id integer NOT NULL, name varchar(20))')
    const scratches = async () =>
      kind === 'sqlite' ? [] : (await query(servers[kind].scratch)).map(({ name }) => String(name))
    const before = await scratches()
    expect(await project.run('diff', 'a1', 'database')).toMatchObject({ code: 0, stdout: '' })
    expect(await project.run('diff', 'database', 'head')).toMatchObject({
      code: 5,
      stdout: '+ column account.age\n',
    })
    project.write('broken.sql', 'CREATE TABEL x')
    expect(await project.run('diff', 'broken.sql', 'database')).toMatchObject({ code: 1 })
    // Those of other tests go away, too.
    const fresh = (await scratches()).filter((name) => !before.includes(name))
    const left = async () => (await scratches()).filter((name) => fresh.includes(name))
    await expect.poll(left, { timeout: 20_000 }).toEqual([])
  })
})

test('on SQLite, a revision is run in memory', async () => {
  const { project, script } = await createProject('sqlite')
  project.revision('a1', null, {
    upgrade: `await op.createTable('account', { id: t.integer() })
  await op.run('tell', async (knex) => console.log(JSON.stringify(await knex.raw('PRAGMA database_list'))))`,
  })
  project.write('a.sql', 'CREATE TABLE account (id integer)')
  await script('CREATE TABLE account (id integer)')
  const inMemory = '[{"seq":0,"name":"main","file":""}]\n'
  expect(await project.run('diff', 'a1', 'database')).toMatchObject({ code: 0, stdout: inMemory })
  expect(await project.run('diff', 'a.sql', 'a1')).toMatchObject({ code: 0, stdout: inMemory })
})

test('a function that makes connections is asked where a scratch database has to be made', async () => {
  const { project, url, script } = await createProject('postgres')
  project.revision('a1', null, { upgrade: "await op.createTable('account', { id: t.integer() })" })
  await script('CREATE TABLE account (id integer, age integer)')
  const env = (connection: string) =>
    `import { defineEnvironment } from 'tsmig'\nexport default defineEnvironment({ connection: { client: 'pg', connection: ${connection} } })\n`
  for (const settings of [`'${url}'`, `{ connectionString: '${url}', expirationChecker: () => false }`]) {
    project.write('migrations/env.ts', env(`async () => (${settings})`))
    const ran = await project.run('diff', 'a1', 'database')
    expect(ran).toMatchObject({ code: 5, stdout: '+ column account.age\n' })
  }
  project.write('migrations/env.ts', env("() => { throw new Error('the vault is closed') }"))
  const failed = await project.run('diff', 'a1', 'database')
  expect(failed.stderr).toContain('the vault is closed')
  expect(failed.stderr).not.toMatch(/^\s+at /m)
  expect(failed.code).toBe(1)
})

const named = {
  postgres: {
    pause: "await op.execute('SELECT pg_sleep(60)')",
    name: "(await knex.raw('SELECT current_database() AS name')).rows[0].name",
    isThere: (name: string) => `SELECT datname FROM pg_database WHERE datname = '${name}'`,
  },
  mysql: {
    pause: "await op.execute('DO SLEEP(60)')",
    name: "(await knex.raw('SELECT DATABASE() AS name'))[0][0].name",
    isThere: (name: string) =>
      `SELECT schema_name FROM information_schema.schemata WHERE schema_name = '${name}'`,
  },
} as const

describe.each(kinds.filter((kind) => kind !== 'sqlite'))('interrupted on %s', (kind) => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'by %s, diff drops its scratch database',
    async (signal, code) => {
      const { project, query } = await createProject(kind)
      const { pause, name, isThere } = named[kind]
      project.revision('a1', null, {
        upgrade: `await op.run('tell', async (knex) => console.log(${name}))\n  ${pause}`,
      })
      const child = spawn(process.execPath, [binary, 'diff', 'head', 'database'], {
        cwd: project.directory,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const ended = new Promise((resolve) => child.once('close', (status) => resolve(status)))
      const told = await new Promise<string>((resolve) =>
        child.stdout.once('data', (text) => resolve(String(text))),
      )
      const database = told.trim()
      expect(database).toMatch(/^tsmig_scratch_/)
      expect(await query(isThere(database))).toHaveLength(1)
      child.kill(signal)
      expect(await ended).toBe(code)
      expect(await query(isThere(database))).toEqual([])
    },
    40_000,
  )
})

test('on SQLite two databases, files or both are the same where only the spelling differs', async () => {
  const script = `CREATE TABLE account (name text CHECK (name <> ''), "age" INT DEFAULT (1+1));
    CREATE INDEX ix ON account (name) WHERE name IS NOT NULL;
    CREATE VIEW named AS SELECT name FROM account;`
  const spelled = script
    .replaceAll('name ', '"name" ')
    .replace('(name)', '( "name" )')
    .replace("<> ''", "!= ''")
    .replace('1+1', '1 + 1')
    .replace('IS NOT NULL', 'is not null')
    .replace('INT ', 'int ')
  const made = await createProject('sqlite', { files: { 'one.sql': script, 'other.sql': spelled } })
  await made.script(spelled)
  for (const [from, to] of [
    ['one.sql', 'other.sql'],
    ['one.sql', 'database'],
    ['database', 'one.sql'],
  ] as const) {
    expect(await made.project.run('diff', from, to)).toMatchObject({ code: 0, stdout: '', stderr: '' })
  }
  for (const name of ['one', 'other']) await made.project.ok('pull', '--out', `${name}.json`)
  made.project.write('one.json', made.project.read('one.json').replaceAll('is not null', 'IS NOT NULL'))
  expect(await made.project.run('diff', 'one.json', 'other.json')).toMatchObject({ code: 0, stdout: '' })
})
