import type { ForeignKey, ReferentialAction } from '../../../schema/model.ts'
import { type Row, sortedByNumber, textIn, textOrEmpty } from './catalog-row.ts'

/** A foreign key by its columns and its rules. RESTRICT and NO ACTION are the same, and what holds unless told. */
export function foreignKeyOf(
  columns: readonly Row[],
  rules: Row | undefined,
  ownSchema: string | undefined,
): ForeignKey {
  const rows = sortedByNumber(columns, 'place')
  const [first = {}] = rows
  const schema = textIn(first, 'other_schema')
  const onDelete = actionOf(textOrEmpty(rules ?? {}, 'on_delete'))
  const onUpdate = actionOf(textOrEmpty(rules ?? {}, 'on_update'))
  return {
    kind: 'foreignKey',
    name: textOrEmpty(first, 'name'),
    columns: rows.map((row) => textOrEmpty(row, 'column_name')),
    references: {
      table: {
        name: textOrEmpty(first, 'other_table'),
        ...(schema !== undefined && schema !== ownSchema && { schema }),
      },
      columns: rows.map((row) => textOrEmpty(row, 'other_column')),
    },
    ...(onDelete !== undefined && { onDelete }),
    ...(onUpdate !== undefined && { onUpdate }),
  }
}

function actionOf(rule: string): ReferentialAction | undefined {
  switch (rule.toUpperCase()) {
    case 'CASCADE':
      return 'cascade'
    case 'SET NULL':
      return 'set null'
    case 'SET DEFAULT':
      return 'set default'
    default:
      return undefined
  }
}
