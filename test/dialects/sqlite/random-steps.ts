import type { TableChange } from '../../../src/operations/operation.ts'
import type { Column } from '../../../src/schema/model.ts'
import {
  addColumn,
  checkOf,
  type Draw,
  defaults,
  drawCheck,
  drawColumn,
  drawIndex,
  freeName,
  indexOf,
  isFree,
  type Plan,
  type PlanColumn,
  textOf,
  types,
} from './random-table.ts'

/** A change, and the plan as it has to be afterwards. */
export interface Step {
  readonly change: TableChange
  readonly plan: Plan
}

const table = { name: 't' }

/** `start` is the plan before the batch. */
export function drawStep(draw: Draw, start: Plan, plan: Plan): Step | undefined {
  const kinds = [
    'add',
    'drop',
    'alter',
    'rename',
    'constraint',
    'unconstrain',
    'index',
    'unindex',
    'generate',
  ] as const
  switch (draw.oneOf(kinds)) {
    case 'add':
      return stepAdd(draw, plan)
    case 'drop':
      return stepDrop(draw, start, plan)
    case 'alter':
      return stepAlter(draw, plan)
    case 'rename':
      return stepRename(draw, plan)
    case 'generate':
      return stepGenerate(draw, plan)
    case 'constraint': {
      const check = drawCheck(draw, plan)
      const change: TableChange = { kind: 'addConstraint', table, constraint: checkOf(check) }
      return { change, plan: { ...plan, checks: [...plan.checks, check] } }
    }
    case 'unconstrain':
      return stepUnconstrain(draw, plan)
    case 'index': {
      if (plan.indexes.length > 4) return undefined
      const index = drawIndex(draw, plan)
      const change: TableChange = { kind: 'createIndex', table, index: indexOf(index) }
      return { change, plan: { ...plan, indexes: [...plan.indexes, index] } }
    }
    default: {
      // An index that the batch itself creates may fail on the rows before it could be dropped again.
      const old = plan.indexes.filter(({ name }) => !isFree(start, name))
      if (old.length === 0) return undefined
      const { name } = draw.oneOf(old)
      const indexes = plan.indexes.filter((index) => index.name !== name)
      return { change: { kind: 'dropIndex', table, name }, plan: { ...plan, indexes } }
    }
  }
}

function stepAdd(draw: Draw, plan: Plan): Step {
  const added = drawColumn(draw, plan)
  const { generated, fresh: _, ...rest } = added
  const column: Column =
    generated === undefined
      ? rest
      : { ...rest, generated: { expression: textOf(generated), stored: generated.stored } }
  const place = drawPlace(draw, plan, column.name)
  const withColumn = place.move(addColumn(plan, { ...added, fresh: true }))
  if (!draw.chance(30) || plan.uniques.some(({ name }) => name === 'uq')) {
    return { change: { kind: 'addColumn', table, column, ...place.option }, plan: withColumn }
  }
  const unique = { name: 'uq', columns: [column.name] }
  const constraints = [{ kind: 'unique', ...unique } as const]
  const change: TableChange = { kind: 'addColumn', table, column, constraints, ...place.option }
  return { change, plan: { ...withColumn, uniques: [...plan.uniques, unique] } }
}

interface Place {
  readonly option: { readonly insertBefore?: string; readonly insertAfter?: string }
  move(plan: Plan): Plan
}

/** Sometimes beside another column; the primary key stays in front in a plan, so never before that. */
function drawPlace(draw: Draw, plan: Plan, name: string): Place {
  const others = plan.columns.filter((column) => column.name !== name)
  if (!draw.chance(30) || others.length === 0) return { option: {}, move: (same) => same }
  const beside = draw.oneOf(others).name
  const before = draw.chance(50)
  return {
    option: before ? { insertBefore: beside } : { insertAfter: beside },
    move: ({ columns, ...rest }) => {
      const moved = columns.filter((column) => column.name === name)
      const placed = columns
        .filter((column) => column.name !== name)
        .flatMap((column) => {
          if (column.name !== beside) return [column]
          return before ? [...moved, column] : [column, ...moved]
        })
      return { ...rest, columns: placed }
    },
  }
}

/** A column that is generated from now on, by another expression, or no more. */
function stepGenerate(draw: Draw, plan: Plan): Step | undefined {
  const column = draw.oneOf(plan.columns)
  const isReferring = plan.references.some((one) => one.column === column.name)
  if (column.name === 'keep' || column.fresh || isReferring) return undefined
  const { generated, default: _, ...rest } = column
  const next = { columns: ['keep'], text: "coalesce({0}, '') || 'x'", stored: draw.chance(50) }
  const away = generated !== undefined && draw.chance(50)
  const altered: PlanColumn = away ? rest : { ...rest, generated: next }
  const to = { generated: away ? null : { expression: textOf(next), stored: next.stored } }
  const columns = plan.columns.map((one) => (one.name === column.name ? altered : one))
  return {
    change: { kind: 'alterColumn', table, column: column.name, to },
    plan: { ...plan, columns },
  }
}

