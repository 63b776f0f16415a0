import { readFileSync } from 'node:fs'
import { importLine, type PlacedOperation, renderBody } from '../autogenerate/render-body.ts'
import type { ImportedName } from '../autogenerate/render-layout.ts'
import { migrationPlan } from '../graph/plan.ts'
import { getRevision } from '../graph/resolve.ts'
import type { Revision } from '../graph/revision.ts'
import { createOp } from '../operations/create-op.ts'
import { describe } from '../operations/describe.ts'
import { reverse } from '../operations/reverse.ts'
import type { OfDatabases } from '../project/of-databases.ts'
import { isSqlFile, parseSqlRevision, type SqlPart } from '../project/sql-revision.ts'
import type { Body, Language } from '../project/write-revision.ts'
import { unconnectedKnex } from '../runtime/bound-knex.ts'
import { CollectError, type CollectedOperation, CollectSink } from '../runtime/collect-sink.ts'
import { dialectOfSource } from '../runtime/connect.ts'
import { runRevision } from '../runtime/run-revision.ts'
import type { NamingConvention } from '../schema/naming.ts'
import { TsmigError } from '../support/errors.ts'
import { type DatabaseSettings, namingOf, readSettings, targetOf } from './database-settings.ts'
import type { Project } from './open.ts'
import { withModules } from './revision-modules.ts'

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
  const settings = await readSettings(project)
  const { operations, transaction } = await collect(project, revision, settings)
  const undoing = operations.toReversed().map((one) => inverse(one, revision))
  return {
    message,
    language: language ?? 'ts',
    ...rendered(undoing, operations, {
      transaction,
      language: language ?? 'ts',
      ...namingOf(settings),
      ...(settings.name !== undefined && { database: settings.name }),
    }),
  }
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

/** What the revision asks for, in its order. */
async function collect(
  project: Project,
  revision: Revision,
  settings: DatabaseSettings,
): Promise<{ readonly operations: readonly CollectedOperation[]; readonly transaction: boolean }> {
  const dialect = dialectOfSource(settings.source)
  const plan = migrationPlan(project.graph, 'up', [revision], revision.parents, [])
  const sink = new CollectSink()
  const knex = () => unconnectedKnex(dialect, () => new CollectError('op.knex'))
  return withModules(project, plan, targetOf(settings), async ({ load }) => {
    const module = await load(revision)
    for (const step of plan.steps) {
      await runRevision(step, module, {
        sink,
        op: (submit, pending) =>
          createOp({ ...targetOf(settings), submit, pending, knex, ...namingOf(settings) }),
      })
    }
    return { operations: sink.operations, transaction: module.transaction !== false }
  })
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

function rendered(
  undoing: readonly PlacedOperation[],
  operations: readonly CollectedOperation[],
  file: {
    readonly transaction: boolean
    readonly language: Language
    readonly naming?: NamingConvention
    readonly database?: string
  },
): Pick<ReversedRevision, 'imports' | 'upgrades' | 'downgrades'> {
  const { transaction, database } = file
  const form = { ...file, indent: database === undefined ? '  ' : '    ' }
  const [up, down] = [renderBody(undoing, form), renderBody(operations, form)]
  const bodyOf = (code: string): Body => (database === undefined ? code : { [database]: code })
  const commonjs = file.language === 'cjs'
  const names = [...new Set<ImportedName>([...up.names, ...down.names])].sort()
  const imports = importLine(names, commonjs ? 'commonjs' : 'module')
  const outside = commonjs ? 'exports.transaction = false' : 'export const transaction = false'
  return {
    imports: [imports, ...(transaction ? [] : [`\n${outside}`])].filter((line) => line !== '').join('\n'),
    upgrades: bodyOf(up.code),
    downgrades: bodyOf(down.code),
  }
}
