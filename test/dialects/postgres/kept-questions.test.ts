import { expect, onTestFinished, test } from 'vitest'
import type { Query } from '../../../src/dialects/dialect.ts'
import { introspect } from '../../../src/dialects/postgres/introspect.ts'
import { keepQuestions } from '../../../src/dialects/postgres/kept-questions.ts'
import { parseConnectionUrl } from '../../../src/project/config/connection-url.ts'
import { connect } from '../../../src/runtime/connect.ts'
import type { Session } from '../../../src/runtime/session.ts'
import { createTestDatabase } from '../../support/postgres.ts'
import { everything } from './everything.ts'

async function open(script: string): Promise<Session> {
  const { url, drop, query } = await createTestDatabase()
  onTestFinished(drop)
  await query(script)
  const { settings, masked } = parseConnectionUrl(url, '/')
  const session = await connect({ kind: 'url', settings, masked }, { create: false })
  onTestFinished(() => session.close())
  return session
}

/** A query, and what it was asked. */
function watched(query: Query): { readonly query: Query; readonly asked: string[] } {
  const asked: string[] = []
  const { all } = query
  const watching: Query = (sql, bindings) => query(sql, bindings)
  if (all !== undefined)
    watching.all = (statements, onEach) => {
      asked.push(...statements)
      return all(statements, onEach)
    }
  return { query: watching, asked }
}

const kindsOf = (asked: string[]) => new Set(asked.splice(0).map((sql) => sql.split(' ')[0]))

test('what is asked again is kept by the server, and answered as it would be', async () => {
  const session = await open(everything)
  const { query, asked } = watched(session.query)
  const looks = keepQuestions(query)
  for (const [round, kinds] of [['SELECT'], ['PREPARE', 'EXECUTE'], ['EXECUTE'], ['EXECUTE']].entries()) {
    expect(await introspect(looks)).toEqual(await introspect(session.query))
    expect(kindsOf(asked)).toEqual(new Set(kinds))
    await session.run({ sql: `CREATE TABLE more_${round} (id serial PRIMARY KEY)` })
  }
  await session.run({ sql: 'BEGIN' })
  await session.run({ sql: 'CREATE TABLE late (id integer); ALTER TABLE late ADD note text' })
  const inTransaction = true
  const read = await introspect(looks, { inTransaction })
  expect(read).toEqual(await introspect(session.query, { inTransaction }))
  expect(read.tables.map(({ table }) => table.table.name)).toContain('late')
  await session.run({ sql: 'ROLLBACK' })
})

test.each(['DISCARD ALL', 'DEALLOCATE ALL'])(
  'what the server has lost by %s is asked as it is, from then on',
  async (losing) => {
    const session = await open('CREATE TABLE t (id integer)')
    const { query, asked } = watched(session.query)
    const looks = keepQuestions(query)
    for (let times = 0; times < 3; times++) await introspect(looks)
    await session.run({ sql: losing })
    kindsOf(asked)
    await session.run({ sql: 'BEGIN' })
    const read = await introspect(looks, { inTransaction: true })
    expect(read.tables.map(({ table }) => table.table.name)).toEqual(['t'])
    await session.run({ sql: 'COMMIT' })
    expect(kindsOf(asked)).toEqual(new Set(['EXECUTE', 'SELECT']))
    await introspect(looks)
    expect(kindsOf(asked)).toEqual(new Set(['SELECT']))
  },
)

test('an error of the question itself is passed on, and asked as often as one likes', async () => {
  const session = await open('')
  const looks = keepQuestions(session.query)
  for (let times = 0; times < 3; times++) {
    await expect(looks.all?.(['SELECT nothing'])).rejects.toThrow('nothing')
    expect(await looks.all?.(['SELECT 1 AS one'])).toEqual([[{ one: 1 }]])
  }
})
