import type { Query } from '../../src/dialects/dialect.ts'
import { mysql } from '../../src/dialects/mysql/dialect.ts'
import { scriptText } from '../../src/dialects/mysql/script.ts'
import { catalogOf } from '../dialects/mysql/catalog.ts'
import { type MariadbDatabase, mariadbShell } from '../support/mariadb.ts'
import { fill } from './common.ts'
import type { Place } from './sample.ts'
import type { Ground, Row } from './there-and-back.ts'

/** One database, emptied for each fill; scripts go through the server's own shell. */
export function mariadbGround(database: MariadbDatabase) {
  const place: Place = { dialect: 'mysql', schema: database.name }
  const query: Query = (sql, bindings) =>
    database.query(mysql.inline({ sql, ...(bindings === undefined ? {} : { bindings }) }))
  const clean = () => cleanBeside(database)
  const groundFor = ({ sample, option }: Row): Ground => ({
    dialect: mysql,
    place,
    query,
    async fill() {
      await clean()
      await database.empty()
      await fill(mysql, query, place, sample.given)
    },
    async script(texts) {
      // A temporary table is gone with the shell that made it.
      if (option === 'temporary') for (const text of texts) await database.query(text)
      else if (texts.length > 0) mariadbShell(database.url, texts.map(scriptText).join('\n'))
    },
    async catalog() {
      const catalog = await catalogOf(database)
      const rows: Record<string, unknown> = {}
      for (const table of ['customer', 'item']) {
        if (`TABLE ${table}` in catalog)
          rows[table] = await database.query(`SELECT * FROM ${table} ORDER BY 1`)
      }
      return { ...catalog, rows }
    },
  })
  return { groundFor, clean }
}

/** Schemas beside the database, and privileges, which outlive what they are on. */
async function cleanBeside({ name, query }: MariadbDatabase): Promise<void> {
  const drop = 'DROP DATABASE IF EXISTS tsmig_fresh; DROP DATABASE IF EXISTS tsmig_old'
  const [granted] = await query(`${drop}; SELECT 1 FROM mysql.tables_priv WHERE Db = '${name}' LIMIT 1`)
  if (granted === undefined) return
  await query(`DELETE FROM mysql.tables_priv WHERE Db = '${name}'`)
  await query(`DELETE FROM mysql.columns_priv WHERE Db = '${name}'`)
  await query('FLUSH PRIVILEGES')
}
