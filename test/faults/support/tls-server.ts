import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from './database.ts'
import { makeOwnServer } from './own-server.ts'
import { type Account, findProgram } from './server.ts'

/** A server that takes a user over TLS alone, with a certificate that it signed itself, for another host. */
export interface TlsServer {
  /** Of its database `app`, without a user. */
  readonly url: string
  /** The certificate, as a file. */
  readonly certificate: string
  close(): Promise<void>
}

/** A text where it can't be had. */
export async function startTlsServer(
  kind: 'postgres' | 'mariadb',
  { user, password }: { readonly user: string; readonly password: string },
): Promise<TlsServer | string> {
  const openssl = findProgram('openssl')
  if (openssl === undefined) return 'openssl is not installed'
  let certificate = ''
  const server = await makeOwnServer(kind, ({ data, account }) => {
    certificate = makeCertificate(openssl, data, account)
    if (kind === 'mariadb') return [`--ssl-cert=${certificate}`, `--ssl-key=${join(data, 'server.key')}`]
    const rules = join(data, 'pg_hba.conf')
    writeFileSync(rules, 'host all postgres all trust\nhostssl all all all scram-sha-256\n')
    return ['-c', 'ssl=on']
  })
  if (typeof server === 'string') return server
  const admin = openDatabase(kind, server.urlOf(kind === 'postgres' ? 'postgres' : 'mysql'))
  const text = `'${password.replaceAll("'", "''")}'`
  const setUp =
    kind === 'postgres'
      ? [`CREATE ROLE ${user} LOGIN PASSWORD ${text}`, `CREATE DATABASE app OWNER ${user}`]
      : [
          'CREATE DATABASE app',
          `GRANT ALL ON app.* TO ${user} IDENTIFIED BY ${text}`,
          'SET GLOBAL require_secure_transport = ON',
        ]
  for (const sql of setUp) await admin.query(sql)
  return { url: server.urlOf('app'), certificate, close: () => server.remove() }
}

/** Beside its key, where PostgreSQL looks for both. */
function makeCertificate(openssl: string, folder: string, account: Account | undefined): string {
  const [key, certificate] = [join(folder, 'server.key'), join(folder, 'server.crt')]
  const subject = ['-subj', '/CN=db.example', '-addext', 'subjectAltName=DNS:db.example']
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
  execFileSync(openssl, [...args, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  chmodSync(key, 0o600)
  if (account !== undefined) for (const file of [key, certificate]) chownSync(file, account.uid, account.gid)
  return certificate
}
