import type { RenderedBody } from '../../src/autogenerate/render/body.ts'
import type { ImportedName } from '../../src/autogenerate/render/layout.ts'
import * as tsmig from '../../src/index.ts'
import type { Entry } from '../../src/operations/entry.ts'
import { collectingOp } from '../operations/collect.ts'

/** The entries that a rendered body makes, with nothing but the names that it says it needs. */
export async function evaluate({ code, names }: RenderedBody): Promise<readonly Entry[]> {
  const { op, entries } = collectingOp()
  const body = new Function('op', ...names, `'use strict'; return (async () => {\n${code}\n})()`)
  await body(op, ...exportsOf(names))
  return entries
}

const exported: Readonly<Record<ImportedName, unknown>> = tsmig

function exportsOf(names: readonly ImportedName[]): readonly unknown[] {
  return names.map((name) => exported[name])
}
