import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
const room = 2 * 2 ** 30

/**
 * Makes a folder for what lives as long as this process: in memory where the system has a place there with room
 * enough, since a file made on a disk costs a server ten times as much. Everybody may write in it, as in /tmp.
 */
export function makeQuickFolder(): string {
  const parent = hasRoom(memory) ? memory : realpathSync(tmpdir())
  removeLeftovers(parent)
  const folder = mkdtempSync(join(parent, `tsmig-tests-${process.pid}-`))
  chmodSync(folder, 0o1777)
  return folder
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize >= room
  } catch {
    return false
  }
}

/** Those of processes that were killed: memory is soon full of them. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = /^tsmig-tests-(\d+)-/.exec(name) ?? []
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(parent, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
