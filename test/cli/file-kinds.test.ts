import { describe, expect, test } from 'vitest'
import { TestProject } from '../support/project.ts'

const languages = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'] as const

describe.each([undefined, 'module', 'commonjs'])('in a project of type %s', (type) => {
  test('revisions of every kind of file run side by side', async () => {
    const project = TestProject.create()
    if (type !== undefined) project.write('package.json', JSON.stringify({ type }))
    for (const [index, language] of languages.entries()) {
      await project.ok('revision', '-m', `in ${language}`, '--language', language, '--rev-id', `r${index}`)
    }
    await project.ok('upgrade', 'head')
    expect((await project.ok('history')).stdout.split('\n')[0]).toBe('r4 -> r5 (head), in cjs')
    await project.ok('downgrade', 'base')
    expect((await project.ok('current')).stdout).toBe('')
  })

  test('a revision imports the code of the application', async () => {
    const project = TestProject.create({
      files: {
        'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "~/*": ["src/*"] } } }',
        'src/status.ts': `export enum Status { Open = 'open', Closed = 'closed' }\nexport const count = { calls: 0 }\n`,
        'src/words.ts': `import { count } from './status'\nexport const word = (): string => { count.calls += 1; return 'hello' }\n`,
      },
    })
    if (type !== undefined) project.write('package.json', JSON.stringify({ type }))
    project.revision('a1', null, {
      imports: `import { type Op, t } from 'tsmig'
import { Status, count } from '~/status'
import { word } from '../../src/words'`,
      upgrade: `await op.createTable('one', { word: t.varchar(20), status: t.varchar(20), calls: t.integer() })
  await op.bulkInsert('one', [{ word: word(), status: Status.Open, calls: count.calls }])`,
    })
    await project.ok('upgrade', 'head')
    const { default: Sqlite } = await import('better-sqlite3')
    const database = new Sqlite(project.path('app.db'), { readonly: true })
    // One instance of the module, though two files import it.
    expect(database.prepare('SELECT * FROM one').all()).toEqual([{ word: 'hello', status: 'open', calls: 1 }])
    database.close()
  })
})

test('a revision imports lazily, built anew and from what is kept of it', async () => {
  const project = TestProject.create({
    files: { 'node_modules/words/index.mjs': "export const word = 'hello'\n" },
  })
  project.write('node_modules/words/package.json', '{ "exports": { "import": "./index.mjs" } }')
  const write = (id: string, down: string | null, words: string) =>
    project.revision(id, down, {
      upgrade: `const { sql } = await import('tsmig')
  const { sep } = await import('node:path')
  const { word } = await import(${words})
  await op.execute(sql\`SELECT \${word + sep}\`)`,
    })
  write('a1', null, "'words'")
  // The time of a file's change can't be set: a build is kept a second behind it.
  const settled = () => new Promise((resolve) => setTimeout(resolve, 1100))
  await settled()
  for (let times = 0; times < 3; times++) {
    expect((await project.ok('upgrade', 'head')).stderr).not.toContain('Warning')
    await project.ok('downgrade', 'base')
  }
  // Where only the running code knows what it imports, Node does it.
  write('b2', 'a1', "['wor', 'ds'].join('')")
  await settled()
  for (let times = 0; times < 3; times++) {
    await project.ok('upgrade', 'head')
    await project.ok('downgrade', 'base')
  }
})

test('what is no revision is passed over', async () => {
  const project = TestProject.create()
  project.revision('a1', null)
  for (const name of [
    'a1_.d.ts',
    'a1_.d.mts',
    'a1_.js.map',
    '.a1_.ts.swp',
    'a1_.ts~',
    '#a1_.ts#',
    '.hidden.ts',
    'notes.md',
    'data.json',
  ]) {
    project.write(`migrations/versions/${name}`, 'this is no code {{{')
  }
  expect((await project.ok('heads')).stdout).toBe('a1 (head)\n')
})

test('a header that is computed is learnt by importing the file', async () => {
  const project = TestProject.create()
  project.revision('a1', null)
  project.write(
    'migrations/versions/b2.ts',
    `const number = 2
export const revision = \`b\${number}\`
export const downRevision = ['a', 1].join('')
export async function upgrade() {}
export async function downgrade() {}
`,
  )
  project.write(
    'migrations/versions/c3.js',
    `exports.revision = 'c3'\nexports.down_revision = 'b2'\nexports.branch_labels = ['python']\nexports.upgrade = exports.downgrade = async () => {}\n`,
  )
  expect((await project.ok('heads')).stdout).toBe('c3 (python) (head)\n')
  await project.ok('upgrade', 'head')
})

test('an exception points at the line of the .ts file', async () => {
  const project = TestProject.create({
    files: {
      'src/deep.ts': `interface Long {\n  gone: string\n}\n\nexport function fail(): never {\n  throw new Error('deep down')\n}\n`,
    },
  })
  project.revision('a1', null, {
    imports: `import type { Op } from 'tsmig'\nimport { fail } from '../../src/deep'`,
    upgrade: 'await op.run("fails", () => fail())',
  })
  const ran = await project.run('upgrade', 'head', '--raiseerr')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain('migrations/versions/a1_.ts:15:')
  expect(ran.stderr).toContain('src/deep.ts:6:')
})
