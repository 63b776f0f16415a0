import { dependencySelfLoop, illegalBranchLabel, illegalRevisionId, selfLoop } from './load-errors.ts'
import type { Revision } from './revision.ts'

/** They are part of the target syntax: `label@id`, `id-1`, `id+1`, `from:to`. */
const SYNTAX_CHARACTERS = /[@+:-]/
/** The width of `version_num`. */
const MAX_LENGTH = 32
const RESERVED = new Set(['head', 'heads', 'base', 'current'])

/** Refuses a revision that no graph can hold, whatever the others are. Throws `self_loop`, `dependency_self_loop`, `illegal_revision_id`. */
export function checkAlone(revision: Revision): void {
  if (revision.parents.includes(revision.id)) throw selfLoop(revision)
  if (revision.dependsOn.includes(revision.id)) throw dependencySelfLoop(revision)
  if (revision.id === '') throw illegalRevisionId(revision.id, 'it is empty', revision.path)
  if (RESERVED.has(revision.id)) throw illegalRevisionId(revision.id, reserved(revision.id), revision.path)
  const illegal = SYNTAX_CHARACTERS.exec(revision.id)
  if (illegal) throw illegalRevisionId(revision.id, `"${illegal[0]}" has a meaning of its own`, revision.path)
}

/** Why `id` cannot be the id of a new revision file, or undefined if it can. Stricter than what an existing file may have. */
export function problemOfNewId(id: string): string | undefined {
  if (id === '') return 'it is empty'
  if (id.length > MAX_LENGTH) {
    return `it has ${id.length} characters, and the version table holds ${MAX_LENGTH}`
  }
  if (RESERVED.has(id)) return reserved(id)
  if (id.startsWith('.')) return 'it starts with a dot, so its file would be hidden'
  const illegal = SYNTAX_CHARACTERS.exec(id)
  if (illegal) return `"${illegal[0]}" has a meaning of its own in a target`
  if (/[/\\]/.test(id)) return 'it holds a path separator'
  if (/\s/u.test(id)) return 'it holds white space'
  if (/\p{C}/u.test(id)) return 'it holds a control character'
  return undefined
}

function reserved(id: string): string {
  return `"${id}" has a meaning of its own as a target`
}

/** Refuses an id that a new revision file cannot have. Throws `illegal_revision_id`. */
export function checkNewId(id: string): void {
  const problem = problemOfNewId(id)
  if (problem !== undefined) throw illegalRevisionId(id, problem)
}

/** Refuses a label that a new revision file cannot have: no target could name it. Throws `illegal_branch_label`. */
export function checkNewLabel(label: string): void {
  const problem = problemOfNewLabel(label)
  if (problem !== undefined) throw illegalBranchLabel(label, problem)
}

function problemOfNewLabel(label: string): string | undefined {
  if (label === '') return 'it is empty'
  if (RESERVED.has(label)) return reserved(label)
  const illegal = /^[+-]|[@:]/.exec(label)
  if (illegal) return `"${illegal[0]}" has a meaning of its own in a target`
  if (/[\s,]/u.test(label)) return 'it holds white space or a comma'
  if (/\p{C}/u.test(label)) return 'it holds a control character'
  return undefined
}
