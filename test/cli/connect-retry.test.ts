import { connect, createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { TestProject } from '../support/project.ts'

/** An address where nobody answers until `open` is called, and a server from then on; `first` answers whoever comes first. */
async function laterServer(target: URL, first?: (client: Socket) => void) {
  let isFirst = true
  const server = createServer((client) => {
    client.on('error', () => {})
    if (isFirst && first !== undefined) {
      isFirst = false
      client.once('data', () => first(client))
      return
    }
    const upstream = connect(Number(target.port || 5432), target.hostname)
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
    client.pipe(upstream).pipe(client)
  })
  const port = await freePort()
  onTestFinished(() => void server.close())
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  const open = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { url: url.href, open }
}

/** What a PostgreSQL server says while it starts. */
function starting(client: Socket): void {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0')
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  client.end(Buffer.concat([head, fields]))
}

async function createDatabase() {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  return new URL(database.url)
}

test('a server that is not there yet is waited for, and that is told once', async () => {
  const later = await laterServer(await createDatabase())
  const project = TestProject.create({ url: later.url, ini: 'connect_retry = 30s' })
  project.revision('a1', null, { upgrade: "await op.execute('SELECT 1')" })
  const ran = project.run('upgrade', 'head')
  await setTimeout(1_000)
  await later.open()
  const { code, stderr } = await ran
  expect(stderr.match(/.*tried again.*/g)).toEqual([
    expect.stringMatching(/: connect ECONNREFUSED 127\.0\.0\.1:\d+; it is tried again, for up to 30 s$/),
  ])
  expect(code).toBe(0)
})

test('so is one that says that it is starting', async () => {
  const later = await laterServer(await createDatabase(), starting)
  await later.open()
  const project = TestProject.create({ url: later.url })
  project.revision('a1', null)
  const { code, stderr } = await project.run('--connect-retry', '30s', 'upgrade', 'head')
  expect(stderr).toContain('the database system is starting up; it is tried again, for up to 30 s')
  expect(code).toBe(0)
})

test('one that does not come is given up in time', async () => {
  const later = await laterServer(await createDatabase())
  const project = TestProject.create({ url: later.url })
  project.revision('a1', null)
  const { code, stderr } = await project.run('--connect-retry', '300ms', 'upgrade', 'head')
  expect(stderr).toMatch(/tried again, for up to 300 ms\nerror: cannot connect to .*ECONNREFUSED/)
  expect(code).toBe(1)
})

test.each([
  ['without the option', [], (url: URL) => laterServer(url)],
  [
    'a database that is not there',
    ['--connect-retry', '30s'],
    async (url: URL) => ({ url: new URL('/tsmig_nowhere', url).href }),
  ],
] as const)('%s: it is told at once', async (_, args, way) => {
  const { url } = await way(await createDatabase())
  const project = TestProject.create({ url })
  project.revision('a1', null)
  const { code, stderr } = await project.run(...args, 'upgrade', 'head')
  expect(stderr).toMatch(/^error: cannot connect to /)
  expect(code).toBe(1)
})
