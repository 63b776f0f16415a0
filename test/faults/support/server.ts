import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pause } from './process.ts'

/** A program that listens, and is ours to end. */
export interface Server {
  readonly pid: number
  /** Ends it, and waits for that. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** Who runs it: servers refuse to run as root. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Where a program is, in the folders of the path or where Debian keeps those of PostgreSQL. */
export function findProgram(name: string): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort().reverse() : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
  ]
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

/** The account of a name where we are root; absent where we are somebody else, who runs servers as himself. */
export function accountOf(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const number = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: number('-u'), gid: number('-g') }
}

/** A folder that belongs to an account. */
export function folderOf(account: Account | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-server-'))
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  return folder
}

/** Starts a server, and waits until it answers. */
export async function startServer(
  program: string,
  args: readonly string[],
  {
    port,
    cwd,
    account,
    isReady = () => answers(port),
  }: {
    readonly port: number
    readonly cwd: string
    readonly account: Account | undefined
    /** Left out: its port answers. */
    readonly isReady?: () => Promise<boolean>
  },
): Promise<Server> {
  const child = spawn(program, [...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...account })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000)
    })
  }
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}: ${output}`)
    await pause(50)
  }
  return {
    pid: child.pid ?? 0,
    end: async (signal) => {
      child.kill(signal)
      await ended
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
