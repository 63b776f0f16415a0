import type { DialectName } from '../schema/dialect-name.ts'
import type { CollectedCall, CollectedRevision, Entry, LintedRevision, Step } from './entry.ts'
import { readStatement } from './sql/read-statement.ts'

/** The steps of a revision one by one, each with the transaction that it runs in. */
export function lintedRevision(revision: CollectedRevision, dialect: DialectName): LintedRevision {
  const { calls, ...rest } = revision
  const entries: Entry[] = []
  let number = 0
  let wasOutside = false
  for (const call of calls) {
    if (call.outside && !wasOutside) number += 1
    wasOutside = call.outside
    const inside = revision.transaction && !call.outside
    for (const step of stepsOf(call, dialect))
      entries.push({ ...step, ...(inside && { transaction: number }) })
  }
  return { ...rest, entries }
}

type PlacedStep = Omit<Entry, 'transaction'>

function stepsOf({ operation, place }: CollectedCall, dialect: DialectName): readonly PlacedStep[] {
  const made = (step: Step, how: { batched?: boolean; fromSql?: boolean } = {}): PlacedStep => ({
    step,
    ...(place !== undefined && { place }),
    batched: how.batched === true,
    fromSql: how.fromSql === true,
  })
  switch (operation.kind) {
    case 'alterTable':
      return operation.changes.map((change) => made(change, { batched: true }))
    case 'execute': {
      const read = readStatement(operation.sql, dialect)
      return [
        made(operation, { fromSql: true }),
        ...read.map((step) => made(step, { fromSql: true, batched: read.length > 1 })),
      ]
    }
    default:
      return [made(operation)]
  }
}
