import type { RenameAnswer } from '../../autogenerate/renames/renames.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { TableName } from '../../schema/model.ts'
import { type Rename, renamePlace } from '../../schema/rename.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { TsmigError } from '../../support/errors.ts'
import { nearest } from '../../support/suggest.ts'
import { renamedElsewhere, UnknownRenameError } from './errors.ts'
import { type FlagParts, parseRenameFlag } from './parse-rename-flag.ts'

/**
 * The renames that flags tell: `old:new` for a table, `table.old:new` for a column, each with a database schema before it
 * where it has one; names with dots or colons in double quotes. The place may stand before the new name, too. `others`:
 * what else is said to be renamed. A column's table may be called by its old name or its new.
 * Throws TsmigError `usage` for text that is none of these, `unknown-rename` where the old name is not in the database or
 * the new one not declared, where either stays, or the new one has another place; `conflicting-renames` for two flags about one thing.
 */
export function readRenameFlags(
  flags: readonly string[],
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  others: readonly Rename[] = [],
): readonly RenameAnswer[] {
  const parsed = flags.map((flag) => ({ flag, parts: parseRenameFlag(flag) }))
  const tables = parsed.flatMap(({ flag, parts }) => tableRename(flag, parts, before) ?? [])
  const formerly = new Map(tables.map((one) => [keyOf(one, one.to), keyOf(one, one.from)]))
  const told = parsed.map(
    ({ flag, parts }): Told =>
      toldTable(flag, tableRename(flag, parts, before), before, after) ??
      columnRename(flag, parts, { before, after, formerly }),
  )
  const answers = told.map(({ answer }) => answer)
  for (const one of told) check(one, [...answers, ...others])
  refuseConflicts(flags, answers)
  return answers
}

/** The same, but that a flag which doesn't fit is told to `onUnknown` and passed over. */
export function readFittingFlags(
  flags: readonly string[],
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  others: readonly Rename[],
  onUnknown: (error: UnknownRenameError) => void,
): readonly RenameAnswer[] {
  try {
    return readRenameFlags(flags, before, after, others)
  } catch (error) {
    if (!(error instanceof UnknownRenameError)) throw error
    onUnknown(error)
    const fitting = flags.filter((flag) => flag !== error.flag)
    return readFittingFlags(fitting, before, after, others, onUnknown)
  }
}

/** What a flag tells, and the names of its like on both sides. */
interface Told {
  readonly flag: string
  readonly answer: RenameAnswer
  readonly before: readonly string[]
  readonly after: readonly string[]
}

function keyOf({ schema }: { readonly schema?: string }, name: string): string {
  return qualifiedKey({ name, ...(schema !== undefined && { schema }) })
}

/** A table's, or one of a table in a database schema; `undefined` for a column's. */
function tableRename(
  flag: string,
  { from: names, to, toPlace }: FlagParts,
  before: SchemaSnapshot,
): (RenameAnswer & { readonly what: 'table' }) | undefined {
  const [first = '', second] = names
  if (names.length > 2) return undefined
  const place = second === undefined ? {} : { schema: first }
  const from = second ?? first
  const isThere = tableNames(before, place.schema).includes(from)
  // With two names it is a column unless such a table is there.
  if (second !== undefined && !isThere) return undefined
  if (second === undefined && !isThere) refuseBareColumn(flag, from, to, before)
  const answer = { what: 'table', ...place, from, to, isRename: true } as const
  if (toPlace.length > 0 && toPlace.join('\0') !== place.schema) throw renamedElsewhere(flag, answer)
  return answer
}

function toldTable(
  flag: string,
  answer: (RenameAnswer & { readonly what: 'table' }) | undefined,
  before: SchemaSnapshot,
  after: SchemaSnapshot,
): Told | undefined {
  if (answer === undefined) return undefined
  const known = (snapshot: SchemaSnapshot) => tableNames(snapshot, answer.schema)
  return { flag, answer, before: known(before), after: known(after) }
}

/** A column without its table looks like a table. */
function refuseBareColumn(flag: string, from: string, to: string, { tables }: SchemaSnapshot): void {
  const owner = tables.find(({ table }) => table.columns.some(({ name }) => name === from))
  if (owner === undefined) return
  throw new UnknownRenameError(
    flag,
    `there is no table ${from} in the database`,
    `A column is written with its table: --rename ${dotted(owner.table.table)}.${from}:${to}`,
  )
}

