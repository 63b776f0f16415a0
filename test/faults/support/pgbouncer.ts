import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../support/free-port.ts'
import { accountOf, findProgram, folderOf, startServer } from './server.ts'

/** A PgBouncer in transaction mode before a server. */
export interface Pooler {
  /** Leads to a database through it. */
  through(url: string): string
  close(): Promise<void>
}

/** Starts one whose few sessions everybody shares; a text where it can't be had. */
export async function startPgbouncer(url: string): Promise<Pooler | string> {
  const program = findProgram('pgbouncer')
  if (program === undefined) return 'pgbouncer is not installed (on Debian: apt-get install pgbouncer)'
  const { hostname, port: serverPort, username, password } = new URL(url)
  const port = await freePort()
  const account = accountOf('postgres')
  const folder = folderOf(account)
  const config = join(folder, 'pgbouncer.ini')
  writeFileSync(
    config,
    `[databases]
* = host=${hostname} port=${serverPort || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'users')}
pool_mode = transaction
default_pool_size = 5
max_client_conn = 500
ignore_startup_parameters = extra_float_digits,options
`,
  )
  writeFileSync(join(folder, 'users'), `"${username}" "${decodeURIComponent(password)}"\n`)
  const server = await startServer(program, [config], { port, cwd: folder, account })
  return {
    through: (direct) => {
      const pooled = new URL(direct)
      pooled.hostname = '127.0.0.1'
      pooled.port = String(port)
      return pooled.href
    },
    close: async () => {
      await server.end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
