import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds } from '../support/databases.ts'
import { binary, TestProject } from '../support/project.ts'

describe('a revision that ends the run', () => {
  test.each([
    [
      'by process.exit',
      'process.exit(0)',
      'the process was ended by process.exit(0) before the upgrade of revision b2 (',
    ],
    [
      'by waiting for ever',
      'await new Promise(() => {})',
      'upgrade of revision b2 failed: it waits for something that never comes',
    ],
    [
      'by a promise that nobody awaits',
      `void Promise.reject(new Error('gone astray'))
  await new Promise((resolve) => setTimeout(resolve, 200))`,
      'an error that nothing caught: gone astray\n  at ',
    ],
    [
      'by a timer that throws',
      `setTimeout(() => { throw new Error('too late') }, 5)
  await new Promise((resolve) => setTimeout(resolve, 200))`,
      'an error that nothing caught: too late\n  at ',
    ],
  ])('%s', async (_how, code, error) => {
    const { project, query, tables } = await createProject('sqlite')
    project.revision('a1', null, { upgrade: `await op.createTable('one', { id: t.integer() })` })
    project.revision('b2', 'a1', {
      upgrade: `await op.createTable('two', { id: t.integer() })
  ${code}`,
    })
    const ran = await project.run('upgrade', 'head')
    expect(ran.code, ran.stderr).toBe(1)
    expect(ran.stderr).toContain(`\nerror: ${error}`)
    expect(ran.stderr).toContain('  hint: ')
    expect(ran.stderr).not.toContain('node:internal')
    expect(await tables()).toEqual(['one', 'tsmig_version'])
    expect(await query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'a1' }])
  })
})

const shell = (project: TestProject, command: string) =>
  spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    cwd: project.directory,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, BIN: binary, NO_COLOR: '1' },
  })

describe('output that goes nowhere', () => {
  function noisyProject(): TestProject {
    const project = TestProject.create()
    project.revision('a1', null, {
      upgrade: `for (let line = 0; line < 5000; line++) console.log('x'.repeat(200))
  await op.createTable('one', { id: t.integer() })`,
    })
    return project
  }

  test('a reader that has seen enough of a listing', () => {
    const ran = shell(noisyProject(), '"$NODE" "$BIN" history | head -c 1')
    expect([ran.status, ran.stderr]).toEqual([0, ''])
  })

  test.each(['2>&1 | head -c 1', '2>/dev/null | true', '2> >(exit 0) >/dev/null'])(
    'a run whose output is not read goes on to its end: %s',
    async (redirection) => {
      const project = noisyProject()
      const ran = shell(project, `"$NODE" "$BIN" upgrade head ${redirection}`)
      expect(ran.status, ran.stderr).toBe(0)
      expect((await project.ok('current')).stdout).toBe('a1 (head)\n')
    },
  )

  test.skipIf(!existsSync('/dev/full')).each(['history', 'upgrade head --sql', '--version', '--help'])(
    'no room for what %s writes is an error',
    (command) => {
      const project = TestProject.create()
      project.revision('a1', null)
      const ran = shell(project, `"$NODE" "$BIN" ${command} > /dev/full`)
      expect(ran.status).toBe(1)
      expect(ran.stderr).toMatch(/^error: not everything could be written to stdout: ENOSPC/m)
      expect(ran.stderr).not.toMatch(/^\s+at /m)
    },
  )
})

test('a pipe whose other writers have it not wait gets all there is', () => {
  const project = TestProject.create()
  project.revision('a1', null, { message: 'x'.repeat(500_000) })
  const other = "process.stdout.write('', () => setTimeout(() => {}, 3000))"
  const line = `("$NODE" -e "${other}" & sleep 1; "$NODE" "$BIN" history) | (sleep 2; wc -c)`
  const ran = shell(project, line)
  expect(ran.stdout.trim()).toBe(String('<base> -> a1 (head), \n'.length + 500_000))
})

const wait = "await op.run('sleep', () => new Promise((resolve) => setTimeout(resolve, 60_000)))"
/** Some servers are busy, and don't see that their client has gone. */
const pause: Readonly<Record<Kind, string>> = {
  sqlite: wait,
  postgres: "await op.execute('SELECT pg_sleep(60)')",
  mysql: wait,
}
const table = "await op.createTable('two', { id: t.integer() })"
/** What MySQL takes back. */
const rows = "await op.bulkInsert('one', [{ id: 2 }])"

describe.each(kinds)('killed half-way on %s', (kind) => {
  test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
    'by %s',
    async (signal) => {
      const database = await createProject(kind)
      const { project } = database
      project.revision('a1', null, { upgrade: `await op.createTable('one', { id: t.integer() })` })
      project.revision('b2', 'a1', {
        upgrade: `${kind === 'mysql' ? rows : table}
  if (process.env.SLOW) {
    await op.run('tell', async () => console.log('working'))
    ${pause[kind]}
  }`,
      })
      await project.ok('upgrade', 'a1')
      const before = await database.contents()
      const child = spawn(process.execPath, [binary, 'upgrade', 'head'], {
        cwd: project.directory,
        env: { ...process.env, SLOW: '1' },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      await new Promise((resolve) => child.stdout.once('data', resolve))
      await new Promise((resolve) => setTimeout(resolve, 200))
      const ended = new Promise((resolve) => child.once('close', (_code, by) => resolve(by)))
      child.kill(signal)
      expect(await ended).toBe(signal)
      expect(await database.contents()).toEqual(before)
      const start = performance.now()
      const ran = await project.ok('upgrade', 'head')
      expect(ran.stderr).toContain('Running upgrade a1 -> b2')
      expect(performance.now() - start).toBeLessThan(20_000)
      if (kind === 'mysql') expect(await database.query('SELECT id FROM one')).toEqual([{ id: 2 }])
      else expect(await database.tables()).toEqual(['one', 'tsmig_version', 'two'])
    },
    40_000,
  )
})
