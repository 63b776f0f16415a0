import { readFileSync, rmSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProject, kinds, type ProjectWithDatabase } from '../support/databases.ts'

const env = (parts = '') =>
  `import { defineEnvironment } from 'tsmig'\nexport default defineEnvironment({ targetMetadata: 'src/*.ts'${parts} })\n`

const first = `import { check, index, sql, t, table, view } from 'tsmig'
export const account = table('account', {
  id: t.integer().identity().primaryKey(),
  name: t.varchar(50).notNull(),
  age: t.integer().default(3),
  nick: t.text(),
}, (c) => [index(['name']), check('age > 0', { name: 'age_positive' })])
export const post = table('post', {
  id: t.integer().primaryKey(),
  author: t.integer().notNull().references('account.id'),
  title: t.text(),
})
export const recent = view('recent', sql\`SELECT id, title FROM post WHERE id > 10\`)
`

const second = `import { check, index, sql, t, table, view } from 'tsmig'
export const account = table('account', {
  id: t.integer().identity().primaryKey(),
  name: t.varchar(20).notNull(),
  age: t.bigint().notNull().default(4),
  email: t.varchar(80).unique(),
}, (c) => [index(['name', 'email']), check('age > 1', { name: 'age_positive' })])
export const tag = table('tag', { id: t.integer().primaryKey(), post: t.integer().references('post.id', { onDelete: 'cascade' }) })
export const post = table('post', {
  id: t.integer().primaryKey(),
  author: t.integer().references('account.id', { onDelete: 'set null' }),
  title: t.text(),
  tag: t.integer().references('tag.id'),
})
export const recent = view('recent', sql\`SELECT id, title, author FROM post WHERE id > 20\`)
`

function created(stdout: string): string {
  return /created (\S+)/.exec(stdout)?.[1] ?? ''
}

async function start(kind: (typeof kinds)[number], schema: string, parts = ''): Promise<ProjectWithDatabase> {
  return createProject(kind, { files: { 'src/schema.ts': schema, 'migrations/env.ts': env(parts) } })
}

