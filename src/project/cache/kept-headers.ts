/**
 * What revision files say of themselves, kept in a file of the cache: one is read again when its size, its times or its
 * place on the disk are other than they were. What can't be read or written is as good as not there.
 */
import type { FileMarks } from '../file-marks.ts'
import type { RevisionFile } from '../read-revision.ts'
import { makeFolder } from '../write-new.ts'
import { cacheFolder, fileFor } from './cache-folder.ts'
import { asColumns, fitsInColumns, type HeaderColumns, readColumns } from './header-columns.ts'
import { writeWhole } from './write-whole.ts'

/** A file changed as short ago, in milliseconds, may be changed again without its times telling. */
const clockTolerance = 2000

/** The files of a folder, as they were when they were listed. */
export interface MarkedFiles {
  readonly paths: readonly string[]
  readonly marks: FileMarks
}

export interface KeptHeaders {
  readonly columns: HeaderColumns
  /** The place in the columns of the file at a place in the listing, where it is as it was. */
  placeOf(at: number): number | undefined
  /** Whether all of them, and no others, are kept as they are. */
  readonly isExact: boolean
  /** Writes down what the files of the listing say, those whose text tells it. */
  save(files: readonly (RevisionFile | undefined)[]): void
}

/** Opens what is kept for a way of reading. */
export function openKeptHeaders(
  directory: string,
  asked: string,
  { paths, marks }: MarkedFiles,
): KeptHeaders | undefined {
  const folder = cacheFolder(directory)
  if (folder === undefined) return undefined
  const file = fileFor(folder, 'headers', asked)
  const columns = readColumns(file, asked)
  const oldest = Date.now() - clockTolerance
  const isExact = columns.hasJust(paths) && marks.areSame(columns.marks)
  const places = isExact
    ? undefined
    : columns
        .placesOf(paths)
        .map((place, at) =>
          place !== undefined && marks.isSame(at, columns.marks, place) ? place : undefined,
        )
  const placeOf = (at: number): number | undefined => (places === undefined ? at : places[at])
  return {
    columns,
    placeOf,
    isExact,
    save(files) {
      const places: number[] = []
      const kept: RevisionFile[] = []
      for (const [at, one] of files.entries()) {
        if (one === undefined || !marks.isOlderThan(oldest, at) || !fitsInColumns(one)) continue
        places.push(at)
        kept.push(one)
      }
      const isNew = places.some((at) => placeOf(at) === undefined)
      if (!isNew && kept.length === columns.marks.count) return
      try {
        makeFolder(folder)
        writeWhole(file, asColumns(asked, kept, marks.of(places)))
      } catch {
        // Another time, or never: they were read.
      }
    },
  }
}
