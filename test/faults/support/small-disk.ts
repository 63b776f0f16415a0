import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './server.ts'

/** A disk of its own under a folder. */
export interface SmallDisk {
  readonly folder: string
  /** Kilobytes that nobody has taken yet. */
  room(): number
  /** Takes all but so many kilobytes. */
  fill(room: number): void
  /** Gives back what `fill` took. */
  free(): void
  unmount(): void
}

/** Whether this is somewhere that disks can be mounted. */
export function canMount(): boolean {
  if (process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-disk-'))
  try {
    mountSmallDisk(folder, { megabytes: 1 }).unmount()
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Mounts one, which is gone with its files when it is unmounted. */
export function mountSmallDisk(
  folder: string,
  { megabytes, account }: { readonly megabytes: number; readonly account?: Account | undefined },
): SmallDisk {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tsmig-faults', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  const ballast = join(folder, 'ballast')
  const room = (): number => {
    const { bavail, bsize } = statfsSync(folder)
    return (bavail * bsize) / 1024
  }
  return {
    folder,
    room,
    fill: (left) => writeFileSync(ballast, Buffer.alloc(Math.max(0, room() - left) * 1024)),
    free: () => rmSync(ballast, { force: true }),
    unmount: () => void execFileSync('umount', ['--lazy', folder]),
  }
}