describe.each(kinds)('%s', (kind) => {
  test('a schema is written, made, changed, and taken back', async () => {
    const { project, query } = await start(kind, first)
    const one = await project.run('revision', '--autogenerate', '-m', 'one', '--rev-id', 'aaa')
    expect(one).toMatchObject({ code: 0 })
    expect(one.stderr).toContain('Create table account')
    expect((await project.run('upgrade', 'head')).code).toBe(0)
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    await query("INSERT INTO account (id, name) VALUES (100, 'Ada')")
    await query('INSERT INTO post (id, author) VALUES (1, 100)')

    project.write('src/schema.ts', second)
    const differs = await project.run('check')
    expect(differs.code).toBe(5)
    expect(differs.stdout).toContain('Add column email to account')
    expect(differs.stderr).toContain('renamed? column nick of account to email')
    const two = await project.run(
      'revision',
      '--autogenerate',
      '-m',
      'two',
      '--no-renames',
      '--rev-id',
      'bbb',
    )
    expect(two).toMatchObject({ code: 0 })
    expect(two.stderr).toContain('loses data: drops the column nick of account and its values')
    const text = readFileSync(project.path(created(two.stdout)), 'utf8')
    expect(text).toContain('// loses data: ')
    expect(text).not.toContain('op.invoke')
    expect((await project.run('upgrade', 'head')).code).toBe(0)
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    expect(await query('SELECT author FROM post')).toEqual([{ author: 100 }])
    const nothing = await project.run('revision', '--autogenerate', '-m', 'three')
    expect(nothing).toMatchObject({ code: 0, stdout: '' })
    expect(nothing.stderr).toContain('nothing to write: the database is as declared')

    expect((await project.run('downgrade', 'aaa')).code).toBe(0)
    project.write('src/schema.ts', first)
    // Only what the code says more than the database is told: it is at aaa, and the files end at bbb.
    expect((await project.run('check')).code).toBe(3)
    rmSync(project.path('migrations/versions/bbb_two.ts'))
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    expect((await project.run('downgrade', 'base')).code).toBe(0)
  })

  test('a revision in SQL does the same', async () => {
    const { project } = await start(kind, first)
    const args = ['--autogenerate', '--language', 'sql', '--rev-id']
    expect(await project.run('revision', ...args, 'aaa')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Create'),
    })
    expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
    expect(await project.run('check')).toMatchObject({ code: 0 })
    project.write('src/schema.ts', second)
    expect(await project.run('revision', ...args, 'bbb', '--no-renames')).toMatchObject({ code: 0 })
    expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
    expect(await project.run('check')).toMatchObject({ code: 0 })
    expect(await project.run('downgrade', 'base')).toMatchObject({ code: 0 })
  })

  test('what nobody declares and no revision made is left alone', async () => {
    const { project, query } = await start(kind, first)
    await query('CREATE TABLE theirs (id integer PRIMARY KEY)')
    const told = 'left alone, as nothing declares it and no revision made it: table theirs'
    const one = await project.run('revision', '--autogenerate', '--rev-id', 'aaa')
    expect(one.stderr).toContain(told)
    await project.run('upgrade', 'head')
    const checked = await project.run('check')
    expect(checked).toMatchObject({ code: 0, stdout: '' })
    expect(checked.stderr).toContain(told)
    const all = await project.run('check', '--include-unmanaged')
    expect(all).toMatchObject({ code: 5, stdout: 'Drop table theirs\n' })
    expect(all.stderr).toContain('loses data: drops the table theirs and its rows')
    // What a revision made is the project's own.
    project.write(
      'src/schema.ts',
      "import { t, table } from 'tsmig'\nexport const other = table('other', { id: t.integer().primaryKey() })\n",
    )
    const gone = await project.run('check')
    expect(gone.stdout).toContain('Drop table account')
    expect(gone.stdout).not.toContain('theirs')
  })

  test('an env file decides what counts', async () => {
    const { project, query } = await start(
      kind,
      first,
      `,
  includeName: (name, type) => !(type === 'index' && name.startsWith('tmp_')),
  includeObject: (part, name, type, reflected) => !(type === 'column' && name === 'legacy' && reflected),
  compareType: ({ declared }) => (declared.name === 'title' ? false : undefined),
  compareServerDefault: false`,
    )
    await project.run('revision', '--autogenerate', '--rev-id', 'aaa')
    await project.run('upgrade', 'head')
    await query('ALTER TABLE post ADD COLUMN legacy integer')
    await query('CREATE INDEX tmp_author ON post (author)')
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    project.write(
      'src/schema.ts',
      first.replace('title: t.text()', 'title: t.varchar(9)').replace('default(3)', 'default(5)'),
    )
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    project.write('src/schema.ts', first.replace('nick: t.text()', 'nick: t.varchar(9)'))
    expect(await project.run('check')).toMatchObject({
      code: 5,
      stdout: 'Change column nick of account: type varchar\n',
    })
  })
})

test('renames are asked for, told by flags, or by the declaration', async () => {
  const { project, query } = await start('sqlite', first)
  await project.run('revision', '--autogenerate', '--rev-id', 'aaa')
  await project.run('upgrade', 'head')
  await query("INSERT INTO account (id, name, nick) VALUES (1, 'Ada', 'A')")
  project.write('src/schema.ts', first.replace('nick: t.text()', 'handle: t.text()'))
  const open = await project.run('revision', '--autogenerate')
  expect(open).toMatchObject({ code: 7, stdout: '' })
  expect(open.stderr).toContain('--rename account.nick:handle')
  const flagged = await project.run(
    'revision',
    '--autogenerate',
    '--rename',
    'account.nick:handle',
    '--rev-id',
    'bbb',
  )
  expect(flagged).toMatchObject({ code: 0 })
  await project.run('upgrade', 'head')
  expect(await query('SELECT handle FROM account')).toEqual([{ handle: 'A' }])
  expect(await project.run('check')).toMatchObject({ code: 0 })
  project.write(
    'src/schema.ts',
    first
      .replace('nick: t.text()', "alias: t.text().renamedFrom('handle')")
      .replace("table('post'", "table('entry'")
      .replace('FROM post', 'FROM entry')
      .replace('title: t.text(),\n}', "title: t.text(),\n}, [], { renamedFrom: 'post' }"),
  )
  const told = await project.run('revision', '--autogenerate', '--rev-id', 'ccc')
  expect(told.stderr).toContain('Rename table post to entry')
  expect(told).toMatchObject({ code: 0 })
  await project.run('upgrade', 'head')
  expect(await query('SELECT alias FROM account')).toEqual([{ alias: 'A' }])
  expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
})

