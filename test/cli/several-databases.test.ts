import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createSeveral, type SeveralDatabases, severalRevision } from '../support/several-databases.ts'

const hasTable = async ({ query }: SeveralDatabases, database: string, table: string): Promise<boolean> =>
  query(database, `SELECT * FROM ${table}`).then(
    () => true,
    () => false,
  )

/** Which of the databases have the table. */
async function whereIs(several: SeveralDatabases, table: string): Promise<string[]> {
  const found: string[] = []
  for (const name of several.names) if (await hasTable(several, name, table)) found.push(name)
  return found
}

/** One for all, one that asks which database it is, one with a function for some. */
function write(several: SeveralDatabases): void {
  const { project } = several
  const folder = 'migrations/versions'
  project.write(
    `${folder}/a1_.ts`,
    severalRevision(
      'a1',
      null,
      `async function upgrade(op: Op, database: string) {
  await op.createTable('everywhere', { name: t.varchar(20) })
  await op.bulkInsert('everywhere', [{ name: database }, { name: op.database + '!' }])
}`,
      `const downgrade = (op: Op) => op.dropTable('everywhere')`,
    ),
  )
  project.write(
    `${folder}/b2_.ts`,
    severalRevision(
      'b2',
      'a1',
      `const upgrade = {
  async main(op: Op) {
    await op.createTable('account', { id: t.integer().primaryKey() })
  },
  async audit(op: Op) {
    await op.createTable('event', { id: t.integer().primaryKey() })
  },
}`,
      `const downgrade = {
  main: (op: Op) => op.dropTable('account'),
  audit: (op: Op) => op.dropTable('event'),
}`,
    ),
  )
}

const all = <T>(several: SeveralDatabases, value: T) =>
  Object.fromEntries(several.names.map((name) => [name, value]))

test('upgrade, current, downgrade go through all of them, in the order of the ini', async () => {
  const several = await createSeveral()
  const { project, names } = several
  write(several)
  const up = await project.ok('upgrade', 'head')
  expect(up.stdout).toBe('')
  expect(up.stderr.replace(/ \(.*\)/g, '')).toBe(
    names
      .flatMap((name) => [`${name}: Running upgrade <base> -> a1`, `${name}: Running upgrade a1 -> b2`])
      .map((line) => `${line}\n`)
      .join(''),
  )
  expect(await several.rows()).toEqual(all(several, ['b2']))
  for (const name of names) {
    expect(await several.query(name, 'SELECT name FROM everywhere ORDER BY name')).toEqual([
      { name },
      { name: `${name}!` },
    ])
  }
  expect(await whereIs(several, 'account')).toEqual(['main'])
  expect(await whereIs(several, 'event')).toEqual(['audit'])
  expect((await project.ok('current')).stdout).toBe(names.map((name) => `${name}: b2 (head)\n`).join(''))
  expect((await project.ok('upgrade', 'head')).stderr).toBe(
    names.map((name) => `${name}: nothing to do: the database is at b2\n`).join(''),
  )

  await project.ok('downgrade', '-1')
  expect(await several.rows()).toEqual(all(several, ['a1']))
  expect([await whereIs(several, 'account'), await whereIs(several, 'event')]).toEqual([[], []])
  await project.ok('downgrade', 'base')
  expect(await several.rows()).toEqual(all(several, []))
  expect(await whereIs(several, 'everywhere')).toEqual([])
  expect((await project.ok('current')).stdout).toBe(names.map((name) => `${name}: <base>\n`).join(''))
})

