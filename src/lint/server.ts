import { TsmigError } from '../support/errors.ts'

/** The servers that rules know apart. */
export type ServerName = 'postgres' | 'mysql' | 'mariadb' | 'sqlite'

/** All of them. */
export const allServers: readonly ServerName[] = ['postgres', 'mysql', 'mariadb', 'sqlite']

/** A server, and the version that the rules are to go by: `[14]`, `[8, 0, 29]`. */
export interface Server {
  readonly name: ServerName
  readonly version: readonly number[]
}

/** The oldest version that is still looked after by its makers: what counts where nobody says more. */
const oldest: Readonly<Record<ServerName, readonly number[]>> = {
  postgres: [14],
  mysql: [8, 0, 34],
  mariadb: [10, 6],
  sqlite: [3, 40],
}

/** The server of this name, in the version that `text` tells, as `14`, `8.0.29`, `10.11.6-MariaDB`. Throws `usage`. */
export function serverOf(name: ServerName, text: string | undefined): Server {
  if (text === undefined) return { name, version: oldest[name] }
  const [found] = /^\d+(?:\.\d+){0,3}/.exec(text.trim()) ?? []
  if (found !== undefined) return { name, version: found.split('.').map(Number) }
  throw new TsmigError(
    'usage',
    `"${text}" is no version of a server`,
    'Write it in numbers: 14, 8.0.29, 10.11.',
  )
}

/** Whether the server is of that version or newer. */
export function isSince({ version }: Server, ...wanted: readonly number[]): boolean {
  for (const [index, number] of wanted.entries()) {
    const own = version[index] ?? 0
    if (own !== number) return own > number
  }
  return true
}
