import type { Revision } from '../graph/revision.ts'
import { TsmigError } from '../support/errors.ts'
import { packageVersion } from '../support/package-version.ts'
import type { KeptHeader } from './cache/header-columns.ts'
import { openKeptHeaders } from './cache/kept-headers.ts'
import type { VersionFolders } from './list-revision-files.ts'
import type { LoadOptions } from './load-options.ts'
import {
  type RevisionFile,
  type RevisionReading,
  readRevisionSource,
  readRevisionText,
  readSource,
  revisionOf,
} from './read-revision.ts'

/** Each file by its text, or by what is kept of it. */
export function readOrRemember(
  paths: readonly string[],
  databases: readonly string[],
  { versionLocations, recursiveVersionLocations }: VersionFolders,
  { directory }: LoadOptions,
): readonly RevisionReading[] {
  // The name of this very file tells which code reads; two versions may have it at the same place.
  const reader = [packageVersion(), import.meta.url]
  const asked = JSON.stringify([reader, versionLocations, recursiveVersionLocations, databases])
  const kept = openKeptHeaders(directory, asked)
  const readings = paths.map((path): RevisionReading => {
    const header = kept.find(path)
    if (header !== undefined) return { kind: 'read', file: new RememberedFile(path, header, databases) }
    const reading = readRevisionText(path, databases)
    if (reading.kind === 'read') kept.keep(path, headerOf(reading.file))
    return reading
  })
  kept.save()
  return readings
}

function headerOf({ revision, exactChecksum: sum }: RevisionFile): KeptHeader {
  const { path: _path, ...header } = revision
  return { ...header, exactChecksum: sum }
}

/** A file by what is kept of it; what isn't kept is read when it is asked for. */
class RememberedFile implements RevisionFile {
  readonly revision: Revision
  readonly path: string
  readonly exactChecksum: string
  readonly #databases: readonly string[]
  #source: string | undefined

  constructor(path: string, header: KeptHeader, databases: readonly string[]) {
    this.revision = revisionOf(header, header.message, path)
    this.path = path
    this.exactChecksum = header.exactChecksum
    this.#databases = databases
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
