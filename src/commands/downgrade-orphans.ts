import { splitStatements } from '../dialects/split-statements.ts'
import { RevisionGraph } from '../graph/graph.ts'
import { migrationPlan } from '../graph/plan.ts'
import type { Revision } from '../graph/revision.ts'
import type { LogRow } from '../runtime/log/log-table.ts'
import type { RevisionModule } from '../runtime/run-revision.ts'
import { TsmigError } from '../support/errors.ts'
import { inDatabase } from './database/error.ts'
import { type DatabaseSettings, readDatabases } from './database/settings.ts'
import { type Database, withDatabase } from './database.ts'
import { unknownRows } from './known-rows.ts'
import type { MigrationReport } from './migrate.ts'
import { openProject, type Project } from './open.ts'
import type { CommandOptions } from './options.ts'
import type { RunReport } from './plan-migration.ts'
import { runMigration } from './run-migration.ts'

/**
 * Takes back the revisions that databases are at and no file has, by the SQL that the log keeps.
 * Throws `no-way-down` where it keeps none for one of them.
 */
export async function downgradeOrphans(options: CommandOptions = {}): Promise<MigrationReport> {
  const project = await openProject(options)
  const databases = await readDatabases(project)
  const reports: RunReport[] = []
  for (const settings of databases) {
    reports.push(await inDatabase(settings, databases, () => takeBack(project, settings)))
  }
  const rows = (key: 'from' | 'to') => [...new Set(reports.flatMap((report) => report[key]))]
  return { steps: reports.flatMap(({ steps }) => steps), from: rows('from'), to: rows('to') }
}

async function takeBack(project: Project, settings: DatabaseSettings): Promise<RunReport> {
  const orphans = await withDatabase(settings, { create: false }, (database) =>
    readOrphans(project, database),
  )
  const { ids, heads, dialect } = orphans
  if (ids.size === 0) return { steps: [], from: heads, to: heads }
  const graph = RevisionGraph.build([
    ...[...project.files.values()].map(({ revision }) => revision),
    ...[...ids.values()].map(revisionOf),
  ])
  const order = fromTheTop([...ids.values()].map(revisionOf))
  const load = async ({ id }: Revision): Promise<RevisionModule> => {
    const script = ids.get(id)?.down_sql ?? ''
    return {
      downgrade: async (op) => {
        for (const { sql } of splitStatements(script, dialect)) await op.execute(sql)
      },
    }
  }
  const plan = (rows: readonly string[]) =>
    migrationPlan(
      graph,
      'down',
      order.map(({ id }) => graph.require(id)),
      rows,
      [],
    )
  return runMigration({ ...project, graph }, { plan }, settings, load)
}

type Orphan = Pick<LogRow, (typeof columns)[number]>

const columns = [
  'revision',
  'label',
  'parents',
  'depends_on',
  'down_sql',
  'applied_at',
  'os_user',
  'host',
  'tsmig_version',
] as const

/** The revisions below the rows that no file has, down to those that files have. */
async function readOrphans(project: Project, database: Database) {
  const heads = await database.readHeads()
  const unknown = unknownRows(project, heads)
  const rows =
    unknown.length === 0
      ? []
      : ((await database.logTable.read(database.read, columns, "unit = 0 AND direction = 'upgrade'")) ?? [])
  const byId = new Map(rows.map((row) => [row.revision, row]))
  const ids = new Map<string, Orphan>()
  const open = [...unknown]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (ids.has(id) || project.graph.get(id) !== undefined) continue
    const row = byId.get(id)
    if (row?.down_sql == null || row.parents === null) throw noWayDown(id, row, database)
    ids.set(id, row)
    const { parents, dependsOn } = revisionOf(row)
    open.push(...parents, ...dependsOn)
  }
  return { ids, heads, dialect: database.session.dialect.name }
}

function revisionOf({ revision: id, label, parents, depends_on: dependsOn }: Orphan): Revision {
  return {
    id,
    parents: JSON.parse(parents ?? '[]') as string[],
    dependsOn: JSON.parse(dependsOn ?? '[]') as string[],
    labels: [],
    message: label ?? '',
  }
}

/** Each before what it builds on. */
function fromTheTop(revisions: readonly Revision[]): readonly Revision[] {
  const left = new Map(revisions.map((one) => [one.id, one]))
  const order: Revision[] = []
  while (left.size > 0) {
    const needed = new Set([...left.values()].flatMap(({ parents, dependsOn }) => [...parents, ...dependsOn]))
    const next = [...left.values()].find(({ id }) => !needed.has(id))
    if (next === undefined) break
    left.delete(next.id)
    order.push(next)
  }
  return order
}

function noWayDown(id: string, row: Orphan | undefined, { logTable }: Database): TsmigError {
  const about =
    row === undefined
      ? `the log ${logTable.table.name} says nothing of it`
      : `"${row.label}", applied ${row.applied_at} by ${row.os_user}@${row.host} with tsmig ${row.tsmig_version}, left no SQL that takes it back`
  return new TsmigError(
    'no-way-down',
    `revision ${id} has no file, and can't be taken back: ${about}`,
    'Check out the code that has it, and downgrade from there. Or take it back by hand, and set the table right with "tsmig stamp --purge <revision>".',
  )
}
