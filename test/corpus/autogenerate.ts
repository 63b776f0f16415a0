import { compare } from '../../src/autogenerate/compare.ts'
import { inOwnWords } from '../../src/autogenerate/own-words.ts'
import { withStandingNames } from '../../src/autogenerate/renames/standing-names.ts'
import { renderBody } from '../../src/autogenerate/render/body.ts'
import { undo } from '../../src/autogenerate/undo.ts'
import type { Operation } from '../../src/operations/operation.ts'
import type { PlacedOperation } from '../../src/operations/placed-operation.ts'
import { readShapes } from '../../src/runtime/table-shapes.ts'
import { type SchemaSnapshot, sortSnapshot } from '../../src/schema/snapshot.ts'
import { evaluate } from '../autogenerate/evaluate.ts'
import type { CorpusDatabase } from './database.ts'

export const nothing: SchemaSnapshot = { tables: [], objects: [], unread: [] }

/** What a revision does, and what undoes it. */
export interface Directions {
  readonly upgrade: readonly Operation[]
  readonly downgrade: readonly Operation[]
}

/** What autogenerate finds in a database that holds `actual`: each step as `tsmig check` takes it. */
export async function found(
  { dialect, query }: CorpusDatabase,
  written: SchemaSnapshot,
  actual: SchemaSnapshot,
): Promise<readonly PlacedOperation[]> {
  if (dialect.settle === undefined) throw new Error(`${dialect.name} spells nothing`)
  const declared = sortSnapshot(await dialect.settle(query, written, actual))
  const named = withStandingNames({ database: actual, declared, written }, dialect.name)
  const operations = compare(actual, sortSnapshot(named), dialect.name)
  return inOwnWords(
    operations.map((operation) => ({ operation })),
    written,
  )
}

/** The two functions of a revision as its file tells them. */
export async function directionsOf(upgrade: readonly PlacedOperation[]): Promise<Directions> {
  const back = undo(upgrade)
  if (back === undefined) throw new Error('the revision tells no way back')
  return { upgrade: await throughText(upgrade), downgrade: await throughText(back) }
}

/** What drops all that a snapshot holds. */
export function dropsOf(
  snapshot: SchemaSnapshot,
  { dialect }: CorpusDatabase,
): Promise<readonly Operation[]> {
  return throughText(compare(snapshot, nothing, dialect.name).map((operation) => ({ operation })))
}

/** Operations as they come back from the text of a revision. */
async function throughText(operations: readonly PlacedOperation[]): Promise<readonly Operation[]> {
  const entries = await evaluate(renderBody(operations))
  const read: Operation[] = []
  for (const entry of entries) {
    switch (entry.kind) {
      case 'later':
        read.push(...(await entry.operations()))
        break
      case 'code':
      case 'knexSchema':
        throw new Error(`${entry.label} is no operation`)
      case 'rowSource':
      case 'leaveTransaction':
      case 'enterTransaction':
        break
      default:
        read.push(entry)
    }
  }
  return read
}

/** Runs operations as a revision does, in one transaction. */
export async function apply(
  { dialect, query }: CorpusDatabase,
  operations: readonly Operation[],
): Promise<void> {
  const { begin, afterEnd, foreignKeys } = dialect.bracket
  for (const text of dialect.session ?? []) await query(text)
  if (foreignKeys !== undefined) await query(foreignKeys.off)
  await query(begin)
  for (const operation of operations) {
    const shapes = await readShapes(dialect, query, operation)
    for (const statement of dialect.compile(operation, shapes)) {
      const text = dialect.inline(statement)
      await query(text).catch((error: unknown) => {
        throw new Error(`${error instanceof Error ? error.message : String(error)} in\n${text}`, {
          cause: error,
        })
      })
    }
  }
  await query('COMMIT')
  for (const text of afterEnd) await query(text)
}
