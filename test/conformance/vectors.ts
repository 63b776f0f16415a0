/** The shape of vector files; test/vectors/README.md says what it means. */
import { readFileSync } from 'node:fs'
import { RevisionGraph } from '../../src/graph/graph.ts'
import type { GraphWarning, Revision } from '../../src/graph/revision.ts'

export interface VectorRevision {
  readonly id: string
  readonly down?: readonly string[]
  readonly deps?: readonly string[]
  readonly labels?: readonly string[]
}

export interface VectorGraph {
  readonly id: string
  readonly revs: readonly VectorRevision[]
}

export type Order = 'exact' | 'statements' | 'topological'
export type Args = Readonly<Record<string, unknown>>
/** An answer in the vectors' own words. */
export type Answer = Readonly<Record<string, unknown>>

export interface Vector {
  readonly id: string
  readonly graph: string | null
  readonly op: string
  readonly args: Args
  readonly ok?: Answer
  readonly err?: { readonly kind: string }
  readonly warn?: readonly { readonly kind: string }[]
  readonly order?: Order
}

/** What an operation gets: the graph as written, the graph (built when first asked for), and where warnings go. */
export interface Context {
  readonly written: VectorGraph
  readonly graph: RevisionGraph
  readonly warnings: GraphWarning[]
}

export type Operation = (context: Context, args: Args) => Answer

export function readVectors(file: string): readonly Vector[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] }).vectors
}

export function readGraphs(file: string): ReadonlyMap<string, VectorGraph> {
  const { graphs } = JSON.parse(readFileSync(file, 'utf8')) as { graphs: VectorGraph[] }
  return new Map(graphs.map((graph) => [graph.id, graph]))
}

export function asRevision({ id, down = [], deps = [], labels = [] }: VectorRevision): Revision {
  return { id, parents: down, dependsOn: deps, labels, message: '' }
}

export function build(written: VectorGraph, warnings: GraphWarning[] = []): RevisionGraph {
  return RevisionGraph.build(written.revs.map(asRevision), warnings)
}

export function stringArg(args: Args, name: string): string {
  const value = args[name]
  if (typeof value !== 'string') throw new TypeError(`argument ${name} is not a string`)
  return value
}

export function listArg(args: Args, name: string): readonly string[] {
  const value = args[name] ?? []
  return (typeof value === 'string' ? [value] : value) as readonly string[]
}

/** A string, a list or null: an identifier or several. */
export function identifiersArg(args: Args, name: string): string | readonly string[] | null {
  return (args[name] ?? null) as string | readonly string[] | null
}

export function nullableArg(args: Args, name: string): string | null {
  return (args[name] ?? null) as string | null
}

export function flagArg(args: Args, name: string, byDefault = false): boolean {
  return (args[name] ?? byDefault) === true
}
