import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { freePort } from '../../support/free-port.ts'
import { answersQueries, type OwnServer } from './own-server.ts'
import { findProgram, startServer } from './server.ts'

/** A PostgreSQL server that follows another one, and may be read. */
export interface Standby {
  /** Where it has the database that the url of the other leads to. */
  urlOf(url: string): string
  close(): Promise<void>
}

/** Makes one of a server that is ours, in its folder. */
export async function startStandby({ folder, account, urlOf }: OwnServer): Promise<Standby> {
  const [copy, program] = [findProgram('pg_basebackup'), findProgram('postgres')]
  if (copy === undefined || program === undefined) throw new Error('pg_basebackup is not installed')
  const data = join(folder, 'standby')
  const args = ['-D', data, '-d', urlOf('postgres'), '-R', '-c', 'fast', '-X', 'stream']
  const { status, stderr } = spawnSync(copy, args, { cwd: folder, encoding: 'utf8', ...account })
  if (status !== 0) throw new Error(`pg_basebackup ended with ${status}: ${stderr}`)
  const port = await freePort()
  const listening = ['-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off']
  const there = (url: string): string => {
    const moved = new URL(url)
    moved.port = String(port)
    return moved.href
  }
  const server = await startServer(program, ['-D', data, ...listening], {
    port,
    cwd: folder,
    account,
    isReady: () => answersQueries('postgres', there(urlOf('postgres'))),
  })
  return {
    urlOf: there,
    close: () => server.end('SIGQUIT'),
  }
}
