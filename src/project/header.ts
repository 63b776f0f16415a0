/** The identifiers of a revision file, checked. They come from its text or from the imported module. */
import type { Phase } from '../graph/revision.ts'
import { PlaceError } from './place-error.ts'

/** The exports that make up a header, each with both of its spellings; camelCase wins where both stand. */
const SPELLINGS = {
  revision: ['revision'],
  downRevision: ['downRevision', 'down_revision'],
  branchLabels: ['branchLabels', 'branch_labels'],
  dependsOn: ['dependsOn', 'depends_on'],
  phase: ['phase'],
} as const

export const HEADER_NAMES: ReadonlySet<string> = new Set(Object.values(SPELLINGS).flat())

export interface Header {
  readonly id: string
  readonly parents: readonly string[]
  readonly labels: readonly string[]
  readonly dependsOn: readonly string[]
  readonly phase?: Phase
}

/** Exports by name; a name that is missing isn't exported. Their lines, where known, serve the messages. */
export interface HeaderExports {
  readonly values: ReadonlyMap<string, unknown>
  lineOf?(name: string): number
}

/**
 * Makes a header of what a file exports.
 * @throws PlaceError `bad-revision-file`, naming the file, when an export is missing or of a wrong type.
 */
export function checkHeader(exports: HeaderExports, path: string): Header {
  const revision = find(exports, 'revision')
  if (revision === undefined || revision.value === undefined) {
    throw wrong(path, revision, 'exports no revision', "Add: export const revision = '…'")
  }
  if (typeof revision.value !== 'string' || revision.value === '') {
    throw wrong(path, revision, 'its revision is not a text', "Write it as export const revision = '…'")
  }
  const down = find(exports, 'downRevision')
  if (down === undefined || down.value === undefined) {
    throw wrong(
      path,
      down,
      'exports no downRevision',
      'Add: export const downRevision = null, or the id it builds on.',
    )
  }
  const phase = phaseOf(path, find(exports, 'phase'))
  return {
    id: revision.value,
    parents: list(path, down),
    labels: list(path, find(exports, 'branchLabels')),
    dependsOn: list(path, find(exports, 'dependsOn')),
    ...(phase !== undefined && { phase }),
  }
}

interface Found {
  readonly name: string
  readonly value: unknown
  readonly exports: HeaderExports
}

function find(exports: HeaderExports, field: keyof typeof SPELLINGS): Found | undefined {
  for (const name of SPELLINGS[field]) {
    if (exports.values.has(name)) return { name, value: exports.values.get(name), exports }
  }
  return undefined
}

function phaseOf(path: string, found: Found | undefined): Phase | undefined {
  const value = found?.value
  if (value === null || value === undefined) return undefined
  if (value === 'expand' || value === 'contract') return value
  throw wrong(
    path,
    found,
    "its phase is neither 'expand' nor 'contract'",
    "Write: export const phase = 'expand', or leave it out.",
  )
}

function list(path: string, found: Found | undefined): readonly string[] {
  const value = found?.value
  if (value === null || value === undefined) {
    return []
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => {
    if (typeof item !== 'string' || item === '') {
      throw wrong(
        path,
        found,
        `its ${found?.name} is neither null, nor a text, nor a list of texts`,
        `Write null, 'one', or ['one', 'two'].`,
      )
    }
    return item
  })
}

function wrong(path: string, found: Found | undefined, what: string, hint: string): PlaceError {
  const line = found === undefined ? 0 : (found.exports.lineOf?.(found.name) ?? 0)
  return new PlaceError('bad-revision-file', { file: path, line }, what, hint)
}
