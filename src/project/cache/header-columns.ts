/**
 * Headers as they stand in a file of the cache: in columns, since thousands of small lists would take as long to make as the
 * files to read.
 */
import { readFileSync } from 'node:fs'
import type { Phase } from '../../graph/revision.ts'
import type { Header } from '../header.ts'

/** What is kept of a file. */
export interface KeptHeader extends Header {
  readonly message: string
  readonly exactChecksum: string
}

/** Size, number on the disk, and when content and place were last changed. */
export type Mark = readonly [size: number, inode: number, content: number, place: number]

/** The numbers of a mark. */
const wide = 4

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

/** What a file keeps for a question: nothing where it can't be read, or keeps it for another. */
export function readColumns(file: string, asked: string): Columns {
  try {
    const kept: KeptFile = JSON.parse(readFileSync(file, 'utf8'))
    return new Columns(kept.asked === asked ? kept : nothing)
  } catch {
    return new Columns(nothing)
  }
}

/** The content of such a file. */
export function asColumns(
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
