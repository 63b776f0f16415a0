import type { RenderedBody } from '../../src/autogenerate/render-body.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { exclude } from '../../src/schema/exclude.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { collectingOp } from '../operations/collect.ts'

const exported = { check, exclude, foreignKey, index, primaryKey, sql, t, uniqueConstraint }

/** The entries that a rendered body makes, with nothing but the names that it says it needs. */
export async function evaluate({ code, names }: RenderedBody): Promise<readonly unknown[]> {
  const { op, entries } = collectingOp()
  const body = new Function('op', ...names, `'use strict'; return (async () => {\n${code}\n})()`)
  await body(op, ...names.map((name) => exported[name]))
  return entries
}
