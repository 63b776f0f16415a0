/**
 * Headers as they stand in a file of the cache: in columns, each of them one text, and numbers as the processor has them;
 * thousands of small texts and lists would take as long to make as the files to read.
 */
import { readFileSync } from 'node:fs'
import type { Phase, Revision } from '../../graph/revision.ts'
import { FileMarks } from '../file-marks.ts'
import type { RevisionFile } from '../read-revision.ts'
import { decode } from '../read-text.ts'

/** The first line of the file, as JSON; the numbers of all marks stand behind it. A text of a column has one line. */
interface Head {
  /** All that decides how a file is read. */
  readonly asked: string
  readonly paths: string
  readonly ids: string
  /** Of those that build on one, and have no more to them. */
  readonly parents: string
  readonly messages: string
  readonly checksums: string
  readonly others: readonly OtherHeader[]
}

/** What a header has where it is more than a parent, and its place in the columns. */
type OtherHeader = readonly [
  at: number,
  parents: readonly string[],
  dependsOn: readonly string[],
  labels: readonly string[],
  phase: Phase | null,
]

/** What a file keeps for a question: nothing where it can't be read, or keeps it for another. */
export function readColumns(file: string, asked: string): HeaderColumns {
  try {
    const bytes = readFileSync(file)
    const end = bytes.indexOf('\n') + 1
    const head: Head = JSON.parse(decode(bytes.subarray(0, end)))
    const numbers = bytes.buffer.slice(bytes.byteOffset + end, bytes.byteOffset + bytes.length)
    if (head.asked === asked) return new HeaderColumns(head, new FileMarks(new Float64Array(numbers)))
  } catch {
    // As good as not there.
  }
  return new HeaderColumns(nothing, new FileMarks(new Float64Array()))
}

/** Whether a column can hold what a file says. */
export function fitsInColumns({ path, revision: { id, parents, message } }: RevisionFile): boolean {
  return ![path, id, message, ...parents].some((text) => text.includes('\n'))
}

/** The content of such a file; the marks stand in the order of the files. */
export function asColumns(asked: string, files: readonly RevisionFile[], marks: FileMarks): Buffer {
  const column = (text: (file: RevisionFile) => string): string => files.map(text).join('\n')
  const head: Head = {
    asked,
    paths: column(({ path }) => path),
    ids: column(({ revision }) => revision.id),
    parents: column(({ revision }) => revision.parents[0] ?? ''),
    messages: column(({ revision }) => revision.message),
    checksums: column(({ exactChecksum }) => exactChecksum),
    others: files.flatMap(({ revision: { parents, dependsOn, labels, phase } }, at) =>
      parents.length !== 1 || dependsOn.length > 0 || labels.length > 0 || phase !== undefined
        ? [[at, parents, dependsOn, labels, phase ?? null] as const]
        : [],
    ),
  }
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), new Uint8Array(marks.numbers.buffer)])
}

const none: readonly string[] = []

/** What was kept, by the places in its columns. */
export class HeaderColumns {
  readonly marks: FileMarks
  readonly #head: Head
  readonly #ids: readonly string[]
  readonly #parents: readonly string[]
  readonly #messages: readonly string[]
  readonly #others: ReadonlyMap<number, OtherHeader>
  #checksums: readonly string[] | undefined

  constructor(head: Head, marks: FileMarks) {
    this.#head = head
    this.marks = marks
    this.#ids = head.ids.split('\n')
    this.#parents = head.parents.split('\n')
    this.#messages = head.messages.split('\n')
    this.#others = new Map(head.others.map((other) => [other[0], other]))
  }

  /** The places of these paths: mostly they are all there, and in this order. */
  placesOf(paths: readonly string[]): (at: number) => number | undefined {
    if (paths.join('\n') === this.#head.paths) return (at) => at
    const places = new Map(this.#head.paths.split('\n').map((path, place) => [path, place]))
    return (at) => places.get(paths[at] ?? '')
  }

  revisionAt(place: number, path: string): Revision {
    const [id = '', parent = '', message = ''] = [
      this.#ids[place],
      this.#parents[place],
      this.#messages[place],
    ]
    const other = this.#others.get(place)
    if (other === undefined)
      return Object.freeze({ id, parents: [parent], dependsOn: none, labels: none, message, path })
    const [, parents, dependsOn, labels, phase] = other
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
    this.#checksums ??= this.#head.checksums.split('\n')
    return this.#checksums[place] ?? ''
  }
}

const nothing: Head = {
  ...{ asked: '', paths: '', ids: '', parents: '', messages: '', checksums: '', others: [] },
}
