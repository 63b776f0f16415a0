import type {
  CheckConstraint,
  ForeignKey,
  MysqlTable,
  NotNull,
  PostgresTable,
  TableName,
} from '../schema/model.ts'
import type {
  CompositeType,
  Domain,
  EnumType,
  ObjectReference,
  Policy,
  QualifiedName,
  Routine,
  SchemaObject,
  Sequence,
  Trigger,
  View,
} from '../schema/objects.ts'
import type { Sql, SqlValue } from '../schema/values.ts'
import type { Alteration } from './alterations.ts'
import type { SettingChanges } from './setting-changes.ts'

/** Operations on what a schema holds beside its tables, and on what belongs to a table as a whole. */
export type ObjectOperation =
  | CreateObject
  | DropObject
  | ReplaceObject
  | RenameObject
  | AlterSequence
  | AlterPolicy
  | AlterDomain
  | AlterCompositeType
  | AddEnumValue
  | RenameEnumValue
  | SetComment
  | SetRowSecurity
  | AlterTableOptions
  | ValidateConstraint
  | RenameConstraint
  | RenameIndex
  | AttachPartition
  | DetachPartition
  | RefreshView
  | Alteration

/** Makes an object; a grant is given. */
export interface CreateObject {
  readonly kind: 'createObject'
  readonly object: SchemaObject
  readonly ifNotExists?: true
}

/** Drops an object; a grant is revoked. */
export interface DropObject {
  readonly kind: 'dropObject'
  readonly object: ObjectReference
  readonly ifExists?: true
  readonly cascade?: true
  readonly was?: SchemaObject
}

/** Puts a new definition in the place of an old one, and remembers it. */
export interface ReplaceObject {
  readonly kind: 'replaceObject'
  readonly object: View | Routine | Trigger | EnumType
  readonly was?: View | Routine | Trigger | EnumType
  /** The trigger that this one stays before, where it follows none. MySQL. */
  readonly precedes?: string
  /** The columns that are of an enum type, which are converted. */
  readonly columns?: readonly EnumColumn[]
}

/** A column of an enum type, or of lists of it. */
export interface EnumColumn {
  readonly table: TableName
  readonly column: string
  readonly array?: true
  /** The default that it has, before and after. */
  readonly default?: SqlValue | Sql
}

export interface RenameObject {
  readonly kind: 'renameObject'
  readonly object: ObjectReference
  readonly to: string
}

/** An absent key is left as it is; `null` makes it the database's own, or takes it away. */
export interface SequenceChange extends Pick<Sequence, 'dataType' | 'start' | 'increment'> {
  readonly minimum?: number | bigint | null
  readonly maximum?: number | bigint | null
  readonly cache?: number | bigint | null
  readonly cycle?: boolean
  readonly unlogged?: boolean
  readonly ownedBy?: Sequence['ownedBy'] | null
  readonly comment?: string | null
  /** The next value. */
  readonly restart?: number | bigint
}

export interface AlterSequence {
  readonly kind: 'alterSequence'
  readonly sequence: QualifiedName
  readonly to: SequenceChange
  readonly was?: Sequence
}

/** An absent key is left as it is; `roles: null` makes it everybody, `comment: null` takes it away. */
export interface PolicyChange extends Pick<Policy, 'using' | 'check'> {
  readonly roles?: readonly string[] | null
  readonly comment?: string | null
}

/** No server takes a condition away again, or lets a policy be for another command. */
export interface AlterPolicy {
  readonly kind: 'alterPolicy'
  readonly name: string
  readonly table: TableName
  readonly to: PolicyChange
  readonly was?: Policy
}

/** An absent key is left as it is; `null` takes the default or the comment away. */
export interface DomainChange {
  readonly default?: SqlValue | Sql | null
  readonly nullable?: boolean
  /** PostgreSQL 17: what the NOT NULL has beside that it is there; one that stands is made anew. */
  readonly notNull?: NotNull
  /** Names of checks; they go before others come or are renamed. */
  readonly dropChecks?: readonly string[]
  readonly renameChecks?: readonly { readonly name: string; readonly to: string }[]
  readonly addChecks?: readonly CheckConstraint[]
  readonly comment?: string | null
}

export interface AlterDomain {
  readonly kind: 'alterDomain'
  readonly domain: QualifiedName
  readonly to: DomainChange
  readonly was?: Domain
}

/** An absent key is left as it is; `comment: null` takes it away. */
export interface CompositeTypeChange {
  /** Names of attributes; they go before others come. */
  readonly dropAttributes?: readonly string[]
  /** Each with its new type; PostgreSQL refuses it while a column is of the composite type. */
  readonly alterAttributes?: readonly Omit<Attribute, 'comment'>[]
  /** They come behind those that are there. */
  readonly addAttributes?: readonly Attribute[]
  /** Comments of attributes that stay, by name. */
  readonly attributeComments?: Readonly<Record<string, string | null>>
  readonly comment?: string | null
}

