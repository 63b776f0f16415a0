/** What `op` of Alembic 1.20 has, with its parameters beside names, and what tsmig calls it. */
export interface Directive {
  readonly alembic: string
  /** A method of `op`, with its options by the names of the table of operations. */
  readonly method: string
  readonly parameters?: Readonly<Record<string, string | Dropped>>
}

/** It has no counterpart. */
export interface Dropped {
  readonly dropped: string
}

const dialectWords: Dropped = { dropped: 'keywords by dialect are named options here' }
const mssql: Dropped = { dropped: 'Microsoft SQL Server is no database of tsmig' }

export const directives: readonly Directive[] = [
  {
    alembic: 'create_table',
    method: 'createTable',
    parameters: {
      if_not_exists: 'ifNotExists',
      schema: 'schema',
      comment: 'comment',
      prefixes: 'temporary',
      info: { dropped: 'a place for the application to leave Python objects in' },
      kw: dialectWords,
    },
  },
  {
    alembic: 'drop_table',
    method: 'dropTable',
    parameters: { schema: 'schema', if_exists: 'ifExists', kw: dialectWords },
  },
  { alembic: 'rename_table', method: 'renameTable', parameters: { schema: 'schema' } },
  {
    alembic: 'create_table_comment',
    method: 'createTableComment',
    parameters: { existing_comment: 'existingComment', schema: 'schema' },
  },
  {
    alembic: 'drop_table_comment',
    method: 'dropTableComment',
    parameters: { existing_comment: 'existingComment', schema: 'schema' },
  },
  {
    alembic: 'add_column',
    method: 'addColumn',
    parameters: {
      schema: 'schema',
      if_not_exists: 'ifNotExists',
      inline_references: { dropped: 'references of the column are always added with it' },
      inline_primary_key: { dropped: 'primaryKey of the column is always added with it' },
    },
  },
  {
    alembic: 'drop_column',
    method: 'dropColumn',
    parameters: {
      schema: 'schema',
      if_exists: 'ifExists',
      mssql_drop_default: mssql,
      mssql_drop_check: mssql,
      mssql_drop_foreign_key: mssql,
    },
  },
  {
    alembic: 'alter_column',
    method: 'alterColumn',
    parameters: {
      nullable: 'nullable',
      comment: 'comment',
      server_default: 'default',
      new_column_name: 'name',
      type_: 'type',
      autoincrement: 'identity',
      existing_type: 'existing',
      existing_server_default: 'existing',
      existing_nullable: 'existing',
      existing_comment: 'existing',
      existing_autoincrement: 'existing',
      schema: 'schema',
      postgresql_using: 'using',
    },
  },
  { alembic: 'create_primary_key', method: 'createPrimaryKey', parameters: { schema: 'schema' } },
  {
    alembic: 'create_unique_constraint',
    method: 'createUniqueConstraint',
    parameters: { schema: 'schema', deferrable: 'deferrable', initially: 'initially' },
  },
  {
    alembic: 'create_check_constraint',
    method: 'createCheckConstraint',
    parameters: {
      schema: 'schema',
      deferrable: { dropped: 'no database of tsmig has a check that waits' },
      initially: { dropped: 'no database of tsmig has a check that waits' },
    },
  },
  {
    alembic: 'create_foreign_key',
    method: 'createForeignKey',
    parameters: {
      onupdate: 'onUpdate',
      ondelete: 'onDelete',
      deferrable: 'deferrable',
      initially: 'initially',
      match: 'match',
      source_schema: 'sourceSchema',
      referent_schema: 'referentSchema',
      kw: dialectWords,
    },
  },
  {
    alembic: 'create_exclude_constraint',
    method: 'createExcludeConstraint',
    parameters: {
      where: 'where',
      using: 'method',
      deferrable: 'deferrable',
      initially: 'initially',
      schema: 'schema',
    },
  },
  {
    alembic: 'drop_constraint',
    method: 'dropConstraint',
    parameters: { type_: 'type', schema: 'schema', if_exists: 'ifExists' },
  },
  {
    alembic: 'create_index',
    method: 'createIndex',
    parameters: {
      schema: 'schema',
      unique: 'unique',
      quote: { dropped: 'every name is quoted' },
      if_not_exists: 'ifNotExists',
      postgresql_concurrently: 'concurrently',
      postgresql_using: 'method',
      postgresql_where: 'where',
      postgresql_include: 'include',
      postgresql_ops: { dropped: 'it stands with the key: { column, operatorClass }' },
    },
  },
  {
    alembic: 'drop_index',
    method: 'dropIndex',
    parameters: { table_name: 'table', schema: 'schema', if_exists: 'ifExists', kw: dialectWords },
  },
  {
    alembic: 'bulk_insert',
    method: 'bulkInsert',
    parameters: { multiinsert: { dropped: 'rows go in as few statements as the database takes' } },
  },
  {
    alembic: 'execute',
    method: 'execute',
    parameters: { execution_options: { dropped: "options of SQLAlchemy's connections" } },
  },
  {
    alembic: 'inline_literal',
    method: 'inlineLiteral',
    parameters: { type_: { dropped: 'the value tells its type' } },
  },
  { alembic: 'f', method: 'f' },
  { alembic: 'get_bind', method: 'run' },
  { alembic: 'get_context().autocommit_block', method: 'outsideTransaction' },
  { alembic: 'invoke', method: 'invoke' },
  {
    alembic: 'batch_alter_table',
    method: 'batch',
    parameters: {
      schema: 'schema',
      recreate: 'recreate',
      partial_reordering: 'partialReordering',
      copy_from: 'copyFrom',
      table_args: 'tableArgs',
      table_kwargs: 'tableOptions',
      reflect_args: 'reflectArgs',
      reflect_kwargs: { dropped: "arguments of SQLAlchemy's reflection, and listeners of it" },
      naming_convention: 'namingConvention',
    },
  },
  {
    alembic: 'batch_op.add_column',
    method: 'batch.addColumn',
    parameters: {
      insert_before: 'insertBefore',
      insert_after: 'insertAfter',
      if_not_exists: 'ifNotExists',
    },
  },
  { alembic: 'batch_op.drop_column', method: 'batch.dropColumn', parameters: { if_exists: 'ifExists' } },
  {
    alembic: 'batch_op.alter_column',
    method: 'batch.alterColumn',
    parameters: {
      nullable: 'nullable',
      comment: 'comment',
      server_default: 'default',
      new_column_name: 'name',
      type_: 'type',
      existing_type: 'existing',
      existing_server_default: 'existing',
      existing_nullable: 'existing',
      existing_comment: 'existing',
      insert_before: 'insertBefore',
      insert_after: 'insertAfter',
    },
  },
  { alembic: 'batch_op.create_primary_key', method: 'batch.createPrimaryKey' },
  { alembic: 'batch_op.create_unique_constraint', method: 'batch.createUniqueConstraint' },
  { alembic: 'batch_op.create_check_constraint', method: 'batch.createCheckConstraint' },
  {
    alembic: 'batch_op.create_foreign_key',
    method: 'batch.createForeignKey',
    parameters: {
      referent_schema: 'referentSchema',
      onupdate: 'onUpdate',
      ondelete: 'onDelete',
      deferrable: 'deferrable',
      initially: 'initially',
      match: 'match',
    },
  },
  { alembic: 'batch_op.create_exclude_constraint', method: 'batch.createExcludeConstraint' },
  { alembic: 'batch_op.drop_constraint', method: 'batch.dropConstraint', parameters: { type_: 'type' } },
  {
    alembic: 'batch_op.create_index',
    method: 'batch.createIndex',
    parameters: {
      unique: 'unique',
      postgresql_using: 'method',
      postgresql_where: 'where',
      postgresql_include: 'include',
      if_not_exists: 'ifNotExists',
    },
  },
  { alembic: 'batch_op.drop_index', method: 'batch.dropIndex', parameters: { if_exists: 'ifExists' } },
  { alembic: 'batch_op.f', method: 'batch.f' },
]

/** Directives without a method. */
export const droppedDirectives: Readonly<Record<string, string>> = {
  run_async: 'everything is asynchronous: await it in `op.run`',
  register_operation: 'plugins bring operations by their definition, not by decorating classes',
  implementation_for: 'a plugin brings the statements with its operation',
}
