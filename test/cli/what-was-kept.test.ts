import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import { filledTable } from './filled-table.ts'

const nothing = 'hint: Nothing of revision b2 was kept.'
const makes = "await op.createTable('made', { id: t.integer() })"
const fails = "await op.execute('SELECT nonsense')"
const outside = (...body: readonly string[]) =>
  `await op.outsideTransaction(async () => { ${body.join('; ')} })`

describe.each(kinds)('what a revision has left that failed, on %s', (kind) => {
  const some = kind === 'mysql' ? 'did before is still there' : 'did outside its transaction is still there'

  test.each([
    ['a backfill that was refused', "await op.backfill('nowhere', { set: { n: 1 } })", nothing],
    ['a statement that failed', outside(fails), nothing],
    [
      'a text of several statements, of which some may have been done',
      outside("await op.execute('SELECT 1; SELECT nonsense')"),
      some,
    ],
    ['a statement before one that failed', outside(makes, fails), some],
    ['a transaction before a statement that failed', `${makes}; ${outside(fails)}`, some],
    ['code that failed', outside("await op.run('fails', () => { throw new Error('no') })"), some],
    ['a statement before the transaction that failed', `${outside(makes)}; ${fails}`, some],
    ['nothing before the transaction that failed', `${outside()}; ${fails}`, nothing],
  ])('%s', async (_, upgrade, left) => {
    const { project } = await createProject(kind)
    project.revision('a1', null)
    project.revision('b2', 'a1', { upgrade })
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(code).toBe(1)
    expect(stderr).toContain(left)
  })

  test.each([
    ['without a transaction, a statement that failed', fails, nothing],
    ['without a transaction, a statement before one that failed', `${makes}; ${fails}`, some],
  ])('%s', async (_, upgrade, left) => {
    const { project } = await createProject(kind)
    project.revision('a1', null)
    project.revision('b2', 'a1', {
      upgrade,
      imports: `import { type Op, t } from 'tsmig'\nexport const transaction = false`,
    })
    expect((await project.run('upgrade', 'head')).stderr).toContain(left)
  })

  test.each([
    [
      'that failed in it',
      ['', '', fails],
      'Nothing of revision c3 was kept. Revisions a1 and b2, which ran before it in the same transaction, were not committed.',
    ],
    [
      'that left it, and failed',
      ['', '', outside(fails)],
      'Nothing of revision c3 was kept. Revisions a1 and b2, which ran before it in the same transaction, are committed.',
    ],
    [
      'that did something, left it, and failed',
      ['', '', `${makes}; ${outside(fails)}`],
      'Revisions a1 and b2, which ran before it in the same transaction, are committed.',
    ],
    [
      'behind one that left it',
      ['', outside(), fails],
      'Nothing of revision c3 was kept. Revision a1, which ran before it in the same transaction, is committed. Revision b2, which ran before it in the same transaction, was not committed.',
    ],
    ['that is the first', [fails, '', ''], 'Nothing of revision a1 was kept.'],
    [
      'behind one without a transaction',
      ['export const transaction = false', '', fails],
      'Nothing of revision c3 was kept. Revision b2, which ran before it in the same transaction, was not committed.',
    ],
  ])('a revision in one transaction for all %s', async (_, upgrades, left) => {
    const { project } = await createProject(kind, { ini: 'transaction_per_migration = false' })
    const ids = ['a1', 'b2', 'c3']
    for (const [at, id] of ids.entries()) {
      const text = upgrades[at] ?? ''
      const isExport = text.startsWith('export')
      project.revision(id, ids[at - 1] ?? null, {
        upgrade: isExport ? '' : text,
        imports: `import { type Op, t } from 'tsmig'\n${isExport ? text : ''}`,
      })
    }
    const { stderr } = await project.run('upgrade', 'head')
    expect(stderr).toMatch(new RegExp(`${left.replaceAll('.', '\\.')}(?! Rev)`))
    if (left.startsWith('Nothing')) expect(stderr).toContain(`hint: ${left}`)
  })

  test('what an earlier run has left is still there', async () => {
    const { project } = await createProject(kind)
    project.revision('a1', null)
    project.revision('b2', 'a1', { upgrade: outside(makes, fails) })
    for (let time = 0; time < 2; time += 1)
      expect((await project.run('upgrade', 'head')).stderr).toContain(some)
  })
})

test.each([
  ['fails', 'NULL', nothing],
  ['is done', '0', 'did outside its transaction is still there'],
])('a rebuild on SQLite that %s outside the transaction', async (_, value, left) => {
  const { project, query } = await filledTable(
    'sqlite',
    outside("await op.alterColumn('item', 'n', { nullable: false })", fails),
  )
  await query(`UPDATE item SET n = ${value}`)
  expect((await project.run('upgrade', 'head')).stderr).toContain(left)
})

test.each([
  ['an index that is not valid', [7, 7], 'did outside its transaction is still there'],
  ['an index that was not begun', undefined, nothing],
])('CREATE INDEX CONCURRENTLY leaves %s', async (_, rows, left) => {
  const { project, query } = await createProject('postgres')
  project.revision('a1', null)
  project.revision('b2', 'a1', {
    upgrade: outside("await op.createIndex('by_n', 'item', ['n'], { unique: true, concurrently: true })"),
  })
  if (rows !== undefined) {
    await query('CREATE TABLE item (n integer)')
    await query(`INSERT INTO item VALUES ${rows.map((n) => `(${n})`).join(', ')}`)
  }
  expect((await project.run('upgrade', 'head')).stderr).toContain(left)
})

test.skipIf(!kinds.includes('postgres'))('a connection that breaks in the COMMIT', async () => {
  const { project } = await createProject('postgres')
  project.revision('a1', null)
  const body = 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
  project.revision('b2', 'a1', {
    upgrade: [
      makes,
      `await op.execute("CREATE FUNCTION breaks() RETURNS trigger LANGUAGE plpgsql AS $$ ${body} $$")`,
      "await op.execute('CREATE CONSTRAINT TRIGGER breaks AFTER INSERT ON made DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION breaks()')",
      "await op.execute('INSERT INTO made VALUES (1)')",
    ].join('; '),
  })
  const { code, stderr } = await project.run('upgrade', 'head')
  expect(code).toBe(1)
  expect(stderr).toContain(
    'The connection broke before the server had answered that revision b2 was committed: "tsmig current" tells',
  )
})
