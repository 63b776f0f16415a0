import { extname } from 'node:path'
import { createOp } from '../../operations/create-op.ts'
import { type KeptChecksums, openKeptChecksums } from '../../project/cache/kept-checksums.ts'
import { codeChecksum, type SqlRules } from '../../project/checksum.ts'
import { unconnectedKnex } from '../../runtime/bound-knex.ts'
import { CollectError } from '../../runtime/collect-sink.ts'
import type { ConnectionSource } from '../../runtime/connect.ts'
import { watchOtherWriters } from '../../runtime/lock/other-writers.ts'
import { writeDownSql } from '../../runtime/log/down-sql.ts'
import { type RevisionRecord, RunLog, type RunLogOptions } from '../../runtime/log/run-log.ts'
import { readUnfinished } from '../../runtime/log/unfinished-steps.ts'
import type { OpFactory } from '../../runtime/run-revision.ts'
import { packageVersion } from '../../support/package-version.ts'
import type { Database } from '../database.ts'
import type { Project } from '../open.ts'
import { namingOf, targetOf } from './settings.ts'

/** The log of a run on a database. */
export function logFor(
  project: Project,
  database: Database,
  run: Pick<RunLogOptions, 'ends' | 'limits'> & { readonly checksums?: KeptChecksums },
): RunLog {
  const { session, settings, logTable } = database
  const { ends, limits, checksums } = run
  return new RunLog({
    ends,
    limits,
    table: logTable,
    unfinished: () => readUnfinished(database.read, logTable),
    isAlone: runsAlone(database),
    session,
    warn: (text) => settings.reporter.warning(text),
    record: ({ id }) => recordOf(project, database, id, checksums),
    downSql: (module) =>
      writeDownSql(module, { session, op: collectingOps(database), secrets: secretsOf(settings.source) }),
  })
}

/** On SQLite the lock is the transaction, and another run may come in between two. */
function runsAlone({ session, settings }: Database): RunLogOptions['isAlone'] {
  if (session.dialect.name !== 'sqlite') return async () => settings.lock.enabled
  const othersWrote = watchOtherWriters(session)
  return async () => !(await othersWrote())
}

/** The checksums of a revision's file, that of its code out of `checksums` where it is kept there. */
export function recordOf(
  project: Project,
  database: Database,
  id: string,
  checksums?: KeptChecksums,
): RevisionRecord | undefined {
  const file = project.files.get(id)
  if (file === undefined) return undefined
  const { path, exactChecksum } = file
  const make = () => codeChecksum(file.source, path, sqlRulesOf(project, database))
  const checksum = checksums?.of(`${extname(path)} ${exactChecksum}`, make) ?? make()
  return { checksum, exact_checksum: exactChecksum }
}

/** What is kept of such checksums. */
export function keptChecksums(project: Project, database: Database): KeptChecksums {
  // The name of this very file tells which code takes texts apart; two versions may have it at the same place.
  const asked = [packageVersion(), import.meta.url, sqlRulesOf(project, database)]
  return openKeptChecksums(project.config.directory, JSON.stringify(asked))
}

/** How the project's revisions in SQL are taken apart for a database. */
export function sqlRulesOf({ config }: Project, { session }: Database): SqlRules {
  return { dialect: session.dialect.name, databases: config.databases.map(({ name }) => name) }
}

/** Makes an `op` whose operations are collected. */
function collectingOps({ session, settings }: Database): OpFactory {
  const { name, literal } = session.dialect
  const knex = () => unconnectedKnex(name, () => new CollectError('op.knex'))
  return (submit, pending) =>
    createOp({ ...targetOf(settings), literal, submit, pending, knex, ...namingOf(settings) })
}

/** The password of a connection. */
function secretsOf(source: ConnectionSource): readonly string[] {
  const found =
    source.kind === 'url'
      ? 'config' in source.settings && source.settings.config.password
      : source.kind === 'knexConfig' &&
        (source.config.connection as { password?: unknown } | undefined)?.password
  return typeof found === 'string' && found !== '' ? [found] : []
}
