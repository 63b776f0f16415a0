import { createAll } from '../autogenerate/order/create-all.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Operation } from '../operations/operation.ts'
import { ScratchSchema } from '../runtime/scratch-schema.ts'
import { ScriptSink } from '../runtime/script-sink.ts'
import type { SchemaSnapshot } from '../schema/snapshot.ts'

/** The statements that make all that a snapshot holds in an empty database, as a script. */
export async function schemaScript(snapshot: SchemaSnapshot, dialect: Dialect): Promise<string> {
  const parts: string[] = []
  // A body may name what comes later.
  if (dialect.name === 'postgres' && snapshot.objects.some(({ type }) => type === 'function')) {
    parts.push('SET check_function_bodies = false;\n\n')
  }
  const sink = new ScriptSink(dialect, (text) => parts.push(text))
  for (const operation of createAll(snapshot, dialect.name)) await sink.accept(operation)
  return `${parts.join('').trimEnd()}\n`
}

/**
 * The statements of operations on a database that holds `before`, as a script; `part`: as the body of a revision, which
 * has a transaction around it.
 */
export async function changeScript(
  operations: readonly Operation[],
  before: SchemaSnapshot,
  dialect: Dialect,
  { part = false }: { readonly part?: boolean } = {},
): Promise<string> {
  const scratch = dialect.name === 'sqlite' ? scratchOf(before, dialect) : undefined
  const parts: string[] = []
  const sink = new ScriptSink(dialect, (text) => parts.push(text), { scratch, part })
  if (dialect.name === 'postgres') sink.assume(enumsOf(before))
  try {
    for (const operation of operations) await sink.accept(operation)
  } finally {
    await scratch?.close()
  }
  return parts.length === 0 ? '' : `${parts.join('').trimEnd()}\n`
}

function enumsOf({ objects }: SchemaSnapshot): readonly Operation[] {
  return objects.flatMap((object): readonly Operation[] =>
    object.type === 'enum' ? [{ kind: 'createObject', object }] : [],
  )
}

/** A rebuild has to know the table. */
function scratchOf(before: SchemaSnapshot, dialect: Dialect): ScratchSchema {
  return new ScratchSchema(dialect, async (scratch) => {
    for (const operation of createAll(before, dialect.name)) await scratch.apply(operation)
  })
}
