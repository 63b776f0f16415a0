import { makeOwnServer } from '../faults/support/own-server.ts'

/**
 * Starts a MariaDB for this process alone, with its files in the folder for temporary ones, and names it in
 * TSMIG_TEST_MARIADB_URL. Nothing is started where that names one, or none is installed. Gives what ends it.
 */
export async function startOwnMariadb(): Promise<() => Promise<void>> {
  if (process.env.TSMIG_TEST_MARIADB_URL) return async () => {}
  const server = await makeOwnServer('mariadb', () => ['--character-set-server=utf8mb4'])
  if (typeof server === 'string') return async () => {}
  process.env.TSMIG_TEST_MARIADB_URL = `mysql://root@127.0.0.1:${server.port}`
  return () => server.remove()
}
