import type { Rule } from '../rule.ts'

export const engineWithoutTransactions: Rule = {
  code: 'engine-without-transactions',
  level: 'warning',
  servers: ['mysql', 'mariadb'],
  title: 'a table has no transactions',
  reason:
    'MyISAM, MEMORY, CSV and ARCHIVE take nothing back, and MyISAM locks the table for every write; foreign keys to it are passed over.',
  safe: 'InnoDB',
  alsoNew: true,
  find({ step }) {
    const engine =
      step.kind === 'createTable'
        ? step.table.mysql?.engine
        : step.kind === 'alterTableOptions'
          ? step.to.mysql?.engine
          : undefined
    if (!engine || !/^(?:myisam|memory|csv|archive|aria|merge)$/i.test(engine)) return undefined
    return { message: `${engine} has no transactions` }
  },
}
