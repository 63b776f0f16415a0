import type { ScratchSchema } from './scratch-schema.ts'
import type { Sink } from './sink.ts'
import type { ReadyEntry } from './stream.ts'

/** Does what revisions did to the schema. Code (`op.run`) is passed over: it is taken to change rows only. */
export class ScratchSink implements Sink {
  readonly #scratch: ScratchSchema

  constructor(scratch: ScratchSchema) {
    this.#scratch = scratch
  }

  async accept(entry: ReadyEntry): Promise<unknown> {
    switch (entry.kind) {
      case 'code':
      case 'rowSource':
      case 'leaveTransaction':
      case 'enterTransaction':
        return
      case 'knexSchema':
        return entry.run(this.#scratch.knex())
      default:
        await this.#scratch.apply(entry)
    }
  }

  async begin(): Promise<void> {}
  async commit(): Promise<void> {}
  async rollback(): Promise<void> {}
  comment(): void {}

  failureNote(): string {
    return ''
  }
}
