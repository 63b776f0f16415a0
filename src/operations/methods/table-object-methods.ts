import { deepFreeze } from '../../schema/freeze.ts'
import { type GrantOn, type GrantParts, grant, grantParts } from '../../schema/grant.ts'
import type { CheckConstraint, ForeignKey, TableName } from '../../schema/model.ts'
import { nameOf, tableNameOf } from '../../schema/names.ts'
import { given } from '../../schema/parts.ts'
import { boundsOf } from '../../schema/table-options.ts'
import { OperationError } from '../errors.ts'
import type {
  CommentTarget,
  RenameConstraint,
  RenameIndex,
  SetComment,
  SetRowSecurity,
  ValidateConstraint,
} from '../object-operation.ts'
import { createObject } from '../object-operations.ts'
import { flag, knownOptions, onOrOff } from '../options.ts'
import type { TableArgument } from '../table-argument.ts'
import type { SchemaOption } from '../table-operations.ts'
import type { Turns } from '../turns.ts'

export interface RowSecurityOptions extends SchemaOption {
  /** For the table's owner, too, or no more; as it is unless given. */
  readonly forced?: boolean
  readonly was?: { readonly enabled: boolean; readonly forced: boolean }
}

export interface CommentOptions extends SchemaOption {
  /** The comment before, so that it can be reversed; `null`: there was none. */
  readonly existingComment?: string | null
}

export interface ValidateOptions extends SchemaOption {
  /** The constraint as it was added, so that it can be reversed: `check('price > 0', { notValid: true })`. */
  readonly was?: CheckConstraint | ForeignKey
}

/** `op`'s methods for what belongs to a table as a whole, for privileges and for comments. */
export interface TableObjectMethods {
  createTableComment(table: TableArgument, comment: string, options?: CommentOptions): Promise<void>
  dropTableComment(table: TableArgument, options?: CommentOptions): Promise<void>
  /** The comment on anything that has a name: `op.commentOn({ type: 'view', name: 'v' }, '…')`; `null` takes it away. */
  commentOn(
    object: Exclude<CommentTarget, { readonly type: 'grant' }>,
    comment: string | null,
    options?: { readonly was?: string | null },
  ): Promise<void>
  enableRowSecurity(table: TableArgument, options?: RowSecurityOptions): Promise<void>
  disableRowSecurity(table: TableArgument, options?: RowSecurityOptions): Promise<void>
  /** Enables it, for the table's owner too. */
  forceRowSecurity(table: TableArgument, options?: Omit<RowSecurityOptions, 'forced'>): Promise<void>
  /** Checks the rows that were there when the constraint was added with `notValid`. */
  validateConstraint(name: string, table: TableArgument, options?: ValidateOptions): Promise<void>
  /** With the index behind it, where there is one. PostgreSQL. */
  renameConstraint(name: string, table: TableArgument, to: string, options?: SchemaOption): Promise<void>
  /** PostgreSQL, MySQL. */
  renameIndex(name: string, table: TableArgument, to: string, options?: SchemaOption): Promise<void>
  /** `bounds`: `FOR VALUES FROM (1) TO (10)`, or `DEFAULT`. */
  attachPartition(
    table: TableArgument,
    partition: TableArgument,
    bounds: string,
    options?: SchemaOption,
  ): Promise<void>
  detachPartition(
    table: TableArgument,
    partition: TableArgument,
    options?: SchemaOption & {
      /** Without locking out the table's users; outside any transaction. */
      readonly concurrently?: boolean
      readonly was?: { readonly bounds: string }
    },
  ): Promise<void>
  /** `op.grant(['select', 'insert'], 'product', 'shop')`; the role `public` is everybody. */
  grant(
    privileges: string | readonly string[],
    on: GrantOn,
    to: string | readonly string[],
    options?: GrantParts,
  ): Promise<void>
  revoke(
    privileges: string | readonly string[],
    on: GrantOn,
    from: string | readonly string[],
    options?: GrantParts & { readonly cascade?: boolean },
  ): Promise<void>
}

export function tableObjectMethods(turns: Turns): TableObjectMethods {
  const { done } = turns
  const { createTableComment, dropTableComment, commentOn } = commentMethods(turns)
  return {
    createTableComment,
    dropTableComment,
    commentOn,
    enableRowSecurity: (table, options = {}) =>
      done(rowSecurity('op.enableRowSecurity', table, true, options)),
    disableRowSecurity: (table, options = {}) =>
      done(rowSecurity('op.disableRowSecurity', table, false, options)),
    forceRowSecurity: (table, options = {}) => {
      knownOptions('op.forceRowSecurity', options, ['schema', 'was'])
      return done(rowSecurity('op.forceRowSecurity', table, true, { ...options, forced: true }))
    },
    validateConstraint: (name, table, options = {}) => done(validation(name, table, options)),
    renameConstraint: (name, table, to, options = {}) =>
      done(partRename('op.renameConstraint', 'renameConstraint', { name, table, to }, options)),
    renameIndex: (name, table, to, options = {}) =>
      done(partRename('op.renameIndex', 'renameIndex', { name, table, to }, options)),
    attachPartition: (table, partition, bounds, options = {}) => {
      const { schema } = knownOptions('op.attachPartition', options, ['schema'])
      const names = { table: tableNameOf(table, schema), partition: partitionOf(partition, schema) }
      return done(deepFreeze({ kind: 'attachPartition', ...names, bounds: boundsOf(bounds) }))
    },
    detachPartition: (table, partition, options = {}) => {
      const { schema, concurrently, was } = knownOptions('op.detachPartition', options, [
        'schema',
        'concurrently',
        'was',
      ])
      return done(
        deepFreeze({
          kind: 'detachPartition',
          table: tableNameOf(table, schema),
          partition: partitionOf(partition, schema),
          ...flag('concurrently', concurrently),
          ...(was === undefined
            ? {}
            : {
                was: {
                  bounds: boundsOf(knownOptions('`was` of op.detachPartition', was, ['bounds']).bounds),
                },
              }),
        }),
      )
    },
    grant: (privileges, on, to, options = {}) => done(createObject(grant(privileges, on, to, options))),
    revoke: (privileges, on, from, options = {}) => {
      const { cascade, ...parts } = knownOptions('op.revoke', options, [...grantParts, 'cascade'])
      const object = grant(privileges, on, from, parts)
      return done(deepFreeze({ kind: 'dropObject', object, ...flag('cascade', cascade), was: object }))
    },
  }
}

