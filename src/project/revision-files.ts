/** The revisions of a project, from its files: by their text, or imported where the text isn't enough. */
import { importHeaders } from './import-headers.ts'
import { listRevisionFiles, type VersionFolders } from './list-revision-files.ts'
import type { LoadOptions } from './load-options.ts'
import type { RevisionFile, UnreadableFile } from './read-revision.ts'
import { readOrRemember } from './remembered-revisions.ts'

export interface RevisionFiles {
  /** In the order of the folders, then of the file names. */
  readonly files: readonly RevisionFile[]
  readonly unreadable: readonly UnreadableFile[]
}

/**
 * Reads all revision files. A file is run only when its text doesn't tell its header.
 * @throws TsmigError `unreadable-file` when a folder can't be listed.
 */
export async function readRevisionFiles(
  folders: VersionFolders,
  options: LoadOptions,
): Promise<RevisionFiles> {
  const paths = listRevisionFiles(folders.versionLocations, folders.recursiveVersionLocations)
  const databases = folders.databases?.map(({ name }) => name)
  const readings = readOrRemember(paths, databases ?? [], folders, options)
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
  return { files, unreadable }
}