describe('--database', () => {
  test('goes to one, as if it were the only one', async () => {
    const several = await createSeveral()
    const { project } = several
    write(several)
    const { stderr } = await project.ok('upgrade', 'head', '--database', 'audit')
    expect(stderr).toMatch(/^Running upgrade <base> -> a1 .*\nRunning upgrade a1 -> b2 .*\n$/)
    expect(await several.rows()).toEqual({ ...all(several, []), audit: ['b2'] })
    expect((await project.ok('--database', 'audit', 'current')).stdout).toBe('b2 (head)\n')
    expect((await project.ok('current', '--database', 'audit', '-c')).code).toBe(0)
    expect((await project.ok('history', '-i', '--database', 'audit')).stdout).toContain(
      'a1 -> b2 (head) (current)',
    )
    expect((await project.ok('show', 'current', '--database', 'audit')).stdout).toContain('Rev: b2')
  })

  test('may be repeated; the order is that of the ini', async () => {
    const several = await createSeveral()
    write(several)
    const args = ['upgrade', 'a1', '--database', 'audit', '--database', 'main', '--database', 'audit']
    const { stderr } = await several.project.ok(...args)
    expect(stderr.match(/^\w+:/gm)).toEqual(['main:', 'audit:'])
  })

  test.each([['upgrade', 'head'], ['current'], ['heads'], ['pull']])(
    'tsmig %s: a name that is none is told with the nearest',
    async (...args) => {
      const several = await createSeveral()
      write(several)
      const { code, stderr } = await several.project.run(...args, '--database', 'adit')
      expect(stderr).toContain(`error: there is no database "adit" among ${several.names.join(', ')}`)
      expect(stderr).toContain('hint: Did you mean "audit"?')
      expect(code).toBe(2)
      expect(await several.rows()).toEqual(all(several, []))
    },
  )

  test('in a project whose database has no name', async () => {
    const { project } = await createSeveral()
    project.write('migrations.ini', '[tsmig]\nscript_location = migrations\nurl = sqlite:///main.db\n')
    const { code, stderr } = await project.run('upgrade', 'head', '--database', 'main')
    expect(stderr).toContain('there is no database "main"')
    expect(stderr).toContain('databases = main, audit')
    expect(code).toBe(2)
  })
})

describe('stamp, ensure-version, current --check-heads', () => {
  test('go through all of them', async () => {
    const several = await createSeveral()
    const { project, names } = several
    write(several)
    await project.ok('ensure-version')
    for (const name of names) expect(await hasTable(several, name, 'tsmig_version')).toBe(true)
    await project.ok('stamp', 'a1')
    expect(await several.rows()).toEqual(all(several, ['a1']))
    await project.ok('stamp', '--purge', 'b2', '--database', 'audit')
    expect(await several.rows()).toEqual({ ...all(several, ['a1']), audit: ['b2'] })
    expect(await whereIs(several, 'everywhere')).toEqual([])

    const behind = await project.run('current', '--check-heads', '--database', 'main', '--database', 'audit')
    expect(behind.code).toBe(3)
    expect(behind.stderr).toContain('error: main: the database is at a1, the files end at b2')
    await project.ok('stamp', 'a1')
    const both = await project.run('current', '-c')
    expect(both.code).toBe(3)
    expect(both.stderr).toContain('error: databases are not at the heads:\n  main: the database is at')
    expect(both.stderr).toContain('\n  audit: the database is at')
    await project.ok('stamp', 'heads')
    expect((await project.ok('current', '--check-heads')).code).toBe(0)
  })

  test('a row that no file has is told with its database', async () => {
    const several = await createSeveral()
    const { project, names } = several
    write(several)
    await project.ok('upgrade', 'head')
    await several.query('audit', "UPDATE tsmig_version SET version_num = 'zz'")
    const { code, stdout, stderr } = await project.run('current')
    expect(stdout).toBe(
      names.map((name) => `${name}: ${name === 'audit' ? 'zz (unknown)' : 'b2 (head)'}\n`).join(''),
    )
    expect(stderr).toContain('error: audit: the database is at revision "zz"')
    expect(code).toBe(1)
  })
})

