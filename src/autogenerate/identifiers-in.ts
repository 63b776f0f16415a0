const token = /--[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|[\p{L}_][\p{L}\p{N}_$]*/gu

/**
 * The names that stand in SQL text: bare words in lower case, quoted ones as they are. What stands in string
 * literals counts too, since `nextval('account_id_seq')` names a sequence. Comments don't.
 */
export function identifiersIn(sql: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [whole, double, back] of sql.matchAll(token)) {
    if (double !== undefined) {
      const name = double.replaceAll('""', '"')
      found.add(name)
      // In a string literal, quotes are doubled once more.
      if (name.includes("''")) found.add(name.replaceAll("''", "'"))
    } else if (back !== undefined) found.add(back.replaceAll('``', '`'))
    else if (!whole.startsWith('--') && !whole.startsWith('/*')) {
      found.add(whole)
      found.add(whole.toLowerCase())
    }
  }
  return found
}
