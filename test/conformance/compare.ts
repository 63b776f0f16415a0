/** Whether an answer is the recorded one, as far as the recording says it is determined. */
import { isDeepStrictEqual } from 'node:util'
import { changedRows } from '../../src/graph/rows-trail.ts'
import type { VersionChange } from '../../src/graph/table-effect.ts'
import { sameOrder } from './order.ts'
import type { Answer, Vector, VectorGraph } from './vectors.ts'

type Lines = readonly (readonly string[])[]

/** Fields that hold sets, by operation; all others are ordered. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  collect_upgrade: ['revs', 'heads'],
  collect_downgrade: ['revs', 'heads'],
  current: ['revs'],
  apply_step: ['after'],
  apply_stamp_step: ['after'],
}

const PLANS = new Set(['upgrade', 'downgrade', 'stamp'])

/** The first difference in words, or undefined if `got` passes. */
export function difference(vector: Vector, got: Answer, written: VectorGraph): string | undefined {
  const want = vector.ok ?? {}
  if (PLANS.has(vector.op)) return planDifference(vector, want, got, written)
  if (vector.op === 'apply_step' || vector.op === 'apply_stamp_step') {
    return tableDifference(want, got, vector.args.heads as readonly string[])
  }
  if (vector.order === 'topological') return topologicalDifference(vector, want, got, written)
  return unequal(normal(vector.op, want), normal(vector.op, got))
}

function unequal(want: unknown, got: unknown): string | undefined {
  return isDeepStrictEqual(want, got)
    ? undefined
    : `expected ${JSON.stringify(want)}, got ${JSON.stringify(got)}`
}

function normal(op: string, answer: Answer): Answer {
  if (op === 'branches') {
    const points = answer.points as { rev: string; into: string[] }[]
    return { points: points.map(({ rev, into }) => ({ rev, into: sorted(into) })) }
  }
  const sets = SETS[op] ?? []
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, sets.includes(name) ? sorted(value) : value]),
  )
}

function sorted(value: unknown): string[] {
  return [...new Set(value as readonly string[])].sort()
}

function topologicalDifference(
  vector: Vector,
  want: Answer,
  got: Answer,
  written: VectorGraph,
): string | undefined {
  const key = vector.op === 'branches' ? 'points' : 'revs'
  const ids = (answer: Answer) =>
    (answer[key] as unknown[]).map((one) => (typeof one === 'string' ? one : (one as { rev: string }).rev))
  if (key === 'points') {
    const bySet = (answer: Answer) =>
      (normal('branches', answer).points as { rev: string }[]).sort((a, b) => (a.rev < b.rev ? -1 : 1))
    const found = unequal(bySet(want), bySet(got))
    if (found) return found
  }
  return unequal(ids(want).sort(), ids(got).sort()) ?? sameOrder(written, ids(got), 'newest first')
}

function planDifference(vector: Vector, want: Answer, got: Answer, written: VectorGraph): string | undefined {
  const [wantSteps, gotSteps] = [want.steps as Answer[], got.steps as Answer[]]
  const isLoose = vector.order !== undefined
  if (vector.order === 'topological') {
    const byName = (steps: Answer[]) => steps.map((step) => ends(step, true)).sort(compareJson)
    const order = vector.op === 'upgrade' ? 'oldest first' : 'newest first'
    const ids = gotSteps.map((step) => String(step.rev))
    const found = unequal(byName(wantSteps), byName(gotSteps)) ?? sameOrder(written, ids, order)
    return found ?? finalDifference(want, got)
  }
  const found = unequal(
    wantSteps.map((step) => ends(step, isLoose)),
    gotSteps.map((step) => ends(step, isLoose)),
  )
  if (found) return found
  if ('start' in want && !isDeepStrictEqual(want.start, got.start)) return unequal(want.start, got.start)
  return stepsDifference(vector, wantSteps, gotSteps, got) ?? finalDifference(want, got)
}

function finalDifference(want: Answer, got: Answer): string | undefined {
  return want.final === null ? undefined : unequal(sorted(want.final), sorted(got.final))
}

function stepsDifference(
  vector: Vector,
  wantSteps: readonly Answer[],
  gotSteps: readonly Answer[],
  got: Answer,
): string | undefined {
  let rows = (vector.args.purge ? [] : (got.start ?? vector.args.heads ?? [])) as readonly string[]
  for (const [i, wanted] of wantSteps.entries()) {
    const step = gotSteps[i] ?? {}
    if ('effect_error' in wanted) return undefined
    const found = tableDifference(wanted, step, rows)
    if (found) return `step ${i + 1}: ${found}`
    rows = step.after as readonly string[]
  }
  return undefined
}

/** What a step is and where it leads. Ids before and after count as sets where the recording is loose. */
function ends(step: Answer, isLoose: boolean): Answer {
  const side = (name: string) => (isLoose ? sorted(step[name]) : step[name])
  const bare = (name: string) => (`${name}_no_deps` in step ? step[`${name}_no_deps`] : step[name])
  const name = 'stamp' in step ? { stamp: step.stamp, branch_move: step.branch_move } : { rev: step.rev }
  const bareSide = (side: string) => (isLoose ? sorted(bare(side)) : bare(side))
  return { ...name, from: side('from'), to: side('to'), fromBare: bareSide('from'), toBare: bareSide('to') }
}

function tableDifference(want: Answer, got: Answer, before: readonly string[]): string | undefined {
  if ('effect_error' in want) return undefined
  const found =
    unequal(want.effect, got.effect) ??
    (want.sql === null ? undefined : unequal(want.sql, got.sql)) ??
    unequal(sorted(want.after), sorted(got.after))
  return found ?? statementsDifference(String(want.effect), got.sql as Lines, before, sorted(want.after))
}

const SHAPES: Readonly<Record<string, RegExp>> = {
  create_branch: /^insert$/,
  delete_branch: /^delete$/,
  update: /^update$/,
  merge: /^(delete )*update$/,
  unmerge: /^(insert )*update$/,
}

/** Whether the statements have the shape of their effect and lead from the rows before to those after. */
function statementsDifference(
  effect: string,
  statements: Lines,
  before: readonly string[],
  after: readonly string[],
): string | undefined {
  const shape = statements.map(([verb]) => verb).join(' ')
  if (!SHAPES[effect]?.test(shape)) return `${effect} made of "${shape}"`
  const rows = statements.reduce<readonly string[]>((list, line) => changedRows(list, asChange(line)), before)
  return unequal(after, sorted(rows))
}

function asChange([verb, first = '', second = '']: readonly string[]): VersionChange {
  if (verb === 'update') return { kind: 'update', from: first, to: second }
  return { kind: verb === 'insert' ? 'insert' : 'delete', id: first }
}

function compareJson(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
