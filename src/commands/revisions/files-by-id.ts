import type { RevisionGraph } from '../../graph/graph.ts'
import type { RevisionFile } from '../../project/read-revision.ts'
import type { RevisionFiles } from '../../project/revision-files.ts'

/** The files of a project's revisions by their ids: made when they are asked for, as many commands do of a few. */
export class FilesById {
  readonly #read: RevisionFiles
  readonly #graph: RevisionGraph
  readonly #made: (RevisionFile | undefined)[] = []

  /** `graph` is that of the revisions that were read. */
  constructor(read: RevisionFiles, graph: RevisionGraph) {
    this.#read = read
    this.#graph = graph
  }

  get(id: string): RevisionFile | undefined {
    const at = this.#graph.index.nodeOf.get(id)
    if (at === undefined) return undefined
    this.#made[at] ??= this.#read.file(at)
    return this.#made[at]
  }

  values(): readonly RevisionFile[] {
    return this.#graph.revisions.flatMap(({ id }) => this.get(id) ?? [])
  }
}
