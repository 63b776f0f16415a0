import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { current } from '../../src/commands/current.ts'
import { upgrade } from '../../src/commands/upgrade.ts'
import { createProject, kinds } from '../support/databases.ts'
import { TestProject } from '../support/project.ts'

const onServers = kinds.filter((kind) => kind !== 'sqlite')
const ports = { postgres: 5432, mysql: 3306 }

/** A way to a server that passes nothing on, neither way, from what is the last on; it ends nothing, either. */
async function openSilent(target: URL, isLast: (data: Buffer, sent: number) => boolean, usualPort: number) {
  let sent = 0
  let silent = false
  const sockets: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect(Number(target.port || usualPort), target.hostname)
    sockets.push(client, upstream)
    for (const socket of [client, upstream]) socket.on('error', () => {})
    client.on('data', (data) => {
      sent += data.length
      silent ||= isLast(data, sent)
      if (!silent) upstream.write(data)
    })
    client.on('end', () => silent || upstream.end())
    upstream.on('data', (data) => silent || client.write(data))
    upstream.on('end', () => silent || client.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return { port: typeof address === 'object' ? address?.port : undefined, sent: () => sent }
}

/** A project whose server falls silent when it has been sent so many bytes; the bytes that were sent. */
async function silentAfter(kind: 'postgres' | 'mysql', bytes: number, timeout = '30s') {
  const { url } = await createProject(kind)
  const target = new URL(url)
  const silent = await openSilent(new URL(url), (_data, sent) => sent >= bytes, ports[kind])
  target.hostname = '127.0.0.1'
  target.port = String(silent.port)
  const project = TestProject.create({ url: target.href, ini: `connect_timeout = ${timeout}\n` })
  project.revision('a1', null, { upgrade: "await op.execute('SELECT 1')" })
  const sent = async () => {
    // The leave that the client took is on its way.
    await sleep(200)
    return silent.sent()
  }
  return { cwd: project.directory, sent }
}

test.each(onServers)('a run ends where %s falls silent before the first revision', async (kind) => {
  const whole = await silentAfter(kind, Number.MAX_SAFE_INTEGER)
  await upgrade({ cwd: whole.cwd, target: 'head' })
  const all = await whole.sent()
  for (const share of [0.07, 0.15, 0.3]) {
    const { cwd } = await silentAfter(kind, Math.round(all * share), '1s')
    await expect(upgrade({ cwd, target: 'head' }), `after ${share}`).rejects.toThrow()
  }
})

test.each(onServers)('what only reads the version ends where %s falls silent, too', async (kind) => {
  const whole = await silentAfter(kind, Number.MAX_SAFE_INTEGER)
  await current({ cwd: whole.cwd })
  const { cwd } = await silentAfter(kind, (await whole.sent()) - 30, '1s')
  await expect(current({ cwd })).rejects.toThrow('the server has not answered for 6 s')
})

test.each(onServers)(
  'what was done is done where %s falls silent when it is taken leave of',
  async (kind) => {
    const whole = await silentAfter(kind, Number.MAX_SAFE_INTEGER)
    await current({ cwd: whole.cwd })
    const { cwd } = await silentAfter(kind, (await whole.sent()) - 1)
    expect(await current({ cwd })).toMatchObject({ revisions: [] })
  },
)

test('what is sent in one message has its time a statement, and the network its own once', async () => {
  const { url } = await createProject('postgres')
  let isBegun = false
  const isLast = (data: Buffer) => {
    isBegun ||= data.includes('CREATE TABLE "one"')
    return isBegun && data.includes('COMMIT')
  }
  const silent = await openSilent(new URL(url), isLast, ports.postgres)
  const target = new URL(url)
  target.hostname = '127.0.0.1'
  target.port = String(silent.port)
  const ini = 'statement_timeout = 500ms\nconnect_timeout = 1s\n'
  const project = TestProject.create({ url: target.href, ini })
  project.revision('a1', null, {
    upgrade:
      "await op.createTable('one', { id: t.integer() })\n  await op.createIndex('ix_one', 'one', ['id'])",
  })
  // The index and the COMMIT in one message, or the COMMIT alone (TSMIG_MESSAGES=single).
  await expect(upgrade({ cwd: project.directory, target: 'a1' })).rejects.toThrow(
    /has not answered for (6|5\.5) s,/,
  )
})
