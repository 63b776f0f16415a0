import { nameOf } from '../schema/names.ts'
import {
  type ExtensionParts,
  extension,
  extensionParts,
  type NamespaceParts,
  namespace,
  namespaceParts,
} from '../schema/namespace.ts'
import { createObject, type DropObjectOptions, dropObject, renameObject, split } from './object-operations.ts'
import { knownOptions } from './options.ts'
import type { Turns } from './turns.ts'

/** `op`'s methods for schemas and extensions. */
export interface NamespaceMethods {
  createSchema(name: string, options?: NamespaceParts & { readonly ifNotExists?: boolean }): Promise<void>
  /** Refused by the database while something is in it, unless `cascade`. */
  dropSchema(name: string, options?: Omit<DropObjectOptions<NamespaceParts>, 'schema'>): Promise<void>
  renameSchema(name: string, to: string): Promise<void>
  createExtension(name: string, options?: ExtensionParts & { readonly ifNotExists?: boolean }): Promise<void>
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
    createExtension: (name, options = {}) => {
      knownOptions('op.createExtension', options, [...extensionParts, 'ifNotExists'])
      const [parts, rest] = split(options, ['ifNotExists'])
      return done(createObject(extension(name, parts), rest))
    },
    dropExtension: (name, options = {}) => {
      knownOptions('op.dropExtension', options, ['ifExists', 'cascade', 'was'])
      const object = { type: 'extension', name: nameOf(name, "An extension's name") } as const
      return done(dropObject('op.dropExtension', object, options, (was) => extension(name, was)))
    },
  }
}
