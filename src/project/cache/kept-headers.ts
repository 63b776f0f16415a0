/**
 * What revision files say of themselves, kept in a file of the cache: one is read again when its size, its times or its
 * place on the disk are other than they were. What can't be read or written is as good as not there.
 */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Phase } from '../../graph/revision.ts'
import type { Header } from '../header.ts'
import { makeFolder } from '../write-new.ts'
import { cacheFolder } from './cache-folder.ts'
import { writeWhole } from './write-whole.ts'

/** What is kept of a file. */
export interface KeptHeader extends Header {
  readonly message: string
  readonly exactChecksum: string
}

/** Size, number on the disk, and when content and place were last changed. */
type Mark = readonly [size: number, inode: number, content: number, place: number]

/** The numbers of a mark. */
const wide = 4

/** As columns: thousands of small lists would take as long to make as the files to read. */
interface KeptFile {
  /** All that decides how a file is read. */
  readonly asked: string
  readonly paths: readonly string[]
  /** The numbers of all marks, one after the other. */
  readonly marks: readonly number[]
  readonly ids: readonly string[]
  readonly parents: readonly (readonly string[])[]
  readonly messages: readonly string[]
  readonly checksums: readonly string[]
  /** Of the few that have any: the place in the columns, `dependsOn`, `labels`, the phase. */
  readonly more: readonly (readonly [at: number, readonly string[], readonly string[], string | null])[]
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

function asColumns(
  asked: string,
  found: readonly { readonly path: string; readonly mark: Mark; readonly header: KeptHeader }[],
): KeptFile {
  return {
    asked,
    paths: found.map(({ path }) => path),
    marks: found.flatMap(({ mark }) => mark),
    ids: found.map(({ header }) => header.id),
    parents: found.map(({ header }) => header.parents),
    messages: found.map(({ header }) => header.message),
    checksums: found.map(({ header }) => header.exactChecksum),
    more: found.flatMap(({ header: { dependsOn, labels, phase } }, at) =>
      dependsOn.length > 0 || labels.length > 0 || phase !== undefined
        ? [[at, dependsOn, labels, phase ?? null] as const]
        : [],
    ),
  }
}

const none: readonly string[] = []

/** What was kept, by the places in its columns. */
class Columns {
  readonly #kept: KeptFile
  readonly #more: ReadonlyMap<number, KeptFile['more'][number]>
  #places: ReadonlyMap<string, number> | undefined
  #next = 0

  constructor(kept: KeptFile) {
    this.#kept = kept
    this.#more = new Map(kept.more.map((one) => [one[0], one]))
  }

  get size(): number {
    return this.#kept.paths.length
  }

  /** Files are mostly asked for in the order in which they were kept. */
  placeOf(path: string): number | undefined {
    const { paths } = this.#kept
    let at: number | undefined = this.#next
    if (paths[at] !== path) {
      this.#places ??= new Map(paths.map((one, place) => [one, place]))
      at = this.#places.get(path)
    }
    if (at !== undefined) this.#next = at + 1
    return at
  }

  hasMark(at: number, mark: Mark): boolean {
    const { marks } = this.#kept
    const first = at * wide
    return mark.every((number, index) => marks[first + index] === number)
  }

  headerAt(at: number): KeptHeader {
    const { ids, parents, messages, checksums } = this.#kept
    const [, dependsOn = none, labels = none, phase] = this.#more.get(at) ?? []
    return {
      id: ids[at] ?? '',
      parents: parents[at] ?? none,
      dependsOn,
      labels,
      ...(typeof phase === 'string' && { phase: phase as Phase }),
      message: messages[at] ?? '',
      exactChecksum: checksums[at] ?? '',
    }
  }
}

const nothing: KeptFile = {
  ...{ asked: '', paths: [], marks: [], ids: [], parents: [], messages: [], checksums: [], more: [] },
}

function readColumns(file: string, asked: string): Columns {
  try {
    const kept: KeptFile = JSON.parse(readFileSync(file, 'utf8'))
    return new Columns(kept.asked === asked ? kept : nothing)
  } catch {
    return new Columns(nothing)
  }
}

/** Names a file for a question; whether it is the same question, the file says itself. */
function shortHash(text: string): string {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return (hash >>> 0).toString(36)
}
