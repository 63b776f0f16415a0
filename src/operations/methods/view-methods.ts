import { deepFreeze } from '../../schema/freeze.ts'
import { isSql, type Sql } from '../../schema/values.ts'
import {
  type MaterializedViewParts,
  materializedView,
  materializedViewParts,
  type ViewParts,
  view,
  viewParts,
} from '../../schema/view.ts'
import {
  type CreateObjectOptions,
  createObject,
  type DropObjectOptions,
  dropKeys,
  dropObject,
  qualified,
  renameObject,
  replaceObject,
  split,
} from '../object-operations.ts'
import { flag, knownOptions } from '../options.ts'
import type { SchemaOption } from '../table-operations.ts'
import type { Turns } from '../turns.ts'

/** A view as it was: its query, or all of it. */
export type FormerView<Parts> = string | Sql | (Parts & { readonly query: string | Sql })

type ReplaceOptions<Parts> = Parts & SchemaOption & { readonly was?: FormerView<Parts> }

/** `op`'s methods for views. `was` is the view as it was: with it, a replacement or a drop can be reversed. */
export interface ViewMethods {
  createView(name: string, query: string | Sql, options?: ViewParts & SchemaOption): Promise<void>
  /**
   * Keeps privileges and what depends on the view. Where its columns don't fit the old ones, PostgreSQL refuses; with
   * `was`, the view is then dropped and created, and its privileges have to be granted again.
   */
  replaceView(name: string, query: string | Sql, options?: ReplaceOptions<ViewParts>): Promise<void>
  dropView(name: string, options?: DropObjectOptions<FormerView<ViewParts>>): Promise<void>
  renameView(name: string, to: string, options?: SchemaOption): Promise<void>
  createMaterializedView(
    name: string,
    query: string | Sql,
    options?: MaterializedViewParts & CreateObjectOptions,
  ): Promise<void>
  /** Drops it, with its indexes, and creates it. */
  replaceMaterializedView(
    name: string,
    query: string | Sql,
    options?: ReplaceOptions<MaterializedViewParts>,
  ): Promise<void>
  dropMaterializedView(
    name: string,
    options?: DropObjectOptions<FormerView<MaterializedViewParts>>,
  ): Promise<void>
  renameMaterializedView(name: string, to: string, options?: SchemaOption): Promise<void>
  refreshMaterializedView(
    name: string,
    options?: SchemaOption & {
      /** Without locking out readers; it needs a unique index. */
      readonly concurrently?: boolean
      readonly withoutData?: boolean
    },
  ): Promise<void>
}

type Define<Parts> = (
  name: string,
  query: string | Sql,
  parts: Parts,
  schema?: string,
) => ReturnType<typeof view>

export function viewMethods(turns: Turns): ViewMethods {
  const { done } = turns
  const materialized = materializedMethods(turns)
  return {
    createView: (name, query, options = {}) => {
      const { schema, ...parts } = knownOptions('op.createView', options, [...viewParts, 'schema'])
      return done(createObject(view(name, query, parts, schema)))
    },
    replaceView: (name, query, options = {}) => {
      knownOptions('op.replaceView', options, [...viewParts, 'schema', 'was'])
      const [parts, { schema, was }] = split(options, ['schema', 'was'])
      const former = was === undefined ? undefined : formerView(view, name, was, schema)
      return done(replaceObject(view(name, query, parts, schema), former))
    },
    dropView: (name, options = {}) => {
      knownOptions('op.dropView', options, dropKeys)
      const object = { type: 'view', ...qualified(name, options.schema) } as const
      return done(
        dropObject('op.dropView', object, options, (was) => formerView(view, name, was, options.schema)),
      )
    },
    renameView: (name, to, options = {}) => {
      const { schema } = knownOptions('op.renameView', options, ['schema'])
      return done(renameObject({ type: 'view', ...qualified(name, schema) }, to))
    },
    createMaterializedView: materialized.createMaterializedView,
    replaceMaterializedView: materialized.replaceMaterializedView,
    dropMaterializedView: materialized.dropMaterializedView,
    renameMaterializedView: materialized.renameMaterializedView,
    refreshMaterializedView: materialized.refreshMaterializedView,
  }
}

function materializedMethods({
  done,
}: Turns): Pick<
  ViewMethods,
  | 'createMaterializedView'
  | 'replaceMaterializedView'
  | 'dropMaterializedView'
  | 'renameMaterializedView'
  | 'refreshMaterializedView'
> {
  const reference = (name: string, schema: string | undefined) =>
    ({ type: 'view', ...qualified(name, schema), materialized: true }) as const
  return {
    createMaterializedView: (name, query, options = {}) => {
      knownOptions('op.createMaterializedView', options, [...materializedViewParts, 'schema', 'ifNotExists'])
      const [parts, { schema, ...rest }] = split(options, ['schema', 'ifNotExists'])
      return done(createObject(materializedView(name, query, parts, schema), rest))
    },
    replaceMaterializedView: (name, query, options = {}) => {
      knownOptions('op.replaceMaterializedView', options, [...materializedViewParts, 'schema', 'was'])
      const [parts, { schema, was }] = split(options, ['schema', 'was'])
      const former = was === undefined ? undefined : formerView(materializedView, name, was, schema)
      return done(replaceObject(materializedView(name, query, parts, schema), former))
    },
    dropMaterializedView: (name, options = {}) => {
      knownOptions('op.dropMaterializedView', options, dropKeys)
      const define = (was: FormerView<MaterializedViewParts>) =>
        formerView(materializedView, name, was, options.schema)
      return done(dropObject('op.dropMaterializedView', reference(name, options.schema), options, define))
    },
    renameMaterializedView: (name, to, options = {}) => {
      const { schema } = knownOptions('op.renameMaterializedView', options, ['schema'])
      return done(renameObject(reference(name, schema), to))
    },
    refreshMaterializedView: (name, options = {}) => {
      const { schema, concurrently, withoutData } = knownOptions('op.refreshMaterializedView', options, [
        'schema',
        'concurrently',
        'withoutData',
      ])
      return done(
        deepFreeze({
          kind: 'refreshView',
          view: qualified(name, schema),
          ...flag('concurrently', concurrently),
          ...flag('withoutData', withoutData),
        }),
      )
    },
  }
}

function formerView<Parts extends object>(
  define: Define<Parts>,
  name: string,
  was: FormerView<Parts>,
  schema: string | undefined,
): ReturnType<typeof view> {
  if (typeof was === 'string' || isSql(was)) return define(name, was, {} as Parts, schema)
  const { query, ...parts } = { query: was, ...(was as Parts) } as Parts & { readonly query: string | Sql }
  return define(name, query, parts as Parts, schema)
}
