import type { Plan } from '../../graph/plan.ts'
import type { Revision } from '../../graph/revision.ts'
import { prepareModules } from '../../project/load-module.ts'
import type { ModuleNamespace } from '../../project/module-namespace.ts'
import { loadSqlRevision } from '../../project/sql-module.ts'
import { isSqlFile } from '../../project/sql-revision.ts'
import type { RevisionModule } from '../../runtime/run-revision.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import { TsmigError } from '../../support/errors.ts'
import { loadOptions, type Project } from '../open.ts'
import { functionsFor } from './functions.ts'

/** The revision files of a run, ready to be imported. */
export interface RevisionModules {
  load(revision: Revision): Promise<RevisionModule>
}

/** The database that revisions run on. */
export interface RevisionTarget {
  /** SQL is split as it has it. */
  readonly dialect: DialectName
  /** Its name, where the project has several: the functions for it are taken. */
  readonly database?: string
}

/** A plan, and the database that it is for. */
export interface TargetedPlan {
  readonly plan: Plan
  readonly target: RevisionTarget
}

/**
 * Makes the files of a plan ready and hands them to `use`. All of them are imported first: what is wrong with one of
 * them is found before anything ran.
 */
export function withModules<T>(
  project: Project,
  plan: Plan,
  target: RevisionTarget,
  use: (modules: RevisionModules) => Promise<T>,
): Promise<T> {
  return withModulesOf(project, [{ plan, target }], (load) =>
    use({ load: (revision) => load(revision, target) }),
  )
}

/** The same for plans of several databases: a file is imported once for all of them. */
export async function withModulesOf<T>(
  project: Project,
  planned: readonly TargetedPlan[],
  use: (load: LoadRevision) => Promise<T>,
): Promise<T> {
  const paths = new Set(planned.flatMap(({ plan }) => revisionsOf(plan).map(pathOf)))
  const prepared = await prepareModules(
    [...paths].filter((path) => !isSqlFile(path)),
    loadOptions(project.config),
  )
  const imported = new Map<string, Promise<ModuleNamespace>>()
  const importOnce = (path: string): Promise<ModuleNamespace> => {
    const found = imported.get(path) ?? prepared.load(path)
    imported.set(path, found)
    return found
  }
  const databases = project.config.databases.map(({ name }) => name)
  const made = new Map<string, Promise<RevisionModule>>()
  const load: LoadRevision = async (revision, target) => {
    const path = pathOf(revision)
    // Its text may be long, and is read when its turn has come.
    if (isSqlFile(path)) return loadSqlRevision(path, { ...target, databases })
    const key = `${target.database ?? ''} ${path}`
    const functions = async () =>
      functionsFor(await importOnce(path), { path, databases, database: target.database })
    const found = made.get(key) ?? functions()
    made.set(key, found)
    return found
  }
  try {
    for (const { plan, target } of planned) {
      for (const { revision, direction } of plan.steps) {
        if (revision === undefined) continue
        requireFunction(await load(revision, target), { revision, direction, target })
      }
    }
    return await use(load)
  } finally {
    prepared.dispose()
  }
}

/** Imports a revision's file, and gives what it does on a database. */
export type LoadRevision = (revision: Revision, target: RevisionTarget) => Promise<RevisionModule>

function requireFunction(
  module: RevisionModule,
  step: {
    readonly revision: Revision
    readonly direction: 'up' | 'down' | 'stamp'
    readonly target: RevisionTarget
  },
): void {
  const isDown = step.direction === 'down'
  const name = isDown ? 'downgrade' : 'upgrade'
  if (module[name] !== undefined) return
  const path = pathOf(step.revision)
  const { database } = step.target
  const of = database === undefined ? '' : ` for the database ${database}`
  throw new TsmigError(
    isDown ? 'no-downgrade' : 'no-upgrade',
    isSqlFile(path) ? `${path} has no part "-- ${name}"${of}` : `${path} exports no function "${name}"${of}`,
    name === 'downgrade'
      ? 'Write the downgrade, or stay at this revision; "tsmig stamp" moves the version table alone.'
      : 'Export an async function "upgrade(op)"; an empty one is allowed.',
  )
}

function revisionsOf(plan: Plan): readonly Revision[] {
  return plan.steps.flatMap(({ revision }) => revision ?? [])
}

function pathOf(revision: Revision): string {
  return revision.path ?? revision.id
}