describe('one that fails', () => {
  const failing = (several: SeveralDatabases) =>
    several.project.write(
      'migrations/versions/c3_.ts',
      severalRevision(
        'c3',
        'b2',
        `const upgrade = {
  async main(op: Op) { await op.createTable('late', { id: t.integer() }) },
  async audit(op: Op) { await op.execute('SELECT * FROM nowhere') },
}`,
        `const downgrade = { main: (op: Op) => op.dropTable('late'), audit() {} }`,
      ),
    )

  test('is the last that is begun; the report says where each stands, and a second run goes on', async () => {
    const several = await createSeveral()
    const { project, names } = several
    write(several)
    failing(several)
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(code).toBe(1)
    expect(stderr).toContain('error: audit: upgrade of revision c3 failed: ')
    expect(stderr).toContain('  statement: SELECT * FROM nowhere')
    expect(stderr).toContain('  main: done, at c3\n  audit: failed, at b2\n')
    if (names.includes('log')) expect(stderr).toContain('  log: not begun, at base\n')
    expect(await several.rows()).toEqual({ ...all(several, []), main: ['c3'], audit: ['b2'] })

    await several.query('audit', 'CREATE TABLE nowhere (id integer)')
    const again = await project.ok('upgrade', 'head')
    expect(again.stderr).toContain('main: nothing to do: the database is at c3\n')
    expect(again.stderr).toContain('audit: Running upgrade b2 -> c3')
    expect(await several.rows()).toEqual(all(several, ['c3']))
  })

  test('before anything was done, when it is seen beforehand: a server that is away', async () => {
    const several = await createSeveral()
    const { project } = several
    write(several)
    const ini = project.read('migrations.ini')
    project.write(
      'migrations.ini',
      ini.replace(/\[audit\]\nurl = .*/, '[audit]\nurl = postgres://x@127.0.0.1:1/x'),
    )
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(code).toBe(1)
    expect(stderr).toContain('error: audit: cannot connect to')
    expect(await several.rows()).toEqual(all(several, []))
  })

  test.each([
    [
      'a function for a database that is none',
      'const upgrade = { async mian(op: Op) {} }',
      'exports "upgrade.mian", and the databases are main, audit',
      'Did you mean "main"?',
    ],
    [
      'what is no function',
      "const upgrade = { main: 'SELECT 1' }",
      'exports "upgrade.main", which is no',
      'async main',
    ],
    ['no upgrade', 'const upward = 1', 'exports no function "upgrade" for the database main', 'Export'],
  ])('before anything was done: %s', async (_, upgrade, told, hint) => {
    const several = await createSeveral()
    write(several)
    several.project.write(
      'migrations/versions/c3_.ts',
      severalRevision('c3', 'b2', upgrade, 'const downgrade = {}'),
    )
    const { code, stderr } = await several.project.run('upgrade', 'head')
    expect(stderr).toContain(told)
    expect(stderr).toContain(hint)
    expect(code).toBe(1)
    expect(await several.rows()).toEqual(all(several, []))
  })

  test('a downgrade that leaves out a database that the upgrade changed', async () => {
    const several = await createSeveral()
    const { project } = several
    write(several)
    project.write(
      'migrations/versions/c3_.ts',
      severalRevision(
        'c3',
        'b2',
        `const upgrade = { audit: (op: Op) => op.createTable('x', { id: t.integer() }) }`,
        'const downgrade = { main() {} }',
      ),
    )
    await project.ok('upgrade', 'head')
    const { code, stderr } = await project.run('downgrade', '-1')
    expect(stderr).toContain('exports no function "downgrade" for the database audit')
    expect(code).toBe(1)
    expect(await several.rows()).toEqual(all(several, ['c3']))
    await project.ok('downgrade', '-1', '--database', 'main')
  })
})

