import type { RevisionView } from '../../commands/revisions/view.ts'
import { firstLine, printable } from '../../support/text.ts'
import type { Paint } from '../terminal.ts'

/** Which parts of a revision a line shows. */
export interface LineParts {
  readonly parents?: boolean
  readonly labels?: boolean
  /** `(branchpoint)`, `(mergepoint)`, and the phase. */
  readonly points?: boolean
  readonly message?: boolean
}

/** One line: `5a5a17843e58, 1b2c (dependency) -> 86f384da7285 (label) (head) (current) (mergepoint), Add a column`. */
export function formatLine(view: RevisionView, parts: LineParts, paint: Paint): string {
  let line = ''
  if (parts.parents) {
    line += formatParents(view)
    if (view.dependsOn.length > 0) line += ` (${list(view.dependsOn)})`
    line += ' -> '
  }
  line += paint.id(printable(view.id))
  if (parts.labels && view.labels.length > 0) line += ` (${list(view.labels)})`
  const marks = [
    view.head && '(head)',
    view.effectiveHead && '(effective head)',
    view.current && '(current)',
    parts.points && view.branchPoint && '(branchpoint)',
    parts.points && view.mergePoint && '(mergepoint)',
    parts.points && view.phase !== undefined && `(${view.phase})`,
  ]
  for (const mark of marks) if (mark) line += ` ${paint.mark(mark)}`
  const message = parts.message ? printable(firstLine(view.message)) : ''
  return message === '' ? line : `${line}, ${message}`
}

/** All there is to say of a revision, over several lines. */
export function formatVerbose(view: RevisionView, paint: Paint): string {
  const marks = [
    (view.head || view.effectiveHead) && '(head)',
    view.branchPoint && '(branchpoint)',
    view.mergePoint && '(mergepoint)',
    view.current && '(current)',
  ].filter((mark) => mark !== false)
  const lines = [
    ['Rev:', paint.id(printable(view.id)), ...marks.map(paint.mark)].join(' '),
    `${view.mergePoint ? 'Merges' : 'Parent'}: ${formatParents(view)}`,
    view.dependsOn.length > 0 && `Also depends on: ${list(view.dependsOn)}`,
    view.branchPoint && `Branches into: ${list(view.children)}`,
    view.labels.length > 0 && `Branch names: ${list(view.labels)}`,
    view.phase !== undefined && `Phase: ${view.phase}`,
    view.path !== undefined && `Path: ${printable(view.path)}`,
    '',
    ...printable(view.doc)
      .split('\n')
      .map((line) => (line === '' ? '' : `    ${line}`)),
    '',
  ]
  return lines.filter((line) => line !== false).join('\n')
}

function formatParents(view: RevisionView): string {
  return view.parents.length === 0 ? '<base>' : list(view.parents)
}

function list(names: readonly string[]): string {
  return printable(names.join(', '))
}
