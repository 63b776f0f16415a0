import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { withoutBinary } from '../../src/runtime/sqlite-driver.ts'
import { TestProject } from '../support/project.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A project whose tsmig is installed beside what it needs, but for the drivers that are no dependency of it. */
function install(url: string): TestProject {
  const project = TestProject.create({ url })
  for (const part of ['bin', 'dist', 'templates', 'package.json']) {
    cpSync(`${root}${part}`, project.path(`tsmig/${part}`), { recursive: true })
  }
  mkdirSync(project.path('tsmig/node_modules'))
  link(project, dependenciesOf(`${root}package.json`))
  return project
}

function dependenciesOf(path: string): readonly string[] {
  return Object.keys(JSON.parse(readFileSync(path, 'utf8')).dependencies)
}

function link(project: TestProject, names: readonly string[]): void {
  for (const name of names) {
    const place = project.path(`tsmig/node_modules/${name}`)
    if (!existsSync(place)) symlinkSync(`${root}node_modules/${name}`, place)
  }
}

/** As an installer leaves it that runs no scripts of packages. */
function addSqliteWithoutBinary(project: TestProject): void {
  for (const part of ['package.json', 'lib']) {
    const place = `node_modules/better-sqlite3/${part}`
    cpSync(`${root}${place}`, project.path(`tsmig/${place}`), { recursive: true })
  }
  link(project, ['bindings'])
}

function current(project: TestProject, env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [project.path('tsmig/bin/tsmig.cjs'), 'current'], {
    cwd: project.directory,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  })
}

const pnpm = { npm_config_user_agent: 'pnpm/10.34.9 npm/? node/v20.20.2 linux x64' }
const yarn = { npm_config_user_agent: 'yarn/4.18.1 npm/? node/v20.20.2 linux x64' }
const yarn1 = { npm_config_user_agent: 'yarn/1.22.22 npm/? node/v20.20.2 linux x64' }
/** The newest that runs on this version of Node. */
const sqlite = Number(process.versions.node.split('.')[0]) < 22 ? 'better-sqlite3@12' : 'better-sqlite3'

test('without mysql2, a mysql url is answered with how to install it', () => {
  const project = install('mysql://root:s3cret@127.0.0.1:3306/app')
  const ran = current(project)
  expect(ran.stderr).toContain('the MySQL driver "mysql2" could not be loaded')
  expect(ran.stderr).toContain('npm install mysql2')
  expect(ran.stderr).not.toContain('s3cret')
  expect(ran.status).not.toBe(0)
  expect(current(project, pnpm).stderr).toContain('pnpm add mysql2')
})

test('without better-sqlite3, which some installers leave out where its newest needs a newer Node', () => {
  const project = install('sqlite:///app.db')
  const ran = current(project)
  expect(ran.stderr).toContain('the SQLite driver "better-sqlite3" could not be loaded')
  expect(ran.stderr).toContain(`npm install ${sqlite}`)
  expect(ran.status).toBe(1)
  expect(current(project, pnpm).stderr).toContain(`pnpm add ${sqlite}`)
})

test.each([
  [
    'without a binary',
    undefined,
    /^error: the SQLite driver "better-sqlite3" is installed without its binary\n/,
    'pnpm approve-builds',
  ],
  [
    'with the binary of another system',
    'not a binary',
    /^error: the SQLite driver "better-sqlite3" has a binary that can't be loaded: \//,
    'pnpm rebuild better-sqlite3',
  ],
])('better-sqlite3 %s', (_, binary, told, byPnpm) => {
  const project = install('sqlite:///app.db')
  addSqliteWithoutBinary(project)
  if (binary !== undefined) {
    const path = project.path('tsmig/node_modules/better-sqlite3/build/Release/better_sqlite3.node')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, binary)
  }
  const ran = current(project)
  expect(ran.stderr).toMatch(told)
  expect(ran.stderr).toContain('npm rebuild better-sqlite3')
  expect(ran.stderr.split('\n').length).toBe(3)
  expect(ran.status).toBe(1)
  expect(current(project, pnpm).stderr).toContain(byPnpm)
  expect(current(project, yarn).stderr).toContain('yarn rebuild better-sqlite3')
  expect(current(project, yarn1).stderr).toContain('yarn install --force')
})

test('better-sqlite3 without a binary, by a connection of knex', () => {
  const project = install('sqlite:///app.db')
  addSqliteWithoutBinary(project)
  const place = 'node_modules/knex'
  rmSync(project.path(`tsmig/${place}`))
  // A link would have knex look for its driver where it really stands.
  cpSync(`${root}${place}`, project.path(`tsmig/${place}`), { recursive: true })
  link(project, dependenciesOf(`${root}${place}/package.json`))
  const connection =
    "{ client: 'better-sqlite3', connection: { filename: 'app.db' }, useNullAsDefault: true }"
  project.write('migrations/env.ts', `export default { connection: ${connection} }\n`)
  expect(current(project).stderr).toMatch(/is installed without its binary\n.*npm rebuild better-sqlite3/)
})

test('a binary of something else that can not be loaded is not taken for that of better-sqlite3', () => {
  const project = TestProject.create()
  const load = (name: string): unknown => {
    project.write(name, 'not a binary')
    try {
      process.dlopen({ exports: {} }, project.path(name))
    } catch (error) {
      return error
    }
    return undefined
  }
  expect(load('other.node')).toMatchObject({ code: 'ERR_DLOPEN_FAILED' })
  expect(withoutBinary(load('other.node'))).toBeUndefined()
  expect(withoutBinary(load('better-sqlite3/prebuilds/linux-x64.node'))).toMatchObject({ code: 'no-driver' })
})
