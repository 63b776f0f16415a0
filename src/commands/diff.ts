import { compare } from '../autogenerate/compare.ts'
import { type Difference, differences } from '../autogenerate/difference.ts'
import { loadDialect } from '../dialects/registry.ts'
import type { Operation } from '../operations/operation.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import { type SchemaSnapshot, sortSnapshot, type UnreadPart } from '../schema/snapshot.ts'
import { inServerWords } from './in-server-words.ts'
import type { CommandOptions } from './options.ts'
import type { ReadOptions } from './read-schema.ts'
import { requireOptions } from './require-options.ts'
import { requireSchemas } from './require-schemas.ts'
import { changeScript } from './schema-script.ts'
import {
  configuredDialect,
  configuredServer,
  type LoadedSchema,
  type SchemaContext,
  sourceOfUrl,
  withSchema,
} from './schema-source.ts'

/**
 * Two schemas, each a database URL, a schema file (`.ts`, `.js`, `.json`, `.sql`), a revision, or `database` or
 * `declared` for the project's own.
 */
export interface DiffOptions extends CommandOptions, ReadOptions {
  readonly from: string
  readonly to: string
}

/** What leads from the one to the other. */
export interface DiffReport {
  /** By the names of things; empty where both are the same. */
  readonly differences: readonly Difference[]
  /** The same as operations; none where it is not known for which database. */
  readonly operations?: readonly Operation[]
  /** The operations as a script, which is written when it is asked for. */
  readonly script?: () => Promise<string>
  /** What could not be read of either. */
  readonly unread: readonly UnreadPart[]
}

/** Compares two schemas. Scratch databases that it needs are made on the server of the other side, and dropped. */
export async function diff(options: DiffOptions): Promise<DiffReport> {
  requireOptions('diff', options, { from: 'database', to: 'declared' })
  const { from, to } = options
  const url = sourceOfUrl(from, options) ?? sourceOfUrl(to, options)
  const context: SchemaContext = {
    options,
    server: async () => url ?? configuredServer(options),
  }
  return withSchema(from, context, (before) =>
    withSchema(to, context, async (after) => {
      const sessions = [before, after].flatMap(({ session }) => session ?? [])
      await requireSchemas(sessions, options.schemas)
      const name =
        before.session?.dialect.name ?? after.session?.dialect.name ?? (await configuredDialect(options))
      return report(await settled(before, after, name), name)
    }),
  )
}

interface Pair {
  readonly before: SchemaSnapshot
  readonly after: SchemaSnapshot
}

async function report({ before, after }: Pair, name: DialectName | undefined): Promise<DiffReport> {
  const found = differences(before, after)
  const unread = [...before.unread, ...after.unread]
  if (name === undefined || found.length === 0) return { differences: found, unread }
  const operations = compare(before, after, name)
  const script = async () => changeScript(operations, before, await loadDialect(name))
  return { differences: found, operations, script, unread }
}

/** Both in one spelling: the server's, where one of them was read from it and it has one. */
async function settled(from: LoadedSchema, to: LoadedSchema, name: DialectName | undefined): Promise<Pair> {
  const [before, after] = [from.snapshot, to.snapshot]
  const session = from.session ?? to.session
  const dialect = name === undefined ? undefined : await loadDialect(name)
  if (from.session !== undefined && to.session !== undefined) {
    return { before: dialect?.spelledLike?.(before, after) ?? before, after }
  }
  if (session !== undefined) {
    return from.session === undefined
      ? { before: await inServerWords(session, before, after), after }
      : { before, after: await inServerWords(session, after, before) }
  }
  if (dialect?.settleOffline === undefined) return { before, after }
  const [old, fresh] = [dialect.settleOffline(before), dialect.settleOffline(after)]
  return { before: sortSnapshot(dialect.spelledLike?.(old, fresh) ?? old), after: sortSnapshot(fresh) }
}
