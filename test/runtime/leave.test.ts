import { connect as connectTo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { upgrade } from '../../src/commands/upgrade.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { TestProject } from '../support/project.ts'

const late = 2000

/** A way to a PostgreSQL that hangs up late, and the sockets of those who took it. */
async function hangingUpLate(url: string) {
  const target = new URL(url)
  const through = new URL(url)
  const sockets: Socket[] = []
  const ended: Promise<unknown>[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket)
    const behind = connectTo({ host: target.hostname, port: Number(target.port) })
    socket.on('data', (bytes) => behind.write(bytes)).on('error', () => behind.destroy())
    behind.on('data', (bytes) => socket.write(bytes))
    ended.push(
      new Promise((resolve) =>
        behind.on('close', (hasFailed) => {
          setTimeout(() => socket.end(), late)
          resolve(hasFailed)
        }),
      ),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  through.port = String(typeof address === 'object' ? address?.port : '')
  return { url: through.href, sockets, ended }
}

test('where nothing is to be done, a server that hangs up late is told goodbye and not waited for', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const way = await hangingUpLate(database.url)
  const project = TestProject.create({ url: way.url })
  project.revision('a1', null, { upgrade: "await op.execute('SELECT 1')" })
  const timed = async () => {
    const start = performance.now()
    const { steps } = await upgrade({ cwd: project.directory, target: 'head' })
    return { steps: steps.length, time: performance.now() - start }
  }
  const first = await timed()
  expect(first.steps).toBe(1)
  expect(first.time).toBeGreaterThan(late)
  const second = await timed()
  expect(second.steps).toBe(0)
  expect(second.time).toBeLessThan(late)
  // It was told, and has ended its side.
  expect(await Promise.all(way.ended)).toEqual([false, false])
  await expect.poll(() => way.sockets.every(({ destroyed }) => destroyed), { timeout: 2 * late }).toBe(true)
})
