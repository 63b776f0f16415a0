import { rmSync } from 'node:fs'
import { buildCode } from '../../build.config.mjs'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { startOwnMariadb } from './own-mariadb.ts'
import { makeQuickFolder } from './quick-folder.ts'

/**
 * Before all tests: names a quick folder for temporary files, and builds the program they run. Unless
 * TSMIG_TEST_POSTGRES_URL names a PostgreSQL, one is started, and so is a MariaDB: whoever names one wants to begin at
 * once, with the servers that run.
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = makeQuickFolder()
  process.env.TMPDIR = folder
  const starts = process.env.TSMIG_TEST_POSTGRES_URL ? [] : [startEmbeddedPostgres, startOwnMariadb]
  const outcomes = await Promise.allSettled([buildCode(), ...starts.map((start) => start())])
  const stop = async (): Promise<void> => {
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value?.()
    rmSync(folder, { recursive: true, force: true })
  }
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed === undefined) return stop
  await stop()
  throw failed.reason
}
