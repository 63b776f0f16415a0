import { type BodyOptions, importLine, renderBody } from '../autogenerate/render-body.ts'
import type { PlacedOperation } from '../operations/placed-operation.ts'
import type { Language } from '../project/write-revision.ts'

/** What the file around the two bodies is like. */
export interface RevisionForm extends BodyOptions {
  /** Whether the revision runs in a transaction. */
  readonly transaction: boolean
  readonly language: Language
}

/** The code of a revision: import lines, and two bodies. */
export interface RevisionCode {
  readonly imports: string
  readonly upgrades: string
  readonly downgrades: string
}

/** Operations as the code of a revision: the two bodies, and what they import. */
export function renderRevision(
  upgrades: readonly PlacedOperation[],
  downgrades: readonly PlacedOperation[],
  form: RevisionForm,
): RevisionCode {
  const [up, down] = [renderBody(upgrades, form), renderBody(downgrades, form)]
  const commonjs = form.language === 'cjs'
  const names = [...new Set([...up.names, ...down.names])].sort()
  const outside = commonjs ? 'exports.transaction = false' : 'export const transaction = false'
  const lines = [importLine(names, commonjs ? 'commonjs' : 'module'), form.transaction ? '' : `\n${outside}`]
  return {
    imports: lines.filter((line) => line !== '').join('\n'),
    upgrades: up.code,
    downgrades: down.code,
  }
}
