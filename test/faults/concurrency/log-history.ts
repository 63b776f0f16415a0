import type { Database } from '../support/database.ts'
import type { Migration } from '../tools/tool.ts'

/** Migrations that each make a table and write a row into `log`, which has no key: what ran twice is there twice. */
export function logHistory(count: number): readonly Migration[] {
  return Array.from({ length: count }, (_, index) => {
    const name = migrationName(index)
    const table = index === 0 ? 'log (migration varchar(20))' : `t${index} (id integer)`
    return {
      name,
      statements: [`CREATE TABLE ${table}`, `INSERT INTO log (migration) VALUES ('${name}')`],
    }
  })
}

/** Names that sort as they follow. */
export function migrationName(index: number): string {
  return `m${String(index).padStart(3, '0')}`
}

/** How often a migration ran that had run, and how many never did. */
export async function countLog(
  database: Database,
  count: number,
): Promise<{ readonly duplicates: number; readonly missing: number }> {
  const ran = (await database.tables()).includes('log')
    ? (await database.query('SELECT migration FROM log')).map(({ migration }) => String(migration))
    : []
  const different = new Set(ran).size
  return { duplicates: ran.length - different, missing: count - different }
}
