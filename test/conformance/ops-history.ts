/** history.json: what the listing commands show. */
import { branchPoints, checkHeads, current, headsOf, history, show } from '../../src/graph/history.ts'
import type { Revision } from '../../src/graph/revision.ts'
import { flagArg, listArg, nullableArg, type Operation, stringArg } from './vectors.ts'

function ids(revisions: readonly Revision[]): string[] {
  return revisions.map(({ id }) => id)
}

export const historyOperations: Readonly<Record<string, Operation>> = {
  history({ graph, warnings }, args) {
    return {
      revs: ids(history(graph, nullableArg(args, 'range') ?? undefined, listArg(args, 'heads'), warnings)),
    }
  },
  heads({ graph }, args) {
    return { revs: ids(headsOf(graph, { resolveDependencies: flagArg(args, 'resolve_dependencies') })) }
  },
  branches({ graph }) {
    return {
      points: branchPoints(graph).map(({ revision, into }) => ({ rev: revision.id, into: ids(into) })),
    }
  },
  current({ graph }, args) {
    const heads = listArg(args, 'heads')
    if (flagArg(args, 'check_heads')) checkHeads(graph, heads)
    return { revs: ids(current(graph, heads)) }
  },
  show({ graph }, args) {
    return { revs: ids(show(graph, stringArg(args, 'rev'), listArg(args, 'heads'))) }
  },
}
