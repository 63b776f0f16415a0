import type { TableName } from '../schema/model.ts'
import type { Fix } from './fix.ts'
import { literal } from './literal.ts'

/** NOT VALID, and the validation behind it; none for a constraint whose name the server picks. */
export function validatedFix(name: string | undefined, table: TableName): { readonly fix?: Fix } {
  if (name === undefined) return {}
  const schema = table.schema === undefined ? '' : `, { schema: ${literal(table.schema)} }`
  const call = `op.validateConstraint(${literal(name)}, ${literal(table.name)}${schema})`
  return { fix: { options: { notValid: 'true' }, behind: `await op.outsideTransaction(() => ${call})` } }
}
