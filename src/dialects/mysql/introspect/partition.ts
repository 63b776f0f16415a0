import { tableName } from '../identifier.ts'
import { scanServerText } from '../scan.ts'
import { ownText } from '../server-text.ts'
import { type Row, tableKey, textOrEmpty } from './catalog-row.ts'

/** What stands behind PARTITION BY, by table. The catalog shows some of it wrong: each table is asked for its text. */
export async function readPartitions(
  ask: (what: string, sql: string) => Promise<readonly Row[]>,
  tables: readonly Row[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const row of tables) {
    if (!/\bpartitioned\b/i.test(textOrEmpty(row, 'options'))) continue
    const [schema, name] = [textOrEmpty(row, 'schema'), textOrEmpty(row, 'table_name')]
    const [shown] = await ask(
      `partitions of table "${name}"`,
      `SHOW CREATE TABLE ${tableName({ schema, name })}`,
    )
    const text = partitionText(textOrEmpty(shown ?? {}, 'Create Table'))
    if (text !== undefined) found.set(tableKey(row), ownText(text, schema))
  }
  return found
}

/** MySQL has them in a comment for its own eyes, MariaDB in plain words. */
function partitionText(sql: string): string | undefined {
  const [, hidden] = /\/\*!\d+\s+PARTITION BY\s+([\s\S]*?)\s*\*\/\s*$/i.exec(sql) ?? []
  if (hidden !== undefined) return hidden
  const tokens = scanServerText(sql)
  let depth = 0
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === 'mark') depth += text === '(' ? 1 : text === ')' ? -1 : 0
    const by = tokens[at + 1]
    if (depth !== 0 || kind !== 'word' || !/^partition$/i.test(text) || by === undefined) continue
    if (/^by$/i.test(by.text)) return sql.slice(by.end).trim()
  }
  return undefined
}
