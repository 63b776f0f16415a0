import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultTest, Round } from '../fault-test.ts'
import { startTlsServer, type TlsServer } from '../support/tls-server.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'
import { errorChain, leaksIn, withLogin } from './leaks.ts'

/**
 * Without the hints for TLS (`hintForTls` in src/runtime/cannot-connect.ts) seven of ten urls were answered with "Check
 * user and password" or "Check the url"; with the password in what is shown of a url (`mask` in
 * src/project/config/postgres-url.ts), 14 texts told it.
 */
export const tls: FaultTest = {
  name: 'N7',
  title: 'a server that takes TLS alone, or has none: the reason is told with what to do, and no password',
  databases: ['postgres', 'mariadb'],
  rounds: { short: 1, full: 1 },
  async start({ kind, short, atEnd }) {
    if (kind === 'sqlite') return 'SQLite has no server'
    const parts = ['s3cr17', 't4il88']
    const [user, password] = ['guarded', `${parts[0]}@:/?#% '"&+=é${parts[1]}`]
    const server = await startTlsServer(kind, { user, password })
    if (typeof server === 'string') return server
    atEnd(() => server.close())
    return async (round) => {
      const { folder, fail } = round
      copyFileSync(server.certificate, join(folder, 'root.crt'))
      const texts: string[] = []
      let told = 0
      for (const { at = server.url, parameters, says, hint } of casesOf(round, server)) {
        const url = `${withLogin(at, user, encodeURIComponent(password))}${parameters}`
        writeProject(folder, url, [{ name: 'm1', statements: ['CREATE TABLE one (id integer)'] }])
        const { code, stdout, stderr } = await round.run(tsmigCommand('--verbose', 'current'))
        texts.push(stdout, stderr)
        // N6 looks into the chain in CI, too.
        if (!short) {
          const chain = await round.run(['--input-type=module', '-e', errorChain])
          texts.push(chain.stdout, chain.stderr)
        }
        const holds =
          says === undefined
            ? code === 0
            : code !== 0 && stderr.split('\n').some((line) => says.test(line)) && hint?.test(stderr)
        if (holds === true && !/^\s+at .*\(/m.test(stderr)) told += 1
        else fail(`${parameters || 'no parameter'}: exit ${code}: ${stdout}${stderr}`)
      }
      const leaks = leaksIn(texts, { user, password, parts })
      for (const text of leaks) fail(`it is told: ${text.slice(0, 2000)}`)
      return { urls: casesOf(round, server).length, told, leaks: leaks.length }
    }
  },
}

interface Case {
  /** Another server than the one with TLS. */
  readonly at?: string
  readonly parameters: string
  /** The error; absent where it connects. */
  readonly says?: RegExp
  readonly hint?: RegExp
}

function casesOf({ kind, database }: Round, { url }: TlsServer): readonly Case[] {
  return kind === 'postgres'
    ? postgresCases(database.url)
    : mariadbCases(database.url, url.replace('127.0.0.1', 'localhost'))
}

function postgresCases(plain: string): readonly Case[] {
  const demanded = { says: /^error: cannot connect to .*no encryption/, hint: /hint: .*sslmode=require/ }
  const unknown = { says: /^error: cannot connect to .*certificate/, hint: /hint: .*sslrootcert/ }
  return [
    { parameters: '', ...demanded },
    { parameters: '?sslmode=disable', ...demanded },
    { parameters: '?sslmode=prefer', ...demanded },
    { parameters: '?sslmode=require' },
    { parameters: '?sslmode=verify-full', ...unknown },
    { parameters: '?sslmode=verify-ca&sslrootcert=root.crt' },
    {
      parameters: '?sslmode=verify-full&sslrootcert=root.crt',
      says: /^error: cannot connect to .*127\.0\.0\.1/,
      hint: /hint: .*verify-ca/,
    },
    {
      parameters: '?sslmode=verify-full&sslrootcert=gone.crt',
      says: /^error: .*sslrootcert .*can not be read/,
      hint: /hint: .*ini/,
    },
    { parameters: '?sslmode=some', says: /^error: .*sslmode/, hint: /hint: .*verify-full/ },
    {
      at: plain,
      parameters: '?sslmode=require',
      says: /^error: cannot connect to .*SSL/,
      hint: /hint: .*sslmode=disable/,
    },
  ]
}

function mariadbCases(plain: string, named: string): readonly Case[] {
  return [
    { parameters: '', says: /^error: cannot connect to .*/, hint: /hint: .*ssl=required/ },
    { parameters: '?ssl=disabled', says: /^error: cannot connect to .*/, hint: /hint: .*ssl=required/ },
    { parameters: '?ssl=required' },
    { parameters: '?ssl=verify_ca', says: /^error: cannot connect to .*certificate/, hint: /hint: .*ssl_ca/ },
    { parameters: '?ssl=verify_ca&ssl_ca=root.crt' },
    {
      at: named,
      parameters: '?ssl=verify_identity&ssl_ca=root.crt',
      says: /^error: cannot connect to .*localhost/,
      hint: /hint: .*verify_ca/,
    },
    {
      parameters: '?ssl=verify_identity&ssl_ca=root.crt',
      says: /^error: .*verify_identity .* address/,
      hint: /hint: .*verify_ca/,
    },
    {
      parameters: '?ssl=verify_ca&ssl_ca=gone.crt',
      says: /^error: .*ssl_ca .*can not be read/,
      hint: /hint: .*ini/,
    },
    { parameters: '?ssl=some', says: /^error: .*ssl/, hint: /hint: .*verify_identity/ },
    {
      at: plain,
      parameters: '?ssl=required',
      says: /^error: cannot connect to /,
      hint: /hint: .*ssl=disabled/,
    },
  ]
}
