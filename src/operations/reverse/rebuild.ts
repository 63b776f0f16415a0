import type { AlterTable, DropConstraint, DropIndex } from '../operation.ts'
import type { RebuildOptions } from '../rebuild-options.ts'

/** What undoes the options of a rebuild, or why there is nothing. */
export type RebuildReversal =
  | {
      readonly drops: readonly (DropConstraint | DropIndex)[]
      readonly rebuild: RebuildOptions
      readonly reason?: never
    }
  | { readonly reason: string }

/** Drops what the new table had in addition, and lays the old one out as `copyFrom` tells that it was. */
export function reverseRebuild(operation: AlterTable): RebuildReversal {
  const { table, rebuild = {} } = operation
  const { copyFrom, partialReordering, strict, withoutRowid, was } = rebuild
  const unknown = (what: string) => ({
    reason: `the ${what} not known: tell the table in \`copyFrom\``,
  })
  if (rebuild.constraints?.some((one) => one.name === undefined)) {
    return { reason: `a constraint of ${table.name} has no name to drop it by` }
  }
  if (copyFrom === undefined) {
    if (partialReordering !== undefined) return unknown(`order that the columns of ${table.name} had is`)
    const isKnown = (key: 'strict' | 'withoutRowid') => rebuild[key] === undefined || was?.[key] !== undefined
    if (!isKnown('strict') || !isKnown('withoutRowid')) {
      return {
        reason: `the options that ${table.name} had are not known: tell them in \`was\` of \`tableOptions\``,
      }
    }
    const now = {
      ...(strict !== undefined && { strict }),
      ...(withoutRowid !== undefined && { withoutRowid }),
    }
    return { drops: dropsOf(operation), rebuild: was === undefined ? {} : { ...was, was: now } }
  }
  const former = copyFrom.table
  return {
    drops: dropsOf(operation),
    rebuild: {
      ...(partialReordering && { partialReordering: [former.columns.map((column) => column.name)] }),
      ...(strict !== undefined && { strict: former.strict === true }),
      ...(withoutRowid !== undefined && { withoutRowid: former.withoutRowid === true }),
    },
  }
}

/** `ifExists`, for a database that rebuilds nothing has not added them. */
function dropsOf({ table, rebuild = {} }: AlterTable): readonly (DropConstraint | DropIndex)[] {
  const { constraints = [], indexes = [] } = rebuild
  return [
    ...indexes.map(
      (index) => ({ kind: 'dropIndex', name: index.name, table, ifExists: true, was: index }) as const,
    ),
    ...constraints.flatMap((was) =>
      was.name === undefined
        ? []
        : [{ kind: 'dropConstraint', table, name: was.name, type: was.kind, ifExists: true, was } as const],
    ),
  ]
}