function tableNames({ tables }: SchemaSnapshot, schema: string | undefined): readonly string[] {
  return tables.flatMap(({ table: { table } }) => (table.schema === schema ? [table.name] : []))
}

interface Sides {
  readonly before: SchemaSnapshot
  readonly after: SchemaSnapshot
  /** The keys of tables before, by those after. */
  readonly formerly: ReadonlyMap<string, string>
}

function columnRename(flag: string, { from: names, to, toPlace }: FlagParts, sides: Sides): Told {
  const from = names.at(-1) ?? ''
  const table = tableAt(names.slice(0, -1))
  const { old, fresh } = tableOn(flag, table, sides)
  const own = [old, fresh].map((one) => qualifiedKey(one.table.table))
  if (toPlace.length > 0 && !own.includes(qualifiedKey(tableAt(toPlace))))
    throw renamedElsewhere(flag, { what: 'column', table, from, to })
  const columns = ({ table }: TableDefinition) => table.columns.map((one) => one.name)
  const answer = { what: 'column', table: fresh.table.table, from, to, isRename: true } as const
  return { flag, answer, before: columns(old), after: columns(fresh) }
}

function tableAt(place: readonly string[]): TableName {
  const [name = '', schema] = place.toReversed()
  return { name, ...(schema !== undefined && { schema }) }
}

/** The table on both sides, by whichever of its names; where one is the other's, by its new one. */
function tableOn(flag: string, table: TableName, { before, after, formerly }: Sides) {
  const byKey = ({ tables }: SchemaSnapshot) =>
    new Map(tables.map((one) => [qualifiedKey(one.table.table), one]))
  const [old, fresh] = [byKey(before), byKey(after)]
  const key = qualifiedKey(table)
  const later = formerly.has(key) ? key : [...formerly].find(([, former]) => former === key)?.[0]
  const found = { old: old.get(formerly.get(key) ?? key), fresh: fresh.get(later ?? key) }
  if (found.old !== undefined && found.fresh !== undefined) return { old: found.old, fresh: found.fresh }
  const side = found.old === undefined ? before : after
  throw unknown(
    flag,
    `there is no table ${dotted(table)} ${found.old === undefined ? 'in the database' : 'among the declared ones'}`,
    nearest(table.name, tableNames(side, table.schema)),
  )
}

function dotted({ schema, name }: TableName): string {
  return schema === undefined ? name : `${schema}.${name}`
}

/** The old name has to be gone, and the new one to have come, unless another rename hands it on. */
function check({ flag, answer, before, after }: Told, told: readonly Rename[]): void {
  const { what, from, to } = answer
  const alike = told.filter((one) => renamePlace(one) === renamePlace(answer))
  const gone = before.filter((name) => !after.includes(name))
  const come = after.filter((name) => !before.includes(name))
  if (!before.includes(from)) {
    throw unknown(flag, `there is no ${what} ${from} in the database`, nearest(from, gone))
  }
  if (!after.includes(to)) throw unknown(flag, `no ${what} ${to} is declared`, nearest(to, come))
  if (after.includes(from) && !alike.some((one) => one.to === from))
    throw unknown(flag, `the ${what} ${from} is still declared`)
  if (before.includes(to) && !alike.some((one) => one.from === to))
    throw unknown(flag, `the ${what} ${to} is in the database already`)
}

function unknown(flag: string, message: string, meant?: string): UnknownRenameError {
  return new UnknownRenameError(
    flag,
    message,
    meant === undefined
      ? 'The old name is one that the database has and the declaration has not; the new one the other way round.'
      : `Did you mean ${meant}?`,
  )
}

function refuseConflicts(flags: readonly string[], answers: readonly RenameAnswer[]): void {
  const seen = new Map<string, string>()
  for (const [at, answer] of answers.entries()) {
    for (const name of [`from\0${answer.from}`, `to\0${answer.to}`]) {
      const key = `${renamePlace(answer)}\0${name}`
      const other = seen.get(key)
      if (other !== undefined && other !== flags[at]) {
        throw new TsmigError(
          'conflicting-renames',
          `--rename ${other} and --rename ${flags[at]} are about the same ${answer.what}`,
          'Keep one of them.',
        )
      }
      seen.set(key, flags[at] ?? '')
    }
  }
}
