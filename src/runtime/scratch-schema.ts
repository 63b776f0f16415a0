import type { Knex } from 'knex'
import type { Dialect, Shapes } from '../dialects/dialect.ts'
import type { Operation } from '../operations/operation.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { bindKnex } from './bound-knex.ts'
import type { Driver } from './session.ts'
import { openSqlite } from './sqlite-driver.ts'
import { readShapes } from './table-shapes.ts'

/**
 * The schema where a script has come to, kept in an empty SQLite database in memory: a rebuild that is only
 * written has to know the table as it will be. Rows are left out. Nothing is tried before a rebuild asks.
 */
export class ScratchSchema {
  readonly #dialect: Dialect
  readonly #history: (scratch: ScratchSchema) => Promise<void>
  readonly #waiting: Operation[] = []
  #driver: Driver | undefined
  #knex: Knex | undefined

  /** `history` applies what stands before the script's first revision. */
  constructor(dialect: Dialect, history: (scratch: ScratchSchema) => Promise<void>) {
    this.#dialect = dialect
    this.#history = history
  }

  /** The shapes that this operation needs. */
  async shapes(operation: Operation): Promise<Shapes> {
    if (isTold(operation) || this.#dialect.needs(operation).length === 0) return () => undefined
    return readShapes(this.#dialect, (await this.#open()).query, operation)
  }

  /** Does what an operation does to the schema, at once or when a shape is asked for. */
  async apply(operation: Operation): Promise<void> {
    if (!changesSchema(operation)) return
    if (this.#driver === undefined) this.#waiting.push(operation)
    else await this.#run(operation, this.#driver)
  }

  /** A knex on it, for the history: what a revision asks, it asks of tables without rows. */
  knex(): Knex {
    const driver = this.#driver ?? this.#start()
    this.#knex ??= bindKnex(this.#dialect.name, driver, () => false)
    return this.#knex
  }

  async close(): Promise<void> {
    await this.#driver?.close()
  }

  async #open(): Promise<Driver> {
    if (this.#driver !== undefined) return this.#driver
    const driver = this.#start()
    await driver.run({ sql: 'PRAGMA foreign_keys = OFF' })
    await this.#history(this)
    for (const operation of this.#waiting) await this.#run(operation, driver)
    return driver
  }

  #start(): Driver {
    this.#driver = openSqlite(':memory:', { create: true })
    return this.#driver
  }

  /** A table that a batch tells of may come from elsewhere: it is made where the history doesn't make it. */
  async #makeTold(operation: Operation, driver: Driver): Promise<void> {
    const told = operation.kind === 'alterTable' ? operation.rebuild?.copyFrom : undefined
    if (told === undefined) return
    const create = { kind: 'createTable', ...told } as const
    if ((await this.#dialect.shapeOf(driver.query, told.table.table)) !== undefined) return
    for (const { sql } of this.#dialect.compile(create, () => undefined)) await driver.run({ sql })
  }

  async #run(operation: Operation, driver: Driver): Promise<void> {
    try {
      await this.#makeTold(operation, driver)
      const shapes = await readShapes(this.#dialect, driver.query, operation)
      for (const statement of this.#dialect.compile(operation, shapes)) {
        await driver.run({ sql: this.#dialect.inline(statement) })
      }
    } catch (cause) {
      throw new TsmigError(
        'script-fails',
        `the script can't be written: a table has to be rebuilt, and what leads up to it fails: ${messageOf(cause)}`,
        'To know the table, the revisions before it are tried on an empty database. Check that they make it.',
        { cause },
      )
    }
  }
}

/** Whether a batch tells by itself what its table is like: nothing has to be tried. */
function isTold(operation: Operation): boolean {
  return operation.kind === 'alterTable' && operation.rebuild?.copyFrom !== undefined
}

function changesSchema(operation: Operation): boolean {
  if (operation.kind === 'insertRows' || operation.kind === 'backfill') return false
  return operation.kind !== 'execute' || /^\s*(?:create|alter|drop)\b/i.test(operation.sql)
}
