import type { View } from '../../../schema/objects.ts'
import { ownText } from '../server-text.ts'
import { type Row, textOrEmpty } from './catalog-row.ts'

/** A view by its row in the catalog. */
export function viewOf(row: Row, own: string | undefined): View {
  const schema = textOrEmpty(row, 'schema')
  const check = textOrEmpty(row, 'check_option').toLowerCase()
  const algorithm = textOrEmpty(row, 'algorithm').toLowerCase()
  const options = {
    ...(algorithm !== '' && algorithm !== 'undefined' && { algorithm }),
    ...(textOrEmpty(row, 'security') === 'INVOKER' && { security_invoker: true }),
  }
  return {
    type: 'view',
    name: textOrEmpty(row, 'table_name'),
    ...(schema !== own && { schema }),
    query: ownText(textOrEmpty(row, 'query'), schema),
    ...((check === 'local' || check === 'cascaded') && { checkOption: check }),
    ...(Object.keys(options).length > 0 && { options }),
  }
}
