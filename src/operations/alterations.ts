import type { Deferral, ForeignKey, Index, TableName } from '../schema/model.ts'
import type { Extension, PostgresView, QualifiedName, SchemaNamespace, View } from '../schema/objects.ts'
import type { SettingChanges } from './setting-changes.ts'

/** Operations on what a constraint, an index, a view, a schema or an extension is beside what it says: it stays, and so does all that is on it. */
export type Alteration = AlterConstraint | AlterIndex | AlterView | AlterSchema | AlterExtension

/** When a foreign key is checked, and whether. PostgreSQL. */
export interface AlterConstraint {
  readonly kind: 'alterConstraint'
  readonly table: TableName
  readonly name: string
  /** An absent key is left as it is; `null`: checked at once, always. */
  readonly to: { readonly deferral?: Deferral | null; readonly notEnforced?: boolean }
  /** What is absent was not there. */
  readonly was?: Pick<ForeignKey, 'deferral' | 'notEnforced'>
}

/** An index, or the one behind a constraint. */
export interface AlterIndex {
  readonly kind: 'alterIndex'
  readonly table: TableName
  readonly name: string
  readonly to: IndexChange
  /** What is absent was not there. */
  readonly was?: Pick<Index, 'storage' | 'tablespace' | 'invisible'>
}

/** An absent key is left as it is; `null` makes it the database's own. */
export interface IndexChange {
  /** PostgreSQL. */
  readonly storage?: SettingChanges
  readonly tablespace?: string | null
  /** MySQL; IGNORED on MariaDB. */
  readonly invisible?: boolean
}

/** The options of a view of PostgreSQL. */
export interface AlterView {
  readonly kind: 'alterView'
  readonly view: QualifiedName
  readonly materialized?: true
  readonly to: ViewChange
  /** What is absent was not there. */
  readonly was?: Pick<View, 'options' | 'checkOption' | 'postgres'>
}

/** An absent key is left as it is; `null` makes it the database's own, or takes it away. */
export interface ViewChange {
  readonly options?: SettingChanges
  /** Of one that is not materialized. */
  readonly checkOption?: NonNullable<View['checkOption']> | null
  /** Of a materialized one. */
  readonly postgres?: { readonly [Key in keyof PostgresView]?: NonNullable<PostgresView[Key]> | null }
}

/** Who a schema of PostgreSQL belongs to. */
export interface AlterSchema {
  readonly kind: 'alterSchema'
  readonly name: string
  /** `null`: who runs it. */
  readonly to: { readonly owner: string | null }
  /** What is absent was what the server gives. */
  readonly was?: Pick<SchemaNamespace, 'owner'>
}

/** Where an extension of PostgreSQL is, and which of its versions. */
export interface AlterExtension {
  readonly kind: 'alterExtension'
  readonly name: string
  readonly to: ExtensionChange
  /** What is absent was what the server gives. */
  readonly was?: Pick<Extension, 'schema' | 'version'>
}

/** An absent key is left as it is; `null`: the connection's own schema, the version that the server has. */
export interface ExtensionChange {
  readonly schema?: string | null
  readonly version?: string | null
}
