import { differencesToMend } from '../../autogenerate/difference.ts'
import { withoutGrants } from '../../autogenerate/without-grants.ts'
import type { Session } from '../../runtime/session.ts'
import type { SchemaSnapshot } from '../../schema/snapshot.ts'
import { TsmigError } from '../../support/errors.ts'
import type { DatabaseSettings } from '../database/settings.ts'
import { declarationsOf } from '../declared-schema.ts'
import { inServerWords } from '../in-server-words.ts'
import type { Project } from '../open.ts'
import type { DeclarationCheck } from './report.ts'

/** The declared schema, or why there is nothing to compare with. */
export type DeclaredSchema =
  | { readonly kind: 'declared'; readonly snapshot: SchemaSnapshot }
  | { readonly kind: 'skipped'; readonly reason: string }

/** Loads the declared schema, where the whole history is run. Throws what loading its files throws. */
export async function declaredOf(
  project: Project,
  settings: DatabaseSettings,
  complete: boolean,
): Promise<DeclaredSchema> {
  if (!complete) return { kind: 'skipped', reason: 'the range does not go up to all heads' }
  try {
    return { kind: 'declared', snapshot: (await declarationsOf(project, settings)).snapshot }
  } catch (error) {
    if (!(error instanceof TsmigError) || error.code !== 'no-target-metadata') throw error
    return { kind: 'skipped', reason: error.message }
  }
}

/** Compares what a history has made with what is declared, in the words of the database. */
export async function compareDeclared(
  session: Session,
  made: SchemaSnapshot,
  declared: DeclaredSchema,
): Promise<DeclarationCheck> {
  if (declared.kind === 'skipped') return declared
  const written = withoutGrants(declared.snapshot)
  const wanted = await inServerWords(session, written, made)
  const differences = differencesToMend(made, wanted)
  return differences.length === 0 ? { kind: 'same' } : { kind: 'differs', differences }
}