/** Drops a column that nothing uses beside what is on it alone, which goes too. */
function stepDrop(draw: Draw, start: Plan, plan: Plan): Step | undefined {
  const { name, fresh } = draw.oneOf(plan.columns)
  const isOn = ({ columns }: { columns: readonly string[] }) => columns.includes(name)
  const others = (abouts: readonly { columns: readonly string[] }[]) =>
    abouts.some((about) => isOn(about) && about.columns.some((column) => column !== name))
  const ofIndex = (index: Plan['indexes'][number]) => ({
    columns: [...index.keys.flatMap(({ columns }) => columns), ...(index.where?.columns ?? [])],
  })
  const freshIndex = plan.indexes.some((index) => isFree(start, index.name) && isOn(ofIndex(index)))
  const shared = others(plan.checks) || others(plan.uniques) || others(plan.indexes.map(ofIndex))
  // One that the batch itself adds may fail on the rows before it could be dropped again.
  if (
    name === 'keep' ||
    fresh ||
    freshIndex ||
    shared ||
    plan.columns.some(({ generated }) => generated && isOn(generated))
  )
    return undefined
  return {
    change: { kind: 'dropColumn', table, column: name },
    plan: {
      ...plan,
      columns: plan.columns.filter((column) => column.name !== name),
      checks: plan.checks.filter((check) => !isOn(check)),
      uniques: plan.uniques.filter((unique) => !isOn(unique)),
      references: plan.references.filter(({ column }) => column !== name),
      indexes: plan.indexes.filter((index) => !isOn(ofIndex(index))),
    },
  }
}

function stepAlter(draw: Draw, plan: Plan): Step | undefined {
  const column = draw.oneOf(plan.columns)
  if (column.generated !== undefined) return undefined
  const to = {
    ...(draw.chance(50) ? { type: draw.oneOf(types) } : {}),
    ...(draw.chance(40) ? { nullable: draw.chance(50) } : {}),
    ...(draw.chance(20) ? { collation: draw.oneOf(['NOCASE', 'RTRIM', 'BINARY']) } : {}),
    ...(plan.strict || draw.chance(60) ? {} : { default: draw.oneOf([...defaults, null]) }),
  }
  const { default: old, ...rest } = column
  const value = 'default' in to ? to.default : old
  const altered: PlanColumn = {
    ...rest,
    ...to,
    ...(value === null || value === undefined ? {} : { default: value }),
  }
  if (altered.default === null) return undefined
  const columns = plan.columns.map((one) =>
    one.name === column.name ? withoutNullDefault(altered, value) : one,
  )
  const place = drawPlace(draw, plan, column.name)
  const change: TableChange = { kind: 'alterColumn', table, column: column.name, to, ...place.option }
  return { change, plan: place.move({ ...plan, columns }) }
}

function withoutNullDefault(column: PlanColumn, value: PlanColumn['default']): PlanColumn {
  const { default: _, ...rest } = column
  return value === null || value === undefined ? rest : { ...rest, default: value }
}

function stepRename(draw: Draw, plan: Plan): Step {
  const { name: from } = draw.oneOf(plan.columns.slice(1).length > 0 ? plan.columns.slice(1) : plan.columns)
  if (from === 'keep') return { change: { kind: 'alterColumn', table, column: from, to: {} }, plan }
  const to = freeName(draw, plan)
  const now = (column: string) => (column === from ? to : column)
  const renamed = <Part extends { columns: readonly string[] }>(part: Part): Part => ({
    ...part,
    columns: part.columns.map(now),
  })
  return {
    change: { kind: 'alterColumn', table, column: from, to: { name: to } },
    plan: {
      ...plan,
      columns: plan.columns.map((column) => ({
        ...column,
        name: now(column.name),
        ...(column.generated === undefined ? {} : { generated: renamed(column.generated) }),
      })),
      checks: plan.checks.map(renamed),
      uniques: plan.uniques.map(renamed),
      references: plan.references.map((one) => ({ ...one, column: now(one.column) })),
      indexes: plan.indexes.map((index) => ({
        ...index,
        keys: index.keys.map(renamed),
        ...(index.where === undefined ? {} : { where: renamed(index.where) }),
      })),
    },
  }
}

function stepUnconstrain(draw: Draw, plan: Plan): Step | undefined {
  const named = [...plan.checks, ...plan.uniques, ...plan.references].flatMap(({ name }) => name ?? [])
  if (named.length === 0) return undefined
  const gone = draw.oneOf(named)
  const stays = ({ name }: { name?: string }) => name !== gone
  return {
    change: { kind: 'dropConstraint', table, name: gone },
    plan: {
      ...plan,
      checks: plan.checks.filter(stays),
      uniques: plan.uniques.filter(stays),
      references: plan.references.filter(stays),
    },
  }
}
