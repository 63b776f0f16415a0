import type { View } from '../../../schema/objects.ts'
import { expression } from '../../ddl.ts'
import { UnsupportedOperationError } from '../../errors.ts'
import { quoteIdentifier, quoteTableName } from '../../identifier.ts'

/** The CREATE VIEW statement. What only other databases' views have is an `UnsupportedOperationError`. */
export function createViewText(view: View, ifNotExists = false): string {
  refuseForeignOptions(view)
  const guard = ifNotExists ? 'IF NOT EXISTS ' : ''
  const columns = view.columns === undefined ? '' : ` (${view.columns.map(quoteIdentifier).join(', ')})`
  return `CREATE VIEW ${guard}${quoteTableName(view)}${columns} AS ${expression(view.query).sql}`
}

function refuseForeignOptions(view: View): void {
  if (view.materialized) {
    throw unsupported(
      view,
      'no materialized views',
      'Create a plain view, or a table that the application fills.',
    )
  }
  if (view.checkOption !== undefined) {
    throw unsupported(
      view,
      'no WITH CHECK OPTION',
      'Leave checkOption out; its views take changes only through INSTEAD OF triggers, which can check.',
    )
  }
  if (view.options !== undefined && Object.keys(view.options).length > 0) {
    throw unsupported(view, 'no options of views', 'Leave options out.')
  }
}

function unsupported(view: View, what: string, hint: string): UnsupportedOperationError {
  return new UnsupportedOperationError('sqlite', `has ${what}, which view "${view.name}" asks for`, hint)
}
