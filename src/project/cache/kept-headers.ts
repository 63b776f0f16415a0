/**
 * What revision files say of themselves, kept in a file of the cache: one is read again when its size, its times or its
 * place on the disk are other than they were. What can't be read or written is as good as not there.
 */
import { statSync } from 'node:fs'
import { makeFolder } from '../write-new.ts'
import { cacheFolder, fileFor } from './cache-folder.ts'
import { asColumns, type KeptHeader, type Mark, readColumns } from './header-columns.ts'
import { writeWhole } from './write-whole.ts'

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
  const file = fileFor(folder, 'headers', asked)
  const columns = readColumns(file, asked)
  const marks = new Map<string, Mark>()
  const found: { path: string; mark: Mark; header: KeptHeader }[] = []
  const oldest = Date.now() - clockTolerance
  let changed = false
  return {
    find(path) {
      const mark = markOf(path)
      if (mark === undefined) return undefined
      const at = columns.placeOf(path)
      if (at !== undefined && columns.hasMark(at, mark)) {
        const header = columns.headerAt(at)
        found.push({ path, mark, header })
        return header
      }
      const [, , content, place] = mark
      if (content < oldest && place < oldest) marks.set(path, mark)
      return undefined
    },
    keep(path, header) {
      const mark = marks.get(path)
      if (mark === undefined) return
      found.push({ path, mark, header })
      changed = true
    },
    save() {
      if (!changed && found.length === columns.size) return
      try {
        makeFolder(folder)
        writeWhole(file, JSON.stringify(asColumns(asked, found)))
      } catch {
        // Another time, or never: they were read.
      }
    },
  }
}

function markOf(path: string): Mark | undefined {
  try {
    const { size, ino, mtimeMs, ctimeMs } = statSync(path)
    return [size, ino, mtimeMs, ctimeMs]
  } catch {
    return undefined
  }
}