test('with --ci what loses data is refused', async () => {
  const { project } = await start('sqlite', first)
  await project.run('revision', '--autogenerate', '--rev-id', 'aaa')
  await project.run('upgrade', 'head')
  project.write('src/schema.ts', first.replace('  nick: t.text(),\n', ''))
  const refused = await project.run('revision', '--autogenerate', '--ci')
  expect(refused).toMatchObject({ code: 9, stdout: '' })
  expect(refused.stderr).toContain(
    'the revision would lose data: it drops the column nick of account and its values',
  )
  const allowed = await project.run('revision', '--autogenerate', '--ci', '--allow-destructive')
  expect(allowed).toMatchObject({ code: 0 })
})

test('hooks rewrite what is written, or keep it from being written', async () => {
  const rewriting = `,
  processRevisionDirectives: rewriter()
    .rewrites('createTable', (operation) => ({ ...operation, ifNotExists: true }))
    .rewrites('addColumn', (operation) => (operation.column.name === 'secret' ? [] : undefined))
    .chain((scripts) => scripts.map((script) => ({ ...script, message: 'renamed by a hook' }))),
  renderItem: (item, { imports }) => {
    if (item.kind !== 'type' || item.type.type !== 'varchar') return undefined
    imports.add("import { shortText } from '../../src/types'")
    return 'shortText()'
  },
  comparators: [(operations) => [...operations, { operation: { kind: 'execute', sql: 'SELECT 1' }, note: 'by a plugin' }]]`
  const { project } = await start('sqlite', first, rewriting)
  project.write(
    'migrations/env.ts',
    env(rewriting).replace('defineEnvironment }', 'defineEnvironment, rewriter }'),
  )
  project.write('src/types.ts', "import { t } from 'tsmig'\nexport const shortText = () => t.varchar(50)\n")
  const made = await project.run('revision', '--autogenerate', '--rev-id', 'aaa')
  expect(made).toMatchObject({ code: 0, stdout: 'created migrations/versions/aaa_renamed_by_a_hook.ts\n' })
  const text = readFileSync(project.path(created(made.stdout)), 'utf8')
  expect(text).toContain("import { shortText } from '../../src/types'")
  expect(text).toContain('name: shortText()')
  expect(text).toContain('ifNotExists: true')
  expect(text).toContain('  // by a plugin\n  await op.execute(sql`SELECT 1`)')

  const none = await start('sqlite', first, ', processRevisionDirectives: () => []')
  const written = await none.project.run('revision', '--autogenerate')
  expect(written).toMatchObject({ code: 0, stdout: '' })
})

test('check gives data', async () => {
  const { project } = await start('sqlite', first)
  const { code, stdout } = await project.run('check', '--json')
  expect(code).toBe(5)
  const report = JSON.parse(stdout) as { differs: boolean; databases: { operations: { kind: string }[] }[] }
  expect(report.differs).toBe(true)
  expect(report.databases[0]?.operations.map(({ kind }) => kind)).toEqual([
    'createTable',
    'createTable',
    'createObject',
  ])
})

test('what has a meaning with --autogenerate only is refused without', async () => {
  const { project } = await start('sqlite', first)
  for (const flags of [['--ci'], ['--rename', 'a:b'], ['--no-renames'], ['--schema', 'x']]) {
    const { code, stderr } = await project.run('revision', ...flags)
    expect(code).toBe(2)
    expect(stderr).toContain(`${flags[0]} has no meaning without --autogenerate`)
  }
})

