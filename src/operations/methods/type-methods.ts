import { type AnyColumn, defaultOf } from '../../schema/column-builder.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import { deepFreeze } from '../../schema/freeze.ts'
import { nameOf, tableNameOf } from '../../schema/names.ts'
import type { EnumType } from '../../schema/objects.ts'
import {
  type AttributeRecord,
  type CommentPart,
  compositeType,
  domain,
  enumType,
} from '../../schema/user-types.ts'
import type { Sql, SqlValue } from '../../schema/values.ts'
import {
  type AlterCompositeTypeOptions,
  alterCompositeType,
  type CompositeTypeChanges,
  type FormerComposite,
  formerComposite,
} from '../alter-composite-type.ts'
import { alterDomain, type DomainChanges } from '../alter-domain.ts'
import { OperationError } from '../errors.ts'
import type { AddEnumValue, EnumColumn, RenameEnumValue, ReplaceObject } from '../object-operation.ts'
import {
  createObject,
  type DropObjectOptions,
  dropKeys,
  dropObject,
  qualified,
  renameObject,
} from '../object-operations.ts'
import { flag, knownOptions } from '../options.ts'
import type { TableArgument } from '../table-argument.ts'
import type { SchemaOption } from '../table-operations.ts'
import type { Turns } from '../turns.ts'

type CommentOptions = CommentPart & SchemaOption

export interface AddEnumValueOptions extends SchemaOption {
  /** The value it stands before, or after; at the end unless given. */
  readonly before?: string
  readonly after?: string
  readonly ifNotExists?: boolean
}

export interface ReplaceEnumOptions extends CommentOptions {
  /** All columns that are of the type: `[{ table: 'a', column: 'mood', default: 'sad' }]`. */
  readonly columns?: readonly {
    readonly table: TableArgument
    readonly column: string
    /** It holds lists of the type. */
    readonly array?: boolean
    /** The default that it has, before and after. */
    readonly default?: SqlValue | Sql
  }[]
  /** What it was before, so that it can be reversed. */
  readonly was?: FormerEnum
}

/** An enum type as it was: its values, or these and its comment. */
export type FormerEnum = readonly string[] | (CommentPart & { readonly values: readonly string[] })

/** `op`'s methods for enum types, composite types and domains. */
export interface TypeMethods {
  createEnum(name: string, values: readonly string[], options?: CommentOptions): Promise<void>
  /** `was`: its values, or `{ values, comment }`. */
  dropEnum(name: string, options?: DropObjectOptions<FormerEnum>): Promise<void>
  /** Until its transaction is over, PostgreSQL doesn't let the new value be used; and it can't be taken out again. */
  addEnumValue(name: string, value: string, options?: AddEnumValueOptions): Promise<void>
  renameEnumValue(name: string, from: string, to: string, options?: SchemaOption): Promise<void>
  /**
   * New values, fewer or in another order, in the place of the old: the columns that are of the type are converted by
   * their text. A row that holds a value which is gone is an error.
   */
  replaceEnum(name: string, values: readonly string[], options?: ReplaceEnumOptions): Promise<void>
  renameEnum(name: string, to: string, options?: SchemaOption): Promise<void>
  /** `op.createCompositeType('address', { street: t.text(), number: t.integer() })` */
  createCompositeType(name: string, attributes: AttributeRecord, options?: CommentOptions): Promise<void>
  /** `was`: what it was, so that the change can be reversed; the values of one that goes are lost. */
  alterCompositeType(
    name: string,
    changes: CompositeTypeChanges,
    options?: AlterCompositeTypeOptions,
  ): Promise<void>
  /** `was`: its attributes, or `{ attributes, comment }`. */
  dropCompositeType(name: string, options?: DropObjectOptions<FormerComposite>): Promise<void>
  renameCompositeType(name: string, to: string, options?: SchemaOption): Promise<void>
  /** `op.createDomain('email', t.text().notNull().check("VALUE LIKE '%@%'"))` */
  createDomain(name: string, column: AnyColumn, options?: SchemaOption): Promise<void>
  /**
   * What isn't named stays. `was`: the domain as it was, so that it can be reversed. Another type needs another domain.
   */
  alterDomain(
    name: string,
    changes: DomainChanges,
    options?: SchemaOption & { readonly was?: AnyColumn },
  ): Promise<void>
  /** `was`: what it was created of. */
  dropDomain(name: string, options?: DropObjectOptions<AnyColumn>): Promise<void>
  renameDomain(name: string, to: string, options?: SchemaOption): Promise<void>
}