function partRename(
  call: string,
  kind: 'renameConstraint' | 'renameIndex',
  { name, table, to }: { readonly name: string; readonly table: TableArgument; readonly to: string },
  options: SchemaOption,
): RenameConstraint | RenameIndex {
  const { schema } = knownOptions(call, options, ['schema'])
  const what = kind === 'renameIndex' ? 'index' : 'constraint'
  return deepFreeze({
    kind,
    table: tableNameOf(table, schema),
    name: nameOf(name, `The ${what}'s name`),
    to: nameOf(to, `The ${what}'s new name`),
  })
}

function commentMethods({
  done,
}: Turns): Pick<TableObjectMethods, 'createTableComment' | 'dropTableComment' | 'commentOn'> {
  const commented = (
    call: string,
    table: TableArgument,
    comment: string | null,
    options: CommentOptions,
  ): Promise<void> => {
    const { schema, existingComment } = knownOptions(call, options, ['schema', 'existingComment'])
    return done(tableComment(tableNameOf(table, schema), comment, existingComment))
  }
  return {
    createTableComment: (table, comment, options = {}) =>
      commented('op.createTableComment', table, comment, options),
    dropTableComment: (table, options = {}) => commented('op.dropTableComment', table, null, options),
    commentOn: (object, comment, options = {}) => {
      const { was } = knownOptions('op.commentOn', options, ['was'])
      nameOf((object as { readonly name?: unknown } | null)?.name, 'What the comment is on')
      return done(setComment({ ...object }, comment, was))
    },
  }
}

/** The comment of a table as data; `was` is the one before. */
export function tableComment(
  table: TableName,
  comment: string | null,
  was: string | null | undefined,
): SetComment {
  return setComment({ type: 'table', table }, comment, was)
}

function setComment(
  on: SetComment['on'],
  comment: string | null,
  was: string | null | undefined,
): SetComment {
  if (comment !== null && typeof comment !== 'string') {
    throw new OperationError(`A comment is ${typeof comment}`, 'Write it as text, or null for none.')
  }
  return deepFreeze({ kind: 'setComment', on, comment, ...(was === undefined ? {} : { was }) })
}

function validation(name: string, table: TableArgument, options: ValidateOptions): ValidateConstraint {
  const { schema, was } = knownOptions('op.validateConstraint', options, ['schema', 'was'])
  if (was !== undefined && !(was?.kind === 'check' || was?.kind === 'foreignKey')) {
    throw new OperationError(
      `\`was\` of the constraint ${name} is no check and no foreign key`,
      "Describe it as it was added: check('price > 0', { notValid: true }).",
    )
  }
  return deepFreeze({
    kind: 'validateConstraint',
    table: tableNameOf(table, schema),
    name: nameOf(name, "The constraint's name"),
    ...(was === undefined ? {} : { was: { ...was, name, notValid: true } }),
  })
}

function rowSecurity(
  call: string,
  table: TableArgument,
  enabled: boolean,
  options: RowSecurityOptions,
): SetRowSecurity {
  const { schema, forced, was } = knownOptions(call, options, ['schema', 'forced', 'was'])
  return deepFreeze({
    kind: 'setRowSecurity',
    table: tableNameOf(table, schema),
    enabled,
    ...given({ forced: onOrOff('forced', forced) }),
    ...(was === undefined ? {} : { was: rowSecurityBefore(call, was) }),
  })
}

function rowSecurityBefore(
  call: string,
  was: NonNullable<RowSecurityOptions['was']>,
): NonNullable<SetRowSecurity['was']> {
  const { enabled, forced } = knownOptions(`\`was\` of ${call}`, was, ['enabled', 'forced'])
  if (typeof enabled === 'boolean' && typeof forced === 'boolean') return { enabled, forced }
  throw new OperationError(
    `\`was\` of ${call} lacks ${typeof enabled === 'boolean' ? '`forced`' : '`enabled`'}`,
    'Say both: { enabled: true, forced: false }.',
  )
}

/** Where nothing else is said, a partition stands in the schema of its table. */
function partitionOf(partition: TableArgument, schema: string | undefined) {
  const { name, schema: own = schema } = tableNameOf(partition)
  return tableNameOf(name, own)
}
