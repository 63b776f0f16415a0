import { deepFreeze } from './freeze.ts'
import { nameOf } from './names.ts'
import type { Extension, SchemaNamespace } from './objects.ts'
import { given, knownParts, namePart, textOf } from './parts.ts'

/** A schema without its name. */
export interface NamespaceParts {
  readonly owner?: string
  readonly comment?: string
}

/** An extension without its name. */
export interface ExtensionParts {
  /** The schema that its objects are put in. */
  readonly schema?: string
  readonly version?: string
  /** Where it is not to be the extension's own. */
  readonly comment?: string
}

export const namespaceParts = ['owner', 'comment'] as const
export const extensionParts = ['schema', 'version', 'comment'] as const

/** A schema as data. */
export function namespace(name: string, parts: NamespaceParts = {}): SchemaNamespace {
  const { owner, comment } = knownParts('A schema', parts, namespaceParts)
  return deepFreeze({
    type: 'schema',
    name: nameOf(name, "A schema's name"),
    ...given({ owner: namePart(owner, 'The owner'), comment: textOf(comment, 'The comment of a schema') }),
  })
}

/** An extension as data. */
export function extension(name: string, parts: ExtensionParts = {}): Extension {
  const { schema, version, comment } = knownParts('An extension', parts, extensionParts)
  return deepFreeze({
    type: 'extension',
    name: nameOf(name, "An extension's name"),
    ...given({
      schema: namePart(schema, 'The schema'),
      version: namePart(version, 'The version'),
      comment: textOf(comment, 'The comment of an extension'),
    }),
  })
}
