import type { Batch, Placement } from '../../src/operations/batch.ts'
import type { Op } from '../../src/operations/op.ts'
import { t } from '../../src/schema/t.ts'
import { type MethodSample, OptionCase, type OptionSample, option } from './sample.ts'
import { tableSamples } from './table-samples.ts'

type Method = keyof Batch
type Fill = (batch: Batch, options: never) => Promise<void>

const item = (fill: Fill) => (op: Op, options: never) =>
  op.batch('item', (batch) => void fill(batch, options))

const added = item((batch, options) => batch.addColumn('note', t.text(), options))
const altered = item((batch, { existing: _, ...place }: Placement & { existing?: unknown }) =>
  batch.alterColumn('price', { nullable: true, existing: t.integer().notNull() }, place),
)
const stays = { leaves: 'the column stays where it was put', on: ['sqlite'] } as const
const moved = (place: string) => new OptionCase(place, { call: altered, back: stays })

/** What tells the table, or has to stand outside a transaction. */
const leftOut: ReadonlySet<string> = new Set(['schema', 'sourceSchema', 'table', 'concurrently'])

/** The methods of a batch: what the same methods of `op` are asked, without the table. */
export const batchSamples: Readonly<Record<string, MethodSample>> = {
  ...inBatch('addColumn', 0, {
    insertBefore: option('price', {}, added),
    insertAfter: option('id', {}, added),
  }),
  ...inBatch('dropColumn', 0),
  ...inBatch('alterColumn', 0, { insertBefore: moved('name'), insertAfter: moved('id') }),
  ...inBatch('createIndex', 1),
  ...inBatch('dropIndex', undefined),
  ...inBatch('createForeignKey', 1),
  ...inBatch('createUniqueConstraint', 1),
  ...inBatch('createCheckConstraint', 1),
  ...inBatch('createPrimaryKey', 1),
  ...inBatch('createExcludeConstraint', 1),
  ...inBatch('dropConstraint', 1),
  ...inBatch('createTableComment', 0),
  ...inBatch('dropTableComment', 0),
  'batch.f': { call: item((batch) => batch.createIndex(batch.f('ix_maker'), 'maker')) },
}

/** The sample of a method of `op`, called on a batch; `tableAt` is where `op` takes the table. */
function inBatch(
  method: Method,
  tableAt: number | undefined,
  more: NonNullable<MethodSample['options']> = {},
): Readonly<Record<string, MethodSample>> {
  const sample = tableSamples[method]
  if (sample === undefined) throw new Error(`no sample of ${method}`)
  const through =
    (call: MethodSample['call']): MethodSample['call'] =>
    (op, options, place) =>
      call(batching(op, method, tableAt), options, place)
  const options: Record<string, OptionSample> = {}
  for (const [name, given] of Object.entries(sample.options ?? {})) {
    if (leftOut.has(name)) continue
    const own = given instanceof OptionCase && given.call !== undefined
    options[name] = own ? new OptionCase(given.value, { ...given, call: through(given.call) }) : given
  }
  return { [`batch.${method}`]: { ...sample, call: through(sample.call), options: { ...options, ...more } } }
}

/** An `op` whose `method` is that of a batch of the table it is given. */
function batching(op: Op, method: Method, tableAt: number | undefined): Op {
  const value = (...args: readonly unknown[]) => {
    const table = tableAt === undefined ? 'item' : args[tableAt]
    const others = args.filter((_, at) => at !== tableAt)
    const told = tableAt === undefined ? others.map(withoutTable) : others
    return op.batch(String(table), (batch) => {
      const call: unknown = Reflect.get(batch, method)
      if (typeof call === 'function') call.apply(batch, told)
    })
  }
  return Object.create(op, { [method]: { value } })
}

function withoutTable(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null) return argument
  return Object.fromEntries(Object.entries(argument).filter(([name]) => name !== 'table'))
}
