import type { Dialect, Statement } from '../dialects/dialect.ts'
import type { Operation } from '../operations/operation.ts'
import { TsmigError } from '../support/errors.ts'
import type { StepLimits } from './limits/limits.ts'
import type { ScratchSchema } from './scratch-schema.ts'
import { ScriptLimits } from './script-limits.ts'
import type { Sink, StepFrame } from './sink.ts'
import type { ReadyEntry } from './stream.ts'
import { mayTouchRows, rebuilds } from './table-shapes.ts'
import { refuseTransactionWords } from './transaction-words.ts'

/** Writes entries as SQL: what a live run would send, as one script. `write` is given whole statements. */
export class ScriptSink implements Sink {
  readonly #dialect: Dialect
  readonly #output: (text: string) => void
  readonly #scratch: ScratchSchema | undefined
  readonly #limits: ScriptLimits
  #frame: StepFrame = { transaction: true }
  #open = false
  /** Rows may have changed in this transaction. */
  #touched = false
  #isSetUp = false
  #hasEncoding = false
  /** Types that are there by now. */
  readonly #types = new Set<string>()
  readonly #isPart: boolean

  /**
   * `scratch` tells what tables look like where a rebuild has to be written; `part`: the statements will stand in a
   * transaction of somebody else, who has set up the connection.
   */
  constructor(
    dialect: Dialect,
    write: (text: string) => void,
    { scratch, part = false }: { readonly scratch?: ScratchSchema | undefined; readonly part?: boolean } = {},
  ) {
    this.#dialect = dialect
    this.#output = write
    this.#scratch = scratch
    this.#limits = new ScriptLimits(dialect)
    this.#isPart = part
  }

  /** Takes what the operations make for made: nothing is written. */
  assume(operations: readonly Operation[]): void {
    for (const one of operations) this.#needed(this.#dialect.compile(one, () => undefined))
  }

  /** What follows has these limits, and no others. */
  limit(limits: StepLimits): void {
    for (const sql of this.#limits.change(limits)) this.#statement(sql)
  }

  async begin(frame: StepFrame): Promise<void> {
    this.#frame = frame
    if (frame.transaction) this.#begin()
  }

  async accept(entry: ReadyEntry): Promise<undefined> {
    switch (entry.kind) {
      case 'code':
        throw new OfflineError(entry.label)
      case 'knexSchema':
        for (const { sql, bindings } of entry.statements()) {
          await this.#perform({ kind: 'execute', sql, ...(bindings !== undefined && { bindings }) })
        }
        return
      case 'rowSource':
        for await (const part of entry.parts()) await this.#perform(part)
        return
      case 'leaveTransaction':
        if (this.#open) this.#commit()
        return
      case 'enterTransaction':
        if (this.#frame.transaction) this.#begin()
        return
      case 'backfill':
        this.comment('Online this is done batch by batch, each committed by itself; here in one statement.')
        return this.#perform(entry)
      default:
        return this.#perform(entry)
    }
  }

  async commit(): Promise<void> {
    if (this.#open) this.#commit()
  }

  async rollback(): Promise<void> {
    this.#open = false
  }

  failureNote(): string {
    return 'No script was written.'
  }

  comment(text: string): void {
    for (const line of text.split(/\r\n|[\n\r\u2028\u2029]/)) this.#write(`-- ${line}\n`)
    this.#write('\n')
  }

  async #perform(operation: Operation): Promise<undefined> {
    if (operation.kind === 'execute' && this.#open) refuseTransactionWords(operation.sql, this.#dialect.name)
    const shapes = await this.#scratch?.shapes(operation)
    const compiled = this.#dialect.compile(operation, shapes ?? (() => undefined))
    if (mayDropTypes(operation)) this.#types.clear()
    const statements = this.#needed(compiled)
    await this.#scratch?.apply(operation)
    // As a live run does: a rebuild that stands in no transaction gets one of its own.
    const guarded =
      !this.#open &&
      !this.#isPart &&
      this.#dialect.bracket.foreignKeys !== undefined &&
      rebuilds(this.#dialect, operation)
    if (guarded) this.#begin()
    this.#touched ||= mayTouchRows(this.#dialect, operation)
    for (const statement of statements) {
      const sql = this.#dialect.inline(statement)
      for (const one of this.#open ? [sql] : this.#limits.around(sql)) this.#statement(one)
    }
    if (guarded) this.#commit()
  }

  /** The statements without those that would make a type which is there. */
  #needed(statements: readonly Statement[]): readonly Statement[] {
    return statements.filter(({ makes }) => {
      if (makes === undefined) return true
      const isThere = this.#types.has(makes.type)
      this.#types.add(makes.type)
      return !(isThere && makes.unlessThere)
    })
  }

  #begin(): void {
    const { bracket } = this.#dialect
    if (bracket.foreignKeys !== undefined) this.#statement(bracket.foreignKeys.off)
    this.#statement(bracket.begin)
    this.#open = true
  }

  #commit(): void {
    const { foreignKeys } = this.#dialect.bracket
    // A script can't refuse broken foreign keys, but it can show them.
    if (foreignKeys !== undefined && this.#touched) this.#statement(foreignKeys.violations)
    this.#statement('COMMIT')
    if (foreignKeys !== undefined) this.#statement(foreignKeys.on)
    this.#touched = false
    this.#open = false
  }

  #write(text: string): void {
    const { scriptEncoding } = this.#dialect
    if (scriptEncoding !== undefined && !this.#hasEncoding && !this.#isPart && /\P{ASCII}/u.test(text)) {
      this.#hasEncoding = true
      this.#output(`${terminated(scriptEncoding)}\n\n`)
    }
    this.#output(text)
  }

  #statement(sql: string): void {
    if (!this.#isSetUp && !this.#isPart) {
      this.#isSetUp = true
      for (const text of this.#dialect.session ?? []) this.#write(`${terminated(text)}\n\n`)
    }
    this.#write(`${this.#dialect.scriptText?.(sql) ?? terminated(sql)}\n\n`)
  }
}

/** Text can do anything; a type is dropped by itself or with its schema, and a renamed one is another. */
function mayDropTypes(operation: Operation): boolean {
  switch (operation.kind) {
    case 'execute':
    case 'custom':
      return true
    case 'dropObject':
    case 'renameObject':
    case 'replaceObject':
      return ['enum', 'schema', 'extension', 'other'].includes(operation.object.type)
    default:
      return false
  }
}

/** Something that only a live run can do stood in the way of a script. */
export class OfflineError extends TsmigError {
  constructor(label: string) {
    super(
      'offline',
      `"${label}" can't be written as SQL: it runs code against the database`,
      'Run this revision online, or write the step as op.execute with SQL text.',
    )
  }
}

/** With exactly one semicolon; on a line of its own where the text ends in a line comment. */
export function terminated(sql: string): string {
  const text = sql.trimEnd().replace(/;+$/, '')
  const lastLine = text.slice(text.lastIndexOf('\n') + 1)
  return lastLine.includes('--') ? `${text}\n;` : `${text};`
}
