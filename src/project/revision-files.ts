/** The revisions of a project, from its files: by their text, or imported where the text isn't enough. */
import { readFileSync } from 'node:fs'
import type { Revision } from '../graph/revision.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { packageVersion } from '../support/package-version.ts'
import { type KeptHeader, openKeptHeaders } from './cache/kept-headers.ts'
import { type Doc, readDoc } from './doc-comment.ts'
import { exactChecksum } from './exact-checksum.ts'
import { checkHeader, HEADER_NAMES, type Header } from './header.ts'
import { lex } from './lex.ts'
import { listRevisionFiles } from './list-revision-files.ts'
import type { ModuleNamespace } from './load-module.ts'
import type { LoadOptions } from './load-options.ts'
import { PlaceError } from './place-error.ts'
import { readHeader } from './read-header.ts'
import { isSqlFile, parseSqlRevision } from './sql-revision.ts'

/** A revision file that was read. */
export interface RevisionFile {
  readonly revision: Revision
  readonly path: string
  /** The whole doc comment, without its stars. */
  readonly doc: string
  /** The whole text. */
  readonly source: string
  /** The checksum of the text to the character. */
  readonly exactChecksum: string
}

/** A revision file that is none, with the reason. */
export interface UnreadableFile {
  readonly path: string
  readonly error: TsmigError
}

/** A file whose header the text doesn't tell for certain: it has to be imported. */
export interface UnknownFile {
  readonly path: string
  readonly source: string
  readonly doc: Doc
  readonly reason: string
}

export interface RevisionFiles {
  /** In the order of the folders, then of the file names. */
  readonly files: readonly RevisionFile[]
  readonly unreadable: readonly UnreadableFile[]
}

export interface VersionFolders {
  readonly versionLocations: readonly string[]
  readonly recursiveVersionLocations: boolean
  /** Those of the project, where it has several. */
  readonly databases?: readonly { readonly name: string }[]
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

/** Each file by its text, or by what is kept of it. */
function readOrRemember(
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
  #read: RevisionFile | undefined

  constructor(path: string, header: KeptHeader, databases: readonly string[]) {
    this.revision = revisionOf(header, header.message, path)
    this.path = path
    this.exactChecksum = header.exactChecksum
    this.#databases = databases
  }

  get doc(): string {
    return this.#whole().doc
  }

  get source(): string {
    return this.#whole().source
  }

  #whole(): RevisionFile {
    if (this.#read !== undefined) return this.#read
    const reading = readRevisionText(this.path, this.#databases)
    switch (reading.kind) {
      case 'read':
        this.#read = reading.file
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

type Final =
  | { readonly kind: 'read'; readonly file: RevisionFile }
  | { readonly kind: 'unreadable'; readonly file: UnreadableFile }

export type RevisionReading = Final | { readonly kind: 'unknown'; readonly file: UnknownFile }

/** Reads one file by its text alone; `databases` are the names of the project's, where it has several. */
export function readRevisionText(path: string, databases: readonly string[] = []): RevisionReading {
  let source: string
  try {
    source = readFileSync(path, 'utf8')
  } catch (error) {
    const failure = new TsmigError(
      'unreadable-file',
      `${path} can't be read: ${messageOf(error)}`,
      'Check its rights.',
      {
        cause: error,
      },
    )
    return { kind: 'unreadable', file: { path, error: failure } }
  }
  return readRevisionSource(source, path, databases)
}

/** As `readRevisionText`, of a text that stands in `path` or is going to. */
export function readRevisionSource(
  source: string,
  path: string,
  databases: readonly string[] = [],
): RevisionReading {
  if (isSqlFile(path)) return readSqlSource(source, path, databases)
  const lexed = lex(source)
  const doc = readDoc(lexed)
  if (lexed.tokens.length === 0 && lexed.gaveUp === undefined) {
    const error = new PlaceError(
      'bad-revision-file',
      { file: path, line: 0 },
      'the file is empty',
      'Remove it, or write one with "tsmig revision".',
    )
    return { kind: 'unreadable', file: { path, error } }
  }
  const reading = readHeader(lexed, source)
  return reading.kind === 'unknown'
    ? { kind: 'unknown', file: { path, source, doc, reason: reading.reason } }
    : finish({ path, source, doc }, () => checkHeader(reading.exports, path))
}

function readSqlSource(source: string, path: string, databases: readonly string[]): Final {
  try {
    const { doc, header } = parseSqlRevision(source, path, databases)
    return { kind: 'read', file: describe({ path, source, doc }, header) }
  } catch (error) {
    return { kind: 'unreadable', file: { path, error: asTsmigError(error, path) } }
  }
}

/** What a text tells without its header. */
type ReadText = Pick<UnknownFile, 'path' | 'source' | 'doc'>

function finish(text: ReadText, header: () => Header): Final {
  try {
    return { kind: 'read', file: describe(text, header()) }
  } catch (error) {
    return { kind: 'unreadable', file: { path: text.path, error: asTsmigError(error, text.path) } }
  }
}

function describe({ path, source, doc }: ReadText, header: Header): RevisionFile {
  return {
    revision: revisionOf(header, doc.message, path),
    path,
    doc: doc.text,
    source,
    get exactChecksum() {
      return exactChecksum(source)
    },
  }
}

function revisionOf(header: Header, message: string, path: string): Revision {
  const { id, parents, dependsOn, labels, phase } = header
  return Object.freeze({
    id,
    parents,
    dependsOn,
    labels,
    ...(phase !== undefined && { phase }),
    message,
    path,
  })
}

async function importHeaders(unknown: readonly UnknownFile[], options: LoadOptions): Promise<Final[]> {
  const { prepareModules } = await import('./load-module.ts')
  try {
    const prepared = await prepareModules(
      unknown.map(({ path }) => path),
      options,
    )
    try {
      return await Promise.all(unknown.map((text) => importHeader(text, () => prepared.load(text.path))))
    } finally {
      prepared.dispose()
    }
  } catch (error) {
    if (unknown.length === 1) {
      return unknown.map(({ path }) => ({
        kind: 'unreadable',
        file: { path, error: asTsmigError(error, path) },
      }))
    }
    // One broken file breaks a shared build: alone, each of them shows what is wrong with it.
    return (await Promise.all(unknown.map((file) => importHeaders([file], options)))).flat()
  }
}

async function importHeader(text: ReadText, load: () => Promise<ModuleNamespace>): Promise<Final> {
  const { path } = text
  try {
    const namespace = headerHolder(await load())
    const values = new Map(Object.entries(namespace).filter(([name]) => HEADER_NAMES.has(name)))
    return finish(text, () => checkHeader({ values }, path))
  } catch (error) {
    return { kind: 'unreadable', file: { path, error: asTsmigError(error, path) } }
  }
}

/** `export default { revision, … }` is a way to write a revision, too. */
function headerHolder(namespace: ModuleNamespace): ModuleNamespace {
  const inner = namespace.default
  const held = !('revision' in namespace) && typeof inner === 'object' && inner !== null
  return held ? (inner as ModuleNamespace) : namespace
}

function asTsmigError(error: unknown, path: string): TsmigError {
  return error instanceof TsmigError
    ? error
    : new TsmigError('bad-revision-file', `${path}: ${messageOf(error)}`, 'Correct the file.', {
        cause: error,
      })
}
