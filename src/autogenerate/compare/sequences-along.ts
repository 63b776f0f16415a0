import type { AlterSequence } from '../../operations/object-operation.ts'
import type { Operation } from '../../operations/operation.ts'
import type { Sequence } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'
import { qualifiedKey } from '../../schema/snapshot.ts'
import type { ObjectChanges, TableChanges } from './changed-parts.ts'

/** The changes of objects, without the switches of sequences that go with their tables, and those by themselves. */
export interface SequencesAlong {
  readonly objects: ObjectChanges
  /** Before their tables switch: what isn't like its table is, for the way back. */
  readonly first: readonly Operation[]
  /** Behind that: what isn't to be like its table. */
  readonly last: readonly Operation[]
}

/**
 * PostgreSQL makes the sequences of a table unlogged, and logged, with it, whatever they were: those that are not to be
 * like their table are told so behind it.
 */
export function sequencesAlong(tables: TableChanges, objects: ObjectChanges): SequencesAlong {
  const switched = switchedTables(tables)
  if (switched.size === 0) return { objects, first: [], last: [] }
  const altered = new Map(objects.altered)
  const first: Operation[] = []
  const last: Operation[] = []
  for (const [key, after] of objects.after) {
    const before = objects.before.get(key)
    if (before?.type !== 'sequence' || after.type !== 'sequence') continue
    const switching = before.ownedBy && switched.get(qualifiedKey(before.ownedBy.table))
    // One that is given to another column lets go of this one at the very end.
    if (switching === undefined || after.ownedBy === undefined) continue
    altered.set(key, (altered.get(key) ?? []).flatMap(withoutSwitch))
    const [was, is] = [before.unlogged === true, after.unlogged === true]
    if (was !== switching.was) first.push(switchOf(before, was, switching.was))
    if (is !== switching.is) last.push(switchOf(after, switching.is, is))
  }
  return { objects: { ...objects, altered }, first, last }
}

interface Switch {
  readonly was: boolean
  readonly is: boolean
}

function switchedTables({ before, after, altered }: TableChanges): ReadonlyMap<string, Switch> {
  return new Map(
    [...altered.keys()].flatMap((key) => {
      const isUnlogged = (tables: TableChanges['before']) =>
        tables.get(key)?.table.postgres?.unlogged === true
      const [was, is] = [isUnlogged(before), isUnlogged(after)]
      return was === is ? [] : [[key, { was, is }] as const]
    }),
  )
}

function withoutSwitch(operation: Operation): readonly Operation[] {
  if (operation.kind !== 'alterSequence' || operation.to.unlogged === undefined) return [operation]
  const { unlogged: _, ...to } = operation.to
  return isSame(to, {}) ? [] : [{ ...operation, to }]
}

function switchOf({ unlogged: _, ...sequence }: Sequence, was: boolean, is: boolean): AlterSequence {
  const { name, schema } = sequence
  return {
    kind: 'alterSequence',
    sequence: { name, ...(schema !== undefined && { schema }) },
    to: { unlogged: is },
    was: { ...sequence, ...(was && { unlogged: true }) },
  }
}
