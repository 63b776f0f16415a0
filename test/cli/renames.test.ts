import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import type { TestProject } from '../support/project.ts'

const env = `import { defineEnvironment } from 'tsmig'
export default defineEnvironment({ targetMetadata: 'src/*.ts' })
`

const before = `import { check, index, sql, t, table, view } from 'tsmig'
export const user = table('user', {
  id: t.integer().identity().primaryKey(),
  nick: t.varchar(50).notNull().unique(),
  age: t.integer().default(3).check('age > 0', 'age_positive'),
  team: t.varchar(20),
}, [index(['age', 'team']), check("nick <> 'nick' AND age < 200", { name: 'sane' })])
export const post = table('post', {
  id: t.integer().primaryKey(),
  author: t.integer().notNull().references('user.id'),
})
export const nicks = view('nicks', 'SELECT id, nick FROM USER')
export const count = view('count_nicks', 'SELECT count(nick) AS n FROM nicks')
`

const after = `import { check, index, sql, t, table, view } from 'tsmig'
export const account = table('account', {
  id: t.integer().identity().primaryKey(),
  handle: t.varchar(80).notNull().unique(),
  age: t.integer().default(4).check('age > 0', 'age_positive'),
  born: t.date(),
}, [index(['age', 'handle']), check("handle <> 'nick' AND age < 200", { name: 'sane' })])
export const post = table('post', {
  id: t.integer().primaryKey(),
  writer: t.integer().notNull().references('account.id'),
})
export const nicks = view('nicks', 'SELECT id, handle FROM account')
export const count = view('count_nicks', 'SELECT count(handle) AS n FROM nicks')
`

const quotes = { sqlite: '"user"', postgres: '"user"', mysql: '`user`' }

