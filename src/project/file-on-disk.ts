import type { Revision } from '../graph/revision.ts'
import { TsmigError } from '../support/errors.ts'
import { type RevisionFile, readRevisionSource, readSource } from './read-revision.ts'

/** A file of which little is known; the rest is read when it is asked for. Thousands of texts would take long to keep. */
export class FileOnDisk implements RevisionFile {
  readonly revision: Revision
  readonly path: string
  readonly exactChecksum: string
  readonly #databases: readonly string[]
  #source: string | undefined

  constructor(revision: Revision, path: string, exactChecksum: string, databases: readonly string[]) {
    this.revision = revision
    this.path = path
    this.exactChecksum = exactChecksum
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