test('an enum value that is used at once is added outside the transaction', async () => {
  const enumed = (values: string, fallback: string) => `import { enumType, t, table } from 'tsmig'
export const mood = enumType('mood', [${values}])
export const account = table('account', { id: t.integer().primaryKey(), mood: t.enum(mood).default('${fallback}') })
`
  const { project, query } = await start('postgres', enumed("'sad', 'glad'", 'sad'))
  await project.run('revision', '--autogenerate', '--rev-id', 'aaa')
  await project.run('upgrade', 'head')
  project.write('src/schema.ts', enumed("'sad', 'calm', 'glad'", 'calm'))
  const made = await project.run('revision', '--autogenerate', '--rev-id', 'bbb')
  const text = readFileSync(project.path(created(made.stdout)), 'utf8')
  expect(text).toContain('op.outsideTransaction')
  expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
  expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
  await query('INSERT INTO account (id) VALUES (1)')
  expect(await query('SELECT mood FROM account')).toEqual([{ mood: 'calm' }])
})

test('privileges on a view that is made anew are given again', async () => {
  const seen = (type: string, condition = '') => `import { sql, t, table, view } from 'tsmig'
export const account = table('account', { id: t.integer().primaryKey(), name: ${type} })
export const one = view('one', sql\`SELECT id, name FROM account${condition}\`)
export const two = view('two', sql\`SELECT name FROM one\`)
`
  const { project, query } = await start('postgres', seen('t.varchar(20)'))
  expect(await project.run('revision', '--autogenerate', '--rev-id', 'aaa')).toMatchObject({ code: 0 })
  expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
  const role = `tsmig_reader_${process.pid}`
  await query(`CREATE ROLE ${role}`)
  onTestFinished(async () => void (await query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)))
  await query(`GRANT SELECT, INSERT ON one TO ${role}; GRANT SELECT ON one TO PUBLIC`)
  await query(
    `GRANT SELECT ON two TO ${role} WITH GRANT OPTION; GRANT UPDATE (name), SELECT (name) ON two TO ${role}`,
  )
  const privileges = () =>
    query(`SELECT c.relname, ARRAY(SELECT r::text FROM unnest(c.relacl) r ORDER BY 1) AS all, a.attname, a.attacl::text FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relname IN ('one', 'two') ORDER BY 1, a.attnum`)

  for (const [id, edited, ...flags] of [
    ['bbb', seen('t.text()')],
    [
      'ccc',
      seen('t.text()', ' WHERE id > 1').replaceAll('account', 'customer'),
      '--rename',
      'account:customer',
    ],
  ] as const) {
    project.write('src/schema.ts', edited)
    // Of views with another text, those on columns stay away.
    if (flags.length > 0) await query(`REVOKE ALL (name) ON two FROM ${role}`)
    const before = await privileges()
    const made = await project.run('revision', '--autogenerate', '--rev-id', id, ...flags)
    const text = readFileSync(project.path(created(made.stdout)), 'utf8')
    expect(text).toContain('op.grant')
    expect(text).not.toContain('op.invoke')
    expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
    expect(await privileges()).toEqual(before)
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    expect(await project.run('downgrade', '-1')).toMatchObject({ code: 0 })
    expect(await privileges()).toEqual(before)
    expect((await project.run('upgrade', 'head')).code).toBe(0)
  }
})

