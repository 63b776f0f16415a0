import { join } from 'node:path'
import { createDatabase, type Database, type DatabaseKind, openDatabase } from './database.ts'
import { makeOwnServer, type OwnServer } from './own-server.ts'
import { canMount, mountSmallDisk, type SmallDisk } from './small-disk.ts'

/** A database on a disk of its own. */
export interface SmallDatabase {
  readonly database: Database
  readonly disk: SmallDisk
  /** Starts the server where it has given up. */
  revive(): Promise<Revival>
  close(): Promise<void>
}

/** Whether a server had given up; `lost`: it can't be started again, as its own files are broken. */
export type Revival = 'lived' | 'died' | 'lost'

/** Makes them; that of SQLite for a project in the folder. */
export interface SmallDatabases {
  open(folder: string): Promise<SmallDatabase>
  close(): Promise<void>
}

/** A text where they can't be had. */
export async function smallDatabases(kind: DatabaseKind): Promise<SmallDatabases | string> {
  if (!canMount()) return 'no disk can be mounted here (root can, outside of most containers)'
  if (kind === 'sqlite') return { open: smallFile, close: async () => {} }
  const server = await makeOwnServer(kind)
  if (typeof server === 'string') return server
  let number = 0
  const disks: SmallDisk[] = []
  const open = kind === 'postgres' ? smallTablespace : smallFolder
  return {
    async open() {
      const made = await open(server, `small_${number++}`)
      disks.push(made.disk)
      return made
    },
    async close() {
      // A server that is started again wants all of them back.
      for (const disk of disks) disk.unmount()
      await server.remove()
    },
  }
}

async function smallFile(folder: string): Promise<SmallDatabase> {
  const disk = mounted(join(folder, 'small'))
  const database = await createDatabase('sqlite', disk.folder)
  return {
    disk,
    database: { ...database, url: 'sqlite:///small/app.db' },
    revive: async () => 'lived',
    close: async () => disk.unmount(),
  }
}

async function smallTablespace(server: OwnServer, name: string): Promise<SmallDatabase> {
  const disk = mounted(join(server.folder, name), server)
  const admin = openDatabase('postgres', server.urlOf('postgres'))
  await admin.query(`CREATE TABLESPACE ${name} LOCATION '${disk.folder}'`)
  await admin.query(`CREATE DATABASE ${name} TABLESPACE ${name}`)
  const database = openDatabase('postgres', server.urlOf(name))
  return {
    disk,
    database,
    revive: () => revive(server, database),
    close: async () => {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.query(`DROP TABLESPACE ${name}`)
    },
  }
}

/** To MariaDB, a folder among its own is a database. */
async function smallFolder(server: OwnServer, name: string): Promise<SmallDatabase> {
  const disk = mounted(join(server.folder, 'data', name), server)
  const database = openDatabase('mariadb', server.urlOf(name))
  return {
    disk,
    database,
    revive: () => revive(server, database),
    // All of it, but for the folder, which is in use.
    close: () =>
      database.query(`DROP DATABASE ${name}`).then(
        () => {},
        () => {},
      ),
  }
}

async function revive(server: OwnServer, { query }: Database): Promise<Revival> {
  const lives = await query('SELECT 1').then(
    () => true,
    () => false,
  )
  if (lives) return 'lived'
  await server.crash()
  return server.start().then(
    () => 'died',
    () => 'lost',
  )
}

function mounted(folder: string, { account }: Partial<OwnServer> = {}): SmallDisk {
  return mountSmallDisk(folder, { megabytes: 48, account })
}
