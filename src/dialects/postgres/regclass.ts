import type { TableName } from '../../schema/model.ts'
import { serverIdentifier } from './server-identifier.ts'

/** A sequence, or another relation, as the server spells it in a default. */
export function regclass({ schema, name }: TableName): string {
  const spelled = [...(schema === undefined ? [] : [schema]), name].map(serverIdentifier).join('.')
  return `'${spelled.replaceAll("'", "''")}'::regclass`
}
