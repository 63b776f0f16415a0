import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds } from '../support/databases.ts'
import { TestProject } from '../support/project.ts'

/** base ─ a1 ┬ b2 (shop) ─ b3 ┬ d5 ; and an island e6 (extra) that depends on the shop. */
function addGraph(project: TestProject): void {
  const table = (name: string) => ({
    upgrade: `await op.createTable('${name}', { id: t.integer() })`,
    downgrade: `await op.dropTable('${name}')`,
  })
  project.revision('a1', null, table('ta1'))
  project.revision('b2', 'a1', { ...table('tb2'), labels: ['shop'] })
  project.revision('c4', 'a1', table('tc4'))
  project.revision('b3', 'b2', table('tb3'))
  project.revision('d5', ['b3', 'c4'], table('td5'))
  project.revision('e6', null, { ...table('te6'), labels: ['extra'], dependsOn: 'shop' })
}

async function graphProject(kind: Kind) {
  const database = await createProject(kind)
  addGraph(database.project)
  const rows = async () => {
    const found = await database.query('SELECT version_num FROM tsmig_version ORDER BY version_num')
    return found.map(({ version_num }) => version_num)
  }
  return { ...database, rows }
}

describe.each(kinds)('a branched history on %s', (kind) => {
  test('branches are applied one by one, merged, and taken apart again', async () => {
    const { project, rows, tables } = await graphProject(kind)
    await project.ok('upgrade', 'shop@b3')
    expect(await rows()).toEqual(['b3'])
    await project.ok('upgrade', 'c4')
    expect(await rows()).toEqual(['b3', 'c4'])
    await project.ok('upgrade', 'd5')
    expect(await rows()).toEqual(['d5'])
    await project.ok('downgrade', 'b3')
    expect(await rows()).toEqual(['b3', 'c4'])
    await project.ok('upgrade', 'heads')
    expect(await rows()).toEqual(['d5', 'e6'])
    expect(await tables()).toEqual(['ta1', 'tb2', 'tb3', 'tc4', 'td5', 'te6', 'tsmig_version'])
    await project.ok('downgrade', 'extra@base')
    expect(await rows()).toEqual(['d5'])
    await project.ok('downgrade', 'base')
    expect(await rows()).toEqual([])
    expect(await tables()).toEqual(['tsmig_version'])
  })

  test('a dependency is pulled in, and shown as current', async () => {
    const { project, rows } = await graphProject(kind)
    await project.ok('upgrade', 'extra@head')
    expect(await rows()).toEqual(['e6'])
    expect((await project.ok('current')).stdout).toContain('e6 (head)')
  })

  test('stamp moves the rows and runs nothing', async () => {
    const { project, rows, tables } = await graphProject(kind)
    await project.ok('stamp', 'b3', 'c4')
    expect(await rows()).toEqual(['b3', 'c4'])
    await project.ok('stamp', 'd5')
    expect(await rows()).toEqual(['d5'])
    await project.ok('stamp', 'b2')
    expect(await rows()).toEqual(['b2'])
    await project.ok('stamp', '--purge', 'heads')
    expect(await rows()).toEqual(['d5', 'e6'])
    await project.ok('stamp', '--purge', 'base')
    expect(await rows()).toEqual([])
    expect(await tables()).toEqual(['tsmig_version'])
  })

  test('stamp and ensure-version as scripts leave the same rows', async () => {
    const online = await graphProject(kind)
    const offline = await graphProject(kind)
    await online.project.ok('ensure-version')
    await offline.script((await offline.project.ok('ensure-version', '--sql')).stdout)
    expect(await offline.contents()).toEqual(await online.contents())
    await online.project.ok('stamp', 'd5')
    await offline.script((await offline.project.ok('stamp', '--sql', 'd5')).stdout)
    expect(await offline.contents()).toEqual(await online.contents())
    await online.project.ok('stamp', 'b3')
    await offline.script((await offline.project.ok('stamp', '--sql', 'd5:b3')).stdout)
    expect(await offline.contents()).toEqual(await online.contents())
  })
})

describe('listings', () => {
  test('show branch points, labels, dependencies and merges', async () => {
    const project = TestProject.create()
    addGraph(project)
    expect((await project.ok('heads')).stdout).toBe('d5 (shop) (head)\ne6 (extra) (head)\n')
    expect((await project.ok('branches')).stdout).toBe(
      'a1 (branchpoint)\n   -> b2 (shop), b2\n   -> c4, c4\n',
    )
    const lines = (await project.ok('history')).stdout.trim().split('\n')
    expect(lines).toContain('<base> (shop) -> e6 (extra) (head), e6')
    expect(lines).toContain('b3, c4 -> d5 (shop) (head) (mergepoint), d5')
    expect(lines).toContain('<base> -> a1 (branchpoint), a1')
    const verbose = (await project.ok('show', 'd5')).stdout
    expect(verbose).toContain('Rev: d5 (head) (mergepoint)\nMerges: b3, c4\nBranch names: shop\nPath: ')
    expect((await project.ok('show', 'e6')).stdout).toContain('Also depends on: shop\n')
    expect((await project.ok('show', 'a1')).stdout).toContain('Branches into: b2, c4\n')
  })

  test('tell a head that another branch depends on', async () => {
    const project = TestProject.create()
    project.revision('a1', null, { labels: ['lib'] })
    project.revision('b2', null, { labels: ['app'], dependsOn: 'a1' })
    expect((await project.ok('heads')).stdout).toBe('a1 (lib) (effective head)\nb2 (app) (head)\n')
    expect((await project.ok('heads', '--resolve-dependencies')).stdout).toBe('b2 (app) (head)\n')
  })

  test('merge joins the heads', async () => {
    const project = TestProject.create()
    addGraph(project)
    await project.ok('merge', 'heads', '-m', 'all together', '--rev-id', 'f7', '--branch-label', 'whole')
    const text = project.read('migrations/versions/f7_all_together.ts')
    expect(text).toContain("export const downRevision = ['d5', 'e6']")
    expect(text).toContain("export const branchLabels = 'whole'")
    expect((await project.ok('heads')).stdout).toMatch(/^f7 \(.*whole.*\) \(head\)\n$/)
  })

  test('a new revision can depend on another branch', async () => {
    const project = TestProject.create()
    project.revision('a1', null, { labels: ['lib'] })
    project.revision('b2', null, { labels: ['app'] })
    await project.ok(
      'revision',
      '--head',
      'app@head',
      '--depends-on',
      'lib',
      '--depends-on',
      'a1',
      '--rev-id',
      'c3',
    )
    expect((await project.ok('show', 'c3')).stdout).toContain('Also depends on: lib, a1\n')
  })
})

test('a revision without a message ends its line without a comma', async () => {
  const project = TestProject.create()
  const header = "export const revision = 'a1'\nexport const downRevision = null\n"
  project.write('migrations/versions/a1.ts', `${header}export async function upgrade() {}\n`)
  expect((await project.ok('history')).stdout).toBe('<base> -> a1 (head)\n')
  expect((await project.ok('status')).stdout).toBe('at <base>\npending a1 (head)\n')
})
