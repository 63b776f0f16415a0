import { describe, expect, onTestFinished, test } from 'vitest'
import { openClient } from '../support/client.ts'
import { kinds } from '../support/databases.ts'
import { filledTable, onceEach, quickly, slowly, someRowsDone, total } from './filled-table.ts'

describe.each(kinds)('op.backfill on %s', (kind) => {
  test('that was killed half-way goes on behind its last batch: each row is done once', async () => {
    const { project, query } = await filledTable(kind, slowly)
    const run = project.start('upgrade', 'head')
    await someRowsDone(query, run)
    run.kill('SIGKILL')
    expect((await run.ended).code).toBe(-2)
    expect((await project.ok('repair')).stdout).toMatch(
      /in flight: Fill n of item batch by batch \(\d+ rows are done\)/,
    )
    // How fast it goes may be another.
    project.revision('b2', 'a1', { upgrade: quickly })
    const { stderr } = await project.ok('upgrade', 'head')
    expect(stderr).toMatch(/Fill n of item batch by batch: \d+ rows were done before/)
    expect(await onceEach(query)).toEqual([1, 1, total])
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that %s interrupts ends between two batches', async (signal, code) => {
    const { project, query } = await filledTable(kind, slowly)
    const run = project.start('upgrade', 'head')
    await someRowsDone(query, run)
    run.kill(signal)
    const ended = await run.ended
    expect(ended.code, ended.stderr).toBe(code)
    expect(ended.stderr).toMatch(/interrupted; \d*[05] rows are done, and the next run goes on behind them/)
    project.revision('b2', 'a1', { upgrade: quickly })
    await project.ok('upgrade', 'head')
    expect(await onceEach(query)).toEqual([1, 1, total])
  })

  test('that failed half-way goes on when what failed is mended', async () => {
    const { project, query } = await filledTable(
      kind,
      "await op.backfill('item', { set: { n: sql`n + 1 + (SELECT count(*) FROM not_there)` }, batchSize: 9 })",
    )
    expect((await project.run('upgrade', 'head')).stderr).toContain('not_there')
    await project.ok('repair')
    project.revision('b2', 'a1', { upgrade: quickly })
    await project.ok('upgrade', 'head')
    expect(await onceEach(query)).toEqual([1, 1, total])
  })

  test('whose values were edited when it was half done goes on only when somebody says so', async () => {
    const { project, query } = await filledTable(kind, slowly)
    const run = project.start('upgrade', 'head')
    await someRowsDone(query, run)
    run.kill('SIGKILL')
    await run.ended
    project.revision('b2', 'a1', { upgrade: quickly.replace('n + 1', 'n + 2') })
    const refused = await project.run('upgrade', 'head')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('was cut off, and what it did then was edited since')
    await project.ok('repair', '--continue')
    await project.ok('upgrade', 'head')
    expect(await onceEach(query)).toEqual([1, 2, total])
  })

  test('begins with the first row again when it was taken back by hand', async () => {
    const { project, query } = await filledTable(kind, slowly)
    const run = project.start('upgrade', 'head')
    await someRowsDone(query, run)
    run.kill('SIGKILL')
    await run.ended
    await query('UPDATE item SET n = 0')
    await project.ok('repair', '--reverted')
    project.revision('b2', 'a1', { upgrade: quickly })
    await project.ok('upgrade', 'head')
    expect(await onceEach(query)).toEqual([1, 1, total])
  })

  test('that goes by another key when it was half done is refused', async () => {
    const table = 'id: t.integer().primaryKey(), other: t.integer().notNull().unique(), n: t.integer()'
    const { project, query } = await filledTable(kind, slowly, { table, row: 'other: at' })
    const run = project.start('upgrade', 'head')
    await someRowsDone(query, run)
    run.kill('SIGKILL')
    await run.ended
    project.revision('b2', 'a1', { upgrade: quickly.replace('{', "{ key: 'other',") })
    await project.ok('repair', '--continue')
    const refused = await project.run('upgrade', 'head')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('was cut off when it went by id, and is to go by other now')
    expect(refused.stderr).toContain("{ key: ['id'] }")
    await project.ok('repair', '--continue', 'done')
    await project.ok('upgrade', 'head')
    expect(await onceEach(query)).toEqual([0, 1, total])
  })
})

describe.each(kinds.filter((kind) => kind !== 'sqlite'))('a backfill on %s', (kind) => {
  test('waits for rows that somebody holds, in short turns, and does each once', async () => {
    const { project, query, url } = await filledTable(kind, slowly.replace(', pause: 40', ''))
    const holder = await openClient(kind, url)
    onTestFinished(() => holder.close())
    await holder.query('BEGIN')
    await holder.query('UPDATE item SET n = 0 WHERE id = 100')
    const run = project.start('upgrade', 'head', '--table-lock-timeout', kind === 'postgres' ? '100ms' : '1s')
    await someRowsDone(query, run)
    if (kind === 'postgres') await new Promise((resolve) => setTimeout(resolve, 500))
    await holder.query('COMMIT')
    const { code, stderr } = await run.ended
    expect(code, stderr).toBe(0)
    expect(await onceEach(query)).toEqual([1, 1, total])
  })
})

test.skipIf(!kinds.includes('mysql'))('a batch that was chosen to end a deadlock is done again', async () => {
  const { project, query, url } = await filledTable('mysql', quickly.replace('60', '500'))
  await query('CREATE TABLE other (id integer AUTO_INCREMENT PRIMARY KEY)')
  const holder = await openClient('mysql', url)
  onTestFinished(() => holder.close())
  await holder.query('BEGIN')
  // The transaction that has changed fewer rows is the one that goes.
  await holder.query('INSERT INTO other (id) SELECT seq FROM seq_1_to_2000')
  await holder.query('UPDATE item SET n = 0 WHERE id = 400')
  const run = project.start('upgrade', 'head', '--table-lock-timeout', '20s')
  // The server tells it anew only where nobody has asked for a tenth of a second.
  const waits =
    'SELECT 1 FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id' +
    " WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()"
  while ((await query(waits)).length === 0) await new Promise((resolve) => setTimeout(resolve, 200))
  await holder.query('UPDATE item SET n = 0 WHERE id = -50')
  await holder.query('COMMIT')
  const { code, stderr } = await run.ended
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('Deadlock found')
  expect(await onceEach(query)).toEqual([1, 1, total])
})