export type Attribute = CompositeType['attributes'][number]

export interface AlterCompositeType {
  readonly kind: 'alterCompositeType'
  readonly compositeType: QualifiedName
  readonly to: CompositeTypeChange
  /** With the tables that were made of it (`OF`). */
  readonly cascade?: true
  readonly was?: CompositeType
}

/** Can't be used in the transaction that adds it, before PostgreSQL 12 not even be added in one. */
export interface AddEnumValue {
  readonly kind: 'addEnumValue'
  readonly enum: QualifiedName
  readonly value: string
  /** At the end unless given. */
  readonly before?: string
  readonly after?: string
  readonly ifNotExists?: true
}

export interface RenameEnumValue {
  readonly kind: 'renameEnumValue'
  readonly enum: QualifiedName
  readonly from: string
  readonly to: string
}

/** `null` takes it away. The comment of a column is altered with its column. */
export interface SetComment {
  readonly kind: 'setComment'
  readonly on: CommentTarget
  readonly comment: string | null
  /** `null`: there was none. */
  readonly was?: string | null
}

/** What a comment can be on. An index is found by its name and schema, a constraint by its table. */
export type CommentTarget =
  | { readonly type: 'table'; readonly table: TableName }
  | { readonly type: 'constraint'; readonly name: string; readonly table: TableName }
  | { readonly type: 'index'; readonly name: string; readonly schema?: string }
  | ObjectReference

export interface SetRowSecurity {
  readonly kind: 'setRowSecurity'
  readonly table: TableName
  readonly enabled: boolean
  /** For the table's owner, too. */
  readonly forced?: boolean
  readonly was?: { readonly enabled: boolean; readonly forced: boolean }
}

/** An absent key is left as it is; `null` makes it the database's own, or takes it away. */
export interface PostgresTableChange {
  readonly unlogged?: boolean
  /** All the tables that it inherits from; those that go are told by `was`. */
  readonly inherits?: readonly TableName[] | null
  /** The composite type whose attributes are its columns. */
  readonly ofType?: TableName | null
  readonly storage?: SettingChanges
  readonly tablespace?: string | null
  readonly accessMethod?: string | null
  readonly clusterOn?: string | null
  readonly replicaIdentity?: NonNullable<PostgresTable['replicaIdentity']> | null
}

/** An absent key is left as it is; `null` makes it the database's own, or takes it away. */
export interface MysqlTableChange {
  readonly engine?: string | null
  /** Columns that have none of their own follow it, and so with `collation`. */
  readonly characterSet?: string
  readonly collation?: string | null
  readonly rowFormat?: string | null
  readonly options?: Readonly<Record<string, string | number | null>>
  readonly partitionBy?: string | null
  /** The next number. There is no way back from it. */
  readonly autoIncrement?: number
}

/** Changes what a table is as a whole. Each database takes its own part. */
export interface AlterTableOptions {
  readonly kind: 'alterTableOptions'
  readonly table: TableName
  readonly to: { readonly postgres?: PostgresTableChange; readonly mysql?: MysqlTableChange }
  /** Its options before: what is absent was not there. */
  readonly was?: { readonly postgres?: PostgresTable; readonly mysql?: MysqlTable }
}

/** Checks the rows that were there when a constraint was added NOT VALID. */
export interface ValidateConstraint {
  readonly kind: 'validateConstraint'
  readonly table: TableName
  readonly name: string
  /** The constraint as it was added: to go back, it is dropped and added so again. */
  readonly was?: CheckConstraint | ForeignKey
}

/** With the index behind it, where there is one. */
export interface RenameConstraint {
  readonly kind: 'renameConstraint'
  readonly table: TableName
  readonly name: string
  readonly to: string
}

export interface RenameIndex {
  readonly kind: 'renameIndex'
  readonly table: TableName
  readonly name: string
  readonly to: string
}

export interface AttachPartition {
  readonly kind: 'attachPartition'
  readonly table: TableName
  readonly partition: TableName
  /** As behind its name in CREATE TABLE: `FOR VALUES FROM (1) TO (10)`, `DEFAULT`. */
  readonly bounds: string
}

export interface DetachPartition {
  readonly kind: 'detachPartition'
  readonly table: TableName
  readonly partition: TableName
  readonly concurrently?: true
  readonly was?: { readonly bounds: string }
}

/** Fills a materialized view again. */
export interface RefreshView {
  readonly kind: 'refreshView'
  readonly view: QualifiedName
  readonly concurrently?: true
  readonly withoutData?: true
}
