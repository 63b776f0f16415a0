import type { Knex } from 'knex'
import { tableNameOf } from '../schema/names.ts'
import type { NameIndex } from './conventional-names.ts'
import { OperationError } from './errors.ts'
import { knexSchemaCall } from './knex-schema.ts'
import type { Op, TableArgument } from './op.ts'
import { knownOptions } from './options.ts'
import { type CreateTableOptions, createTable, dropTable, renameTable } from './table-operations.ts'
import { quiet, type Turns } from './turns.ts'

/** The methods of `op` for whole tables. */
export function tableMethods(
  turns: Turns,
  nameIndex: NameIndex,
  knex: () => Knex,
): Pick<Op, 'createTable' | 'dropTable' | 'renameTable'> {
  const create = (
    name: TableArgument,
    columns: Parameters<typeof createTable>[1] | ((table: Knex.CreateTableBuilder) => unknown),
    parts: Parameters<typeof createTable>[2] | CreateTableOptions = [],
    options: CreateTableOptions = {},
  ): Promise<unknown> => {
    if (typeof columns === 'function') {
      return turns.done(knexSchemaCall(knexCalls(name, columns, parts as CreateTableOptions), knex))
    }
    if (typeof parts !== 'function' && !Array.isArray(parts)) throw partsMissing()
    const operation = createTable(name, columns, parts, options, nameIndex)
    return quiet(turns.send(operation).then(() => operation.table.table))
  }
  return {
    createTable: create as Op['createTable'],
    dropTable: (name, options = {}) => turns.done(dropTable(name, options, nameIndex)),
    renameTable: (name, to, options = {}) => turns.done(renameTable(name, to, options)),
  }
}

/** `op.createTable` with knex's own table builder, as calls on its schema builder. */
function knexCalls(
  name: TableArgument,
  build: (table: Knex.CreateTableBuilder) => unknown,
  given: CreateTableOptions | readonly [],
): readonly { readonly method: string; readonly args: readonly unknown[] }[] {
  const options = Array.isArray(given) ? {} : (given as CreateTableOptions)
  // No ifNotExists: knex would still run the ALTER TABLE statements that it adds after the CREATE.
  knownOptions('op.createTable with a knex builder', options, ['schema'])
  const table = tableNameOf(name, options.schema)
  // knex takes whatever the function returns for a builder of its own.
  const fill = (builder: Knex.CreateTableBuilder): void => {
    build.call(builder, builder)
  }
  return [
    ...(table.schema === undefined ? [] : [{ method: 'withSchema', args: [table.schema] }]),
    { method: 'createTable', args: [table.name, fill] },
  ]
}

function partsMissing(): OperationError {
  return new OperationError(
    'op.createTable got something else where its constraints and indexes stand',
    'Write op.createTable(name, columns, [constraints and indexes], { options }); the list may be empty.',
  )
}
