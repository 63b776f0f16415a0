/**
 * What revision files say of themselves, kept in a file of the cache: one is read again when its size, its times or its
 * place on the disk are other than they were. What can't be read or written is as good as not there.
 */
import { readFileSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../write-new.ts'
import { cacheFolder } from './cache-folder.ts'
import { writeWhole } from './write-whole.ts'

/** What is kept of a file, in an order of its own: there may be ten thousand of them. */
export type KeptHeader = readonly [
  id: string,
  parents: readonly string[],
  dependsOn: readonly string[],
  labels: readonly string[],
  phase: string | null,
  message: string,
  exactChecksum: string,
]

/** Size, number on the disk, and when content and place were last changed. */
type Mark = readonly [size: number, inode: number, content: number, place: number]

type Entry = readonly [path: string, mark: Mark, header: KeptHeader]

interface KeptFile {
  /** All that decides how a file is read. */
  readonly asked: string
  readonly entries: readonly Entry[]
}

/** A file changed as short ago, in milliseconds, may be changed again without its times telling. */
const clockTolerance = 2000

export interface KeptHeaders {
  /** What was kept of the file at this path, where it is as it was. */
  find(path: string): KeptHeader | undefined
  /** Keeps what a file said that `find` was asked for before it was read. */
  keep(path: string, header: KeptHeader): void
  /** Writes what is kept now, of these paths and no others. */
  save(): void
}

/** Opens what is kept for a way of reading. */
export function openKeptHeaders(directory: string, asked: string): KeptHeaders {
  const folder = cacheFolder(directory)
  if (folder === undefined) return { find: () => undefined, keep: () => {}, save: () => {} }
  const file = join(folder, `headers-${shortHash(asked)}.json`)
  const kept = new Map(readKept(file, asked).map((entry) => [entry[0], entry]))
  const marks = new Map<string, Mark>()
  const entries: Entry[] = []
  const before = Date.now()
  let changed = false
  return {
    find(path) {
      const mark = markOf(statSync(path, { throwIfNoEntry: false }))
      if (mark === undefined) return undefined
      const entry = kept.get(path)
      if (entry !== undefined && isSame(entry[1], mark)) {
        entries.push(entry)
        return entry[2]
      }
      const [, , content, place] = mark
      if (Math.max(content, place) < before - clockTolerance) marks.set(path, mark)
      return undefined
    },
    keep(path, header) {
      const mark = marks.get(path)
      if (mark === undefined) return
      entries.push([path, mark, header])
      changed = true
    },
    save() {
      if (!changed && entries.length === kept.size) return
      try {
        makeFolder(folder)
        writeWhole(file, JSON.stringify({ asked, entries } satisfies KeptFile))
      } catch {
        // Another time, or never: they were read.
      }
    },
  }
}

function readKept(file: string, asked: string): readonly Entry[] {
  try {
    const kept: KeptFile = JSON.parse(readFileSync(file, 'utf8'))
    return kept.asked === asked && Array.isArray(kept.entries) ? kept.entries : []
  } catch {
    return []
  }
}

function markOf(stats: Stats | undefined): Mark | undefined {
  return stats && [stats.size, stats.ino, stats.mtimeMs, stats.ctimeMs]
}

function isSame(one: Mark, other: Mark): boolean {
  return one[0] === other[0] && one[1] === other[1] && one[2] === other[2] && one[3] === other[3]
}

/** Names a file for a question; whether it is the same question, the file says itself. */
function shortHash(text: string): string {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return (hash >>> 0).toString(36)
}