describe.each(kinds)('on %s', (kind) => {
  async function start() {
    const schema = before.replace("FROM USER'", `FROM ${quotes[kind]}'`)
    const made = await createProject(kind, { files: { 'src/schema.ts': schema, 'migrations/env.ts': env } })
    await made.project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
    await made.project.ok('upgrade', 'head')
    await made.query(`INSERT INTO ${quotes[kind]} (id, nick, team) VALUES (7, 'ada', 'x')`)
    await made.query('INSERT INTO post (id, author) VALUES (1, 7)')
    made.project.write('src/schema.ts', after)
    return made
  }

  const flags = [
    '--rename',
    'user:account',
    '--rename',
    'account.nick:handle',
    '--rename',
    'post.author:writer',
  ]

  test('a table and its columns go on under other names, with their rows, and come back', async () => {
    const { project, query } = await start()
    const open = await project.run('revision', '--autogenerate', '--rev-id', 'bbb')
    expect(open).toMatchObject({ code: 7, stdout: '' })
    expect(open.stderr).toContain('table user: renamed to account, with its rows')
    expect(open.stderr).toContain(flags.join(' '))
    await project.ok('revision', '--autogenerate', '--rev-id', 'bbb', ...flags)
    await project.ok('upgrade', 'head')
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    expect(await query('SELECT handle, age FROM account JOIN post ON writer = account.id')).toMatchObject([
      { handle: 'ada', age: 3 },
    ])
    expect(Number((await query('SELECT n FROM count_nicks'))[0]?.n)).toBe(1)
    await project.ok('downgrade', 'aaa')
    project.write('src/schema.ts', before.replace("FROM USER'", `FROM ${quotes[kind]}'`))
    const [path = ''] = Object.keys(project.files()).filter((one) => one.includes('bbb'))
    rmSync(project.path(path))
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    expect(await query(`SELECT nick FROM ${quotes[kind]}`)).toMatchObject([{ nick: 'ada' }])
  })

  test('names that go round, and such as are handed on, take their rows along', async () => {
    const declared = (first: string, second: string, ...columns: readonly string[]) => {
      const list = columns.map((name, at) => `${name}: t.varchar(${at + 1}0)`)
      return `import { t, table } from 'tsmig'
export const one = table('${first}', { id: t.integer().identity().primaryKey(), ${list.join(', ')} })
export const two = table('${second}', { id: t.integer().primaryKey(), one: t.integer().references('${first}.id') })
`
    }
    const start = declared('a', 'b', 'w', 'x', 'y', 'z')
    const { project, query } = await createProject(kind, {
      files: { 'src/schema.ts': start, 'migrations/env.ts': env },
    })
    await project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
    await project.ok('upgrade', 'head')
    await query("INSERT INTO a (id, w, x, y, z) VALUES (7, 'w', 'x', 'y', 'z')")
    await query('INSERT INTO b (id, one) VALUES (1, 7)')
    project.write('src/schema.ts', declared('b', 'a', 'x', 'w', 'z', 'last'))
    const round = ['a:b', 'b:a', 'b.w:x', 'b.x:w', 'b.y:z', 'b.z:last'].flatMap((one) => ['--rename', one])
    await project.ok('revision', '--autogenerate', '--rev-id', 'bbb', ...round)
    await project.ok('upgrade', 'head')
    expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
    const rows = 'SELECT b.w, b.x, b.z, b.last, a.one FROM a JOIN b ON a.one = b.id'
    expect(await query(rows)).toMatchObject([{ x: 'w', w: 'x', z: 'y', last: 'z', one: 7 }])
    await project.ok('downgrade', 'aaa')
    expect(await query('SELECT w, x, y, z, one FROM a JOIN b ON one = a.id')).toMatchObject([
      { w: 'w', x: 'x', y: 'y', z: 'z', one: 7 },
    ])
    await project.ok('upgrade', 'head')
    expect(await query(rows)).toHaveLength(1)
  })

  test('names that go round by declarations are refused', async () => {
    const declared = (x: string, y: string) =>
      `import { t, table } from 'tsmig'
export const a = table('a', { id: t.integer().primaryKey(), x: t.date()${x}, y: t.date()${y} })
`
    const { project } = await createProject(kind, {
      files: { 'src/schema.ts': declared('', ''), 'migrations/env.ts': env },
    })
    await project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
    await project.ok('upgrade', 'head')
    project.write('src/schema.ts', declared(".renamedFrom('y')", ".renamedFrom('x')"))
    for (const command of [['revision', '--autogenerate'], ['check']]) {
      const refused = await project.run(...command)
      expect(refused).toMatchObject({ code: 2, stdout: '' })
      expect(refused.stderr).toContain('columns of a are renamed in a circle (y → x → y)')
      expect(refused.stderr).toContain('--rename a.y:x --rename a.x:y')
    }
  })

  test('what only changes its names is no other change', async () => {
    const { project } = await start()
    project.write(
      'src/schema.ts',
      before.replaceAll("'user", "'account").replace("FROM USER'", "FROM account'"),
    )
    const written = await project.ok(
      'revision',
      '--autogenerate',
      '--rev-id',
      'bbb',
      '--rename',
      'user:account',
    )
    // SQLite renames no index.
    const others = kind === 'sqlite' ? /view|Rename|index/i : /view|Rename/i
    const kept = written.stderr.split('\n').filter((line) => !others.test(line))
    expect(kept.filter((line) => line.trim() !== '')).toEqual([])
  })
})

test('on SQLite, the case of a name changes where that is told', async () => {
  const { project, query } = await createProject('sqlite', {
    files: { 'src/schema.ts': before, 'migrations/env.ts': env },
  })
  await project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
  await project.ok('upgrade', 'head')
  await query("INSERT INTO user (id, nick, team) VALUES (7, 'ada', 'x')")
  await query('INSERT INTO post (id, author) VALUES (1, 7)')
  const cased = before
    .replaceAll("'user", "'User")
    .replace('team: t', 'Team: t')
    .replace(", 'team'", ", 'Team'")
  project.write('src/schema.ts', cased)
  expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
  await project.ok(
    'revision',
    '--autogenerate',
    '--rev-id',
    'bbb',
    '--rename',
    'user:User',
    '--rename',
    'User.team:Team',
  )
  const names = () => query("SELECT name FROM sqlite_schema WHERE lower(name) = 'user'")
  await project.ok('upgrade', 'head')
  expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
  expect(await names()).toEqual([{ name: 'User' }])
  expect(await query('SELECT Team, author FROM User JOIN post ON author = User.id')).toEqual([
    { Team: 'x', author: 7 },
  ])
  await project.ok('downgrade', 'aaa')
  expect(await names()).toEqual([{ name: 'user' }])
  expect(await query('SELECT team FROM user')).toEqual([{ team: 'x' }])
})

