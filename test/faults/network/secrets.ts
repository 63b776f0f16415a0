import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultTest, Round } from '../fault-test.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'
import { errorChain, leaksIn, withLogin } from './leaks.ts'

/** With the password in what is shown of a url (`masked` in src/project/config/postgres-url.ts), 4 texts of 33 told it. */
export const secrets: FaultTest = {
  name: 'N6',
  title: 'a password is told nowhere',
  databases: ['postgres', 'mariadb'],
  rounds: { short: 1, full: 20 },
  async start({ short }) {
    return async (round) => {
      const { database, folder, dice, fail, kind } = round
      const [first, last] = [`s3cr${dice.below(1e9)}`, `t${dice.below(1e9)}`]
      const password = `${first}@:/?#% '"&+=é${last}`
      const user = `tsmig_secret_${process.pid}_${dice.below(1e6)}`
      const name = new URL(database.url).pathname.slice(1)
      for (const sql of makeUser(kind, { user, password, name })) await database.query(sql)
      const url = withLogin(database.url, user, encodeURIComponent(password))
      const texts: string[] = []
      const tell = async (given: string, args: readonly string[]): Promise<void> => {
        writeProject(folder, given, history)
        const started = round.node(args)
        texts.push(readFileSync(`/proc/${started.pid}/cmdline`, 'utf8'))
        const { stdout, stderr } = await started.ended
        texts.push(stdout, stderr)
      }
      try {
        for (const command of short ? commands.slice(0, 4) : commands)
          await tell(url, tsmigCommand(...command))
        for (const wrong of wrongUrls(url, password).slice(0, short ? 3 : undefined)) {
          await tell(wrong, tsmigCommand('--verbose', 'current'))
          await tell(wrong, ['--input-type=module', '-e', errorChain])
        }
        texts.push(JSON.stringify(await database.query('SELECT * FROM tsmig_version_log')))
      } finally {
        for (const sql of dropUser(kind, { user })) await database.query(sql)
      }
      texts.push(...filesIn(folder))
      const leaks = leaksIn(texts, { user, password, parts: [first, last] })
      for (const text of leaks) fail(`it is told: ${text.slice(0, 2000)}`)
      return { texts: texts.length, leaks: leaks.length }
    }
  },
}

const history = [
  { name: 'm1', statements: ['CREATE TABLE one (id integer)'] },
  { name: 'm2', statements: ['ALTER TABLE gone ADD COLUMN n integer'] },
]

const commands: readonly (readonly string[])[] = [
  ['--verbose', 'upgrade', 'm1'],
  ['--verbose', 'upgrade', 'head'],
  ['status'],
  ['revision', '-m', 'more', '--autogenerate'],
  ['log', '--json'],
  ['upgrade', 'head', '--sql'],
  ['pull'],
  ['check'],
  ['unlock'],
  ['repair'],
]

function wrongUrls(url: string, password: string): readonly string[] {
  const other = (change: (parts: URL) => void): string => {
    const parts = new URL(url)
    change(parts)
    return parts.href
  }
  return [
    other((parts) => {
      parts.password += 'x'
    }),
    url.replace(/:[^:@]*@/, `:${password}@`),
    other((parts) => {
      parts.hostname = 'no-such-host.invalid'
    }),
    other((parts) => {
      parts.port = '1'
    }),
    other((parts) => {
      parts.pathname = '/no_such_database'
    }),
    other((parts) =>
      parts.searchParams.set(parts.protocol.startsWith('postgres') ? 'sslmode' : 'ssl', 'verify-full'),
    ),
    other((parts) => {
      parts.protocol = 'oracle:'
    }),
    url.replace('://', ':/'),
  ]
}

interface Login {
  readonly user: string
  readonly password: string
  readonly name: string
}

function makeUser(kind: Round['kind'], { user, password, name }: Login): readonly string[] {
  const text = `'${password.replaceAll("'", "''")}'`
  return kind === 'postgres'
    ? [`CREATE ROLE ${user} SUPERUSER LOGIN PASSWORD ${text}`]
    : [`CREATE USER ${user} IDENTIFIED BY ${text}`, `GRANT ALL ON ${name}.* TO ${user}`]
}

function dropUser(kind: Round['kind'], { user }: Pick<Login, 'user'>): readonly string[] {
  return kind === 'postgres'
    ? [`REASSIGN OWNED BY ${user} TO CURRENT_USER`, `DROP ROLE ${user}`]
    : [`DROP USER ${user}`]
}

/** What the folder holds, but for the ini that was given the password. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(path)
    return entry.isFile() && entry.name !== 'migrations.ini' ? [readFileSync(path, 'utf8')] : []
  })
}