export function typeMethods({ done }: Turns): TypeMethods {
  const rename =
    (call: string, type: 'enum' | 'composite' | 'domain') =>
    (name: string, to: string, options: SchemaOption = {}): Promise<void> => {
      const { schema } = knownOptions(call, options, ['schema'])
      return done(renameObject({ type, ...qualified(name, schema) }, to))
    }
  return {
    createEnum: (name, values, options = {}) => {
      const { schema, ...parts } = knownOptions('op.createEnum', options, ['comment', 'schema'])
      return done(createObject(enumType(name, values, parts, schema)))
    },
    dropEnum: (name, options = {}) => {
      knownOptions('op.dropEnum', options, dropKeys)
      const object = { type: 'enum', ...qualified(name, options.schema) } as const
      return done(dropObject('op.dropEnum', object, options, (was) => formerEnum(name, was, options.schema)))
    },
    addEnumValue: (name, value, options = {}) => done(addEnumValue(name, value, options)),
    replaceEnum: (name, values, options = {}) => done(replaceEnum(name, values, options)),
    renameEnumValue: (name, from, to, options = {}) => {
      const { schema } = knownOptions('op.renameEnumValue', options, ['schema'])
      const operation: RenameEnumValue = {
        kind: 'renameEnumValue',
        enum: qualified(name, schema),
        from: labelOf(from, name),
        to: labelOf(to, name),
      }
      return done(deepFreeze(operation))
    },
    renameEnum: rename('op.renameEnum', 'enum'),
    createCompositeType: (name, attributes, options = {}) => {
      const { schema, ...parts } = knownOptions('op.createCompositeType', options, ['comment', 'schema'])
      return done(createObject(compositeType(name, attributes, parts, schema)))
    },
    alterCompositeType: (name, changes, options = {}) => done(alterCompositeType(name, changes, options)),
    dropCompositeType: (name, options = {}) => {
      knownOptions('op.dropCompositeType', options, dropKeys)
      const object = { type: 'composite', ...qualified(name, options.schema) } as const
      const define = (was: FormerComposite) => formerComposite(name, was, options.schema)
      return done(dropObject('op.dropCompositeType', object, options, define))
    },
    renameCompositeType: rename('op.renameCompositeType', 'composite'),
    createDomain: (name, column, options = {}) => {
      const { schema } = knownOptions('op.createDomain', options, ['schema'])
      return done(createObject(domain(name, column, schema)))
    },
    alterDomain: (name, changes, options = {}) => done(alterDomain(name, changes, options)),
    dropDomain: (name, options = {}) => {
      knownOptions('op.dropDomain', options, dropKeys)
      const object = { type: 'domain', ...qualified(name, options.schema) } as const
      return done(dropObject('op.dropDomain', object, options, (was) => domain(name, was, options.schema)))
    },
    renameDomain: rename('op.renameDomain', 'domain'),
  }
}

function replaceEnum(name: string, values: readonly string[], options: ReplaceEnumOptions): ReplaceObject {
  const { schema, comment, columns, was } = knownOptions('op.replaceEnum', options, [
    'schema',
    'comment',
    'columns',
    'was',
  ])
  const object = enumType(name, values, comment === undefined ? {} : { comment }, schema)
  return deepFreeze({
    kind: 'replaceObject',
    object,
    ...(was === undefined ? {} : { was: formerEnum(name, was, schema) }),
    ...(columns === undefined ? {} : { columns: enumColumns(columns, object) }),
  })
}

function formerEnum(name: string, was: FormerEnum, schema: string | undefined): EnumType {
  if (isList(was)) return enumType(name, was, {}, schema)
  const { values, ...parts } = knownOptions(`The enum ${name} as it was`, was, ['values', 'comment'])
  return enumType(name, values, parts, schema)
}

function isList(was: FormerEnum): was is readonly string[] {
  return Array.isArray(was)
}

function enumColumns(
  columns: NonNullable<ReplaceEnumOptions['columns']>,
  { name, values }: EnumType,
): readonly EnumColumn[] {
  if (!Array.isArray(columns) || columns.length === 0) {
    throw new OperationError(
      `\`columns\` of the enum ${name} is no list of columns`,
      "Name those that are of the type: [{ table: 'a', column: 'mood' }].",
    )
  }
  return columns.map((one: NonNullable<ReplaceEnumOptions['columns']>[number]) => {
    const { table, column, array } = knownOptions('A column of op.replaceEnum', one, [
      'table',
      'column',
      'array',
      'default',
    ])
    const of: ColumnType = { type: 'enum', values }
    const type: ColumnType = array === true ? { type: 'array', of } : of
    return {
      table: tableNameOf(table),
      column: nameOf(column, "The column's name"),
      ...flag('array', array),
      ...('default' in one ? { default: defaultOf(one.default, type) } : {}),
    }
  })
}

function addEnumValue(name: string, value: string, options: AddEnumValueOptions): AddEnumValue {
  const { schema, before, after, ifNotExists } = knownOptions('op.addEnumValue', options, [
    'schema',
    'before',
    'after',
    'ifNotExists',
  ])
  if (before !== undefined && after !== undefined) {
    throw new OperationError(
      `The value ${JSON.stringify(value)} of ${name} is to stand before one value and after another`,
      'Give `before` or `after`.',
    )
  }
  return deepFreeze({
    kind: 'addEnumValue',
    enum: qualified(name, schema),
    value: labelOf(value, name),
    ...(before === undefined ? {} : { before: labelOf(before, name) }),
    ...(after === undefined ? {} : { after: labelOf(after, name) }),
    ...flag('ifNotExists', ifNotExists),
  })
}

function labelOf(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  throw new OperationError(`A value of the enum ${name} is ${typeof value}`, 'Each value is text.')
}
