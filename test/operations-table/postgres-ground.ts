import type { Query } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { catalogOf } from '../dialects/postgres/catalog.ts'
import type { TestDatabase } from '../support/postgres.ts'
import { fill } from './common.ts'
import type { MethodSample, Place } from './sample.ts'
import type { Ground } from './there-and-back.ts'

/** One transaction, rolled back to what was filled; the caller ends it. */
export function savepointGround(database: TestDatabase, place: Place, sample: MethodSample): Ground {
  let isFilled = false
  return {
    ...partsOf(database, place),
    async fill() {
      if (isFilled) return void (await database.query('ROLLBACK TO filled'))
      await database.query('BEGIN')
      await fill(postgres, queryOf(database), place, sample.given)
      await database.query('SAVEPOINT filled')
      isFilled = true
    },
  }
}

/** No transaction: all that the database holds is dropped and made again. */
export function freshGround(database: TestDatabase, place: Place, sample: MethodSample): Ground {
  return {
    ...partsOf(database, place),
    async fill() {
      await database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      await fill(postgres, queryOf(database), place, sample.given)
    },
  }
}

function partsOf(database: TestDatabase, place: Place): Omit<Ground, 'fill'> {
  return {
    dialect: postgres,
    place,
    query: queryOf(database),
    async script(texts) {
      // Several statements at once would be one transaction.
      for (const text of texts) await database.query(`${text};`)
    },
    async catalog() {
      const rows: Record<string, unknown> = {}
      for (const table of ['customer', 'item']) {
        const [found] = await database.query('SELECT to_regclass($1) IS NOT NULL AS there', [table])
        if (found?.there === true) rows[table] = await database.query(`SELECT * FROM ${table} ORDER BY 1`)
      }
      return { catalog: await catalogOf(database), rows }
    },
  }
}

function queryOf(database: TestDatabase): Query {
  return (sql, bindings) => database.query(sql, bindings)
}
