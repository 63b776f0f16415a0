import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultTest } from '../fault-test.ts'
import { tsmigCommand } from '../tools/tsmig.ts'

/** Without the refusal of a key that stands twice (in `startOption` of src/project/config/ini.ts) one of them ended with 0. */
export const badInis: FaultTest = {
  name: 'H3',
  title: 'a bad ini is told with its line',
  databases: ['sqlite'],
  rounds: { short: 1, full: 1 },
  async start() {
    return async ({ folder, run, fail }) => {
      let refused = 0
      for (const [index, { what, ini, line }] of badCases.entries()) {
        const file = join(folder, String(index), 'migrations.ini')
        mkdirSync(join(folder, String(index), 'migrations/versions'), { recursive: true })
        if (ini === undefined) mkdirSync(file)
        else writeFileSync(file, ini)
        const { code, stdout, stderr } = await run(tsmigCommand('--config', file, 'current'))
        const place = line === 0 ? 'migrations.ini' : `migrations.ini:${line}:`
        if (code === 2 && stderr.includes(place) && stderr.includes('hint: ')) refused += 1
        else fail(`${what}: exit ${code}, line ${line} expected: ${stdout}${stderr}`)
      }
      return { files: badCases.length, refused }
    }
  },
}

interface BadCase {
  readonly what: string
  /** Absent: a folder stands in its place. */
  readonly ini: string | Buffer | undefined
  /** Where it is wrong; 0: the file as a whole. */
  readonly line: number
}

const start = '[tsmig]\nscript_location = migrations\n'
const after = (what: string, text: string, line = 3): BadCase => ({ what, ini: `${start}${text}`, line })

const badCases: readonly BadCase[] = [
  { what: 'nothing', ini: '', line: 0 },
  { what: 'no section', ini: 'url = sqlite:///app.db\n', line: 1 },
  { what: 'another section', ini: '[alembic]\nurl = sqlite:///app.db\n', line: 0 },
  { what: 'a folder', ini: undefined, line: 0 },
  {
    what: 'text that is not UTF-8',
    ini: Buffer.from(`${start}url = sqlite:///\xff\xfe.db\n`, 'latin1'),
    line: 3,
  },
  { what: 'UTF-16', ini: Buffer.from(`\ufeff${start}url = sqlite:///app.db\n`, 'utf16le'), line: 1 },
  after('a NUL', 'url = sqlite:///a\0pp.db\n'),
  after('a key twice', 'url = sqlite:///app.db\nurl = sqlite:///b.db\n', 4),
  after('a section twice', 'url = sqlite:///app.db\n[tsmig]\n', 4),
  after('a line that is nothing', 'url\n'),
  after('a value without a key', '= sqlite:///app.db\n'),
  after('a percent sign', 'url = postgresql://u:p%40@h/db\n'),
  after('a name that is missing', 'url = sqlite:///%(missing)s.db\n'),
  after('names in a circle', 'url = %(a)s\na = %(b)s\nb = %(a)s\n'),
  after('a name of its own', 'url = %(url)s\n'),
  after('names nested a million times', `url = ${'%(url)s'.repeat(1_000_000)}\n`),
  after('names that blow up', `url = %(a)s\n${blowUp()}`),
  after('a variable that is not set', `url = \${TSMIG_TEST_NOT_SET}\n`),
  after('a variable without an end', `url = \${HOME\n`),
  after('a url that is none', 'url = app.db\n', 3),
  after('a kind of database that is unknown', 'url = oracle://u@h/db\n', 3),
  after('a duration that is none', 'url = sqlite:///app.db\nlock_timeout = soon\n', 4),
  after('a switch that is none', 'url = sqlite:///app.db\nrecursive_version_locations = perhaps\n', 4),
]

/** Twenty references to the next name, ten times over. */
function blowUp(): string {
  const lines = Array.from(
    { length: 9 },
    (_, at) => `a${at === 0 ? '' : at} = ${`%(a${at + 1})s`.repeat(20)}`,
  )
  return `${lines.join('\n')}\na9 = boom\n`
}
