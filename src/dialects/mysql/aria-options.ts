import type { MysqlTable } from '../../schema/model.ts'

/** What a table's rows are stored as is the default of Aria, which alone can be transactional. */
function isPaged({ rowFormat = 'PAGE' }: Pick<MysqlTable, 'rowFormat'>): boolean {
  return /^(?:page|default)$/i.test(rowFormat)
}

/** What `TRANSACTIONAL` and `PAGE_CHECKSUM` are where nobody says them: the server forgets neither with a DEFAULT. */
export function usualAriaOption(name: string, table: Pick<MysqlTable, 'rowFormat'>): number | undefined {
  if (/^page_checksum$/i.test(name)) return 1
  return /^transactional$/i.test(name) ? Number(isPaged(table)) : undefined
}

/** The options without those of Aria that hold anyway; with other engines the server keeps them, and they say nothing. */
export function withoutUsualAria({ options, ...table }: MysqlTable): MysqlTable {
  if (options === undefined) return table
  const isAria = /^aria$/i.test(table.engine ?? '')
  const kept = Object.entries(options).filter(([name, value]) => {
    const usual = usualAriaOption(name, table)
    return usual === undefined || (isAria && Number(value) !== usual)
  })
  return { ...table, ...(kept.length > 0 && { options: Object.fromEntries(kept) }) }
}
