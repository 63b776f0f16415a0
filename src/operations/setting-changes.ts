type Settings<Value> = Readonly<Record<string, Value>>

/** Settings by name: an absent one stays, `null` makes one the database's own. */
export type SettingChanges = Readonly<Record<string, string | number | boolean | null>>

/** What makes the settings that changed again what they were. */
export function settingsBefore<Value>(
  change: Settings<Value | null>,
  was: Settings<Value> | undefined,
): Settings<Value | null> {
  return Object.fromEntries(Object.keys(change).map((name) => [name, was?.[name] ?? null]))
}

/** The settings as they are after the change; none where none is left. */
export function settingsAfter<Value>(
  change: Settings<Value | null> | undefined,
  was: Settings<Value> | undefined,
): Settings<Value> | undefined {
  const left = present({ ...was, ...change })
  return Object.keys(left).length === 0 ? undefined : left
}

/** Without what is `null`: it is not there. */
export function present<Parts extends object>(
  parts: Parts,
): { readonly [Key in keyof Parts]: Exclude<Parts[Key], null> } {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null)) as {
    readonly [Key in keyof Parts]: Exclude<Parts[Key], null>
  }
}
