import { spawn } from 'node:child_process'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createProject, kinds, type ProjectWithDatabase } from '../support/databases.ts'
import { binary, TestProject } from '../support/project.ts'

const servers = kinds.filter((kind) => kind !== 'sqlite')

/** A run in a process of its own that holds the lock until the test ends. */
async function holdLock({ project }: ProjectWithDatabase): Promise<{ readonly ended: Promise<string> }> {
  project.revision('a1', null, {
    upgrade: `await op.run('sleep', async () => {
    console.log('working')
    if (process.env.HOLD) await new Promise((resolve) => setTimeout(resolve, 60_000))
  })`,
  })
  const child = spawn(process.execPath, [binary, 'upgrade', 'head'], {
    cwd: project.directory,
    env: { ...process.env, HOLD: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(stderr)))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return { ended }
}

describe.each(kinds)('the lock on %s', (kind) => {
  test('is waited for as long as was said, and its holder is named', async () => {
    const database = await createProject(kind, { ini: 'lock_timeout = 10ms' })
    await holdLock(database)
    const { project } = database
    const holder = {
      sqlite: /another connection to the database file/,
      postgres: /backend \d+ \(tsmig\) of \w+.*, connected since \d{4}-\d\d-\d\dT[\d:]+Z/,
      mysql: /connection \d+ of \w+ from \S+/,
    }
    const start = performance.now()
    const byFlag = await project.run('upgrade', 'head', '--lock-timeout', '1.2s')
    expect(byFlag.code, byFlag.stderr).toBe(4)
    expect(performance.now() - start).toBeGreaterThan(1200)
    expect(byFlag.stderr).toContain('error: waited 1.2 s for another migration run to end')
    expect(byFlag.stderr).toMatch(holder[kind])
    // The table of a SQLite database is there before the first revision begins.
    const ensure = kind === 'sqlite' ? [] : [['ensure-version']]
    for (const command of [['upgrade', 'head'], ['stamp', 'a1'], ...ensure]) {
      const byIni = await project.run(...command)
      expect(byIni.stderr).toContain('error: waited 0.01 s for another migration run')
      expect(byIni.code).toBe(4)
    }
    expect(await database.query('SELECT * FROM tsmig_version')).toEqual([])
  })

  test('of another version table keeps nobody away', async () => {
    const database = await createProject(kind, {
      ini: 'lock_timeout = 0\n[other]\nscript_location = migrations\nversion_table = other_version',
    })
    const { project, url } = database
    project.write('migrations.ini', `${project.read('migrations.ini')}url = ${url.replaceAll('%', '%%')}\n`)
    if (kind === 'sqlite') {
      await project.ok('upgrade', 'head')
      await project.ok('--name', 'other', 'upgrade', 'head')
      return
    }
    await holdLock(database)
    expect((await project.ok('--name', 'other', 'upgrade', 'head')).stderr).toContain('Running upgrade')
  })
})

describe.each(servers)('a lock that outlives its process on %s', (kind) => {
  test('is told, and ended by the id of its session', async () => {
    const database = await createProject(kind)
    const { ended } = await holdLock(database)
    const { project } = database
    const { stdout, stderr } = await project.ok('unlock')
    const [, id = ''] = /^the lock is held by (?:backend|connection) (\d+) /.exec(stdout) ?? []
    expect(stderr).toBe(`If its process is gone: tsmig unlock ${id}\n`)
    const wrong = await project.run('unlock', String(Number(id) + 1_000_000))
    expect(wrong.code).toBe(1)
    expect(wrong.stderr).toMatch(
      /^error: session \d+ doesn't hold the lock of tsmig_version: (backend|connection) /,
    )
    expect((await project.ok('unlock', id)).stdout).toMatch(new RegExp(`^ended \\w+ ${id} `))
    expect((await project.ok('unlock')).stdout).toBe('no run holds the lock\n')
    expect((await project.run('unlock', id)).stderr).toContain('holds no lock of tsmig_version: nobody does')
    await project.ok('upgrade', 'head')
    // It still waits for its own code.
    void ended
  })

  test('--no-lock waits for nobody', async () => {
    const database = await createProject(kind, { ini: 'lock_timeout = 0' })
    await holdLock(database)
    // The same revision would wait for what is written down of it.
    database.project.revision('b1', null)
    const { stderr } = await database.project.ok('upgrade', 'b1', '--no-lock')
    expect(stderr).toContain('Running upgrade <base> -> b1')
  })
})

test('on SQLite the lock is told to be the transaction of its holder', async () => {
  const { project } = await createProject('sqlite')
  const untold =
    "the lock of a SQLite file is its writer's transaction: who holds it can't be told, and it ends with its process"
  expect((await project.ok('unlock')).stdout).toBe(`${untold}\n`)
  const { code, stderr } = await project.run('unlock', '7')
  expect(code).toBe(1)
  expect(stderr).toBe(`error: ${untold}\n  hint: End the process that has the file open.\n`)
})

test('a killed run on PostgreSQL leaves its lock within a second, whatever the server has to do', async () => {
  const { project } = await createProject('postgres')
  project.revision('a1', null, {
    upgrade: `console.log('working')
  if (process.env.HOLD) await op.execute('SELECT pg_sleep(30)')`,
  })
  const child = spawn(process.execPath, [binary, 'upgrade', 'head'], {
    cwd: project.directory,
    env: { ...process.env, HOLD: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  await new Promise((resolve) => setTimeout(resolve, 300))
  child.kill('SIGKILL')
  // It would last for half a minute. The limit is a machine's that has other things to do.
  await project.ok('upgrade', 'head', '--lock-timeout', '10s')
})

test.each([
  [['upgrade', 'head', '--lock-timeout', '5'], 'error: --lock-timeout 5 is no span of time'],
  [['stamp', 'head', '--lock-timeout', 'soon'], 'error: --lock-timeout soon is no span of time'],
  [['unlock', 'me'], 'error: '],
])('%j is refused', async (args, message) => {
  const project = TestProject.create()
  const ran = await project.run(...args)
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain(message)
})

test('lock_timeout has to be a span of time', async () => {
  const project = TestProject.create({ ini: 'lock_timeout = 10' })
  const ran = await project.run('upgrade', 'head')
  expect(ran.code).toBe(2)
  expect(ran.stderr).toMatch(
    /migrations\.ini:4: lock_timeout is no span of time\n {2}hint: Write lock_timeout = 30s/,
  )
})
