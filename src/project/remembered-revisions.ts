import type { Revision } from '../graph/revision.ts'
import { TsmigError } from '../support/errors.ts'
import { packageVersion } from '../support/package-version.ts'
import type { HeaderColumns } from './cache/header-columns.ts'
import { type MarkedFiles, openKeptHeaders } from './cache/kept-headers.ts'
import type { VersionFolders } from './list-revision-files.ts'
import type { LoadOptions } from './load-options.ts'
import { type RevisionFile, readRevisionSource, readSource } from './read-revision.ts'

/** What is kept of the files of a listing. */
export interface RememberedRevisions {
  /** Where all of them, and no others, are kept as they are: their revisions. */
  readonly all?: readonly Revision[]
  /** The file at a place in the listing; `undefined` where it isn't as it was. */
  file(at: number): RevisionFile | undefined
  /** Keeps what the files of the listing say, those whose text tells it. */
  save(files: readonly (RevisionFile | undefined)[]): void
}

/** Opens what is kept of the files of a listing; `undefined` where nothing may be kept. */
export function rememberRevisions(
  listed: MarkedFiles,
  databases: readonly string[],
  { versionLocations, recursiveVersionLocations }: VersionFolders,
  { directory }: LoadOptions,
): RememberedRevisions | undefined {
  // The name of this very file tells which code reads; two versions may have it at the same place.
  const reader = [packageVersion(), import.meta.url]
  const asked = JSON.stringify([reader, versionLocations, recursiveVersionLocations, databases])
  const { paths } = listed
  const kept = openKeptHeaders(directory, asked, listed)
  if (kept === undefined) return undefined
  const { columns, placeOf, isExact, save } = kept
  const all = isExact ? paths.map((path, at) => columns.revisionAt(at, path)) : undefined
  return {
    ...(all !== undefined && { all }),
    file(at) {
      const place = placeOf(at)
      if (place === undefined) return undefined
      const path = paths[at] ?? ''
      const revision = all?.[at] ?? columns.revisionAt(place, path)
      return new RememberedFile(revision, path, columns, place, databases)
    },
    save,
  }
}

/** A file by what is kept of it; what isn't kept is read when it is asked for. */
class RememberedFile implements RevisionFile {
  readonly revision: Revision
  readonly path: string
  readonly #kept: HeaderColumns
  readonly #place: number
  readonly #databases: readonly string[]
  #source: string | undefined

  constructor(
    revision: Revision,
    path: string,
    kept: HeaderColumns,
    place: number,
    databases: readonly string[],
  ) {
    this.revision = revision
    this.path = path
    this.#kept = kept
    this.#place = place
    this.#databases = databases
  }

  get exactChecksum(): string {
    return this.#kept.checksumAt(this.#place)
  }

  get source(): string {
    this.#source ??= readSource(this.path)
    return this.#source
  }

  get doc(): string {
    return this.#whole().doc
  }

  #whole(): RevisionFile {
    const reading = readRevisionSource(this.source, this.path, this.#databases)
    switch (reading.kind) {
      case 'read':
        return reading.file
      case 'unreadable':
        throw reading.file.error
      case 'unknown':
        throw new TsmigError(
          'bad-revision-file',
          `${this.path} was changed while it was read`,
          'Run the command again.',
        )
    }
  }
}
