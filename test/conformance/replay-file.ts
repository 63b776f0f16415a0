import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isGraphError } from '../../src/graph/errors.ts'
import type { RevisionGraph } from '../../src/graph/graph.ts'
import type { GraphWarning } from '../../src/graph/revision.ts'
import { difference } from './compare.ts'
import { historyOperations } from './ops-history.ts'
import { mapOperations } from './ops-map.ts'
import { planOperations } from './ops-plan.ts'
import { walkOperations } from './ops-walk.ts'
import {
  type Answer,
  build,
  type Context,
  readGraphs,
  readVectors,
  type Vector,
  type VectorGraph,
} from './vectors.ts'

const OPERATIONS = { ...mapOperations, ...walkOperations, ...planOperations, ...historyOperations }
const NO_GRAPH: VectorGraph = { id: 'none', revs: [] }

/** Recorded under another name: what is wrong is the range, whoever notices. */
const KINDS: Readonly<Record<string, string>> = {}

export interface Failure {
  readonly vector: Vector
  readonly reason: string
}

export interface FileResult {
  readonly passed: number
  readonly failures: readonly Failure[]
}

/** Replays every vector of a file against the graph; graphs.json stands beside it. */
export function replayFile(file: string): FileResult {
  const graphsFile = join(dirname(file), 'graphs.json')
  if (!existsSync(graphsFile))
    throw new Error(`${graphsFile} is missing: vectors need their graphs beside them`)
  const written = readGraphs(graphsFile)
  const built = new Map<string, RevisionGraph>()
  const failures: Failure[] = []
  const vectors = readVectors(file)
  for (const vector of vectors) {
    const graph = vector.graph === null ? NO_GRAPH : written.get(vector.graph)
    const reason = graph ? replay(vector, graph, built) : `graph ${vector.graph} is not in graphs.json`
    if (reason !== undefined) failures.push({ vector, reason })
  }
  return { passed: vectors.length - failures.length, failures }
}

function replay(vector: Vector, written: VectorGraph, built: Map<string, RevisionGraph>): string | undefined {
  const operation = OPERATIONS[vector.op]
  if (operation === undefined) return `unknown operation ${vector.op}`
  const warnings: GraphWarning[] = []
  const context: Context = {
    written,
    warnings,
    get graph() {
      const graph = built.get(written.id) ?? build(written)
      built.set(written.id, graph)
      return graph
    },
  }
  let outcome: { answer: Answer } | { error: unknown }
  try {
    outcome = { answer: operation(context, vector.args) }
  } catch (error) {
    outcome = { error }
  }
  const found =
    'error' in outcome
      ? errorDifference(vector, outcome.error)
      : answerDifference(vector, outcome.answer, written)
  return found ?? warningDifference(vector, warnings)
}

function answerDifference(vector: Vector, answer: Answer, written: VectorGraph): string | undefined {
  if (vector.err === undefined) return difference(vector, answer, written)
  // Where Alembic itself breaks, changing nothing is as good as an error.
  if (vector.err.kind === 'internal_error' && isEmpty(answer)) return undefined
  return `expected error ${vector.err.kind}, got ${JSON.stringify(answer)}`
}

function isEmpty(answer: Answer): boolean {
  const result = answer.steps ?? answer.revs ?? answer.rev ?? []
  return Array.isArray(result) && result.length === 0
}

function errorDifference({ ok, err }: Vector, error: unknown): string | undefined {
  if (!isGraphError(error)) return `broke: ${error instanceof Error ? error.stack : String(error)}`
  const kind = KINDS[error.kind] ?? error.kind
  if (err === undefined) return `expected ${JSON.stringify(ok)}, got error ${kind}: ${error.message}`
  if (err.kind === kind || err.kind === 'internal_error') return undefined
  return `expected error ${err.kind}, got error ${kind}: ${error.message}`
}

function warningDifference(
  { warn = [], err }: Vector,
  warnings: readonly GraphWarning[],
): string | undefined {
  const [wanted, got] = [warn.map(({ kind }) => kind), warnings.map(({ kind }) => kind)]
  if (wanted.join() === got.join() || err?.kind === 'internal_error') return undefined
  return `expected warnings [${wanted.join(', ')}], got [${got.join(', ')}]`
}
