import type { DomainChange } from '../../operations/object-operation.ts'
import type { Operation } from '../../operations/operation.ts'
import type { CheckConstraint } from '../../schema/model.ts'
import type { Domain } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'
import { inOneOrder } from '../../schema/snapshot.ts'

/** What alters a domain; `undefined`: it is over another type, which needs a new one. */
export function domainChanges(before: Domain, after: Domain): readonly Operation[] | undefined {
  if (!isSame(before.dataType, after.dataType) || before.collation !== after.collation) return undefined
  const to: DomainChange = {
    ...(!isSame(before.default, after.default) && { default: after.default ?? null }),
    ...notNullChange(before, after),
    ...checkChanges(before.checks, after.checks),
    ...(before.comment !== after.comment && { comment: after.comment ?? null }),
  }
  if (Object.keys(to).length === 0) return []
  const { name, schema } = after
  const domain = { name, ...(schema !== undefined && { schema }) }
  return [{ kind: 'alterDomain', domain, to, was: before }]
}

/** Where a declaration doesn't say its name, the one that is there counts. */
function notNullChange(before: Domain, after: Domain): DomainChange {
  if (before.nullable && after.nullable) return {}
  if (after.nullable) return { nullable: true }
  const parts = after.notNull === undefined ? {} : { notNull: after.notNull }
  if (before.nullable) return { nullable: false, ...parts }
  const { name } = before.notNull ?? {}
  const wanted = { ...(name !== undefined && { name }), ...after.notNull }
  return isSame(before.notNull ?? {}, wanted) ? {} : { nullable: false, notNull: wanted }
}

/** Checks that differ by their names alone are renamed; others that differ go and come. */
function checkChanges(before: readonly CheckConstraint[], after: readonly CheckConstraint[]): DomainChange {
  const there = new Set(before.map(inOneOrder))
  const wanted = new Set(after.map(inOneOrder))
  const gone = before.filter((one) => !wanted.has(inOneOrder(one)))
  const come = after.filter((one) => !there.has(inOneOrder(one)))
  const names = (checks: readonly CheckConstraint[]) => new Set(checks.map(({ name }) => name))
  const [old, fresh] = [names(before), names(after)]
  const renamed = new Map<CheckConstraint, CheckConstraint>()
  for (const one of come) {
    if (one.name !== undefined && old.has(one.name)) continue
    const same = gone.find(
      (was) => !renamed.has(was) && !fresh.has(was.name) && contentOf(was) === contentOf(one),
    )
    if (same !== undefined) renamed.set(same, one)
  }
  const added = come.filter((one) => ![...renamed.values()].includes(one))
  const dropped = gone.filter((one) => !renamed.has(one)).flatMap(({ name }) => name ?? [])
  const renames = [...renamed].flatMap(([{ name }, { name: to }]) =>
    name === undefined || to === undefined ? [] : [{ name, to }],
  )
  return {
    ...(dropped.length > 0 && { dropChecks: dropped }),
    ...(renames.length > 0 && { renameChecks: renames }),
    ...(added.length > 0 && { addChecks: added }),
  }
}

function contentOf({ name: _, ...check }: CheckConstraint): string {
  return inOneOrder(check)
}
