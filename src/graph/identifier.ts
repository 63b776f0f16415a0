/** What a user may write for a revision: `head`, `heads`, `base`, `label@head`, an id. As nodes. */
import type { RevisionGraph } from './graph.ts'
import { branchNode, findNode, lineageOf } from './lookup.ts'
import { multipleHeads, notOne } from './lookup-errors.ts'
import type { NodeSet } from './walk.ts'

/** One identifier, a list of them (often the rows of the version table), or nothing. */
export type Identifiers = string | readonly string[] | null

interface Expanded {
  readonly branch: string | undefined
  /** Ids where the identifier was a word for them; else what was written. */
  readonly names: readonly string[]
}

/** Takes the branch off and replaces `head`, `heads` and `base` by ids. Throws `multiple_heads`. */
export function expand(graph: RevisionGraph, identifier: Identifiers): Expanded {
  // A list stands for names as they are; its members are not taken apart.
  if (identifier !== null && typeof identifier !== 'string') return { branch: undefined, names: identifier }
  const at = identifier?.indexOf('@') ?? -1
  const branch = at === -1 ? undefined : identifier?.slice(0, at)
  const name = identifier?.slice(at + 1) ?? 'base'
  if (name === 'base') return { branch, names: [] }
  if (name === 'heads') return { branch, names: branch ? headsOnBranch(graph, branch) : graph.realHeads }
  if (name !== 'head') return { branch, names: [name] }
  const head = currentHead(graph, branch)
  return { branch, names: head === undefined ? [] : [head] }
}

/** The only head, or the only one on a branch; undefined in an empty graph. Throws `multiple_heads`. */
export function currentHead(graph: RevisionGraph, branch?: string): string | undefined {
  const heads = branch ? headsOnBranch(graph, branch) : graph.heads
  if (heads.length > 1) throw multipleHeads(branch ? `${branch}@head` : 'head', heads)
  return heads[0]
}

function headsOnBranch(graph: RevisionGraph, branch: string): readonly string[] {
  return graph.heads.filter(lineageTest(graph, branch))
}

/**
 * A test for being ancestor or descendant of `check` (or it itself). `base`
 * stands for everything. Names are looked up when the first target comes: with
 * nothing to test, nothing can be wrong.
 */
export function lineageTest(
  graph: RevisionGraph,
  check: string | null,
  options: { dependencies?: boolean } = {},
): (target: number | string) => boolean {
  const { branch, names } = expand(graph, check)
  const shares = branch ? [branch, ...names] : names
  if (shares.length === 0) return () => true
  let lineage: NodeSet | undefined
  return (target) => {
    const node = typeof target === 'number' ? target : findNode(graph, target)
    lineage ??= lineageOf(
      graph,
      shares.map((name) => findNode(graph, name)),
      options,
    )
    return lineage.has(node)
  }
}

/** The one node of an identifier, undefined for `base`. Throws `multiple_heads` and what `findNode` throws. */
export function nodeOf(graph: RevisionGraph, identifier: Identifiers): number | undefined {
  const { branch, names } = expand(graph, identifier)
  if (names.length > 1) throw notOne(String(identifier), names)
  const [name] = names
  if (name !== undefined) return findNode(graph, name, branch)
  if (branch) branchNode(graph, branch)
  return undefined
}
