import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { revisionText } from '../../support/revision-text.ts'
import type { FaultTest } from '../fault-test.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'

/**
 * With `process.exit` left to itself (in src/cli/unfinished.ts, no listener) three of them ended with 0, and said
 * nothing.
 */
export const badFiles: FaultTest = {
  name: 'H2',
  title: 'bad revision files are named, and none looks like success',
  databases: ['sqlite'],
  rounds: { short: 1, full: 1 },
  largest: ['most seconds'],
  async start() {
    return async ({ database, folder, run, fail }) => {
      let [refused, seconds] = [0, 0]
      for (const [index, { what, files, names = Object.keys(files), make }] of badCases.entries()) {
        const project = join(folder, String(index))
        mkdirSync(project)
        writeProject(project, database.url, [])
        const versions = join(project, 'migrations/versions')
        for (const [name, text] of Object.entries(files)) writeFileSync(join(versions, name), text)
        make?.(versions)
        const ended = await run(tsmigCommand('--config', join(project, 'migrations.ini'), 'upgrade', 'head'))
        seconds = Math.max(seconds, ended.seconds)
        const named = names.some((name) => ended.stderr.includes(name))
        const holds = ended.code !== 0 && ended.signal === null && named && !/\n\s+at .*\(/.test(ended.stderr)
        if (holds) refused += 1
        else fail(`${what}: ${ended.signal ?? `exit ${ended.code}`}: ${ended.stdout}${ended.stderr}`)
      }
      if (seconds > 10) fail(`one of them took ${seconds} s`)
      return { files: badCases.length, refused, 'most seconds': Math.ceil(seconds) }
    }
  },
}

interface BadCase {
  readonly what: string
  readonly files: Readonly<Record<string, string>>
  /** One of these is named; absent: one of the files. */
  readonly names?: readonly string[]
  /** What can't be told as a text. */
  readonly make?: (versions: string) => void
}

const plain = (id: string, down: string | null, upgrade = '') => revisionText(id, down, { upgrade })
const called = (id: string): BadCase => ({
  what: `a revision called ${id}`,
  files: { 'a.ts': plain(id, null) },
})

const badCases: readonly BadCase[] = [
  { what: 'a syntax error', files: { 'a.ts': 'export const revision = = 1' } },
  { what: 'no revision', files: { 'a.ts': 'export const x = 1' } },
  {
    what: 'a revision that is a number',
    files: { 'a.ts': 'export const revision = 7\nexport const downRevision = null' },
  },
  { what: 'a revision twice', files: { 'a.ts': plain('a1', null), 'b.ts': plain('a1', null) } },
  { what: 'a revision on itself', files: { 'a.ts': plain('a1', 'a1') } },
  { what: 'a circle of two', files: { 'a.ts': plain('a1', 'b2'), 'b.ts': plain('b2', 'a1') } },
  {
    what: 'a circle of a thousand',
    files: Object.fromEntries(
      Array.from({ length: 1000 }, (_, at) => [`f${at}.ts`, plain(`r${at}`, `r${(at + 999) % 1000}`)]),
    ),
  },
  {
    what: 'a circle of dependencies',
    files: {
      'a.ts': revisionText('a1', null, { dependsOn: 'b2' }),
      'b.ts': revisionText('b2', null, { dependsOn: 'a1' }),
    },
  },
  { what: 'a parent that is missing', files: { 'a.ts': plain('a1', 'gone') } },
  {
    what: 'a dependency that is missing',
    files: { 'a.ts': revisionText('a1', null, { dependsOn: 'gone' }) },
  },
  {
    what: 'a label twice',
    files: {
      'a.ts': revisionText('a1', null, { labels: ['l'] }),
      'b.ts': revisionText('b2', null, { labels: ['l'] }),
    },
  },
  { what: 'an empty file', files: { 'a.ts': '' } },
  { what: 'a file of NULs', files: { 'a.ts': '\0'.repeat(4096) } },
  { what: 'a folder', files: {}, names: ['a.ts'], make: (versions) => mkdirSync(join(versions, 'a.ts')) },
  {
    what: 'a link to nothing',
    files: {},
    names: ['a.ts'],
    make: (versions) => symlinkSync(join(versions, 'gone.ts'), join(versions, 'a.ts')),
  },
  {
    what: 'a pipe that nobody writes to',
    files: {},
    names: ['a.ts'],
    make: (versions) => void execFileSync('mkfifo', [join(versions, 'a.ts')]),
  },
  ...['head', 'heads', 'base', 'current', 'a@b', 'a:b', '-1'].map(called),
  {
    what: 'an import that throws',
    files: { 'a.ts': "export const revision = 'a'.trim()\nthrow new Error('no')" },
  },
  { what: 'an import that is missing', files: { 'a.ts': `import './gone'\n${plain('a1', null)}` } },
  {
    what: 'an import that never ends',
    files: { 'a.ts': `${plain('a1', null)}\nawait new Promise(() => {})` },
  },
  { what: 'an upgrade that throws', files: { 'a.ts': plain('a1', null, "throw new Error('no')") } },
  { what: 'an upgrade that throws nothing', files: { 'a.ts': plain('a1', null, 'throw undefined') } },
  { what: 'an upgrade that never ends', files: { 'a.ts': plain('a1', null, 'await new Promise(() => {})') } },
  { what: 'an upgrade that ends the process', files: { 'a.ts': plain('a1', null, 'process.exit(0)') } },
  {
    what: 'an upgrade that ends the process later',
    files: { 'a.ts': plain('a1', null, 'setTimeout(() => process.exit(0)); await new Promise(() => {})') },
  },
  { what: 'an import that ends the process', files: { 'a.ts': `${plain('a1', null)}\nprocess.exit(0)` } },
  {
    what: 'an upgrade that is none',
    files: {
      'a.ts': "export const revision = 'a1'\nexport const downRevision = null\nexport const upgrade = 1",
    },
  },
  { what: 'SQL without its parts', files: { 'a.sql': '-- revision: a1\ncreate table t (id int);' } },
  { what: 'SQL with a quote left open', files: { 'a.sql': "-- revision: a1\n-- upgrade\nselect 'x;\n" } },
]
