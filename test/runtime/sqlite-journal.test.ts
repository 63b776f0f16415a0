import { existsSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/runtime/connect.ts'
import { acquireRunLock } from '../../src/runtime/lock/run-lock.ts'
import { openSqliteFile } from '../support/sqlite-file.ts'

const policy = { table: { name: 'tsmig_version' }, enabled: true, timeout: 5000, onWait: () => {} }

/** A run on a database file with such a journal, beside another connection to it. */
async function openRun(mode: string) {
  const { file, session, other } = await openSqliteFile(mode)
  const { ends, release } = await acquireRunLock(session, policy)
  return {
    session,
    other,
    release,
    isThere: () => existsSync(`${file}-journal`),
    async transactions(count: number, sql = 'INSERT INTO item VALUES (1)') {
      for (let at = 0; at < count; at++) {
        await ends.begin(session, 'BEGIN IMMEDIATE')
        await session.run({ sql })
        await ends.commit(session)
      }
    },
    asked: async (name: string) => Object.values((await session.query(`PRAGMA main.${name}`))[0] ?? {})[0],
  }
}

describe('the journal of a SQLite file', () => {
  test('is kept by a run of many transactions, and gone behind it', async () => {
    const { transactions, release, isThere, asked } = await openRun('delete')
    await transactions(3)
    expect(isThere()).toBe(false)
    await transactions(3)
    expect(isThere()).toBe(true)
    expect(await asked('journal_size_limit')).toBe(1_048_576)
    await release()
    expect(isThere()).toBe(false)
    expect([await asked('journal_mode'), await asked('journal_size_limit')]).toEqual(['delete', -1])
  })

  test('is no hindrance to who reads and writes in between, and deletes it', async () => {
    const { transactions, release, isThere, other } = await openRun('delete')
    const count = () => other.prepare('SELECT count(*) FROM item').pluck().get()
    await transactions(5)
    expect(count()).toBe(5)
    other.exec('INSERT INTO item VALUES (2)')
    expect(isThere()).toBe(false)
    await transactions(2)
    expect([count(), isThere()]).toEqual([8, true])
    await release()
    expect([count(), isThere()]).toEqual([8, false])
  })

  test('takes back what was not committed', async () => {
    const { transactions, session, other } = await openRun('delete')
    await transactions(5)
    await session.run({ sql: 'BEGIN IMMEDIATE; INSERT INTO item VALUES (2); ROLLBACK' })
    expect(other.prepare('SELECT DISTINCT a FROM item').pluck().all()).toEqual([1])
    expect(other.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  test.each(['wal', 'truncate', 'persist'])('stays as it was chosen: %s', async (mode) => {
    const { transactions, release, session, asked } = await openRun(mode)
    await session.run({ sql: `PRAGMA journal_mode = ${mode}` })
    await transactions(6)
    expect(await asked('journal_mode')).toBe(mode)
    expect(await asked('journal_size_limit')).toBe(-1)
    await release()
    expect(await asked('journal_mode')).toBe(mode)
  })

  test('stays as a revision chose it in the meantime', async () => {
    const { transactions, release, session, asked } = await openRun('delete')
    await transactions(5)
    await session.run({ sql: 'PRAGMA journal_mode = WAL' })
    await transactions(1)
    await release()
    expect([await asked('journal_mode'), await asked('journal_size_limit')]).toEqual(['wal', -1])
  })

  test('of a database in memory is none', async () => {
    const source = { kind: 'url', settings: { dialect: 'sqlite', filename: ':memory:' }, masked: '' } as const
    const session = await connect(source, { create: true })
    onTestFinished(() => session.close())
    const { ends, release } = await acquireRunLock(session, policy)
    for (let at = 0; at < 6; at++) {
      await ends.begin(session, 'BEGIN IMMEDIATE')
      await ends.commit(session)
    }
    await release()
    expect(await session.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'memory' }])
  })
})

test('what the connection waits otherwise stays, and who finds the file taken keeps the process going', async () => {
  const { transactions, session, other, release } = await openRun('delete')
  await session.run({ sql: 'PRAGMA busy_timeout = 1234' })
  other.exec('BEGIN IMMEDIATE')
  let ticks = 0
  const timer = setInterval(() => {
    ticks += 1
    if (ticks === 20) other.exec('ROLLBACK')
  }, 5)
  await transactions(1)
  clearInterval(timer)
  expect(ticks).toBeGreaterThanOrEqual(20)
  other.exec('BEGIN; SELECT * FROM item')
  const reading = other.prepare('SELECT * FROM item').iterate()
  reading.next()
  setTimeout(() => {
    reading.return?.()
    other.exec('COMMIT')
  }, 100)
  await transactions(1)
  expect(await session.query('PRAGMA busy_timeout')).toEqual([{ timeout: 1234 }])
  await release()
})
