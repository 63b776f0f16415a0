import type * as fc from 'fast-check'
import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { Column, Constraint, Index, ReferentialAction, Table } from '../../../src/schema/model.ts'
import type { SqlValue } from '../../../src/schema/values.ts'

/** Draws from an arbitrary list; the only source of chance. */
export interface Draw {
  oneOf<T>(values: readonly T[]): T
  chance(percent: number): boolean
}

export function drawFrom(g: fc.GeneratorValue, integer: typeof fc.integer): Draw {
  const below = (count: number) => g(integer, { min: 0, max: count - 1 })
  return {
    oneOf: (values) => {
      const value = values[below(values.length)]
      if (value === undefined) throw new Error('nothing to draw from')
      return value
    },
    chance: (percent) => below(100) < percent,
  }
}

/** What is said about columns; `{0}` stands for the first of them, so that they can be renamed. */
interface About {
  readonly columns: readonly string[]
  readonly text: string
}

/** A table in a form that changes can be worked out on by hand, apart from the code under test. */
export interface Plan {
  readonly key: 'rowid' | 'identity' | 'text' | 'none'
  readonly columns: readonly (Omit<Column, 'generated'> & {
    readonly generated?: About & { readonly stored: boolean }
    /** Added by the batch. */
    readonly fresh?: true
  })[]
  readonly checks: readonly (About & { readonly name?: string })[]
  readonly uniques: readonly { readonly name?: string; readonly columns: readonly string[] }[]
  readonly references: readonly {
    readonly name: string
    readonly column: string
    readonly to: 'p' | 't'
    readonly onDelete: ReferentialAction
  }[]
  readonly indexes: readonly {
    readonly name: string
    readonly unique: boolean
    readonly keys: readonly (About & { readonly order?: 'asc' | 'desc'; readonly collation?: string })[]
    readonly where?: About
  }[]
  readonly strict: boolean
  readonly withoutRowid: boolean
}

export type PlanColumn = Plan['columns'][number]

const names = [
  'plain',
  'a b',
  'select',
  'quo"te',
  'ümläut',
  "it's",
  'Name',
  'x.y',
  'par(en',
  'back`tick',
  '[br]',
]
export const types: readonly ColumnType[] = [
  { type: 'integer' },
  { type: 'bigint' },
  { type: 'text' },
  { type: 'varchar', length: 5 },
  { type: 'real' },
  { type: 'numeric', precision: 10, scale: 2 },
  { type: 'boolean' },
  { type: 'binary' },
  { type: 'json' },
  { type: 'date' },
]
export const defaults: readonly SqlValue[] = [
  '',
  "it's",
  'a\0b',
  0,
  -1.5,
  2n ** 62n,
  true,
  new Uint8Array([0, 255]),
]
const actions: readonly ReferentialAction[] = ['no action', 'restrict', 'cascade', 'set null', 'set default']

export const values: readonly SqlValue[] = [
  ...[null, null, 0, 1, 2, 7, -1.25, 2n ** 63n - 1n, -(2n ** 63n)],
  ...['', '12', '012', 'abc', 'ABC', 'ü😀', 'a\0b', new Uint8Array([1, 0, 2])],
]

export function drawPlan(draw: Draw): Plan {
  const key = draw.oneOf(['rowid', 'identity', 'text', 'none'] as const)
  const base: Plan = {
    key,
    columns: [{ name: 'keep', type: { type: 'text' }, nullable: true }],
    checks: [],
    uniques: [],
    references: key === 'none' || draw.chance(50) ? [] : [reference(draw, 'self', 'keep', 't')],
    indexes: [],
    strict: draw.chance(30),
    withoutRowid: key === 'text' && draw.chance(50),
  }
  const full = [1, 2, 3, 4].reduce<Plan>((plan) => addColumn(plan, drawColumn(draw, plan)), base)
  const rounds = draw.oneOf([1, 2, 3])
  return Array.from({ length: rounds }).reduce<Plan>((plan) => drawExtra(draw, plan), full)
}

function drawExtra(draw: Draw, plan: Plan): Plan {
  const next = draw.oneOf(['check', 'unique', 'reference', 'index', 'index'] as const)
  if (next === 'check') return { ...plan, checks: [...plan.checks, drawCheck(draw, plan)] }
  if (next === 'index') return { ...plan, indexes: [...plan.indexes, drawIndex(draw, plan)] }
  if (next === 'unique') {
    const unique = { ...(draw.chance(50) ? { name: 'uq' } : {}), columns: someColumns(draw, plan) }
    return plan.uniques.length > 0 ? plan : { ...plan, uniques: [unique] }
  }
  const [column] = someColumns(draw, plan)
  const stored = plan.columns.find(({ name }) => name === column)?.generated === undefined
  const taken = plan.references.some(({ name }) => name === 'fk')
  return column === undefined || !stored || taken
    ? plan
    : { ...plan, references: [...plan.references, reference(draw, 'fk', column, 'p')] }
}

function reference(draw: Draw, name: string, column: string, to: 'p' | 't') {
  return { name, column, to, onDelete: draw.oneOf(actions) }
}

export function freeName(draw: Draw, plan: Plan): string {
  const taken = plan.columns.map(({ name }) => name)
  return draw.oneOf(names.filter((name) => !taken.includes(name)))
}

