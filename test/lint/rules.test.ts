import { describe, expect, test } from 'vitest'
import { readSettings, targetOf } from '../../src/commands/database/settings.ts'
import { collectForLint } from '../../src/commands/lint/collect.ts'
import { openProject } from '../../src/commands/open.ts'
import { lintedRevision } from '../../src/lint/entries.ts'
import { lint } from '../../src/lint/lint.ts'
import { rules } from '../../src/lint/rules/rules.ts'
import { serverOf } from '../../src/lint/server.ts'
import { TestProject } from '../support/project.ts'
import { type Case, cases, tablesOf } from './cases.ts'
import { imports, type ServerName, urls, writeRevision } from './lint-revision.ts'

describe.each(['postgres', 'mysql', 'mariadb', 'sqlite'] as const)('%s', (server) => {
  const own = cases.filter(({ on = 'postgres' }) => on === server)

  test('each rule finds what it is about, and is silent about what is safe', async () => {
    const found = await findingsOf(server, own)
    const wrong = own.flatMap((one, index) => {
      const codes = found[index]?.map(({ code }) => code) ?? []
      const isRight =
        (one.finds === undefined || codes.includes(one.finds)) &&
        (one.silent === undefined || !codes.includes(one.silent))
      return isRight ? [] : [{ ...one, codes }]
    })
    expect(wrong).toEqual([])
  })
})

test('every rule has a case that triggers it and one that does not, on a server that it is for', () => {
  const missing = rules.flatMap(({ code, servers }) => {
    const on = cases.filter(({ on = 'postgres' }) => servers.includes(on))
    return on.some(({ finds }) => finds === code) && on.some(({ silent }) => silent === code) ? [] : [code]
  })
  expect(missing).toEqual([])
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length)
})

/** One project for all: their files are built together, and each is looked at by itself. */
async function findingsOf(server: ServerName, own: readonly Case[]) {
  const project = TestProject.create({ url: urls[server] })
  project.revision('base0', null, { upgrade: tablesOf[server], imports })
  for (const [index, one] of own.entries()) writeRevision(project, `case${index}`, one)
  const opened = await openProject({ cwd: project.directory })
  const settings = await readSettings(opened)
  const revisions = ['base0', ...own.keys()].map((key) =>
    opened.graph.require(typeof key === 'string' ? key : `case${key}`),
  )
  const [base, ...collected] = (await collectForLint(opened, revisions, settings)).map((one) =>
    lintedRevision(one, targetOf(settings).dialect),
  )
  if (base === undefined) throw new Error('nothing was collected')
  return collected.map((revision, index) =>
    lint({
      server: serverOf(server, own[index]?.version),
      revisions: [revision],
      before: [base],
      rules,
      hasLockTimeout: false,
    }),
  )
}
