import { addToIndex } from './add-revision.ts'
import { buildIndex } from './build.ts'
import { along, type Edges, type GraphIndex, idOf, NO_LABELS, revisionAt } from './graph-index.ts'
import { notFound } from './lookup-errors.ts'
import type { GraphWarning, Revision } from './revision.ts'

/**
 * All revisions of a project and how they build on each other. Immutable; made
 * once, asked often. Ids here are full ids: see resolve.ts for anything a user
 * may type.
 */
export class RevisionGraph {
  /** The graph as numbers, for the other files of this folder. */
  readonly index: GraphIndex
  /** What is odd about the files; the caller decides what to do about it. */
  readonly warnings: readonly GraphWarning[]

  private constructor(index: GraphIndex, warnings: readonly GraphWarning[]) {
    this.index = index
    this.warnings = warnings
  }

  /**
   * Reads the revisions in the order given (file order: it settles ties).
   * Throws a GraphError that names the files for a graph that cannot be used.
   * `warnings`, if given, receives the warnings even then.
   */
  static build(revisions: Iterable<Revision>, warnings: GraphWarning[] = []): RevisionGraph {
    return new RevisionGraph(buildIndex(revisions, warnings), warnings)
  }

  /** The graph with one revision more, the last one. Throws as `build`. */
  withRevision(revision: Revision, warnings: GraphWarning[] = []): RevisionGraph {
    const index = addToIndex(this.index, revision, warnings)
    return new RevisionGraph(index, [...this.warnings, ...warnings])
  }

  /** Every revision once, in registration order. */
  get revisions(): readonly Revision[] {
    return [...this.index.nodeOf.values()].map((node) => revisionAt(this.index, node))
  }

  get size(): number {
    return this.index.nodeOf.size
  }

  /** Ids no other revision names in `downRevision`. */
  get heads(): readonly string[] {
    return this.index.heads
  }

  /** Ids no other revision names at all, neither in `downRevision` nor in `dependsOn`. */
  get realHeads(): readonly string[] {
    return this.index.realHeads
  }

  /** Ids without `downRevision`. */
  get bases(): readonly string[] {
    return this.index.bases
  }

  /** Ids with neither `downRevision` nor `dependsOn`. */
  get realBases(): readonly string[] {
    return this.index.realBases
  }

  get(id: string): Revision | undefined {
    const node = this.index.nodeOf.get(id)
    return node === undefined ? undefined : this.index.revisions[node]
  }

  /** Throws `not_found`. */
  require(id: string): Revision {
    return revisionAt(this.index, this.#node(id))
  }

  /** The revision a branch label was given to. */
  labelled(label: string): Revision | undefined {
    const node = this.index.nodeOfLabel.get(label)
    return node === undefined ? undefined : this.index.revisions[node]
  }

  /** Every branch label, with the id of the revision that carries it. */
  get labels(): ReadonlyMap<string, string> {
    return new Map([...this.index.nodeOfLabel].map(([label, node]) => [label, idOf(this.index, node)]))
  }

  /** Labels that apply to the revision, inherited ones too. Throws `not_found`, as do all below. */
  labelsOf(id: string): ReadonlySet<string> {
    return this.index.labels[this.#node(id)] ?? NO_LABELS
  }

  /** Ids that name this one in `downRevision`. */
  children(id: string): readonly string[] {
    return this.#ids(this.index.children, id)
  }

  /** Ids that name this one in `downRevision` or `dependsOn`. */
  dependents(id: string): readonly string[] {
    return this.#ids(this.index.dependents, id)
  }

  /** `dependsOn` with labels resolved. */
  dependencies(id: string): readonly string[] {
    return this.#ids(this.index.dependencies, id)
  }

  /** `dependencies` without those an ancestor already has. */
  effectiveDependencies(id: string): readonly string[] {
    return this.#ids(this.index.effective, id)
  }

  isHead(id: string): boolean {
    return this.children(id).length === 0
  }

  isRealHead(id: string): boolean {
    return this.dependents(id).length === 0
  }

  isBase(id: string): boolean {
    return this.require(id).parents.length === 0
  }

  isRealBase(id: string): boolean {
    return this.isBase(id) && this.require(id).dependsOn.length === 0
  }

  isBranchPoint(id: string): boolean {
    return this.children(id).length > 1
  }

  isRealBranchPoint(id: string): boolean {
    return this.dependents(id).length > 1
  }

  isMergePoint(id: string): boolean {
    return this.require(id).parents.length > 1
  }

  #node(id: string): number {
    const node = this.index.nodeOf.get(id)
    if (node === undefined) throw notFound(id)
    return node
  }

  #ids(edges: Edges, id: string): readonly string[] {
    return along(edges, this.#node(id)).map((node) => idOf(this.index, node))
  }
}
