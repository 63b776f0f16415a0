import type { Operation } from '../../operations/operation.ts'
import type { PlacedOperation } from '../../operations/placed-operation.ts'
import type { RenderedItem } from '../../operations/render-item.ts'
import type { NamingConvention } from '../../schema/naming.ts'
import { block, type Code, call, type ImportedName, layOut, namesIn, withTypes } from './layout.ts'
import { renderOperation } from './operation.ts'
import { lineComment } from './value.ts'

export interface RenderedBody {
  /** The lines of a function's body, indented; empty where there is nothing to do. */
  readonly code: string
  /** What it needs from `tsmig`, sorted. */
  readonly names: readonly ImportedName[]
}

export interface BodyOptions {
  /** The convention that rules where the file stands: names of constraints are then marked as final. */
  readonly naming?: NamingConvention
  /** Other words for operations and types. */
  readonly words?: (item: RenderedItem) => string | undefined
  /** What each line begins with; two spaces unless given, four for a function in an object. */
  readonly indent?: string
}

/** Operations as the body of `upgrade` or `downgrade`: evaluated, it makes these operations again. */
export function renderBody(operations: readonly PlacedOperation[], options: BodyOptions = {}): RenderedBody {
  const { indent = '  ' } = options
  const statements = inRuns(operations, options).map(({ outside, calls }) =>
    outside ? [awaited(call('op.outsideTransaction', [block('async ()', calls)]))] : calls,
  )
  const lines = statements.flat()
  return { code: lines.map((line) => `${indent}${layOut(line, indent)}`).join('\n'), names: namesIn(lines) }
}

/** The import of some names, as a line: `kind` is that of the file. */
export function importLine(names: readonly ImportedName[], kind: 'module' | 'commonjs'): string {
  if (names.length === 0) return ''
  const list = `{ ${names.join(', ')} }`
  return kind === 'module' ? `import ${list} from 'tsmig'` : `const ${list} = require('tsmig')`
}

function codeOf(operation: Operation, { naming, words }: BodyOptions): Code {
  const own = words?.({ kind: 'operation', operation })
  if (own !== undefined) return own
  const code = renderOperation(operation, naming)
  return words === undefined ? code : withTypes(code, (type) => words({ kind: 'type', type }))
}

function awaited(code: Code): Code {
  return ['await ', code]
}

/** What stands side by side outside the transaction shares one block. */
function inRuns(
  operations: readonly PlacedOperation[],
  options: BodyOptions,
): readonly { readonly outside: boolean; readonly calls: readonly Code[] }[] {
  const runs: { outside: boolean; calls: Code[] }[] = []
  for (const { operation, outside = false, note } of operations) {
    const last = runs.at(-1)
    const comment = note === undefined ? [] : [lineComment(note)]
    const calls = [...comment, awaited(codeOf(operation, options))]
    if (last?.outside === outside) last.calls.push(...calls)
    else runs.push({ outside, calls })
  }
  return runs
}
