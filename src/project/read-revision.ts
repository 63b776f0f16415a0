/** A revision by the text of its file. */
import { readFileSync } from 'node:fs'
import type { Revision } from '../graph/revision.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { exactChecksum } from './exact-checksum.ts'
import { type Doc, readDoc } from './header/doc-comment.ts'
import { readPlainHeader } from './header/plain.ts'
import { readHeader } from './header/read.ts'
import { checkHeader, type Header } from './header.ts'
import { lex } from './lex.ts'
import { PlaceError } from './place-error.ts'
import { isSqlFile, parseSqlRevision } from './sql-revision.ts'
import { refuseWrongBytes } from './wrong-bytes.ts'

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

/** What is certain of a file. */
export type FinalReading =
  | { readonly kind: 'read'; readonly file: RevisionFile }
  | { readonly kind: 'unreadable'; readonly file: UnreadableFile }

export type RevisionReading = FinalReading | { readonly kind: 'unknown'; readonly file: UnknownFile }

/** Reads one file by its text alone; `databases` are the names of the project's, where it has several. */
export function readRevisionText(path: string, databases: readonly string[] = []): RevisionReading {
  let source: string
  try {
    source = readSource(path)
  } catch (error) {
    return { kind: 'unreadable', file: { path, error: asTsmigError(error, path) } }
  }
  return readRevisionSource(source, path, databases)
}

/** Made once: Node would copy what it makes of a name for each file. */
const asText = { encoding: 'utf8', flag: 'r' } as const

/** The text of a file. Throws `unreadable-file`. */
export function readSource(path: string): string {
  let source: string
  try {
    source = readFileSync(path, asText)
  } catch (cause) {
    const message = `${path} can't be read: ${messageOf(cause)}`
    throw new TsmigError('unreadable-file', message, 'Check its rights.', { cause })
  }
  // It stands for bytes that can't be read, or in the file itself.
  if (source.includes('\uFFFD')) refuseWrongBytes(readFileSync(path), path, 'unreadable-file')
  return source
}

/** As `readRevisionText`, of a text that stands in `path` or is going to. */
export function readRevisionSource(
  source: string,
  path: string,
  databases: readonly string[] = [],
): RevisionReading {
  if (isSqlFile(path)) return readSqlSource(source, path, databases)
  const plain = readPlainHeader(source)
  if (plain !== undefined)
    return finish({ path, source, doc: plain.doc }, () => checkHeader(plain.exports, path))
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

function readSqlSource(source: string, path: string, databases: readonly string[]): FinalReading {
  try {
    const { doc, header } = parseSqlRevision(source, path, databases)
    return { kind: 'read', file: describe({ path, source, doc }, header) }
  } catch (error) {
    return { kind: 'unreadable', file: { path, error: asTsmigError(error, path) } }
  }
}

/** What a text tells without its header. */
type ReadText = Pick<UnknownFile, 'path' | 'source' | 'doc'>

/** The file with the header that `header` reads, or why that can't be read. */
export function finish(text: ReadText, header: () => Header): FinalReading {
  try {
    return { kind: 'read', file: describe(text, header()) }
  } catch (error) {
    return { kind: 'unreadable', file: { path: text.path, error: asTsmigError(error, text.path) } }
  }
}

function describe(text: ReadText, header: Header): RevisionFile {
  return new ReadFile(text, revisionOf(header, text.doc.message, text.path))
}

/** A file that was read. */
class ReadFile implements RevisionFile {
  readonly revision: Revision
  readonly path: string
  readonly source: string
  readonly #doc: Doc
  #checksum: string | undefined

  constructor({ path, source, doc }: ReadText, revision: Revision) {
    this.revision = revision
    this.path = path
    this.source = source
    this.#doc = doc
  }

  get doc(): string {
    return this.#doc.text
  }

  get exactChecksum(): string {
    this.#checksum ??= exactChecksum(this.source)
    return this.#checksum
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

export function asTsmigError(error: unknown, path: string): TsmigError {
  return error instanceof TsmigError
    ? error
    : new TsmigError('bad-revision-file', `${path}: ${messageOf(error)}`, 'Correct the file.', {
        cause: error,
      })
}