export function drawColumn(draw: Draw, plan: Plan): PlanColumn {
  const column: PlanColumn = {
    name: freeName(draw, plan),
    type: plan.strict || draw.chance(90) ? draw.oneOf(types) : { type: 'raw', sql: 'ODD Type (3, 4)' },
    nullable: draw.chance(70),
    ...(draw.chance(20) ? { collation: draw.oneOf(['NOCASE', 'RTRIM']) } : {}),
  }
  if (draw.chance(20)) {
    const generated = { columns: ['keep'], text: "coalesce({0}, 'none') || 1", stored: draw.chance(50) }
    return { ...column, type: { type: 'text' }, nullable: true, generated }
  }
  const expression = { sql: draw.oneOf(['1 + 2', "'x' || 'y'", '17', "x'00'"]) }
  const value = draw.chance(50) ? draw.oneOf(defaults) : expression
  return plan.strict || draw.chance(50) ? column : { ...column, default: value }
}

export function addColumn(plan: Plan, column: PlanColumn): Plan {
  return { ...plan, columns: [...plan.columns, column] }
}

function someColumns(draw: Draw, plan: Plan): readonly string[] {
  const all = plan.columns.map(({ name }) => name)
  const first = draw.oneOf(all)
  const second = draw.oneOf(all)
  return first === second || draw.chance(50) ? [first] : [first, second]
}

export function drawCheck(draw: Draw, plan: Plan): Plan['checks'][number] {
  const columns = someColumns(draw, plan)
  const text = columns.length === 1 ? "typeof({0}) <> 'odd'" : "typeof({0}) || {1} IS NOT 'odd'"
  const name = `ck${plan.checks.length}`
  const taken = plan.checks.some((check) => check.name === name)
  return { columns, text, ...(taken || draw.chance(30) ? {} : { name }) }
}

export function drawIndex(draw: Draw, plan: Plan): Plan['indexes'][number] {
  const keys = someColumns(draw, plan).map((column) => ({
    columns: [column],
    text: draw.chance(30) ? 'length({0})' : '{0}',
    ...(draw.chance(30) ? { order: draw.oneOf(['asc', 'desc'] as const) } : {}),
    ...(draw.chance(20) ? { collation: 'NOCASE' } : {}),
  }))
  const [column] = someColumns(draw, plan)
  const where =
    column === undefined || draw.chance(60) ? {} : { where: { columns: [column], text: '{0} IS NOT NULL' } }
  const name = draw.oneOf(['i1', 'i 2', 'i"3', 'i(4', 'i5', 'i6'].filter((one) => isFree(plan, one)))
  return { name, unique: draw.chance(15), keys, ...where }
}

export function isFree(plan: Plan, index: string): boolean {
  return plan.indexes.every(({ name }) => name !== index)
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

export function textOf(about: About): string {
  return about.text.replace(/\{(\d)\}/g, (_, index) => quote(about.columns[Number(index)] ?? ''))
}

/** The plan in the words of the model. */
export function tableOf(plan: Plan): { table: Table; indexes: readonly Index[] } {
  const id: Column = {
    name: 'id',
    type: plan.key === 'text' ? { type: 'text' } : { type: 'integer' },
    nullable: false,
    ...(plan.key === 'identity' ? { identity: { mode: 'by default' } } : {}),
  }
  const columns = plan.columns.map(
    ({ generated, fresh: _, ...column }): Column => ({
      ...column,
      ...(generated === undefined
        ? {}
        : { generated: { expression: textOf(generated), stored: generated.stored } }),
    }),
  )
  const constraints: Constraint[] = plan.key === 'none' ? [] : [{ kind: 'primaryKey', columns: ['id'] }]
  constraints.push(
    ...plan.uniques.map((unique) => ({ kind: 'unique', ...unique }) as const),
    ...plan.checks.map((check) => checkOf(check)),
    ...plan.references.map(referenceOf),
  )
  const table: Table = {
    table: { name: 't' },
    columns: plan.key === 'none' ? columns : [id, ...columns],
    constraints,
    ...(plan.strict ? { strict: true } : {}),
    ...(plan.withoutRowid ? { withoutRowid: true } : {}),
  }
  return { table, indexes: plan.indexes.map(indexOf) }
}

export function checkOf(check: Plan['checks'][number]): Constraint {
  return {
    kind: 'check',
    ...(check.name === undefined ? {} : { name: check.name }),
    expression: textOf(check),
  }
}

function referenceOf({ name, column, to, onDelete }: Plan['references'][number]): Constraint {
  return {
    kind: 'foreignKey',
    name,
    columns: [column],
    references: { table: { name: to }, columns: ['id'] },
    onDelete,
  }
}

export function indexOf(index: Plan['indexes'][number]): Index {
  return {
    name: index.name,
    ...(index.unique ? { unique: true } : {}),
    keys: index.keys.map(({ columns, text, ...key }) =>
      text === '{0}'
        ? { column: columns[0] ?? '', ...key }
        : { expression: textOf({ columns, text }), ...key },
    ),
    ...(index.where === undefined ? {} : { where: textOf(index.where) }),
  }
}
