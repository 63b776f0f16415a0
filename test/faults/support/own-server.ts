import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../support/free-port.ts'
import { openDatabase } from './database.ts'
import { pause } from './process.ts'
import { type Account, accountOf, findProgram, folderOf, type Server, startServer } from './server.ts'

/** A database server that may be killed, filled and locked up without harm to anybody. */
export interface OwnServer {
  /** Where it is: its files are in `data`. */
  readonly folder: string
  readonly port: number
  /** Who runs it. */
  readonly account: Account | undefined
  /** The url of a database of it, in the words of tsmig. */
  urlOf(database: string): string
  /** Ends it as if the machine had lost its power, as far as its own files can tell. */
  crash(): Promise<void>
  start(): Promise<void>
  /** Ends it, and nothing of it is left. */
  remove(): Promise<void>
}

/** What is to be done with its files before it starts; gives more arguments for its program. */
export type Configure = (place: {
  readonly data: string
  readonly account: Account | undefined
}) => readonly string[]

/** Makes one and starts it; a text where it can't be had. */
export async function makeOwnServer(
  kind: 'postgres' | 'mariadb',
  configure: Configure = () => [],
): Promise<OwnServer | string> {
  const make = kind === 'postgres' ? preparePostgres : prepareMariadb
  const account = accountOf(kind === 'postgres' ? 'postgres' : 'mysql')
  const folder = folderOf(account)
  const port = await freePort()
  const prepared = make({ folder, port, account })
  if (typeof prepared === 'string') return prepared
  const { program, args, crash, urlOf } = prepared
  let server: Server | undefined
  const more = configure({ data: join(folder, 'data'), account })
  const isReady = () => answersQueries(kind, urlOf(kind === 'postgres' ? 'postgres' : 'mysql'))
  const start = async (): Promise<void> => {
    server = await startServer(program, [...args, ...more], { port, cwd: folder, account, isReady })
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await server?.end(signal)
    server = undefined
  }
  await start()
  return {
    folder,
    port,
    account,
    urlOf,
    start,
    crash: () => end(crash),
    remove: async () => {
      await end(crash)
      // What was a child of PostgreSQL's may still be at its files.
      await pause(200)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Whether a server does what it is asked: PostgreSQL takes connections while it only starts up. */
export function answersQueries(kind: 'postgres' | 'mariadb', url: string): Promise<boolean> {
  return openDatabase(kind, url)
    .query('SELECT 1')
    .then(
      () => true,
      () => false,
    )
}

interface Place {
  readonly folder: string
  readonly port: number
  readonly account: Account | undefined
}

interface Prepared {
  readonly program: string
  readonly args: readonly string[]
  readonly crash: NodeJS.Signals
  urlOf(database: string): string
}

function preparePostgres({ folder, port, account }: Place): Prepared | string {
  const [initdb, program] = [findProgram('initdb'), findProgram('postgres')]
  if (initdb === undefined || program === undefined) return 'PostgreSQL is not installed on this machine'
  const data = join(folder, 'data')
  run(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'], {
    folder,
    account,
  })
  return {
    program,
    args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'],
    // Its own word for an end without a checkpoint; killed, it would leave its backends behind.
    crash: 'SIGQUIT',
    urlOf: (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`,
  }
}

function prepareMariadb({ folder, port, account }: Place): Prepared | string {
  const [install, program] = [findProgram('mariadb-install-db'), findProgram('mariadbd')]
  if (install === undefined || program === undefined) return 'MariaDB is not installed on this machine'
  const data = join(folder, 'data')
  const login = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve']
  run(install, ['--no-defaults', `--datadir=${data}`, ...login], { folder, account })
  return {
    program,
    args: [
      '--no-defaults',
      `--datadir=${data}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
    ],
    crash: 'SIGKILL',
    urlOf: (database) => `mariadb://root@127.0.0.1:${port}/${database}`,
  }
}

function run(
  program: string,
  args: readonly string[],
  { folder, account }: Pick<Place, 'folder' | 'account'>,
): void {
  const { status, stdout, stderr } = spawnSync(program, [...args], {
    cwd: folder,
    encoding: 'utf8',
    ...account,
  })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout}${stderr}`)
}
