import type { Difference } from '../../autogenerate/difference.ts'
import { printable } from '../../support/text.ts'

const signs = { added: '+', removed: '-', changed: '~' } as const
const words: Readonly<Record<string, string>> = {
  primaryKey: 'primary key',
  unique: 'unique constraint',
  foreignKey: 'foreign key',
  exclude: 'exclusion constraint',
}

/** `~ column account.age: type, default`. */
export function formatDifference({ change, what, name, schema, table, parts }: Difference): string {
  const place = table === undefined ? [schema, name] : [table.schema, table.name, name]
  const told = parts === undefined ? '' : `: ${parts.join(', ')}`
  const title = place.filter((part) => part !== undefined).join('.')
  return printable(`${signs[change]} ${words[what] ?? what} ${title}${told}`).replaceAll('\n', '\\n')
}
