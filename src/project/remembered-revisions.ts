import type { Revision } from '../graph/revision.ts'
import { packageVersion } from '../support/package-version.ts'
import { type MarkedFiles, openKeptHeaders } from './cache/kept-headers.ts'
import { FileOnDisk } from './file-on-disk.ts'
import type { VersionFolders } from './list-revision-files.ts'
import type { LoadOptions } from './load-options.ts'
import type { RevisionFile } from './read-revision.ts'

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
      return new FileOnDisk(revision, path, columns.checksumAt(place), databases)
    },
    save,
  }
}
