import { resolveTargetMetadata } from '../project/target-metadata.ts'
import { declaredRenames } from '../schema/declared-renames.ts'
import { declaredSnapshot } from '../schema/declared-snapshot.ts'
import type { Rename } from '../schema/rename.ts'
import type { SchemaSnapshot } from '../schema/snapshot.ts'
import { TsmigError } from '../support/errors.ts'
import { type ConfiguredProject, type DatabaseSettings, readSettings } from './database/settings.ts'
import { loadOptions } from './open.ts'

/** What declarations say: the schema, and what of it was called otherwise before. */
export interface Declarations {
  readonly snapshot: SchemaSnapshot
  readonly renames: readonly Rename[]
}

/** The schema that the env file declares for the project's only database, or the chosen one. Throws as `declarationsOf`. */
export async function loadDeclaredSchema(project: ConfiguredProject): Promise<SchemaSnapshot> {
  return (await declarationsOf(project, await readSettings(project))).snapshot
}

/**
 * What the env file declares for a database as `targetMetadata`. Throws TsmigError `no-target-metadata` where it declares
 * none, `empty-target-metadata` where no table or object is among it; what loading its files throws.
 */
export async function declarationsOf(
  project: ConfiguredProject,
  { environment, environmentFile: file }: DatabaseSettings,
): Promise<Declarations> {
  const { targetMetadata, naming } = environment
  if (targetMetadata === undefined || targetMetadata === null) {
    throw new TsmigError(
      'no-target-metadata',
      file === undefined
        ? 'there is no env file, and so no declared schema'
        : `${file} declares no schema: it has no targetMetadata`,
      "Name the files with your tables: export default defineEnvironment({ targetMetadata: 'src/models/**/*.ts' })",
    )
  }
  const declared = await resolveTargetMetadata(targetMetadata, loadOptions(project.config))
  const snapshot = declaredSnapshot(declared, naming)
  if (snapshot.tables.length + snapshot.objects.length > 0) {
    return { snapshot, renames: declaredRenames(declared) }
  }
  throw new TsmigError(
    'empty-target-metadata',
    `targetMetadata of ${file ?? 'the env file'} declares nothing`,
    'Export the tables from the files that it names: export const account = table(…).',
  )
}