test('whoever could call a function may call it, and nobody else, when it is made anew', async () => {
  const counted = (
    parameters: string,
    returns: string,
  ) => `import { procedure, sqlFunction, table, t } from 'tsmig'
export const account = table('account', { id: t.integer().primaryKey() })
const body = 'SELECT 1'
const parts = { language: 'sql', body, securityDefiner: true }
export const kept = sqlFunction('kept', { ...parts, arguments: '${parameters}', returns: '${returns}' })
export const open = sqlFunction('open', { ...parts, arguments: '${parameters}', returns: '${returns}' })
export const clear = procedure('clear', { ...parts, arguments: '${parameters}' })
`
  const { project, query } = await start('postgres', counted('n integer', 'integer'))
  expect(await project.run('revision', '--autogenerate', '--rev-id', 'aaa')).toMatchObject({ code: 0 })
  expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
  const role = `tsmig_caller_${process.pid}`
  await query(`CREATE ROLE ${role}; CREATE ROLE "${role} B"`)
  onTestFinished(
    async () => void (await query(`DROP OWNED BY ${role}, "${role} B"; DROP ROLE ${role}, "${role} B"`)),
  )
  await query(`REVOKE EXECUTE ON FUNCTION kept FROM PUBLIC; REVOKE EXECUTE ON PROCEDURE clear FROM PUBLIC`)
  await query(
    `GRANT EXECUTE ON FUNCTION kept TO ${role}; GRANT EXECUTE ON FUNCTION kept TO "${role} B" WITH GRANT OPTION`,
  )
  const privileges = () =>
    query(`SELECT proname, CASE WHEN proacl IS NULL THEN 'as new' ELSE ARRAY(SELECT r::text FROM unnest(proacl) r ORDER BY 1)::text END AS who
FROM pg_proc WHERE proname IN ('kept', 'open', 'clear') ORDER BY 1`)
  const before = await privileges()
  for (const [id, parameters, returns] of [
    ['bbb', 'm integer', 'integer'],
    ['ccc', 'm integer, more text', 'integer'],
    ['ddd', 'm integer, more text', 'bigint'],
  ] as const) {
    project.write('src/schema.ts', counted(parameters, returns))
    const made = await project.run('revision', '--autogenerate', '--rev-id', id)
    expect(readFileSync(project.path(created(made.stdout)), 'utf8')).not.toContain('op.invoke')
    expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
    expect(await privileges(), `after ${id}`).toEqual(before)
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    expect(await project.run('downgrade', '-1')).toMatchObject({ code: 0 })
    expect(await privileges(), `before ${id}`).toEqual(before)
    expect((await project.run('upgrade', 'head')).code).toBe(0)
  }
})

test('on SQLite parts without a name go together, and the key of a table that gets rowids stays NOT NULL', async () => {
  const { project, query, script } = await start(
    'sqlite',
    `import { primaryKey, t, table } from 'tsmig'
export const a = table('a', { id: t.integer().primaryKey(), b: t.text(), c: t.text() })
export const k = table('k', { b: t.text().notNull(), c: t.raw('INT').notNull() }, (c) => [primaryKey([c.c, c.b])])
`,
  )
  await script(`CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, b TEXT, c TEXT UNIQUE, UNIQUE (b, c), CHECK (b <> c));
    CREATE TABLE k (b TEXT, c INT, PRIMARY KEY (c, b)) WITHOUT ROWID;
    INSERT INTO a VALUES (1, 'x', 'y'); INSERT INTO k VALUES ('x', 1)`)
  const written = await project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
  expect(written.stderr).toContain('Change table k: with rowids\n')
  await project.ok('upgrade', 'head')
  expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
  await project.ok('downgrade', 'base')
  await project.ok('upgrade', 'head')
  expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
  expect(await query('SELECT * FROM a, k')).toEqual([{ id: 1, b: 'x', c: 1 }])
})

test('on SQLite what stands without a name and is declared without one is no difference', async () => {
  const { project, script } = await start(
    'sqlite',
    `import { check, t, table, uniqueConstraint } from 'tsmig'
export const a = table('a', { id: t.integer().primaryKey(), b: t.integer().references('a.id'), c: t.text() }, (c) => [
  uniqueConstraint([c.b, c.c]), check('b <> 5'), check('b > 0'),
])
`,
  )
  await script(`CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, b INTEGER REFERENCES a, c TEXT, UNIQUE (b, c),
    CHECK (b > 0))`)
  expect(await project.run('check')).toMatchObject({
    code: 5,
    stdout: 'Add check constraint a_b_check (b <> 5) to a\n',
  })
  await project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
  await project.ok('upgrade', 'head')
  expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
})
