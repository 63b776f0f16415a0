import { deepFreeze } from '../../schema/freeze.ts'
import { nameOf } from '../../schema/names.ts'
import {
  type ExtensionParts,
  extension,
  extensionParts,
  type NamespaceParts,
  namespace,
  namespaceParts,
} from '../../schema/namespace.ts'
import { given, namePart } from '../../schema/parts.ts'
import type { AlterExtension, AlterSchema, ExtensionChange } from '../alterations.ts'
import { OperationError } from '../errors.ts'
import {
  createObject,
  type DropObjectOptions,
  dropObject,
  renameObject,
  split,
} from '../object-operations.ts'
import { knownOptions } from '../options.ts'
import type { Turns } from '../turns.ts'

/** `op`'s methods for schemas and extensions. */
export interface NamespaceMethods {
  createSchema(name: string, options?: NamespaceParts & { readonly ifNotExists?: boolean }): Promise<void>
  /** Refused by the database while something is in it, unless `cascade`. */
  dropSchema(name: string, options?: Omit<DropObjectOptions<NamespaceParts>, 'schema'>): Promise<void>
  renameSchema(name: string, to: string): Promise<void>
  /** `op.alterSchema('shop', { owner: 'keeper' })`; `owner: null`: who runs it. PostgreSQL. */
  alterSchema(
    name: string,
    changes: AlterSchema['to'],
    options?: { readonly was?: NonNullable<AlterSchema['was']> },
  ): Promise<void>
  createExtension(name: string, options?: ExtensionParts & { readonly ifNotExists?: boolean }): Promise<void>
  /**
   * `op.alterExtension('hstore', { schema: 'shop', version: '1.8' })`. What isn't named stays; `null`: the
   * connection's own schema, the version that the server has.
   */
  alterExtension(
    name: string,
    changes: ExtensionChange,
    options?: { readonly was?: NonNullable<AlterExtension['was']> },
  ): Promise<void>
  dropExtension(name: string, options?: Omit<DropObjectOptions<ExtensionParts>, 'schema'>): Promise<void>
}

export function namespaceMethods({ done }: Turns): NamespaceMethods {
  return {
    createSchema: (name, options = {}) => {
      knownOptions('op.createSchema', options, [...namespaceParts, 'ifNotExists'])
      const [parts, rest] = split(options, ['ifNotExists'])
      return done(createObject(namespace(name, parts), rest))
    },
    dropSchema: (name, options = {}) => {
      knownOptions('op.dropSchema', options, ['ifExists', 'cascade', 'was'])
      const object = { type: 'schema', name: nameOf(name, "A schema's name") } as const
      return done(dropObject('op.dropSchema', object, options, (was) => namespace(name, was)))
    },
    renameSchema: (name, to) =>
      done(renameObject({ type: 'schema', name: nameOf(name, "A schema's name") }, to)),
    alterSchema: (name, changes, options = {}) => {
      const { was } = knownOptions('op.alterSchema', options, ['was'])
      const { owner } = knownOptions('op.alterSchema', changes, ['owner'])
      return done(
        deepFreeze({
          kind: 'alterSchema',
          name: nameOf(name, "A schema's name"),
          to: { owner: owner === null ? null : nameOf(owner, 'The owner') },
          ...(was !== undefined && { was: formerOwner(was) }),
        }),
      )
    },
    createExtension: (name, options = {}) => {
      knownOptions('op.createExtension', options, [...extensionParts, 'ifNotExists'])
      const [parts, rest] = split(options, ['ifNotExists'])
      return done(createObject(extension(name, parts), rest))
    },
    alterExtension: (name, changes, options = {}) => {
      const { was } = knownOptions('op.alterExtension', options, ['was'])
      return done(
        deepFreeze({
          kind: 'alterExtension',
          name: nameOf(name, "An extension's name"),
          to: extensionChange(name, changes),
          ...(was !== undefined && { was: formerExtension(was) }),
        }),
      )
    },
    dropExtension: (name, options = {}) => {
      knownOptions('op.dropExtension', options, ['ifExists', 'cascade', 'was'])
      const object = { type: 'extension', name: nameOf(name, "An extension's name") } as const
      return done(dropObject('op.dropExtension', object, options, (was) => extension(name, was)))
    },
  }
}

function formerOwner(was: NonNullable<AlterSchema['was']>): NonNullable<AlterSchema['was']> {
  const { owner } = knownOptions('`was` of op.alterSchema', was, ['owner'])
  return given({ owner: namePart(owner, 'The owner') })
}

const placeAndVersion = ['schema', 'version'] as const

function extensionChange(extension: string, changes: ExtensionChange): ExtensionChange {
  const { schema, version } = knownOptions('op.alterExtension', changes, placeAndVersion)
  if (schema === undefined && version === undefined) {
    throw new OperationError(`Altering the extension ${extension} changes nothing`, 'Say what to change.')
  }
  return given({
    schema: schema === null ? null : namePart(schema, 'The schema'),
    version: version === null ? null : namePart(version, 'The version'),
  })
}

function formerExtension(was: NonNullable<AlterExtension['was']>): NonNullable<AlterExtension['was']> {
  const { schema, version } = knownOptions('`was` of op.alterExtension', was, placeAndVersion)
  return given({ schema: namePart(schema, 'The schema'), version: namePart(version, 'The version') })
}
