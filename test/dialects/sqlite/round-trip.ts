import { expect } from 'vitest'
import { createAll } from '../../../src/autogenerate/order/create-all.ts'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import type { SchemaSnapshot } from '../../../src/schema/snapshot.ts'
import { openFile, type TestFile } from './database.ts'

/** The snapshot of a file, after making it anew in another gave the same. */
export async function readAndRemake(file: TestFile): Promise<SchemaSnapshot> {
  const snapshot = await introspect(file.query)
  const copy = openFile()
  try {
    await copy.run(...createAll(snapshot, sqlite.name))
    expect(await introspect(copy.query)).toEqual(snapshot)
    expect(await sqlite.settle?.(copy.query, snapshot, snapshot)).toEqual(snapshot)
  } finally {
    copy.close()
  }
  return snapshot
}
