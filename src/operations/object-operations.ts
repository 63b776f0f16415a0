import { deepFreeze } from '../schema/freeze.ts'
import { nameOf } from '../schema/names.ts'
import type { ObjectReference, SchemaObject } from '../schema/objects.ts'
import type { CreateObject, DropObject, RenameObject, ReplaceObject } from './object-operation.ts'
import { flag, knownOptions } from './options.ts'
import type { SchemaOption } from './table-operations.ts'

export interface CreateObjectOptions extends SchemaOption {
  readonly ifNotExists?: boolean
}

/** How something is dropped. `was` is its definition: with it, the drop can be reversed. */
export interface DropObjectOptions<Was> extends SchemaOption {
  readonly ifExists?: boolean
  /** What depends on it goes with it. */
  readonly cascade?: boolean
  readonly was?: Was
}

/** The options of a drop. */
export const dropKeys = ['schema', 'ifExists', 'cascade', 'was'] as const

/** The making of an object, as data. */
export function createObject(
  object: SchemaObject,
  options: { readonly ifNotExists?: boolean } = {},
): CreateObject {
  return deepFreeze({ kind: 'createObject', object, ...flag('ifNotExists', options.ifNotExists) })
}

/** The dropping of an object, as data; `define` makes its definition of `was`. */
export function dropObject<Was>(
  call: string,
  object: ObjectReference,
  options: DropObjectOptions<Was>,
  define: (was: Was) => SchemaObject,
): DropObject {
  const { was, ifExists, cascade } = knownOptions(call, options, dropKeys)
  return deepFreeze({
    kind: 'dropObject',
    object,
    ...flag('ifExists', ifExists),
    ...flag('cascade', cascade),
    ...(was === undefined ? {} : { was: define(was) }),
  })
}

/** A new definition in the place of an old one, as data. */
export function replaceObject<Replaced extends ReplaceObject['object']>(
  object: Replaced,
  was: Replaced | undefined,
): ReplaceObject {
  return deepFreeze({ kind: 'replaceObject', object, ...(was === undefined ? {} : { was }) })
}

/** A new name, as data. */
export function renameObject(object: ObjectReference, to: string): RenameObject {
  return deepFreeze({ kind: 'renameObject', object, to: nameOf(to, 'The new name') })
}

/** A name in a schema, as references have it. */
export function qualified(
  name: string,
  schema: string | undefined,
): { readonly name: string; readonly schema?: string } {
  return {
    name: nameOf(name, 'The name'),
    ...(schema === undefined ? {} : { schema: nameOf(schema, `The schema of ${name}`) }),
  }
}

/** The parts of an object among the options of a call, and the rest. */
export function split<Options extends object, Key extends keyof Options & string>(
  options: Options,
  others: readonly Key[],
): [parts: Omit<Options, Key>, others: Pick<Options, Key>] {
  const entries = Object.entries(options)
  const isOther = ([key]: [string, unknown]) => (others as readonly string[]).includes(key)
  return [
    Object.fromEntries(entries.filter((entry) => !isOther(entry))) as Omit<Options, Key>,
    Object.fromEntries(entries.filter(isOther)) as Pick<Options, Key>,
  ]
}
