import { extname, join, resolve } from 'node:path'
import { renderSchema } from '../autogenerate/render/schema.ts'
import { renderSchemaFiles } from '../autogenerate/render/schema-files.ts'
import { snapshotToJson } from '../autogenerate/snapshot-json.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { type SealedFormat, type WrittenFile, writeSealed } from '../project/sealed-file.ts'
import type { SchemaSnapshot, UnreadPart } from '../schema/snapshot.ts'
import { TsmigError } from '../support/errors.ts'
import { readSettings } from './database/settings.ts'
import type { CommandOptions } from './options.ts'
import { configuredProject, type ReadOptions, readSchema, withSession } from './read-schema.ts'
import { requireObject } from './require-options.ts'
import { requireSchemas } from './require-schemas.ts'
import { schemaScript } from './schema-script.ts'

/** What of a database is written, and where. */
export interface PullOptions extends CommandOptions, ReadOptions {
  /** The file to write, or with `split` the folder; relative to `cwd`. Without it, the text is given back. */
  readonly out?: string
  /** That of `out` by its ending, else `ts`. */
  readonly format?: SealedFormat
  /** A file a table. */
  readonly split?: boolean
  /** Replace files that were changed since, or that tsmig did not write. */
  readonly force?: boolean
}

/** What was read, and what became of it. */
export interface PullReport {
  readonly snapshot: SchemaSnapshot
  /** What stands in the database and could not be read. */
  readonly unread: readonly UnreadPart[]
  /** The files that were written; none without `out`. */
  readonly files: readonly WrittenFile[]
  /** The schema as text, where there is no `out`. */
  readonly text?: string
  /** The database, without its password. */
  readonly database: string
}

/**
 * Reads the project's database and writes it as a schema file: TypeScript that declares it, JSON, or SQL.
 * @throws TsmigError `usage`, `no-schema`, `file-changed`, `cannot-write`; what connecting throws.
 */
export async function pull(options: PullOptions = {}): Promise<PullReport> {
  requireObject(options)
  const format = formatOf(options)
  const { source, versionTable } = await readSettings(await configuredProject(options))
  return withSession(source, async (session) => {
    await requireSchemas([session], options.schemas)
    const snapshot = await readSchema(session, options, versionTable)
    const report = { snapshot, unread: snapshot.unread, database: session.display }
    if (options.out === undefined) {
      return { ...report, files: [], text: await textOf(snapshot, format, session.dialect) }
    }
    const out = resolve(options.cwd ?? process.cwd(), options.out)
    const files = options.split
      ? renderSchemaFiles(snapshot).map(({ path, content }) => ({ path: join(out, path), text: content }))
      : [{ path: out, text: await textOf(snapshot, format, session.dialect) }]
    const written = writeSealed(files, {
      format,
      force: options.force === true,
      ...(options.split && { folder: out }),
    })
    return { ...report, files: written }
  })
}

export type DumpOptions = Omit<PullOptions, 'format' | 'split'>

/** Reads the project's database and writes it as SQL that makes the same in an empty one. Throws as `pull`. */
export async function dump(options: DumpOptions = {}): Promise<PullReport> {
  requireObject(options)
  return pull({ ...options, format: 'sql' })
}

function formatOf({ out, format, split }: PullOptions): SealedFormat {
  if (split && (out === undefined || (format !== undefined && format !== 'ts'))) {
    throw new TsmigError(
      'usage',
      out === undefined ? '--split needs a folder' : `--split writes TypeScript, and not ${format}`,
      'Write: tsmig pull --split --out src/schema',
    )
  }
  const ending = out === undefined ? '' : extname(out)
  return (
    format ??
    (!split && (ending === '.json' || ending === '.sql') ? (ending === '.sql' ? 'sql' : 'json') : 'ts')
  )
}

async function textOf(snapshot: SchemaSnapshot, format: SealedFormat, dialect: Dialect): Promise<string> {
  switch (format) {
    case 'ts':
      return renderSchema(snapshot)
    case 'json':
      return snapshotToJson(snapshot)
    case 'sql':
      return schemaScript(snapshot, dialect)
    default:
      return format satisfies never
  }
}
