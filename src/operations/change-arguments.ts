import { settingsOf } from '../schema/parts.ts'
import { OperationError } from './errors.ts'
import { knownOptions } from './options.ts'
import type { SettingChanges } from './setting-changes.ts'
import { present } from './setting-changes.ts'

/** Settings by name, each with its new value, or `null`. Throws for none, and for values that are none. */
export function settingChangesOf(what: string, changes: SettingChanges): SettingChanges {
  const names = Object.keys(changes ?? {})
  knownOptions(what, changes, names)
  if (names.length === 0) throw new OperationError(`${what} are empty`, 'Leave them out, or name one.')
  const kept = present(changes)
  if (Object.keys(kept).length > 0) settingsOf(kept, what)
  return { ...changes }
}

/** The parts that are `null`: they are taken away. */
export function takenAway(parts: object): Readonly<Record<string, null>> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([key, part]) => (part === null ? [[key, null] as const] : [])),
  )
}
