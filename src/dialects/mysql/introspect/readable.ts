import { titleOf, type UnreadPart } from '../../../schema/snapshot.ts'
import { grouped, type Row, tableKey, textIn, textOrEmpty } from './catalog-row.ts'
import { type Catalog, hiddenColumns } from './table.ts'

/** The rows of tables that could be read; of the others, and of what is hidden in tables, a note goes to `unread`. */
export function readableTables(catalog: Catalog, unread: UnreadPart[]): readonly Row[] {
  const columns = grouped(catalog.columns, tableKey)
  return catalog.tables.filter((row) => {
    if (textOrEmpty(row, 'type') !== 'BASE TABLE') return false
    const own = columns.get(tableKey(row)) ?? []
    const reason = whyUnreadable(row, own)
    if (reason !== undefined) unread.push({ what: titleOfRow('table', row, catalog.own), reason })
    else unread.push(...hiddenIn(row, own, catalog.own))
    return reason === undefined
  })
}

function whyUnreadable(row: Row, columns: readonly Row[]): string | undefined {
  // The server says in the comment why it can't open a table.
  if (textIn(row, 'engine') === undefined) return textOrEmpty(row, 'comment') || 'the server can not open it'
  if (columns.length === 0) return 'it was dropped meanwhile, or the user may not see its columns'
  const hidden = hiddenColumns(columns)
  return hidden === 0 ? undefined : `the user may not see ${hidden} of its columns`
}

/** The server shows foreign keys, checks and triggers only to those who may do more with a table than read it. */
function hiddenIn(row: Row, columns: readonly Row[], own: string | undefined): readonly UnreadPart[] {
  const rights = new Set(columns.flatMap((one) => textOrEmpty(one, 'privileges').toLowerCase().split(',')))
  if ([...rights].some((right) => right !== 'select' && right !== '')) return []
  return [
    {
      what: `constraints and triggers of ${titleOfRow('table', row, own)}`,
      reason: 'the server shows them only to users who may do more than SELECT',
    },
  ]
}

/** `table "account"`, with the schema where that isn't the connection's own. */
export function titleOfRow(kind: string, row: Row, own: string | undefined, column = 'table_name'): string {
  const schema = textOrEmpty(row, 'schema')
  return titleOf(kind, { name: textOrEmpty(row, column), ...(schema !== own && { schema }) })
}
