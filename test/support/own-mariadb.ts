import { messageOf } from '../../src/support/errors.ts'
import { makeOwnServer } from '../faults/support/own-server.ts'

/**
 * Starts a MariaDB for this process alone, with its files in the folder for temporary ones, and names it in
 * TSMIG_TEST_MARIADB_URL. Where that names one, or none can be started, the tests go to the one that runs. Gives what
 * ends it.
 */
export async function startOwnMariadb(): Promise<() => Promise<void>> {
  if (process.env.TSMIG_TEST_MARIADB_URL) return async () => {}
  try {
    const server = await makeOwnServer('mariadb', () => ['--character-set-server=utf8mb4'])
    if (typeof server === 'string') return async () => {}
    process.env.TSMIG_TEST_MARIADB_URL = `mysql://root@127.0.0.1:${server.port}`
    return () => server.remove()
  } catch (error) {
    console.warn(`No MariaDB of the tests' own could be started: ${messageOf(error)}`)
    return async () => {}
  }
}