describe('scripts', () => {
  test('are for one database, which is named in them', async () => {
    const several = await createSeveral()
    const { project } = several
    write(several)
    const refused = await project.run('upgrade', 'head', '--sql')
    expect(refused.code).toBe(2)
    expect(refused.stdout).toBe('')
    expect(refused.stderr).toContain(
      `error: this is for one database, and there are ${several.names.join(', ')}`,
    )
    expect(refused.stderr).toContain('--database main')
    const script = await project.ok('upgrade', 'head', '--sql', '--database', 'audit')
    expect(script.stdout).toMatch(/^-- Database audit\n/)
    expect(script.stdout).toContain('CREATE TABLE "event"')
    expect(script.stdout).not.toContain('"account"')
    expect(script.stdout).toContain("'audit!'")
    await several.query('audit', script.stdout)
    expect((await project.ok('current', '--database', 'audit')).stdout).toBe('b2 (head)\n')
    const down = await project.ok('downgrade', 'b2:base', '--sql', '--database', 'audit')
    await several.query('audit', down.stdout)
    expect(await several.rows()).toEqual(all(several, []))
    const table = await project.ok('ensure-version', '--sql', '--database', 'main')
    expect(table.stdout).toMatch(/^-- Database main\n\nCREATE TABLE/)
    expect((await project.ok('stamp', 'b2', '--sql', '--database', 'main')).stdout).toContain("'b2'")
  })

  test.each([['pull'], ['dump'], ['diff', 'database', 'declared'], ['history', '-i'], ['show', 'current']])(
    'so are tsmig %s %s',
    async (...args) => {
      const several = await createSeveral()
      write(several)
      const { code, stderr } = await several.project.run(...args)
      expect(stderr).toContain(`there are ${several.names.join(', ')}`)
      expect(code).toBe(2)
    },
  )

  test('a database that is chosen is pulled, dumped and compared', async () => {
    const several = await createSeveral()
    const { project } = several
    write(several)
    await project.ok('upgrade', 'head')
    expect((await project.ok('pull', '--database', 'audit')).stdout).toContain("table('event'")
    expect((await project.ok('dump', '--database', 'main')).stdout).toContain('CREATE TABLE "account"')
    const diff = await project.run('diff', 'database', 'a1', '--database', 'audit')
    expect([diff.code, diff.stdout]).toEqual([5, '- table event\n'])
  })
})

describe('a revision in SQL', () => {
  const header = '-- m\n-- Revision ID: c3\n-- Revises: b2\n'

  test('has parts for all, or for each', async () => {
    const several = await createSeveral()
    const { project, names } = several
    write(several)
    project.write(
      'migrations/versions/c3_.sql',
      `${header}
-- upgrade main
CREATE TABLE one (id integer);
-- upgrade audit
CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN; RETURN 1; END $$;
-- downgrade audit
DROP FUNCTION f();
-- downgrade main
DROP TABLE one;
`.replace('BEGIN;', 'BEGIN'),
    )
    project.write(
      'migrations/versions/d4_.sql',
      '-- m\n-- Revision ID: d4\n-- Revises: c3\n\n-- upgrade\nCREATE TABLE two (id integer);\n-- downgrade\nDROP TABLE two;\n',
    )
    await project.ok('upgrade', 'head')
    expect([await whereIs(several, 'one'), await whereIs(several, 'two')]).toEqual([['main'], names])
    expect(await several.query('audit', 'SELECT f()')).toEqual([{ f: 1 }])
    await project.ok('downgrade', 'b2')
    expect([await whereIs(several, 'one'), await whereIs(several, 'two')]).toEqual([[], []])
    expect(await several.rows()).toEqual(all(several, ['b2']))
  })

  test.each([
    [
      '-- upgrade main\n-- upgrade mian\n',
      ':6: the file has a part for the database mian, which is none of main, ',
    ],
    ['-- upgrade main\n-- upgrade main\n', ':6: the file has a second part "-- upgrade main"'],
    ['-- upgrade\n-- upgrade main\n', ':6: the file has a part "-- upgrade" for all databases beside'],
    ['-- upgrade main\n-- upgrade\n', ':6: the file has a part "-- upgrade" for all databases beside'],
    ['-- downgrade main\n', ': the file has no part "-- upgrade"'],
  ])('%j is refused', async (parts, told) => {
    const several = await createSeveral()
    write(several)
    several.project.write('migrations/versions/c3_.sql', `${header}\n${parts}`)
    const { code, stderr } = await several.project.run('upgrade', 'head')
    expect(stderr).toContain(told)
    expect(code).toBe(1)
  })

  test('a way back is missing where one database is left out', async () => {
    const several = await createSeveral()
    write(several)
    several.project.write(
      'migrations/versions/c3_.sql',
      `${header}\n-- upgrade main\nSELECT 1;\n-- upgrade audit\n-- downgrade main\n`,
    )
    await several.project.ok('upgrade', 'head')
    const { stderr } = await several.project.run('downgrade', '-1')
    expect(stderr).toContain('has no part "-- downgrade" for the database audit')
  })

  test('where the database has no name, such a line is a comment as before', async () => {
    const { project, query } = await createSeveral()
    project.write('migrations.ini', '[tsmig]\nscript_location = migrations\nurl = sqlite:///main.db\n')
    project.write(
      'migrations/versions/a1_.sql',
      '-- upgrade main\n-- Revision ID: a1\n-- Revises: <base>\n\n-- upgrade\nCREATE TABLE a (id integer);\n-- upgrade main\nCREATE TABLE b (id integer);\n',
    )
    await project.ok('upgrade', 'head')
    expect(await query('main', 'SELECT * FROM a, b')).toEqual([])
  })
})

