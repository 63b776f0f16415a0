import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { connect } from '../../src/runtime/connect.ts'

/** A database file with such a journal and an empty table `item (a)`, a session on it, and another connection to it. */
export async function openSqliteFile(journal: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-test-'))
  const file = join(folder, 'app.db')
  const other = new Sqlite(file)
  other.exec(`PRAGMA journal_mode = ${journal}; CREATE TABLE item (a)`)
  const source = { kind: 'url', settings: { dialect: 'sqlite', filename: file }, masked: '' } as const
  const session = await connect(source, { create: true })
  onTestFinished(async () => {
    await session.close()
    other.close()
    rmSync(folder, { recursive: true })
  })
  return { file, session, other }
}
