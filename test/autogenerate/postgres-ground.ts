import { afterAll } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { createTestDatabase } from '../support/postgres.ts'
import type { Ground } from './there-and-back.ts'

/** A database of PostgreSQL's that is there until the suite ends. */
export async function postgresGround(): Promise<Ground> {
  const database = await createTestDatabase()
  afterAll(() => database.drop())
  return {
    dialect: postgres,
    query: (text, bindings) => database.query(text, bindings),
    empty: () =>
      database.query('DROP SCHEMA IF EXISTS shop CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public'),
  }
}
