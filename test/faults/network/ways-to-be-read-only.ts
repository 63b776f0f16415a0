import { chmodSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createDatabase, type Database, type DatabaseKind, openDatabase } from '../support/database.ts'
import { makeOwnServer, type OwnServer } from '../support/own-server.ts'
import { pause } from '../support/process.ts'
import { accountOf } from '../support/server.ts'
import { startStandby } from '../support/standby.ts'

/** How a database comes to be one that may only be read. */
export interface Way {
  readonly what: string
  /** The server can't be asked how it spells something. */
  readonly asksNothing?: true
  /** Makes an empty one that may be written, for a project in a folder. */
  open(folder: string): Promise<Lockable>
}

export interface Lockable {
  readonly database: Database
  readonly url: string
  /** From here on it may only be read, by whom this says. */
  lock(): Promise<Reader>
}

export interface Reader {
  readonly url: string
  readonly uid?: number
  /** It may be written again. */
  unlock?(): Promise<void>
}

/** A text where they can't be had. */
export async function waysOf(
  kind: DatabaseKind,
  atEnd: (close: () => Promise<void>) => void,
): Promise<readonly Way[] | string> {
  if (kind === 'sqlite') return sqliteWays
  const server = await makeOwnServer(kind)
  if (typeof server === 'string') return server
  atEnd(() => server.remove())
  return kind === 'postgres' ? postgresWays(server, atEnd) : mariadbWays(server)
}

function postgresWays(server: OwnServer, atEnd: (close: () => Promise<void>) => void): readonly Way[] {
  const admin = openDatabase('postgres', server.urlOf('postgres'))
  const open = async (name: string) => {
    await admin.query(`CREATE DATABASE ${name}`)
    return openDatabase('postgres', server.urlOf(name))
  }
  const setting = (what: 'DATABASE' | 'ROLE', name: string): Way => ({
    what: `default_transaction_read_only of the ${what.toLowerCase()}`,
    async open() {
      const database = await open(name)
      const other = new URL(database.url)
      if (what === 'ROLE') {
        await admin.query(`CREATE ROLE ${name} SUPERUSER LOGIN`)
        other.username = name
      }
      return {
        database,
        url: other.href,
        async lock() {
          await admin.query(`ALTER ${what} ${name} SET default_transaction_read_only = on`)
          return {
            url: other.href,
            unlock: async () => void (await admin.query(`ALTER ${what} ${name} RESET ALL`)),
          }
        },
      }
    },
  })
  return [
    setting('DATABASE', 'read_database'),
    setting('ROLE', 'read_role'),
    {
      what: 'a standby',
      asksNothing: true,
      async open() {
        const standby = await startStandby(server)
        atEnd(() => standby.close())
        const database = await open('followed')
        return {
          database,
          url: database.url,
          async lock() {
            await untilFollowed(admin)
            return { url: standby.urlOf(database.url) }
          },
        }
      },
    },
  ]
}

/** The standby has what the server has. */
async function untilFollowed(admin: Database): Promise<void> {
  const [now] = await admin.query('SELECT pg_current_wal_lsn()::text AS lsn')
  const followed = `SELECT 1 FROM pg_stat_replication WHERE replay_lsn >= '${now?.lsn}'`
  while ((await admin.query(followed)).length === 0) await pause(20)
}

function mariadbWays(server: OwnServer): readonly Way[] {
  const admin = openDatabase('mariadb', server.urlOf('mysql'))
  return (['read_only', 'tx_read_only'] as const).map((setting) => ({
    what: setting,
    // Temporary tables can be made in spite of the other one.
    ...(setting === 'tx_read_only' && { asksNothing: true }),
    async open() {
      const name = `by_${setting}`
      await admin.query(`CREATE DATABASE ${name}`)
      // With all rights but that to write in spite of read_only.
      await admin.query(`GRANT ALL ON ${name}.* TO ${name}@localhost IDENTIFIED BY 'some'`)
      await admin.query(`GRANT ALL ON ${name}.* TO ${name}@'127.0.0.1' IDENTIFIED BY 'some'`)
      const url = server.urlOf(name).replace('root@', `${name}:some@`)
      return {
        database: openDatabase('mariadb', server.urlOf(name)),
        url,
        async lock() {
          await admin.query(`SET GLOBAL ${setting} = 1`)
          return { url, unlock: async () => void (await admin.query(`SET GLOBAL ${setting} = 0`)) }
        },
      }
    },
  }))
}

const sqliteWays: readonly Way[] = [
  fileMode('the file', { file: 0o444, folder: 0o777 }),
  fileMode('the folder', { file: 0o666, folder: 0o555 }),
  fileMode('file and folder', { file: 0o444, folder: 0o555 }),
]

/** Root may write whatever the modes say, so somebody else reads. */
function fileMode(what: string, modes: { readonly file: number; readonly folder: number }): Way {
  const account = accountOf('nobody')
  return {
    what,
    async open(project) {
      // Somebody else has to get there.
      if (account !== undefined) chmodSync(dirname(dirname(project)), 0o755)
      const folder = join(project, 'data')
      const file = join(folder, 'app.db')
      mkdirSync(folder)
      const database = await createDatabase('sqlite', folder)
      const url = 'sqlite:///data/app.db'
      return {
        database,
        url,
        async lock() {
          await database.query('PRAGMA user_version = 0')
          chmodSync(file, modes.file)
          chmodSync(folder, modes.folder)
          return {
            url,
            ...(account !== undefined && { uid: account.uid }),
            unlock: async () => {
              chmodSync(folder, 0o755)
              chmodSync(file, 0o644)
            },
          }
        },
      }
    },
  }
}
