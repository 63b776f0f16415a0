import { readFileSync } from 'node:fs'
import { getRevision } from '../../graph/resolve.ts'
import type { Revision } from '../../graph/revision.ts'
import { describe } from '../../operations/describe.ts'
import type { PlacedOperation } from '../../operations/placed-operation.ts'
import { reverse } from '../../operations/reverse.ts'
import type { OfDatabases } from '../../project/of-databases.ts'
import { isSqlFile, parseSqlRevision, type SqlPart } from '../../project/sql-revision.ts'
import type { Body, Language } from '../../project/write-revision.ts'
import type { CollectedOperation } from '../../runtime/collect-sink.ts'
import { TsmigError } from '../../support/errors.ts'
import { inDatabase } from '../database/error.ts'
import { type DatabaseSettings, namingOf, readDatabases } from '../database/settings.ts'
import type { Project } from '../open.ts'
import { collectRevision } from './collect.ts'
import { joinCode, type RevisionCode, renderRevision } from './render.ts'

/** The contents of a revision file that undoes another. */
export interface ReversedRevision {
  readonly message: string
  readonly language: Language
  readonly imports: string
  readonly upgrades: Body
  readonly downgrades: Body
}

/**
 * Works out the revision that undoes `identifier`. Its `upgrade` is run without a database; of a revision in SQL, the
 * parts change places. Throws `irreversible` for an operation without an inverse.
 */
export async function reverseRevision(
  project: Project,
  identifier: string,
  language: Language | undefined,
): Promise<ReversedRevision> {
  const revision = getRevision(project.graph, identifier)
  if (revision?.path === undefined) {
    throw new TsmigError(
      'usage',
      `"${identifier}" is no revision to undo`,
      'Name one: "tsmig history" lists them.',
    )
  }
  const message = revision.message === '' ? `undo ${revision.id}` : `undo ${revision.message}`
  if (isSqlFile(revision.path)) return { message, ...swapped(project, revision.path, language) }
  if (language === 'sql') {
    throw new TsmigError(
      'usage',
      `revision ${revision.id} is no SQL, so what undoes it can't be written as SQL`,
      'Leave out --language sql.',
    )
  }
  const form = { language: language ?? 'ts' }
  const databases = await readDatabases(project)
  const codes: RevisionCode[] = []
  for (const settings of databases) {
    codes.push(await inDatabase(settings, databases, () => undone(project, revision, settings, form)))
  }
  return { message, ...form, ...joinCode(codes) }
}

/** What undoes a revision in one database. */
async function undone(
  project: Project,
  revision: Revision,
  settings: DatabaseSettings,
  form: { readonly language: Language },
): Promise<RevisionCode> {
  const { operations, transaction } = await collectRevision(project, revision, settings)
  const undoing = operations.toReversed().map((one) => inverse(one, revision))
  return renderRevision(undoing, operations, {
    ...form,
    transaction,
    ...namingOf(settings),
    ...(settings.name !== undefined && { database: settings.name }),
  })
}

function swapped(
  { config }: Project,
  path: string,
  language: Language | undefined,
): Omit<ReversedRevision, 'message'> {
  const databases = config.databases.map(({ name }) => name)
  const { upgrade, downgrade, transaction } = parseSqlRevision(readFileSync(path, 'utf8'), path, databases)
  if (language !== undefined && language !== 'sql') {
    throw new TsmigError('usage', `${path} is SQL, and so is what undoes it`, 'Leave out --language.')
  }
  if (downgrade === undefined) {
    throw new TsmigError(
      'irreversible',
      `${path} has no part "-- downgrade"`,
      'Write what undoes it there, or by hand.',
    )
  }
  return {
    language: 'sql',
    imports: transaction ? '' : '-- Transaction: off',
    upgrades: textOf(downgrade),
    downgrades: textOf(upgrade),
  }
}

function textOf(parts: OfDatabases<SqlPart>): Body {
  if ('all' in parts) return parts.all.text.trim()
  return Object.fromEntries([...parts.byName].map(([name, { text }]) => [name, text.trim()]))
}

function inverse({ operation, outside }: CollectedOperation, revision: Revision): PlacedOperation {
  const undoing = reverse(operation)
  if (undoing.operation !== undefined) return { operation: undoing.operation, outside }
  throw new TsmigError(
    'irreversible',
    `revision ${revision.id} can't be undone at "${describe(operation)}": ${undoing.reason ?? 'it has no inverse'}`,
    'Write the revision by hand: "tsmig revision".',
  )
}
