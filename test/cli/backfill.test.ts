import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import { filledTable, onceEach, quickly, slowly, someRowsDone, total } from './filled-table.ts'

describe.each(kinds)('op.backfill on %s', (kind) => {
  test('gives every row its value, batch by batch, and tells how far it is', async () => {
    const { project, query } = await filledTable(
      kind,
      "await op.backfill('item', { set: { n: sql`id * 2` }, batchSize: 64 })",
    )
    const { stderr } = await project.ok('--verbose', 'upgrade', 'head')
    const told = [...stderr.matchAll(/Fill n of item batch by batch: (\d+) of about [\d,]+ rows\n/g)]
    expect(told.map(([, done]) => done)).toEqual(['64', '128', '192', '200'])
    expect(await query('SELECT id FROM item WHERE n <> id * 2')).toEqual([])
    expect(await query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'b2' }])
  })

  test('of an empty table has nothing to do', async () => {
    const { project, query } = await filledTable(kind, slowly, { rows: 0 })
    await project.ok('upgrade', 'head')
    expect(await query('SELECT version_num FROM tsmig_version')).toEqual([{ version_num: 'b2' }])
    expect(await query('SELECT revision FROM tsmig_version_log WHERE unit > 0')).toEqual([])
  })

  test('fills rows that are inserted meanwhile, behind where it is', async () => {
    const { project, query } = await filledTable(kind, slowly)
    const run = project.start('upgrade', 'head')
    await someRowsDone(query, run)
    await query('INSERT INTO item (id, n) VALUES (100000, 0), (-100000, 7)')
    expect((await run.ended).code).toBe(0)
    expect(await query('SELECT n FROM item WHERE id = 100000')).toEqual([{ n: 1 }])
    expect(await query('SELECT n FROM item WHERE id = -100000')).toEqual([{ n: 7 }])
  })

  test('is refused where the log can not be written, and nothing is changed', async () => {
    const { project, query } = await filledTable(kind, slowly)
    await query('DROP TABLE tsmig_version_log')
    await query('CREATE TABLE tsmig_version_log (id integer)')
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(code).toBe(1)
    expect(stderr).toContain(
      "op.backfill of item writes how far it came into the log of tsmig, which can't be used",
    )
    expect(await onceEach(query)).toEqual([0, 0, total])
  })

  test('is one statement in a script', async () => {
    const { project, query, script } = await filledTable(
      kind,
      slowly.replace(', batch', ", where: 'id > 0', batch"),
    )
    const { stdout } = await project.ok('upgrade', 'a1:b2', '--sql')
    expect(stdout).toMatch(
      /-- Online this is done batch by batch.*\n\nUPDATE .item. SET .n. = n \+ 1 WHERE \(id > 0\);/,
    )
    await script(stdout)
    expect(await query('SELECT min(id) AS id FROM item WHERE n = 1')).toEqual([{ id: 1 }])
  })

  test('passes verify', async () => {
    const { project } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `await op.createTable('item', { id: t.integer().primaryKey(), n: t.integer() })
  await op.backfill('item', { set: { n: 1 } })`,
      downgrade: "await op.dropTable('item')",
    })
    await project.ok('verify')
  })

  test('is refused in a transaction that its revision has begun', async () => {
    const { project, query } = await filledTable(kind, `await op.execute('BEGIN')\n  ${quickly}`)
    const path = 'migrations/versions/b2_.ts'
    project.write(path, `${project.read(path)}\nexport const transaction = false\n`)
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(code).toBe(1)
    expect(stderr).toContain("commits each batch, and a transaction of the revision's own is open")
    expect(await onceEach(query)).toEqual([0, 0, total])
  })

  test('given as data is done outside the transaction, too', async () => {
    const { project, query } = await filledTable(
      kind,
      `await op.invoke({ kind: 'backfill', table: { name: 'item' }, set: [{ column: 'n', value: 1 }], batchSize: 50 })
  throw new Error('not this one')`,
    )
    expect((await project.run('upgrade', 'head')).stderr).toContain('not this one')
    expect(await onceEach(query)).toEqual([1, 1, total])
  })
})
