import type { Knex } from 'knex'
import { tableNameOf } from '../../schema/names.ts'
import { backfill, knownBackfillOptions } from '../backfill-operation.ts'
import { OperationError } from '../errors.ts'
import { type Executable, execute } from '../execute-operation.ts'
import type { Op, RunOptions } from '../op.ts'
import { flag, knownOptions } from '../options.ts'
import { insertRows } from '../row-operations.ts'
import { isRowIterable, rowSource } from '../row-source.ts'
import type { Turns } from '../turns.ts'

/** The methods of `op` for rows, SQL and code. */
export function dataMethods(
  { send, done }: Turns,
  { outsideTransaction }: Pick<Op, 'outsideTransaction'>,
): Pick<Op, 'bulkInsert' | 'backfill' | 'execute' | 'run'> {
  const run = (label: string, body: (knex: Knex) => unknown, options: RunOptions = {}): Promise<unknown> => {
    knownOptions('op.run', options, ['repeatable'])
    if (typeof label !== 'string' || label.trim() === '') {
      throw new OperationError('op.run has no label', "Say what it does: op.run('fill in the slugs', …).")
    }
    if (typeof body !== 'function') {
      throw new OperationError(`op.run "${label}" has no function`, 'Write op.run(label, async (knex) => …).')
    }
    const { repeatable } = options
    return send({
      kind: 'code',
      label,
      ...flag('repeatable', repeatable),
      run: async (knex) => body(knex),
    })
  }
  return {
    bulkInsert: (table, rows, options = {}) => {
      knownOptions('op.bulkInsert', options, ['schema'])
      const name = tableNameOf(table, options.schema)
      if (!Array.isArray(rows) && isRowIterable(rows)) return done(rowSource(name, rows))
      return done(insertRows(name, rows as readonly object[]))
    },
    backfill: (table, options) => {
      const { schema } = knownBackfillOptions(options)
      const operation = backfill(tableNameOf(table, schema), options)
      return outsideTransaction(() => done(operation))
    },
    execute: (statement: Executable, ...more: readonly unknown[]) => {
      if (more.length > 0) throw bindingsBeside()
      const operation = execute(statement)
      return operation === undefined ? Promise.resolve() : done(operation)
    },
    run: run as Op['run'],
  }
}

/** Without this they would be left out in silence, and SQLite would put NULL in their places. */
function bindingsBeside(): OperationError {
  return new OperationError(
    'op.execute takes one argument, and got more',
    'Values go with knex.raw: op.execute(op.knex.raw(sql, bindings)).',
  )
}
