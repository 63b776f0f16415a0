import type { Plan } from '../graph/plan.ts'
import type { Revision } from '../graph/revision.ts'
import { prepareModules } from '../project/load-module.ts'
import { loadSqlRevision } from '../project/sql-module.ts'
import { isSqlFile } from '../project/sql-revision.ts'
import type { RevisionModule } from '../runtime/run-revision.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import { TsmigError } from '../support/errors.ts'
import { loadOptions, type Project } from './open.ts'

/** The revision files of a run, ready to be imported. */
export interface RevisionModules {
  load(revision: Revision): Promise<RevisionModule>
}

/**
 * Makes the files of a plan ready and hands them to `use`. All of them are imported first, SQL is split as
 * `dialect` has it: what is wrong with one of them is found before anything ran.
 */
export async function withModules<T>(
  project: Project,
  plan: Plan,
  dialect: DialectName,
  use: (modules: RevisionModules) => Promise<T>,
): Promise<T> {
  const revisions = plan.steps.flatMap(({ revision }) => revision ?? [])
  const prepared = await prepareModules(
    revisions.map(pathOf).filter((path) => !isSqlFile(path)),
    loadOptions(project.config),
  )
  const load = async (revision: Revision): Promise<RevisionModule> => {
    const path = pathOf(revision)
    return isSqlFile(path) ? loadSqlRevision(path, dialect) : prepared.load(path)
  }
  try {
    for (const { revision, direction } of plan.steps) {
      if (revision !== undefined) requireFunction(await load(revision), revision, direction)
    }
    return await use({ load })
  } finally {
    prepared.dispose()
  }
}

function requireFunction(
  module: RevisionModule,
  revision: Revision,
  direction: 'up' | 'down' | 'stamp',
): void {
  const name = direction === 'down' ? 'downgrade' : 'upgrade'
  if (typeof module[name] === 'function') return
  const path = pathOf(revision)
  throw new TsmigError(
    `no-${name}`,
    isSqlFile(path) ? `${path} has no part "-- ${name}"` : `${path} exports no function "${name}"`,
    name === 'downgrade'
      ? 'Write the downgrade, or stay at this revision; "tsmig stamp" moves the version table alone.'
      : 'Export an async function "upgrade(op)"; an empty one is allowed.',
  )
}

function pathOf(revision: Revision): string {
  return revision.path ?? revision.id
}
