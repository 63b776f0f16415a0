import { createAll } from '../../../src/autogenerate/order/create-all.ts'
import type { IntrospectOptions } from '../../../src/dialects/dialect.ts'
import { introspect } from '../../../src/dialects/mysql/introspect.ts'
import type { SchemaSnapshot } from '../../../src/schema/snapshot.ts'
import type { MariadbDatabase } from '../../support/mariadb.ts'
import { perform } from './server.ts'

/** Reads all that a database holds. */
export function read(database: MariadbDatabase, options?: IntrospectOptions): Promise<SchemaSnapshot> {
  return introspect((sql) => database.query(sql), options)
}

/** Makes all that a snapshot holds. */
export async function createIn(database: MariadbDatabase, snapshot: SchemaSnapshot): Promise<void> {
  for (const text of database.dialect.session ?? []) await database.query(text)
  for (const operation of createAll(snapshot, 'mysql')) await perform(database, operation)
}
