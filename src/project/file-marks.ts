import { constants, type Stats, statSync } from 'node:fs'
import { messageOf, TsmigError } from '../support/errors.ts'

/** The numbers of a mark: size, number on the disk, when the content and when the place was last changed. */
const wide = 4

/** What tells whether files are as they were, for each of them four numbers. */
export class FileMarks {
  readonly numbers: Float64Array

  constructor(numbers: Float64Array) {
    this.numbers = numbers
  }

  get count(): number {
    return this.numbers.length / wide
  }

  /** Whether the file at `at` has the mark of the one at `otherAt` in other marks. */
  isSame(at: number, other: FileMarks, otherAt: number): boolean {
    const [here, there] = [at * wide, otherAt * wide]
    for (let index = 0; index < wide; index++) {
      if (this.numbers[here + index] !== other.numbers[there + index]) return false
    }
    return true
  }

  /** Whether all files have the marks that those of `other` have. */
  areSame(other: FileMarks): boolean {
    return Buffer.from(this.numbers.buffer, this.numbers.byteOffset, this.numbers.byteLength).equals(
      new Uint8Array(other.numbers.buffer, other.numbers.byteOffset, other.numbers.byteLength),
    )
  }

  /** Whether neither content nor place was changed since then. */
  isOlderThan(time: number, at: number): boolean {
    const content = this.numbers[at * wide + 2] ?? 0
    const place = this.numbers[at * wide + 3] ?? 0
    return content < time && place < time
  }

  /** The marks at these places. */
  of(places: readonly number[]): FileMarks {
    const numbers = new Float64Array(places.length * wide)
    let to = 0
    for (const at of places) {
      for (let from = at * wide; from < (at + 1) * wide; from++) numbers[to++] = this.numbers[from] ?? 0
    }
    return new FileMarks(numbers)
  }
}

/**
 * The marks of revision files as they are now.
 * @throws TsmigError `unreadable-file` for a link that leads nowhere, and for what is no file.
 */
export function readMarks(paths: readonly string[]): FileMarks {
  const numbers = new Float64Array(paths.length * wide)
  let at = 0
  for (const path of paths) {
    const { size, ino, mtimeMs, ctimeMs } = lookAt(path)
    numbers[at++] = size
    numbers[at++] = ino
    numbers[at++] = mtimeMs
    numbers[at++] = ctimeMs
  }
  return new FileMarks(numbers)
}

function lookAt(path: string): Stats {
  const stats = statsOf(path)
  if (stats === undefined) {
    throw new TsmigError(
      'unreadable-file',
      `${path} is a link to a file that is not there`,
      'Restore the file, or remove the link.',
    )
  }
  // As `isFile` asks, which takes longer to.
  if ((stats.mode & constants.S_IFMT) === constants.S_IFREG) return stats
  throw new TsmigError(
    'unreadable-file',
    `${path} has the name of a revision file, and is ${stats.isDirectory() ? 'a folder' : 'no file'}`,
    'Move it out of the version folder, or give it another name.',
  )
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw new TsmigError(
      'unreadable-file',
      `${path} can't be read: ${messageOf(error)}`,
      'Restore the file, or remove the link.',
      { cause: error },
    )
  }
}
