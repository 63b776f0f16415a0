import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Backfill } from '../../src/operations/operation.ts'
import { connect } from '../../src/runtime/connect.ts'
import { noLimits } from '../../src/runtime/limits/limits.ts'
import { LiveSink } from '../../src/runtime/live-sink.ts'
import { plainEnds } from '../../src/runtime/lock/run-lock.ts'
import { LogTable } from '../../src/runtime/log/log-table.ts'
import { StepProgress } from '../../src/runtime/log/step-progress.ts'
import { readUnfinished } from '../../src/runtime/log/unfinished-steps.ts'
import type { Session } from '../../src/runtime/session.ts'

const log = new LogTable(sqlite, { name: 'tsmig_version' })

async function open(filename: string): Promise<Session> {
  const source = { kind: 'url', settings: { dialect: 'sqlite', filename }, masked: '' } as const
  const session = await connect(source, { create: true })
  // No machine loses its power here.
  await session.run({ sql: 'PRAGMA synchronous = OFF' })
  return session
}

/** The session, whose process is killed before its statement of this number: what is open is taken back. */
function dyingAt(session: Session, last: number): Session {
  let count = 0
  let isDead = false
  const alive = async <T>(body: () => Promise<T>): Promise<T> => {
    count += 1
    if (count === last) {
      isDead = true
      await session.close()
    }
    if (isDead) throw new Error('killed')
    return body()
  }
  return {
    ...session,
    query: (sql, bindings) => alive(() => session.query(sql, bindings)),
    run: (statement) => alive(() => session.run(statement)),
  }
}

/** Runs what is left of the backfill; whether it came to its end. */
async function run(filename: string, operation: Backfill, last: number | undefined): Promise<boolean> {
  const real = await open(filename)
  const [step] = await readUnfinished(real.query, log)
  const session = last === undefined ? real : dyingAt(real, last)
  const sink = new LiveSink(session, plainEnds)
  sink.track(
    new StepProgress({
      revision: 'a1',
      direction: 'upgrade',
      session,
      ends: plainEnds,
      table: log,
      warn: () => {},
      limits: noLimits,
      checksum: () => null,
      recorded: step?.units ?? [],
    }),
  )
  try {
    await sink.accept(operation)
    return true
  } catch (error) {
    if (last === undefined) throw error
    return false
  } finally {
    await real.close()
  }
}

describe('a backfill', () => {
  test('does each row once, for any size of its batches, wherever it is killed, however often', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tsmig-test-'))
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
    const filename = join(directory, 'app.db')
    const place = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.constantFrom('', 'a', 'B', "o'c", 'ü'))
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(place, { maxLength: 25, selector: (one) => one.join() }),
        fc.array(
          fc.record({ last: fc.integer({ min: 1, max: 30 }), batchSize: fc.integer({ min: 1, max: 9 }) }),
          {
            maxLength: 6,
          },
        ),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        async (places, kills, batchSize, limited) => {
          const session = await open(filename)
          await session.run({ sql: 'DROP TABLE IF EXISTS item; DROP TABLE IF EXISTS tsmig_version_log' })
          await session.run({
            sql: 'CREATE TABLE item (a integer NOT NULL, b text NOT NULL, n integer NOT NULL, PRIMARY KEY (b, a))',
          })
          for (const { sql } of sqlite.compile(log.create(), () => undefined)) await session.run({ sql })
          for (const one of places) {
            await session.run({ sql: 'INSERT INTO item VALUES (?, ?, 0)', bindings: one })
          }
          await session.close()
          const operation: Backfill = {
            kind: 'backfill',
            table: { name: 'item' },
            set: [{ column: 'n', expression: 'n + 1' }],
            ...(limited && { where: 'a > 0' }),
            batchSize,
          }
          let isDone = false
          for (const kill of kills) {
            if (!isDone) isDone = await run(filename, { ...operation, batchSize: kill.batchSize }, kill.last)
          }
          if (!isDone) await run(filename, operation, undefined)
          const after = await open(filename)
          const rows = await after.query('SELECT a, b, n FROM item')
          await after.close()
          expect(rows).toHaveLength(places.length)
          for (const { a, n } of rows) expect(n).toBe(limited && Number(a) <= 0 ? 0 : 1)
        },
      ),
      { numRuns: 60 },
    )
  })
})