test('a single one may have a name, too, and is the only one all the same', async () => {
  const several = await createSeveral()
  const { project } = several
  write(several)
  const ini = project.read('migrations.ini')
  project.write('migrations.ini', ini.replace(/databases = .*/, 'databases = main'))
  project.write(
    'migrations/versions/b2_.ts',
    severalRevision('b2', 'a1', 'const upgrade = {}', 'const downgrade = {}'),
  )
  const script = await project.ok('upgrade', 'a1', '--sql')
  expect(script.stdout).toContain("'main!'")
  expect((await project.ok('upgrade', 'head')).stderr).toMatch(/^Running upgrade <base> -> a1 /)
  expect((await project.ok('current')).stdout).toBe('b2 (head)\n')
  expect((await project.ok('pull')).stdout).toContain("table('everywhere'")
})

test('two files are compared without a question of which database', async () => {
  const { project } = await createSeveral()
  project.write(
    'a.ts',
    "import { t, table } from 'tsmig'\nexport const a = table('a', { id: t.integer() })\n",
  )
  project.write(
    'b.ts',
    "import { t, table } from 'tsmig'\nexport const b = table('b', { id: t.integer() })\n",
  )
  const { code, stdout } = await project.run('diff', 'a.ts', 'b.ts')
  expect([code, stdout]).toEqual([5, '- table a\n+ table b\n'])
})

test('functions by name in a project whose database has none are refused', async () => {
  const several = await createSeveral()
  const { project } = several
  write(several)
  project.write('migrations.ini', '[tsmig]\nscript_location = migrations\nurl = sqlite:///main.db\n')
  const { code, stderr } = await project.run('upgrade', 'head')
  expect(stderr).toContain('exports "upgrade.main", and the ini names no databases')
  expect(stderr).toContain('Name main in the key databases')
  expect(code).toBe(1)
})

test('two replicas at once run each revision once in each database', async () => {
  const several = await createSeveral()
  const { project, names } = several
  write(several)
  for (let number = 0; number < 4; number++) {
    project.write(
      `migrations/versions/n${number}_.ts`,
      severalRevision(
        `n${number}`,
        number === 0 ? 'b2' : `n${number - 1}`,
        `async function upgrade(op: Op) { await op.bulkInsert('everywhere', [{ name: 'n${number}' }]) }`,
        'async function downgrade() {}',
      ),
    )
  }
  const runs = await Promise.all(Array.from({ length: 4 }, () => project.run('upgrade', 'head')))
  expect(runs.filter(({ code }) => code !== 0)).toEqual([])
  expect(await several.rows()).toEqual(all(several, ['n3']))
  for (const name of names) {
    const rows = await several.query(name, "SELECT name FROM everywhere WHERE name LIKE 'n_' ORDER BY name")
    expect(rows.map((row) => row.name)).toEqual(['n0', 'n1', 'n2', 'n3'])
  }
})

