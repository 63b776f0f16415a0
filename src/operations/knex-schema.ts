import type { Knex } from 'knex'
import type { KnexSchema } from './entry.ts'
import { OperationError } from './errors.ts'

/** One call of knex's schema builder, kept until its turn comes. */
export interface SchemaCall {
  readonly method: string
  readonly args: readonly unknown[]
}

/** What knex's schema builder compiles to, in the parts that are read here. */
interface CompiledCall {
  readonly sql: string
  readonly bindings?: readonly unknown[]
  readonly method?: string
  readonly output?: unknown
  readonly statementsProducer?: unknown
}

/**
 * The turn in the stream for calls on knex's schema builder. They are replayed on a builder made in that turn:
 * `run` on the one it is handed, `statements` on the one that `knex` gives. `take` gives the calls, at the last moment.
 */
export function knexSchema(
  label: () => string,
  take: () => readonly SchemaCall[],
  knex: () => Knex,
): KnexSchema {
  return {
    kind: 'knexSchema',
    get label() {
      return label()
    },
    // Async, so that whoever is still adding to the chain gets to its end first; and the builder, itself a
    // thenable, is run by being awaited here.
    async run(live) {
      await undefined
      return await withPlainText(replay(live, take()))
    },
    statements() {
      const connected = knex()
      const compiled = replay(connected, take()).toSQL() as unknown as readonly CompiledCall[]
      return compiled.map((one) => statementOf(one, connected, label()))
    },
  }
}

/** What of knex's client is needed here. */
interface Client {
  readonly driverName: string
  positionBindings(sql: string): string
}

/**
 * The same builder: in what knex writes itself, a question mark is no place for a binding. PostgreSQL's part of knex
 * would make `$1` of it, in a text that is somebody's default.
 */
function withPlainText(builder: Knex.SchemaBuilder): Knex.SchemaBuilder {
  const { client } = builder as unknown as { readonly client: Client }
  if (client.driverName !== 'pg') return builder
  const compiled = builder.toSQL() as unknown as readonly CompiledCall[]
  const plain = new Set(compiled.filter(isPlain).map(({ sql }) => sql))
  const positionBindings = (sql: string): string => (plain.has(sql) ? sql : client.positionBindings(sql))
  return Object.assign(builder, {
    client: Object.create(client, { positionBindings: { value: positionBindings } }),
  })
}

function isPlain({ method, bindings = [] }: CompiledCall): boolean {
  return method !== 'raw' && bindings.length === 0
}

/** The entry for one call, all of it known. */
export function knexSchemaCall(calls: readonly SchemaCall[], knex: () => Knex): KnexSchema {
  return knexSchema(
    () => labelOf(calls),
    () => calls,
    knex,
  )
}

/**
 * A stand-in for `knex.schema`: it keeps the calls made on it and queues them as one entry at the first of them,
 * so that they keep their place even when nobody awaits them.
 */
export function recordSchema(
  knex: () => Knex,
  submit: (entry: KnexSchema) => Promise<unknown>,
): Knex.SchemaBuilder {
  const calls: SchemaCall[] = []
  let taken = false
  let turn: Promise<unknown> | undefined
  const take = (): readonly SchemaCall[] => {
    taken = true
    return calls
  }
  const record = (method: string, args: readonly unknown[]): Knex.SchemaBuilder => {
    if (taken) throw alreadyTaken(method)
    calls.push({ method, args })
    turn ??= submit(knexSchema(() => labelOf(calls), take, knex))
    return recorder
  }
  const recorder: Knex.SchemaBuilder = new Proxy({} as Knex.SchemaBuilder, {
    get(_, property) {
      if (typeof property === 'symbol') return undefined
      if (property === 'then' || property === 'catch' || property === 'finally') {
        const waiting = turn ?? Promise.resolve()
        return waiting[property].bind(waiting)
      }
      if (outOfTurn.has(property)) throw wouldNotQueue(property)
      return (...args: readonly unknown[]) => record(property, args)
    },
  })
  return recorder
}

function alreadyTaken(method: string): OperationError {
  return new OperationError(
    `.${method} was called on a chain of op.schema that has had its turn`,
    'Begin a new chain: op.schema gives a fresh one each time.',
  )
}

/** What would answer at once, or run on its own, where everything else waits for its turn. */
const outOfTurn: ReadonlySet<string> = new Set([
  'toSQL',
  'toQuery',
  'toString',
  'generateDdlCommands',
  'transacting',
  'connection',
])

function wouldNotQueue(method: string): OperationError {
  return new OperationError(
    `op.schema.${method} doesn't take its turn among the operations`,
    `Use op.knex.schema.${method} where it is wanted at once.`,
  )
}

function replay(knex: Knex, calls: readonly SchemaCall[]): Knex.SchemaBuilder {
  let builder: unknown = knex.schema
  for (const { method, args } of calls) {
    const call = (builder as Readonly<Record<string, unknown>>)[method]
    if (typeof call !== 'function') {
      throw new OperationError(`knex's schema builder has no method "${method}"`, 'Check its spelling.')
    }
    builder = Reflect.apply(call, builder, args)
  }
  return builder as Knex.SchemaBuilder
}

function statementOf(
  compiled: CompiledCall,
  knex: Knex,
  label: string,
): { readonly sql: string; readonly bindings?: readonly unknown[] } {
  if (typeof compiled.output === 'function' || typeof compiled.statementsProducer === 'function') {
    throw looksFirst(label)
  }
  const client = knex.client as Client
  const bindings = compiled.bindings ?? []
  if (bindings.length > 0) return { sql: client.positionBindings(compiled.sql), bindings }
  // In what knex wrote itself, a question mark is only that; in a user's text, `\\?` may stand for one.
  return { sql: isPlain(compiled) ? compiled.sql : client.positionBindings(compiled.sql) }
}

/** What does the same without a look at the database. */
const instead: readonly (readonly [called: RegExp, hint: string])[] = [
  [/\.has(?:Table|Column)\(/, 'Look in op.run, or say op.dropTable(…, { ifExists: true }) and the like.'],
  [/\.renameColumn\(/, "Use op.alterColumn(table, column, { name: '…' })."],
  [
    /\.(?:alterTable|table)\(/,
    'Use op.dropColumn, op.alterColumn, op.dropConstraint, or op.batch for several.',
  ],
]

function looksFirst(label: string): OperationError {
  const hint = instead.find(([called]) => called.test(label))?.[1]
  return new OperationError(
    `${label} can't be written as SQL: knex looks into the database first`,
    `${hint ?? 'Use the operations of op itself (op.dropColumn, op.alterColumn …).'} Or run it online.`,
  )
}

function labelOf(calls: readonly SchemaCall[]): string {
  return `knex.schema.${calls.map(({ method, args }) => `${method}(${nameIn(args)})`).join('.')}`
}

function nameIn(args: readonly unknown[]): string {
  return typeof args[0] === 'string' ? JSON.stringify(args[0]) : args.length === 0 ? '' : '…'
}
