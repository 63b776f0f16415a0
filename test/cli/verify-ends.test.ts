import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds, type ProjectWithDatabase } from '../support/databases.ts'
import { scratchesOf } from '../support/scratches.ts'

const binary = fileURLToPath(new URL('../../bin/tsmig.cjs', import.meta.url))

/** A revision that says that it is at work, with a transaction open, and then keeps the server busy. */
const busy: Readonly<Record<Kind, string>> = {
  sqlite: "await op.run('wait', () => new Promise((resolve) => setTimeout(resolve, 60_000)))",
  postgres: "await op.execute('SELECT pg_sleep(60)')",
  mysql: `await op.bulkInsert('one', [{ id: 1 }])
    await op.execute('SELECT SLEEP(60)')`,
}

async function projectThat(kind: Kind, does: string): Promise<ProjectWithDatabase> {
  const made = await createProject(kind)
  made.project.revision('a1', null, {
    upgrade: "await op.createTable('one', { id: t.integer() })",
    downgrade: `await op.run('tell', async () => console.log('working'))
      ${does}
      await op.dropTable('one')`,
  })
  return made
}

describe.each(kinds)('verify on %s', (kind) => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ended by %s leaves nothing behind', async (signal) => {
    const made = await projectThat(kind, busy[kind])
    const before = await scratchesOf(kind, made)
    const child = spawn(process.execPath, [binary, 'verify'], {
      cwd: made.project.directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    await new Promise((resolve) => setTimeout(resolve, 200))
    const during = (await scratchesOf(kind, made)).filter((name) => !before.includes(name))
    expect(during.length).toBeGreaterThanOrEqual(kind === 'sqlite' ? 0 : 1)
    const ended = new Promise((resolve) => child.once('close', (code, by) => resolve(by ?? code)))
    child.kill(signal)
    // In memory there is nothing to drop.
    const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
    expect(await ended).toBe(kind === 'sqlite' ? signal : codes[signal])
    expect(stderr).toBe('')
    const left = async () => (await scratchesOf(kind, made)).filter((name) => during.includes(name))
    await expect.poll(left, { timeout: 20_000 }).toEqual([])
  })

  test('ended by an error that nothing caught leaves nothing behind', async () => {
    const made = await projectThat(
      kind,
      `setTimeout(() => { throw new Error('too late') }, 50)
      await new Promise((resolve) => setTimeout(resolve, 5_000))`,
    )
    const before = await scratchesOf(kind, made)
    const ran = await made.project.run('verify')
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error: an error that nothing caught: too late'),
    })
    expect(ran.stderr.match(/^error: /gm)).toHaveLength(1)
    const left = async () => (await scratchesOf(kind, made)).filter((name) => !before.includes(name))
    await expect.poll(left, { timeout: 20_000 }).toEqual([])
  })
})