describe('env.ts', () => {
  const environment = (several: SeveralDatabases, declared: string) =>
    several.project.write(
      'migrations/env.ts',
      `import { appendFileSync } from 'node:fs'
import { defineEnvironment } from 'tsmig'
export default defineEnvironment(${declared})\n`,
    )

  test('declares each by itself, and what is for all beside them', async () => {
    const several = await createSeveral()
    const { project } = several
    write(several)
    project.write(
      'migrations.ini',
      '[tsmig]\nscript_location = migrations\ndatabases = main, audit\nversion_table = ini\n[audit]\nversion_table_schema = public\n',
    )
    environment(
      several,
      `{
  versionTable: 'all_versions',
  onVersionApply: ({ database, revision }) => appendFileSync('applied', database + ' ' + revision + '\\n'),
  databases: {
    main: {
      connection: { client: 'better-sqlite3', connection: { filename: 'main.db' }, useNullAsDefault: true },
      versionTable: 'main_versions',
      naming: { ix: 'ix_%(table_name)s' },
    },
    audit: {
      connection: async () => ({ client: 'pg', connection: ${JSON.stringify(several.urls.audit)} }),
    },
  },
}`,
    )
    await project.ok('upgrade', 'head')
    expect(await several.query('main', 'SELECT version_num FROM main_versions')).toEqual([
      { version_num: 'b2' },
    ])
    expect(await several.query('audit', 'SELECT version_num FROM public.all_versions')).toEqual([
      { version_num: 'b2' },
    ])
    expect(project.read('applied')).toBe('main a1\nmain b2\naudit a1\naudit b2\n')
  })

  test('two names for one database are refused', async () => {
    const several = await createSeveral()
    const { project } = several
    write(several)
    const ini = `[tsmig]\nscript_location = migrations\nurl = ${several.urls.audit}\ndatabases = main, audit\n`
    project.write('migrations.ini', ini)
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(stderr).toContain('the databases main and audit are one and the same')
    expect(code).toBe(2)
    // Two schemas of one database are two.
    project.write('migrations.ini', `${ini}[main]\nversion_table = other_versions\n`)
    project.write(
      'migrations/versions/a1_.ts',
      severalRevision('a1', null, 'const upgrade = {}', 'const downgrade = {}'),
    )
    await project.ok('upgrade', 'a1')
    expect(await several.query('audit', 'SELECT version_num FROM other_versions')).toEqual([
      { version_num: 'a1' },
    ])
  })
})

test('the template multidb makes a project that works', async () => {
  const several = await createSeveral()
  const { project } = several
  rmSync(project.path('migrations.ini'))
  rmSync(project.path('migrations'), { recursive: true })
  const listed = await project.ok('list-templates')
  expect(listed.stdout).toContain('multidb - Migrations for several databases, one history for all.\n')
  await project.ok('init', '-t', 'multidb')
  await project.ok('revision', '-m', 'first', '--rev-id', 'a1')
  const path = 'migrations/versions/a1_first.ts'
  expect(project.read(path)).toContain(
    'export const upgrade = {\n  async main(op: Op) {},\n  async audit(op: Op) {},\n}',
  )
  project.write(
    path,
    project
      .read(path)
      .replace(
        'async audit(op: Op) {}',
        "async audit(op: Op) {\n    await op.createTable('a', { id: t.integer() })\n  }",
      ),
  )
  for (const language of ['js', 'mjs', 'cjs', 'sql']) {
    await project.ok('revision', '-m', 'upgrade main', '--language', language)
  }
  const { stdout } = await project.ok('history')
  expect(stdout.match(/upgrade main$/gm)).toHaveLength(4)
  const env = { AUDIT_URL: several.urls.audit ?? '' }
  const up = await project.runWith(env, 'upgrade', 'head')
  expect(up.code, up.stderr).toBe(0)
  expect(await several.query('audit', 'SELECT * FROM a')).toEqual([])
  expect(await hasTable(several, 'main', 'a')).toBe(false)
  const down = await project.runWith(env, 'downgrade', 'base')
  expect(down.code, down.stderr).toBe(0)
  expect((await project.runWith(env, 'current')).stdout).toBe('main: <base>\naudit: <base>\n')
})

