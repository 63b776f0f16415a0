import { describe, expect, test } from 'vitest'
import { watchOtherWriters } from '../../src/runtime/lock/other-writers.ts'
import { openSqliteFile } from '../support/sqlite-file.ts'

describe.each(['delete', 'wal'])('who writes to a SQLite file with the journal %s', (journal) => {
  test('is told of once, and it is not the one who asks', async () => {
    const { session, other } = await openSqliteFile(journal)
    const othersWrote = watchOtherWriters(session)
    const asked: boolean[] = []
    const inTransaction = async (sql: string) => {
      await session.run({ sql: 'BEGIN IMMEDIATE' })
      asked.push(await othersWrote())
      await session.run({ sql: `${sql}; COMMIT` })
    }
    await inTransaction('INSERT INTO item VALUES (1)')
    await inTransaction('INSERT INTO item VALUES (2)')
    await inTransaction('CREATE TABLE more (a)')
    other.exec('INSERT INTO item VALUES (3)')
    await inTransaction('INSERT INTO item VALUES (4)')
    await inTransaction('INSERT INTO item VALUES (5)')
    other.exec('BEGIN IMMEDIATE; INSERT INTO item VALUES (6); ROLLBACK')
    await inTransaction('INSERT INTO item VALUES (7)')
    other.exec('DROP TABLE more')
    await inTransaction('INSERT INTO item VALUES (8)')
    expect(asked).toEqual([true, false, false, true, false, false, true])
  })
})
