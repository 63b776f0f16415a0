import type { Knex } from 'knex'
import { tableNameOf } from '../../schema/names.ts'
import type { NameIndex } from '../conventional-names.ts'
import { OperationError } from '../errors.ts'
import { knexSchemaCall } from '../knex-schema.ts'
import type { Op } from '../op.ts'
import { knownOptions } from '../options.ts'
import type { TableArgument } from '../table-argument.ts'
import {
  type CreateTableOptions,
  createTable,
  dropTable,
  renameTable,
  type SchemaOption,
} from '../table-operations.ts'
import { quiet, type Turns } from '../turns.ts'

/** The methods of `op` for whole tables. */
export function tableMethods(
  turns: Turns,
  nameIndex: NameIndex,
  knex: () => Knex,
): Pick<Op, 'createTable' | 'alterTable' | 'dropTable' | 'renameTable'> {
  const create = (
    name: TableArgument,
    columns: Parameters<typeof createTable>[1] | ((table: Knex.CreateTableBuilder) => unknown),
    parts: Parameters<typeof createTable>[2] | CreateTableOptions = [],
    options: CreateTableOptions = {},
  ): Promise<unknown> => {
    if (typeof columns === 'function') {
      return turns.done(knexSchemaCall(knexCalls('createTable', name, columns, parts), knex))
    }
    if (typeof parts !== 'function' && !Array.isArray(parts)) throw partsMissing()
    const operation = createTable(name, columns, parts, options, nameIndex)
    return quiet(turns.send(operation).then(() => operation.table.table))
  }
  return {
    createTable: create as Op['createTable'],
    alterTable: (name, build, options = {}) => {
      if (typeof build !== 'function') throw noBuilder()
      return turns.done(knexSchemaCall(knexCalls('alterTable', name, build, options), knex))
    },
    dropTable: (name, options = {}) => turns.done(dropTable(name, options, nameIndex)),
    renameTable: (name, to, options = {}) => turns.done(renameTable(name, to, options)),
  }
}

/** A table with knex's own builder, as calls on its schema builder. */
function knexCalls<Builder>(
  method: 'createTable' | 'alterTable',
  name: TableArgument,
  build: (table: Builder) => unknown,
  given: unknown,
): readonly { readonly method: string; readonly args: readonly unknown[] }[] {
  const isNone = method === 'createTable' && Array.isArray(given) && given.length === 0
  const options = isNone ? {} : (given as SchemaOption)
  // No ifNotExists: knex would still run the ALTER TABLE statements that it adds after the CREATE.
  knownOptions(`op.${method} with a knex builder`, options, ['schema'])
  const table = tableNameOf(name, options.schema)
  // knex takes whatever the function returns for a builder of its own.
  const fill = (builder: Builder): void => {
    build.call(builder, builder)
  }
  return [
    ...(table.schema === undefined ? [] : [{ method: 'withSchema', args: [table.schema] }]),
    { method, args: [table.name, fill] },
  ]
}

function noBuilder(): OperationError {
  return new OperationError(
    'op.alterTable has no function',
    "Write op.alterTable(name, (table) => { … }) with knex's table builder; tsmig's own is op.batch(table, (batch) => { … }).",
  )
}

function partsMissing(): OperationError {
  return new OperationError(
    'op.createTable got something else where its constraints and indexes stand',
    'Write op.createTable(name, columns, [constraints and indexes], { options }); the list may be empty.',
  )
}