test('a revision is undone for each database', async () => {
  const several = await createSeveral()
  const { project } = several
  write(several)
  await project.ok('upgrade', 'head')
  await project.ok('revision', '--reverse-of', 'b2', '--rev-id', 'both')
  const both = project.read('migrations/versions/both_undo_b2.ts')
  expect(both).toContain("  async main(op: Op) {\n    await op.dropTable('account'")
  expect(both).toContain("  async audit(op: Op) {\n    await op.dropTable('event'")
  expect(both.match(/from 'tsmig'/g)).toHaveLength(1)
  rmSync(project.path('migrations/versions/both_undo_b2.ts'))
  await project.ok('revision', '--reverse-of', 'b2', '--rev-id', 'c3', '--database', 'audit')
  const text = project.read('migrations/versions/c3_undo_b2.ts')
  expect(text).toContain("  async audit(op: Op) {\n    await op.dropTable('event'")
  expect(text).toContain('  async main(op: Op) {},')
  await project.ok('upgrade', 'head')
  expect([await whereIs(several, 'event'), await whereIs(several, 'account')]).toEqual([[], ['main']])
  await project.ok('downgrade', '-1')
  expect(await whereIs(several, 'event')).toEqual(['audit'])
})

test('what differs in several databases is one revision', async () => {
  const several = await createSeveral({
    files: {
      'main.ts': `import { index, t, table } from 'tsmig'
export const account = table('account', { id: t.integer().primaryKey(), name: t.varchar(20) }, (c) => [index(c.name, { name: 'ix_name' })])
`,
      'audit.ts': `import { sql, t, table } from 'tsmig'
export const event = table('event', { id: t.integer().primaryKey(), at: t.timestamptz().default(sql\`now()\`) })
`,
      'log.ts': `import { t, table } from 'tsmig'
export const line = table('line', { id: t.integer().primaryKey() })
`,
    },
  })
  const { project, names } = several
  project.write(
    'migrations/env.ts',
    `export default { databases: { ${names.map((name) => `${name}: { targetMetadata: '${name}.ts' }`).join(', ')} } }`,
  )
  expect((await project.run('check')).code).toBe(5)
  await project.ok('revision', '--autogenerate', '-m', 'all', '--rev-id', 'a1')
  const text = project.read('migrations/versions/a1_all.ts')
  expect(text.match(/from 'tsmig'/g)).toHaveLength(1)
  for (const name of names)
    expect(text).toMatch(new RegExp(`async ${name}\\(op: Op\\) \\{\\n    await op\\.createTable`))
  const behind = await project.run('check')
  expect([behind.code, behind.stderr]).toEqual([
    3,
    expect.stringContaining('error: main: the database is at base'),
  ])
  await project.ok('upgrade', 'head')
  expect((await project.ok('check')).code).toBe(0)
  expect((await project.ok('revision', '--autogenerate', '-m', 'none')).stdout).toBe('')
  await project.ok('downgrade', 'base')
  expect([await whereIs(several, 'account'), await whereIs(several, 'event')]).toEqual([[], []])
  await project.ok('upgrade', 'head')
  project.write(
    'audit.ts',
    `import { t, table } from 'tsmig'\nexport const event = table('event', { id: t.integer().primaryKey() })\n`,
  )
  expect((await project.ok('check', '--database', 'main')).code).toBe(0)
  expect((await project.run('check', '--database', 'audit')).code).toBe(5)
  await project.ok('revision', '--autogenerate', '-m', 'one', '--rev-id', 'b2', '--language', 'sql')
  expect(project.read('migrations/versions/b2_one.sql')).toMatch(
    /^-- upgrade main\n\n-- upgrade audit\nALTER TABLE "event"/m,
  )
  await project.ok('upgrade', 'head')
  expect((await project.ok('check')).code).toBe(0)
}, 120_000)

