import type { MysqlTableChange, PostgresTableChange } from '../../operations/object-operation.ts'
import type { SettingChanges } from '../../operations/setting-changes.ts'
import type { MysqlTable, PostgresTable } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'

/** What leads from one set of options to another; `undefined` where they are the same. */
export function postgresTableChange(was: PostgresTable, now: PostgresTable): PostgresTableChange | undefined {
  const storage = settingsChange(was.storage, now.storage)
  return someOf({
    ...(was.unlogged !== now.unlogged && { unlogged: now.unlogged === true }),
    ...changed(was, now, 'inherits'),
    ...changed(was, now, 'ofType'),
    ...(storage && { storage }),
    ...changed(was, now, 'tablespace'),
    ...changed(was, now, 'accessMethod'),
    ...changed(was, now, 'clusterOn'),
    ...changed(was, now, 'replicaIdentity'),
  })
}

/** The same of MySQL's; where its numbers stand is no difference: rows move it. */
export function mysqlTableChange(was: MysqlTable, now: MysqlTable): MysqlTableChange | undefined {
  const options = settingsChange(was.options, now.options)
  return someOf({
    ...changed(was, now, 'engine'),
    ...(now.characterSet !== undefined &&
      now.characterSet !== was.characterSet && { characterSet: now.characterSet }),
    ...changed(was, now, 'collation'),
    ...changed(was, now, 'rowFormat'),
    ...(options && { options }),
    ...changed(was, now, 'partitionBy'),
  })
}

type Settings = Readonly<Record<string, string | number | boolean>>

/** The settings that have another value, with their new one, or `null` where they have none any more. */
export function settingsChange<Some extends Settings>(
  was: Some | undefined,
  now: Some | undefined,
): Readonly<Record<string, Some[string] | null>> | undefined
export function settingsChange(was: Settings = {}, now: Settings = {}): SettingChanges | undefined {
  const names = [...new Set([...Object.keys(was), ...Object.keys(now)])]
  return someOf(
    Object.fromEntries(
      names
        .filter((name) => settingText(was[name]) !== settingText(now[name]))
        .map((name) => [name, now[name] ?? null]),
    ),
  )
}

/** Servers keep settings as text, as they were given: `on` is `true`. */
function settingText(value: string | number | boolean | undefined): string | undefined {
  if (value === undefined) return undefined
  const text = String(value)
  if (/^(?:on|yes|true)$/i.test(text)) return 'true'
  return /^(?:off|no|false)$/i.test(text) ? 'false' : text
}

/** Without the names of what holds anyway. */
export function withUsualNames<Options extends Pick<PostgresTable, 'tablespace' | 'accessMethod'>>(
  options: Options,
): Omit<Options, 'tablespace' | 'accessMethod'> & Pick<PostgresTable, 'tablespace' | 'accessMethod'> {
  const { tablespace, accessMethod, ...rest } = options
  return {
    ...rest,
    ...(tablespace !== undefined && tablespace !== 'pg_default' && { tablespace }),
    ...(accessMethod !== undefined && accessMethod !== 'heap' && { accessMethod }),
  }
}

/** The new value of a key, `null` where there is none; nothing where it is the same. */
export function changed<Parts extends object, Key extends keyof Parts & string>(
  was: Parts,
  now: Parts,
  key: Key,
): { readonly [K in Key]?: NonNullable<Parts[Key]> | null } {
  if (isSame(was[key], now[key])) return {}
  return { [key]: now[key] ?? null } as { readonly [K in Key]?: NonNullable<Parts[Key]> | null }
}

/** The parts, where there are any. */
export function someOf<Parts extends object>(parts: Parts): Parts | undefined {
  return Object.keys(parts).length === 0 ? undefined : parts
}
