/** Labels like `release-2`, which the target syntax, read as Alembic reads it, takes for steps from `release`. */
import type { RevisionGraph } from './graph.ts'

/** The target, or `start:end`, with such labels replaced by the id of their revision, which means the same. */
export function withoutSignedLabels(graph: RevisionGraph, target: string): string {
  if (!/.[+-]\d/.test(target)) return target
  const idOf = (name: string): string | undefined =>
    /^[^+-].*[+-]\d/.test(name) ? graph.labelled(name)?.id : undefined
  const spell = (name: string): string => {
    const [, from = '', steps = ''] = /^(.+)([+-]\d+)$/.exec(name) ?? []
    return idOf(name) ?? (steps === '' ? name : `${idOf(from) ?? from}${steps}`)
  }
  return target
    .split(':')
    .map((end) => end.split('@').map(spell).join('@'))
    .join(':')
}