test('a rename is told for the database that it fits', async () => {
  const table = (name: string, column: string) =>
    `import { t, table } from 'tsmig'\nexport const it = table('${name}', { id: t.integer().primaryKey(), ${column}: t.text() })\n`
  const several = await createSeveral({
    files: {
      'main.ts': table('account', 'nick'),
      'audit.ts': table('event', 'kind'),
      'log.ts': table('line', 'text'),
    },
  })
  const { project, names } = several
  project.write(
    'migrations/env.ts',
    `export default { databases: { ${names.map((name) => `${name}: { targetMetadata: '${name}.ts' }`).join(', ')} } }`,
  )
  await project.ok('revision', '--autogenerate', '-m', 'all', '--rev-id', 'a1')
  await project.ok('upgrade', 'head')
  project.write('main.ts', table('account', 'handle'))
  project.write('audit.ts', table('event', 'sort'))
  expect((await project.run('check')).stderr).toContain('audit: renamed? column kind of event to sort: ')
  const flags = ['--rename', 'account.nick:handle', '--rename', 'event.kind:sort']
  const typo = await project.run('revision', '--autogenerate', ...flags, '--rename', 'evnt.kind:sort')
  expect([typo.code, typo.stderr]).toEqual([
    2,
    expect.stringContaining('error: --rename evnt.kind:sort: there is no table evnt'),
  ])
  await project.ok('revision', '--autogenerate', '-m', 'names', '--rev-id', 'b2', ...flags)
  const text = project.read('migrations/versions/b2_names.ts')
  expect(text.match(/\{ name: '(handle|sort)'/g)).toEqual(["{ name: 'handle'", "{ name: 'sort'"])
  await project.ok('upgrade', 'head')
  expect((await project.ok('check')).code).toBe(0)
}, 120_000)

test('as a library: a report for each', async () => {
  const several = await createSeveral()
  const { project, names } = several
  write(several)
  const { current, DatabaseError, upgrade } = await import('tsmig')
  const told: (string | undefined)[] = []
  const reporter = {
    running() {},
    ran: (_step: unknown, _time: number, database?: string) => told.push(database),
    waiting() {},
    warning() {},
  }
  const report = await upgrade({ target: 'a1', cwd: project.directory, reporter })
  expect(told).toEqual(names)
  expect(
    report.databases?.map(({ database, from, to, steps }) => [database, from, to, steps.length]),
  ).toEqual(names.map((name) => [name, [], ['a1'], 1]))
  expect([report.from, report.to, report.steps.length]).toEqual([[], ['a1'], names.length])
  const one = await upgrade({ target: 'head', cwd: project.directory, databases: ['audit'] })
  expect([one.databases, one.to]).toEqual([undefined, ['b2']])
  const standing = await current({ cwd: project.directory })
  expect(standing.databases?.map(({ name, revisions }) => [name, revisions.map(({ id }) => id)])).toEqual(
    names.map((name) => [name, [name === 'audit' ? 'b2' : 'a1']]),
  )
  await several.query('main', 'CREATE TABLE account (id integer)')
  const error = await upgrade({ target: 'head', cwd: project.directory }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(DatabaseError)
  expect(error).toMatchObject({
    code: 'revision-failed',
    database: 'main',
    standing: names.map((database) =>
      database === 'main'
        ? { database, state: 'failed', heads: ['a1'] }
        : { database, state: 'not begun', heads: [database === 'audit' ? 'b2' : 'a1'] },
    ),
  })
})
