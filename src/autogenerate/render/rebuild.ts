import type { RebuildOptions } from '../../operations/rebuild-options.ts'
import { renderConstraint, renderIndex } from './constraint.ts'
import { list, record } from './layout.ts'
import { code, type Options } from './options.ts'
import { renderType } from './type.ts'
import { keyOf } from './value.ts'

/** What is told of a table that is rebuilt, as options of `op.batch`; `undefined` where they have no words for it. */
export function renderRebuild(rebuild: RebuildOptions): Options | undefined {
  const { constraints = [], indexes = [], columnTypes, strict, withoutRowid, was, naming, ...rest } = rebuild
  const parts = [
    ...constraints.map((one) => renderConstraint(one)),
    ...indexes.map((index) => renderIndex(index)),
  ]
  const known = parts.filter((part) => part !== undefined)
  const types = Object.entries(columnTypes ?? {}).map(
    ([name, type]) => [keyOf(name), renderType(type)] as const,
  )
  const written = types.flatMap(([name, type]) => (type === undefined ? [] : [[name, type] as const]))
  if (known.length < parts.length || written.length < types.length) return undefined
  const isOptioned = strict !== undefined || withoutRowid !== undefined
  if (was !== undefined && !isOptioned) return undefined
  return {
    ...rest,
    ...(known.length > 0 && { tableArgs: code(list(known)) }),
    ...(isOptioned && { tableOptions: { strict, withoutRowid, was } }),
    ...(columnTypes !== undefined && { reflectArgs: code(record(written)) }),
    ...(naming !== undefined && { namingConvention: naming }),
  }
}
