import type { View } from '../../../schema/objects.ts'
import type { UnreadPart } from '../../../schema/snapshot.ts'
import { tableName } from '../identifier.ts'
import type { CatalogReader } from './catalog-reader.ts'
import { refusal } from './catalog-reader.ts'
import { type Row, tableKey, textOrEmpty } from './catalog-row.ts'
import { mayHaveLost, queryIn } from './exact.ts'
import { titleOfRow } from './readable.ts'
import type { Catalog } from './table.ts'
import { viewOf } from './view.ts'

/** Views that could be read; of the others a note goes to `unread`. */
export async function viewsOf(
  reader: CatalogReader,
  { tables, views, own }: Catalog,
  unread: UnreadPart[],
): Promise<readonly View[]> {
  const comments = new Map(tables.map((row) => [tableKey(row), textOrEmpty(row, 'comment')]))
  const found: View[] = []
  for (const row of views) {
    const reason = whyUnreadable(row, comments.get(tableKey(row)))
    if (reason !== undefined) {
      unread.push({ what: titleOfRow('view', row, own), reason })
      continue
    }
    const query = mayHaveLost(textOrEmpty(row, 'query')) ? await exactQuery(reader, row, unread) : undefined
    found.push(viewOf(query === undefined ? row : { ...row, query }, own))
  }
  return found
}

function whyUnreadable(row: Row, comment: string | undefined): string | undefined {
  // The server says in the comment of a view what is wrong with it, else VIEW.
  if (comment !== undefined && /references invalid/i.test(comment)) return comment
  return textOrEmpty(row, 'query') === '' ? 'the user may not see its definition' : undefined
}

async function exactQuery(
  reader: CatalogReader,
  row: Row,
  unread: UnreadPart[],
): Promise<string | undefined> {
  const name = { schema: textOrEmpty(row, 'schema'), name: textOrEmpty(row, 'table_name') }
  try {
    const [shown = {}] = await reader.query(`SHOW CREATE VIEW ${tableName(name)}`)
    return queryIn(textOrEmpty(shown, 'Create View'))
  } catch (error) {
    unread.push({
      what: `characters in the ${titleOfRow('view', row, reader.own)}`,
      reason: refusal(error),
    })
    return undefined
  }
}
