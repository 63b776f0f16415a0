import { OperationError } from './errors.ts'
import type { AlterColumn, TableChange } from './operation.ts'

/**
 * Throws `OperationError` where two changes of one batch contradict each other: something made or dropped twice, made
 * and dropped again, used after it was dropped, or one aspect of a column altered to two ends. Names that the table
 * itself has or lacks are the database's to know.
 */
export function refuseContradictions(table: string, changes: readonly TableChange[]): void {
  const told = new Told(table)
  for (const change of changes) note(told, change)
}

function note(told: Told, change: TableChange): void {
  switch (change.kind) {
    case 'addColumn':
      if (!change.ifNotExists) told.make(`column ${change.column.name}`)
      return
    case 'dropColumn':
      if (!change.ifExists) told.drop(`column ${change.column}`)
      return
    case 'alterColumn':
      told.alter(change)
      return
    case 'addConstraint':
      if (change.constraint.name !== undefined) told.make(`constraint ${change.constraint.name}`)
      return
    case 'dropConstraint':
      // Of those without a name there may be several.
      if (!change.ifExists && change.name !== '') told.drop(`constraint ${change.name}`)
      return
    case 'createIndex':
      if (!change.ifNotExists) told.make(`index ${change.index.name}`)
      return
    case 'dropIndex':
      if (!change.ifExists) told.drop(`index ${change.name}`)
      return
    default:
      change satisfies never
  }
}

/** What a batch has said so far. */
class Told {
  readonly #table: string
  readonly #things = new Map<string, 'made' | 'gone'>()
  /** Columns that have been altered, and each aspect to what. */
  readonly #altered = new Map<string, Map<string, string>>()

  constructor(table: string) {
    this.#table = table
  }

  make(thing: string): void {
    if (this.#things.get(thing) === 'made') this.#fail(`makes the ${thing} twice`, 'Make it once.')
    this.#things.set(thing, 'made')
  }

  drop(thing: string): void {
    const before = this.#things.get(thing)
    if (before === 'made') this.#fail(`makes the ${thing} and drops it again`, 'Leave out both.')
    if (before === 'gone') this.#fail(`drops the ${thing} twice`, 'Drop it once.')
    this.#things.set(thing, 'gone')
  }

  /** An aspect may be said more than once only where it is the same. */
  alter({ column, to: { name, ...aspects } }: AlterColumn): void {
    if (this.#things.get(`column ${column}`) === 'gone') {
      this.#fail(`alters the column ${column} after it is dropped or renamed`, 'Leave out one of the two.')
    }
    const altered = this.#altered.get(column) ?? new Map<string, string>()
    this.#altered.set(column, altered)
    for (const [aspect, value] of Object.entries(aspects)) {
      const said = altered.get(aspect)
      if (said !== undefined && said !== plain(value)) {
        this.#fail(`alters the ${aspect} of the column ${column} to two different ends`, 'Say it once.')
      }
      altered.set(aspect, plain(value))
    }
    if (name !== undefined && name !== column) this.#rename(column, name, altered)
  }

  #rename(from: string, to: string, altered: Map<string, string>): void {
    if (this.#things.get(`column ${to}`) === 'made') {
      this.#fail(`makes the column ${to} and renames ${from} to it`, 'Choose another name.')
    }
    this.#things.set(`column ${from}`, 'gone')
    this.#things.delete(`column ${to}`)
    this.#altered.delete(from)
    this.#altered.set(to, altered)
  }

  #fail(what: string, hint: string): never {
    throw new OperationError(`The batch of ${this.#table} ${what}`, hint)
  }
}

function plain(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)) ?? ''
}
