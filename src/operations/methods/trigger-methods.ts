import { deepFreeze } from '../../schema/freeze.ts'
import { nameOf, tableNameOf } from '../../schema/names.ts'
import { given, namePart } from '../../schema/parts.ts'
import { type PolicyChanges, type PolicyParts, policy, policyChange } from '../../schema/policy.ts'
import { type TriggerParts, trigger } from '../../schema/trigger.ts'
import { OperationError } from '../errors.ts'
import type { AlterPolicy } from '../object-operation.ts'
import {
  createObject,
  type DropObjectOptions,
  dropKeys,
  dropObject,
  renameObject,
  replaceObject,
} from '../object-operations.ts'
import { knownOptions } from '../options.ts'
import type { TableArgument } from '../table-argument.ts'
import type { SchemaOption } from '../table-operations.ts'
import type { Turns } from '../turns.ts'

/** `op`'s methods for triggers and row-level security policies. The schema is that of the table. */
export interface TriggerMethods {
  createTrigger(
    name: string,
    table: TableArgument,
    definition: TriggerParts,
    options?: SchemaOption,
  ): Promise<void>
  /** Drops it and creates it. `was`: the trigger as it was, so that it can be reversed. */
  replaceTrigger(
    name: string,
    table: TableArgument,
    definition: TriggerParts,
    options?: SchemaOption & {
      readonly was?: TriggerParts
      /** The trigger of the same moment that it stays before, where it follows none. MySQL. */
      readonly precedes?: string
    },
  ): Promise<void>
  dropTrigger(name: string, table: TableArgument, options?: DropObjectOptions<TriggerParts>): Promise<void>
  renameTrigger(name: string, table: TableArgument, to: string, options?: SchemaOption): Promise<void>
  createPolicy(
    name: string,
    table: TableArgument,
    definition?: PolicyParts,
    options?: SchemaOption,
  ): Promise<void>
  /**
   * What isn't named stays; `roles: null` makes it everybody. For another command, or without a condition, drop it and
   * create it. `was`: the policy as it was, so that it can be reversed.
   */
  alterPolicy(
    name: string,
    table: TableArgument,
    changes: PolicyChanges,
    options?: SchemaOption & { readonly was?: PolicyParts },
  ): Promise<void>
  dropPolicy(
    name: string,
    table: TableArgument,
    options?: Omit<DropObjectOptions<PolicyParts>, 'cascade'>,
  ): Promise<void>
  renamePolicy(name: string, table: TableArgument, to: string, options?: SchemaOption): Promise<void>
}

export function triggerMethods({ done }: Turns): TriggerMethods {
  const reference = <Type extends 'trigger' | 'policy'>(
    type: Type,
    name: string,
    table: TableArgument,
    schema: string | undefined,
  ) => ({ type, name: nameOf(name, `A ${type}'s name`), table: tableNameOf(table, schema) })
  return {
    createTrigger: (name, table, definition, options = {}) => {
      const { schema } = knownOptions('op.createTrigger', options, ['schema'])
      return done(createObject(trigger(name, tableNameOf(table, schema), definition)))
    },
    replaceTrigger: (name, table, definition, options = {}) => {
      const { schema, was, precedes } = knownOptions('op.replaceTrigger', options, [
        'schema',
        'was',
        'precedes',
      ])
      const on = tableNameOf(table, schema)
      const former = was === undefined ? undefined : trigger(name, on, was)
      const replaced = replaceObject(trigger(name, on, definition), former)
      const place = given({ precedes: namePart(precedes, 'The trigger that it stays before') })
      return done(deepFreeze({ ...replaced, ...place }))
    },
    dropTrigger: (name, table, options = {}) => {
      knownOptions('op.dropTrigger', options, dropKeys)
      const object = reference('trigger', name, table, options.schema)
      return done(
        dropObject('op.dropTrigger', object, options, (was: TriggerParts) =>
          trigger(name, object.table, was),
        ),
      )
    },
    renameTrigger: (name, table, to, options = {}) => {
      const { schema } = knownOptions('op.renameTrigger', options, ['schema'])
      return done(renameObject(reference('trigger', name, table, schema), to))
    },
    createPolicy: (name, table, definition = {}, options = {}) => {
      const { schema } = knownOptions('op.createPolicy', options, ['schema'])
      return done(createObject(policy(name, tableNameOf(table, schema), definition)))
    },
    alterPolicy: (name, table, changes, options = {}) => done(alterPolicy(name, table, changes, options)),
    dropPolicy: (name, table, options = {}) => {
      knownOptions('op.dropPolicy', options, ['schema', 'ifExists', 'was'])
      const object = reference('policy', name, table, options.schema)
      return done(
        dropObject('op.dropPolicy', object, options, (was: PolicyParts) => policy(name, object.table, was)),
      )
    },
    renamePolicy: (name, table, to, options = {}) => {
      const { schema } = knownOptions('op.renamePolicy', options, ['schema'])
      return done(renameObject(reference('policy', name, table, schema), to))
    },
  }
}

function alterPolicy(
  name: string,
  table: TableArgument,
  changes: PolicyChanges,
  options: SchemaOption & { readonly was?: PolicyParts },
): AlterPolicy {
  const { schema, was } = knownOptions('op.alterPolicy', options, ['schema', 'was'])
  const on = tableNameOf(table, schema)
  const to = policyChange(name, changes)
  if (Object.keys(to).length === 0) {
    throw new OperationError(`Altering the policy ${name} changes nothing`, 'Say what to change.')
  }
  return deepFreeze({
    kind: 'alterPolicy',
    name: nameOf(name, "A policy's name"),
    table: on,
    to,
    ...(was === undefined ? {} : { was: policy(name, on, was) }),
  })
}
