import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { linkOf, lintSummary } from '../../src/cli/format/findings.ts'
import { findingsAsSarif } from '../../src/cli/format/findings-as-sarif.ts'
import { findingsForGithub } from '../../src/cli/format/findings-for-github.ts'
import type { LintFinding, LintReport } from '../../src/commands/lint/report.ts'

const hostile = '%0A::error::\u001b[2J\u202e\r\n::stop-commands::x, y'
const found: LintFinding = {
  code: 'drop-table',
  level: 'warning',
  revision: 'a1',
  place: { file: join(process.cwd(), 'versions', 'a:1,%0A b.ts'), line: 14, column: 3 },
  message: `product goes`,
  safe: 'op.nothing()',
}
const whole: LintFinding = { code: 'no-way-back', level: 'note', revision: 'b1', message: 'x', safe: 'y' }

test('what a finding links to is part of the package', () => {
  const [, linked] = /^node_modules\/tsmig\/(.+)#no-way-back$/.exec(linkOf('no-way-back')) ?? []
  expect(manifest.files).toContain(linked)
})

test('the summary says of each database what it went by', () => {
  const sqlite = { name: 'sqlite', version: [3, 40], asked: false } as const
  const servers = [
    { ...sqlite, database: 'shop' },
    { ...sqlite, database: 'audit', asked: true },
  ]
  const report = { revisions: ['a1'], findings: [], servers, failLevel: 'warning', passed: true } as const
  expect(lintSummary(report)).toBe(
    '1 revision, by the rules for SQLite 3.40 in shop, not asked; SQLite 3.40 in audit: nothing dangerous',
  )
})

describe('annotations of GitHub', () => {
  test('place, title and text stand on one line each', () => {
    expect(findingsForGithub([found, { ...whole, database: 'shop' }])).toBe(
      '::warning file=versions/a%3A1%2C%250A b.ts,line=14,col=3,title=drop-table::product goes%0AInstead: op.nothing()%0Anode_modules/tsmig/docs/lint.md#drop-table\n' +
        '::notice title=no-way-back::shop: b1: x%0AInstead: y%0Anode_modules/tsmig/docs/lint.md#no-way-back\n',
    )
  })

  test('names can begin no command, and hold no control characters', () => {
    const text = findingsForGithub([{ ...found, message: hostile, safe: hostile }])
    expect(text.split('\n')).toHaveLength(2)
    expect(text).toContain('%250A::error::\\u001b[2J\\u202e\\u000d%0A::stop-commands::x, y')
  })
})

describe('SARIF', () => {
  const report = (findings: readonly LintFinding[]): LintReport => ({
    revisions: ['a1'],
    findings,
    servers: [],
    failLevel: 'warning',
    passed: false,
  })
  const read = (findings: readonly LintFinding[]) => JSON.parse(findingsAsSarif(report(findings)))

  test('has each rule once, and each finding with its place', () => {
    const log = read([found, whole, found])
    expect(log).toMatchObject({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'tsmig', rules: [{ id: 'drop-table' }, { id: 'no-way-back' }] } } }],
    })
    const [run] = log.runs
    expect(run.results).toHaveLength(3)
    expect(run.results[0]).toEqual({
      ruleId: 'drop-table',
      ruleIndex: 0,
      level: 'warning',
      message: { text: 'product goes. Instead: op.nothing()' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'versions/a%3A1%2C%250A%20b.ts' },
            region: { startLine: 14, startColumn: 3 },
          },
        },
      ],
    })
    expect(run.results[1].locations).toEqual([{ logicalLocations: [{ name: 'b1', kind: 'module' }] }])
  })

  test('names hold no control characters, and a file elsewhere has a whole URI', () => {
    const place = { file: '/else where/a.ts', line: 1, column: 1 }
    const [{ results }] = read([{ ...found, place, message: hostile }]).runs
    expect(results[0].message.text).toContain('\\u001b[2J\\u202e\\u000d\n::stop')
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(pathToFileURL(place.file).href)
  })

  test('is whole where nothing was found', () => {
    expect(read([]).runs[0].results).toEqual([])
  })
})
