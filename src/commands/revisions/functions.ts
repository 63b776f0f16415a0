import type { Op } from '../../operations/op.ts'
import type { ModuleNamespace } from '../../project/module-namespace.ts'
import { type OfDatabases, partsFor } from '../../project/of-databases.ts'
import type { StepLimits } from '../../runtime/limits/limits.ts'
import type { RevisionModule } from '../../runtime/run-revision.ts'
import { parseDuration } from '../../support/duration.ts'
import { TsmigError } from '../../support/errors.ts'
import { nearest } from '../../support/suggest.ts'
import { isOnlyOperations } from './only-operations.ts'

/** A function of a revision file: where the project has several databases, it is told which of them this is. */
type RevisionFunction = (op: Op, database?: string) => unknown

/** The file that functions stand in, and the database that they are taken for. */
interface Place {
  readonly path: string
  /** The names of the project's databases; none where its only one has no name. */
  readonly databases: readonly string[]
  readonly database: string | undefined
}

/**
 * What a revision file exports, for one database: its `upgrade` and `downgrade` are functions for all, or objects with
 * a function for each of some.
 * @throws TsmigError `bad-revision-file` for an object that holds something else.
 */
export function functionsFor(exports: ModuleNamespace, place: Place): RevisionModule {
  const { database } = place
  const upgrade = readFunctions(exports, 'upgrade', place)
  const downgrade = readFunctions(exports, 'downgrade', place)
  const parts = partsFor(
    database,
    { ...(upgrade !== undefined && { upgrade }), ...(downgrade !== undefined && { downgrade }) },
    () => undefined,
  )
  const known: { upgrade?: boolean; downgrade?: boolean } = {}
  const bind = (run: RevisionFunction) => (op: Op) => (database === undefined ? run(op) : run(op, database))
  return {
    ...(parts.upgrade !== undefined && { upgrade: bind(parts.upgrade) }),
    ...(parts.downgrade !== undefined && { downgrade: bind(parts.downgrade) }),
    ...(exports.transaction === false && { transaction: false }),
    limits: readLimits(exports, place),
    text: (direction) => parts[direction]?.toString(),
    isOnlyOperations: (direction) => {
      known[direction] ??= isOnlyOperations(parts[direction]?.toString() ?? '')
      return known[direction]
    },
  }
}

/** What a revision says of its own about how long its statements may wait and take. */
function readLimits(exports: ModuleNamespace, place: Place): StepLimits {
  const tableLock = readDuration(exports, 'tableLockTimeout', place)
  const statement = readDuration(exports, 'statementTimeout', place)
  return {
    ...(tableLock !== undefined && { tableLock }),
    ...(statement !== undefined && { statement }),
  }
}

function readDuration(exports: ModuleNamespace, name: string, place: Place): number | undefined {
  const exported = exports[name]
  if (exported === undefined) return undefined
  const milliseconds = typeof exported === 'string' ? parseDuration(exported) : undefined
  if (milliseconds !== undefined) return milliseconds
  throw wrong(place, `exports "${name}", which is no span of time`, `Write: export const ${name} = '30s'`)
}

function readFunctions(
  exports: ModuleNamespace,
  name: 'upgrade' | 'downgrade',
  place: Place,
): OfDatabases<RevisionFunction> | undefined {
  const exported = exports[name]
  if (isFunction(exported)) return { all: exported }
  if (typeof exported !== 'object' || exported === null) return undefined
  const byName = new Map<string, RevisionFunction>()
  for (const [database, run] of Object.entries(exported)) {
    if (!place.databases.includes(database)) throw unknownDatabase(`${name}.${database}`, database, place)
    if (!isFunction(run)) {
      throw wrong(place, `exports "${name}.${database}", which is no function`, 'Write: async main(op) { … }')
    }
    byName.set(database, run)
  }
  return { byName }
}

function isFunction(value: unknown): value is RevisionFunction {
  return typeof value === 'function'
}

function unknownDatabase(exported: string, database: string, place: Place): TsmigError {
  const near = nearest(database, place.databases)
  const known =
    place.databases.length === 0
      ? 'the ini names no databases'
      : `the databases are ${place.databases.join(', ')}`
  return wrong(
    place,
    `exports "${exported}", and ${known}`,
    near === undefined
      ? `Name ${database} in the key databases of the ini, or take the function out.`
      : `Did you mean "${near}"?`,
  )
}

function wrong({ path }: Place, what: string, hint: string): TsmigError {
  return new TsmigError('bad-revision-file', `${path} ${what}`, hint)
}
