import type { Operation } from '../../operations/operation.ts'
import type { Extension, SchemaNamespace } from '../../schema/objects.ts'
import { commentChange } from './comment.ts'

/** What gives a schema to another owner. */
export function namespaceChanges(before: SchemaNamespace, after: SchemaNamespace): readonly Operation[] {
  const { name, owner } = after
  const comment = commentChange({ type: 'schema', name }, before, after)
  if (owner === before.owner) return comment
  const was = before.owner === undefined ? {} : { owner: before.owner }
  return [{ kind: 'alterSchema', name, to: { owner: owner ?? null }, was }, ...comment]
}

/** What moves an extension to another schema, or makes it another version. */
export function extensionChanges(before: Extension, after: Extension): readonly Operation[] {
  const { name, schema, version } = after
  const to = {
    ...(schema !== before.schema && { schema: schema ?? null }),
    ...(version !== before.version && { version: version ?? null }),
  }
  const comment = commentChange({ type: 'extension', name }, before, after)
  if (Object.keys(to).length === 0) return comment
  const was = {
    ...(before.schema !== undefined && { schema: before.schema }),
    ...(before.version !== undefined && { version: before.version }),
  }
  return [{ kind: 'alterExtension', name, to, was }, ...comment]
}
