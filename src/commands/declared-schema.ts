import type { Environment } from '../project/environment.ts'
import { resolveTargetMetadata } from '../project/target-metadata.ts'
import { declaredSnapshot } from '../schema/declared-snapshot.ts'
import type { SchemaSnapshot } from '../schema/snapshot.ts'
import { TsmigError } from '../support/errors.ts'
import { type ConfiguredProject, readSettings } from './database.ts'
import { loadOptions } from './open.ts'

/**
 * The schema that the env file declares as `targetMetadata`. Throws TsmigError `no-target-metadata` where it declares
 * none, `empty-target-metadata` where no table or object is among it; what loading its files throws.
 */
export async function loadDeclaredSchema(project: ConfiguredProject): Promise<SchemaSnapshot> {
  return declaredSchemaOf(project, (await readSettings(project)).environment)
}

/** The same of an env file that is loaded already. */
export async function declaredSchemaOf(
  { config }: Pick<ConfiguredProject, 'config'>,
  { targetMetadata, naming, file }: Environment,
): Promise<SchemaSnapshot> {
  if (targetMetadata === undefined || targetMetadata === null) {
    throw new TsmigError(
      'no-target-metadata',
      file === undefined
        ? 'there is no env file, and so no declared schema'
        : `${file} declares no schema: it has no targetMetadata`,
      "Name the files with your tables: export default defineEnvironment({ targetMetadata: 'src/models/**/*.ts' })",
    )
  }
  const declared = await resolveTargetMetadata(targetMetadata, loadOptions(config))
  const snapshot = declaredSnapshot(declared, naming)
  if (snapshot.tables.length + snapshot.objects.length > 0) return snapshot
  throw new TsmigError(
    'empty-target-metadata',
    `targetMetadata of ${file ?? 'the env file'} declares nothing`,
    'Export the tables from the files that it names: export const account = table(…).',
  )
}
