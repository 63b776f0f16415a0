/** The revisions of a project, from its files: by their text, or imported where the text isn't enough. */
import type { Revision } from '../graph/revision.ts'
import { readMarks } from './file-marks.ts'
import { FileOnDisk } from './file-on-disk.ts'
import { importHeaders } from './header/import-headers.ts'
import { listRevisionFiles, type VersionFolders } from './list-revision-files.ts'
import type { LoadOptions } from './load-options.ts'
import {
  type RevisionFile,
  type RevisionReading,
  readRevisionText,
  type UnreadableFile,
} from './read-revision.ts'
import { rememberRevisions } from './remembered-revisions.ts'

export interface RevisionFiles {
  /** In the order of the folders, then of the file names. */
  readonly revisions: readonly Revision[]
  readonly unreadable: readonly UnreadableFile[]
  /** The file of the revision at a place in the list: where all is kept, it is made by this. */
  file(at: number): RevisionFile | undefined
}

/**
 * Reads all revision files. A file is run only when its text doesn't tell its header.
 * @throws TsmigError `unreadable-file` when a folder can't be listed, or what has the name of a revision file is none.
 */
export async function readRevisionFiles(
  folders: VersionFolders,
  options: LoadOptions,
): Promise<RevisionFiles> {
  const paths = listRevisionFiles(folders.versionLocations, folders.recursiveVersionLocations)
  const databases = folders.databases?.map(({ name }) => name) ?? []
  const remembered = rememberRevisions({ paths, marks: readMarks(paths) }, databases, folders, options)
  if (remembered?.all !== undefined) {
    const { all, file } = remembered
    return { revisions: all, unreadable: [], file }
  }
  const readings = paths.map((path, at): RevisionReading => {
    const file = remembered?.file(at)
    return file === undefined ? readLightly(path, databases) : { kind: 'read', file }
  })
  remembered?.save(readings.map((reading) => (reading.kind === 'read' ? reading.file : undefined)))
  return withImported(readings, options)
}

/** The file by its text, which is let go. */
function readLightly(path: string, databases: readonly string[]): RevisionReading {
  const reading = readRevisionText(path, databases)
  if (reading.kind !== 'read') return reading
  const { revision, exactChecksum } = reading.file
  return { kind: 'read', file: new FileOnDisk(revision, path, exactChecksum, databases) }
}

async function withImported(
  readings: readonly RevisionReading[],
  options: LoadOptions,
): Promise<RevisionFiles> {
  const unknown = readings.filter((reading) => reading.kind === 'unknown').map(({ file }) => file)
  const imported = unknown.length > 0 ? await importHeaders(unknown, options) : []
  const byPath = new Map(imported.map((reading) => [reading.file.path, reading]))
  const files: RevisionFile[] = []
  const unreadable: UnreadableFile[] = []
  for (const reading of readings) {
    const final = reading.kind === 'unknown' ? byPath.get(reading.file.path) : reading
    if (final?.kind === 'read') {
      files.push(final.file)
    } else if (final !== undefined) {
      unreadable.push(final.file)
    }
  }
  return { revisions: files.map(({ revision }) => revision), unreadable, file: (at) => files[at] }
}
