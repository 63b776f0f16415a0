/** What a revision file of a test is made of. */
export interface RevisionParts {
  readonly message?: string
  readonly upgrade?: string
  readonly downgrade?: string
  readonly labels?: readonly string[]
  readonly dependsOn?: string | readonly string[]
  readonly phase?: 'expand' | 'contract'
  readonly file?: string
  readonly imports?: string
}

/** The text of a revision file whose functions have these bodies. */
export function revisionText(
  id: string,
  down: string | readonly string[] | null,
  parts: RevisionParts,
): string {
  return `/**
 * ${parts.message ?? id}
 *
 * Revision ID: ${id}
 */
${parts.imports ?? "import { type Op, sql, t } from 'tsmig'"}

export const revision = ${JSON.stringify(id)}
export const downRevision = ${JSON.stringify(down)}
export const branchLabels = ${JSON.stringify(parts.labels ?? null)}
export const dependsOn = ${JSON.stringify(parts.dependsOn ?? null)}${
    parts.phase === undefined
      ? ''
      : `
export const phase = '${parts.phase}'`
  }

export async function upgrade(op: Op) {
  ${parts.upgrade ?? ''}
}

export async function downgrade(op: Op) {
  ${parts.downgrade ?? ''}
}
`
}
