import { named } from '../operations/describe.ts'
import type { TableName } from '../schema/model.ts'
import type { Entry, LintedRevision } from './entry.ts'
import type { Finding, Level, Place } from './finding.ts'
import type { Fix } from './fix.ts'
import { ignoring } from './ignoring.ts'
import { judgeIgnore } from './judge-ignores.ts'
import { KnownSchema } from './known-schema.ts'
import { type Context, type Found, type Problem, type Rule, tableOf } from './rule.ts'
import type { Server } from './server.ts'
import { sizeInWords, type TableSize } from './table-size.ts'

/** What to look at, and how. */
export interface LintWork {
  readonly server: Server
  /** The revisions that are looked at, in the order in which they run. */
  readonly revisions: readonly LintedRevision[]
  /** Those before them, as far as they tell of tables that matter. */
  readonly before: readonly LintedRevision[]
  readonly rules: readonly Rule[]
  /** What the project says of rules: `off`, or a level. */
  readonly levels?: ReadonlyMap<string, Level | 'off'>
  readonly hasLockTimeout: boolean
  /** How large a table is, where a database was asked. */
  readonly sizeOf?: (table: TableName) => TableSize | undefined
  /** The largest number of rows of a table that is small: what goes by size is a note there. */
  readonly smallTable?: number
}

/** Runs the rules over revisions, and gives what they find in the order of the steps. Pure. */
export function lint(work: LintWork): readonly Finding[] {
  const rules = work.rules.filter(
    ({ code, servers }) => servers.includes(work.server.name) && work.levels?.get(code) !== 'off',
  )
  const schema = new KnownSchema()
  const final = new KnownSchema()
  for (const { entries } of work.before) {
    for (const { step } of entries) {
      schema.apply(step, false)
      final.apply(step, false)
    }
  }
  for (const { entries } of work.revisions) for (const { step } of entries) final.apply(step, true)
  return work.revisions.flatMap((revision) => {
    const { server, hasLockTimeout } = work
    const context = { server, revision, schema, final, hasLockTimeout }
    const { left, used } = ignoring(lintRevision(rules, context, work), revision)
    const judged = revision.ignores
      .flatMap((ignore) =>
        judgeIgnore({ ignore, used: used.get(ignore) ?? new Set(), known: work.rules, run: rules }, context),
      )
      .filter(({ rule }) => rules.includes(rule))
    return [...left, ...judged.map(({ rule, problem }) => findingOf(rule, problem, revision, work))]
  })
}

function lintRevision(rules: readonly Rule[], context: Context, work: LintWork): readonly Finding[] {
  const { revision, schema } = context
  const findings: Finding[] = []
  for (const entry of revision.entries) {
    const table = tableOf(entry)
    const isNew = table !== undefined && schema.isNew(table)
    for (const rule of rules) {
      if (rule.find === undefined || (isNew && !rule.alsoNew)) continue
      for (const problem of listed(rule.find(entry, context)))
        findings.push(findingOf(rule, problem, revision, work, entry))
    }
    schema.apply(entry.step, true)
  }
  for (const rule of rules) {
    for (const problem of listed(rule.about?.(context)))
      findings.push(findingOf(rule, problem, revision, work))
  }
  return findings
}

function listed(found: Found): readonly Problem[] {
  if (found === undefined) return []
  return 'message' in found ? [found] : found
}

function findingOf(
  rule: Rule,
  problem: Problem,
  revision: LintedRevision,
  work: LintWork,
  entry?: Entry,
): Finding {
  const { id, path } = revision
  const table = entry === undefined ? undefined : tableOf(entry)
  const size = rule.bySize && table !== undefined ? work.sizeOf?.(table) : undefined
  const place =
    problem.place ?? entry?.place ?? (path === undefined ? undefined : { file: path, line: 1, column: 1 })
  const told = size === undefined || table === undefined ? '' : `; ${named(table)} has ${sizeInWords(size)}`
  const isSmall =
    size !== undefined && size.rows > 0 && work.smallTable !== undefined && size.rows <= work.smallTable
  const fix = entry === undefined ? undefined : fixAt(entry, revision, problem)
  return {
    code: rule.code,
    level: isSmall ? 'note' : levelOf(rule, work),
    revision: id,
    ...(place !== undefined && { place }),
    message: problem.message + told,
    safe: problem.safe ?? rule.safe,
    ...(fix !== undefined && { fix }),
  }
}

/**
 * The fix of a call that is one by itself: what was read from SQL text has none to rewrite, in a batch it is the call of
 * the batch, and where one call stands for several, in a loop, they may differ.
 */
function fixAt(entry: Entry, { entries }: LintedRevision, { fix }: Problem): Fix | undefined {
  const { fromSql, batched, place, transaction } = entry
  if (fix === undefined || fromSql || batched || place === undefined) return undefined
  const isAlone = entries.every((one) => one === entry || !isSamePlace(one.place, place))
  if (!isAlone) return undefined
  const { outside, ...rest } = fix
  return outside && transaction !== undefined ? fix : rest
}

function isSamePlace(one: Place | undefined, other: Place): boolean {
  return one?.file === other.file && one.line === other.line && one.column === other.column
}

function levelOf({ code, level }: Rule, { levels }: LintWork): Level {
  const said = levels?.get(code)
  return said === undefined || said === 'off' ? level : said
}