/** Runs the program on a terminal of its own, and types. */
function onTerminal(project: TestProject, typed: string, ...args: readonly string[]) {
  const binary = fileURLToPath(new URL('../../bin/tsmig.cjs', import.meta.url))
  const script = `import os, pty, signal, sys
typed = sys.argv[1].encode()
pid, terminal = pty.fork()
if pid == 0: os.execvp(sys.argv[2], sys.argv[2:])
signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
signal.alarm(40)
seen = b''
at = 0
while True:
    try: part = os.read(terminal, 1024)
    except OSError: break
    if not part: break
    seen += part
    while at < len(typed) and seen.count(b'rop and add? ') > at:
        os.write(terminal, typed[at:at + 1] + (b'' if typed[at] < 32 else b'\\n'))
        at += 1
sys.stdout.buffer.write(seen)
status = os.waitpid(pid, 0)[1]
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
`
  const { CI: _, ...own } = process.env
  return new Promise<{ code: number | null; shown: string }>((resolve, reject) => {
    const child = spawn('python3', ['-c', script, typed, process.execPath, binary, ...args], {
      cwd: project.directory,
      env: { ...own, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let shown = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, shown }))
  })
}

describe('on a terminal', () => {
  const schema = (column: string, more: string) => `import { t, table } from 'tsmig'
export const a = table('a', { id: t.integer().primaryKey(), ${column}: t.text(), x: t.date(), ${more}: t.integer() })
`
  async function start() {
    const files = { 'src/schema.ts': schema('nick', 'count'), 'migrations/env.ts': env }
    const { project } = await createProject('sqlite', { files })
    await project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
    await project.ok('upgrade', 'head')
    project.write('src/schema.ts', schema('handle', 'total'))
    return project
  }
  const args = ['revision', '--autogenerate', '--rev-id', 'bbb']

  test('each is asked about, and what is answered is done', async () => {
    const project = await start()
    const { code, shown } = await onTerminal(project, 'rd', ...args)
    expect(shown).toContain('column a.nick: renamed to handle, with its values; or dropped')
    expect(code).toBe(0)
    const [text = ''] = Object.entries(project.files()).flatMap(([path, one]) =>
      path.includes('bbb') ? [one] : [],
    )
    expect(text).toContain("name: 'handle'")
    expect(text).toContain("dropColumn('count'")
  })

  test('ctrl-c and ctrl-d leave with nothing written', async () => {
    const project = await start()
    const files = project.files()
    expect((await onTerminal(project, 'r\u0003', ...args)).code).toBe(130)
    expect((await onTerminal(project, 'r\u0004', ...args)).code).toBe(7)
    expect(project.files()).toEqual(files)
  })
})

describe.each(kinds)('names of which nothing but the case differs, on %s', (kind) => {
  const declared = (table: string, column: string) => `import { t, table } from 'tsmig'
export const one = table('${table}', { id: t.integer().primaryKey(), ${column}: t.varchar(20) })
`
  test('are one name, are renamed, or are asked about', async () => {
    const { project, query } = await createProject(kind, {
      files: { 'src/schema.ts': declared('account', 'Email'), 'migrations/env.ts': env },
    })
    await project.ok('revision', '--autogenerate', '--rev-id', 'aaa')
    await project.ok('upgrade', 'head')
    await query("INSERT INTO account VALUES (1, 'ada')")
    project.write('src/schema.ts', declared('account', 'email'))
    if (kind === 'postgres') {
      expect((await project.run('revision', '--autogenerate')).code).toBe(7)
      await project.ok('revision', '--autogenerate', '--rename', 'account.Email:email')
    } else await project.ok('revision', '--autogenerate', '--no-renames')
    await project.ok('upgrade', 'head')
    expect((await project.run('check', '--no-renames')).code).toBe(0)
    expect(await query('SELECT email FROM account')).toEqual([
      kind === 'sqlite' ? { Email: 'ada' } : { email: 'ada' },
    ])
    project.write('src/schema.ts', declared('Account', 'email'))
    if (kind === 'sqlite') return expect((await project.run('check')).code).toBe(0)
    await project.ok('revision', '--autogenerate', '--rename', 'account:Account')
    await project.ok('upgrade', 'head')
    expect((await project.run('check')).code).toBe(0)
    await project.ok('downgrade', '-1')
    expect(await query('SELECT email FROM account')).toEqual([{ email: 'ada' }])
  })
})
