/**
 * Headers as they stand in a file of the cache: in columns, each of them one text, and numbers as the processor has them;
 * thousands of small texts and lists would take as long to make as the files to read.
 */
import { readFileSync } from 'node:fs'
import type { Phase, Revision } from '../../graph/revision.ts'
import { FileMarks } from '../file-marks.ts'
import type { RevisionFile } from '../read-revision.ts'
import { decode } from '../read-text.ts'

/** The first line of the file, as JSON; what each file has as many bytes of stands behind it. A text of a column has one line. */
interface Head {
  /** All that decides how a file is read. */
  readonly asked: string
  readonly paths: string
  readonly ids: string
  readonly messages: string
  readonly others: readonly OtherHeader[]
}

/** What a header has where it is more than a parent that is kept, too; and its place in the columns. */
type OtherHeader = readonly [
  at: number,
  parents: readonly string[],
  dependsOn: readonly string[],
  labels: readonly string[],
  phase: Phase | null,
]

/** Behind the first line: the numbers of the marks, then the places of the parents, then the checksums. */
interface Tail {
  readonly marks: FileMarks
  /** Of those that build on one, and have no more to them. */
  readonly parents: Int32Array
  readonly checksums: Buffer
}

const markBytes = 4 * Float64Array.BYTES_PER_ELEMENT
const parentBytes = Int32Array.BYTES_PER_ELEMENT
const checksumBytes = 32

function readTail(bytes: Buffer): Tail {
  const count = bytes.length / (markBytes + parentBytes + checksumBytes)
  if (!Number.isInteger(count)) throw new RangeError('some of it is missing')
  const { buffer } = new Uint8Array(bytes)
  const parents = count * markBytes
  return {
    marks: new FileMarks(new Float64Array(buffer, 0, count * 4)),
    parents: new Int32Array(buffer, parents, count),
    checksums: Buffer.from(buffer, parents + count * parentBytes),
  }
}

/** What a file keeps for a question: nothing where it can't be read, or keeps it for another. */
export function readColumns(file: string, asked: string): HeaderColumns {
  try {
    const bytes = readFileSync(file)
    const end = bytes.indexOf('\n') + 1
    const head: Head = JSON.parse(decode(bytes.subarray(0, end)))
    if (head.asked === asked) return new HeaderColumns(head, readTail(bytes.subarray(end)))
  } catch {
    // As good as not there.
  }
  return new HeaderColumns(nothing, readTail(Buffer.of()))
}

/** Whether a column can hold what a file says. */
export function fitsInColumns({ path, exactChecksum, revision: { id, message } }: RevisionFile): boolean {
  return (
    exactChecksum.length === checksumBytes &&
    !path.includes('\n') &&
    !id.includes('\n') &&
    !message.includes('\n')
  )
}

/** The content of such a file; the marks stand in the order of the files. */
export function asColumns(asked: string, files: readonly RevisionFile[], marks: FileMarks): Buffer {
  const column = (text: (file: RevisionFile) => string): string => files.map(text).join('\n')
  const placeOf = new Map<string, number>()
  for (const [place, { revision }] of files.entries()) placeOf.set(revision.id, place)
  const places = files.map(({ revision: { parents, dependsOn, labels, phase } }) =>
    parents.length === 1 && dependsOn.length === 0 && labels.length === 0 && phase === undefined
      ? placeOf.get(parents[0] ?? '')
      : undefined,
  )
  const head: Head = {
    asked,
    paths: column(({ path }) => path),
    ids: column(({ revision }) => revision.id),
    messages: column(({ revision }) => revision.message),
    others: files.flatMap(({ revision: { parents, dependsOn, labels, phase } }, at) =>
      places[at] === undefined ? [[at, parents, dependsOn, labels, phase ?? null] as const] : [],
    ),
  }
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(head)}\n`),
    new Uint8Array(marks.numbers.buffer),
    new Uint8Array(Int32Array.from(places, (place) => place ?? -1).buffer),
    Buffer.from(files.map(({ exactChecksum }) => exactChecksum).join(''), 'latin1'),
  ])
}

const none: readonly string[] = []

/** What was kept, by the places in its columns. */
export class HeaderColumns {
  readonly marks: FileMarks
  readonly #head: Head
  readonly #ids: readonly string[]
  readonly #parents: Int32Array
  readonly #messages: readonly string[]
  readonly #others: ReadonlyMap<number, OtherHeader>
  readonly #checksums: Buffer

  constructor(head: Head, { marks, parents, checksums }: Tail) {
    this.#head = head
    this.marks = marks
    this.#ids = head.ids.split('\n')
    this.#parents = parents
    this.#messages = head.messages.split('\n')
    this.#others = new Map(head.others.map((other) => [other[0], other]))
    this.#checksums = checksums
  }

  /** Whether these paths, and no others, are kept, in this order. */
  hasJust(paths: readonly string[]): boolean {
    return this.marks.count === paths.length && paths.join('\n') === this.#head.paths
  }

  /** The places of these paths. */
  placesOf(paths: readonly string[]): readonly (number | undefined)[] {
    const places = new Map(this.#head.paths.split('\n').map((path, place) => [path, place]))
    return paths.map((path) => places.get(path))
  }

  revisionAt(place: number, path: string): Revision {
    const id = this.#ids[place] ?? ''
    const message = this.#messages[place] ?? ''
    const parent = this.#ids[this.#parents[place] ?? -1]
    if (parent !== undefined)
      return Object.freeze({ id, parents: [parent], dependsOn: none, labels: none, message, path })
    const [, parents, dependsOn, labels, phase] = this.#others.get(place) ?? nothingElse
    return Object.freeze({
      id,
      parents,
      dependsOn,
      labels,
      ...(phase !== null && { phase }),
      message,
      path,
    })
  }

  /** The checksum of the whole text. */
  checksumAt(place: number): string {
    return this.#checksums.toString('latin1', place * checksumBytes, (place + 1) * checksumBytes)
  }
}

const nothingElse: OtherHeader = [-1, none, none, none, null]

const nothing: Head = { asked: '', paths: '', ids: '', messages: '', others: [] }
