import { describe, expect, onTestFinished, test } from 'vitest'
import { createAll } from '../../../src/autogenerate/order/create-all.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { introspect } from '../../../src/dialects/postgres/introspect.ts'
import type { SchemaSnapshot } from '../../../src/schema/snapshot.ts'
import { declared } from '../../corpus/declared.ts'
import { createTestDatabase, serverVersion, type TestDatabase } from '../../support/postgres.ts'
import { catalogOf } from './catalog.ts'
import { losses } from './losses.ts'

async function database(): Promise<TestDatabase> {
  const made = await createTestDatabase()
  onTestFinished(() => made.drop())
  return made
}

function read(from: TestDatabase): Promise<SchemaSnapshot> {
  return introspect((sql, bindings) => from.query(sql, bindings))
}

async function make(snapshot: SchemaSnapshot, into: TestDatabase): Promise<void> {
  for (const operation of createAll(snapshot, 'postgres')) {
    for (const statement of postgres.compile(operation, () => undefined)) {
      await into.query(postgres.inline(statement))
    }
  }
}

const version = await serverVersion()

describe('what is easy to miss', () => {
  for (const { title, script, unread = [] } of losses.filter(({ since = 13 }) => since <= version)) {
    test(title, async () => {
      const [from, into] = [await database(), await database()]
      await from.query(script)
      const snapshot = await read(from)
      expect(snapshot.unread).toEqual(unread)
      const again = await declared(snapshot)
      expect({ tables: again.tables, objects: again.objects }).toEqual({
        tables: snapshot.tables,
        objects: snapshot.objects,
      })
      await make(again, into)
      const made = await read(into)
      expect({ tables: made.tables, objects: made.objects }).toEqual({
        tables: snapshot.tables,
        objects: snapshot.objects,
      })
      if (unread.length === 0) expect(await catalogOf(into)).toEqual(await catalogOf(from))
    })
  }
})
