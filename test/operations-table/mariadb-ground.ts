import type { Query } from '../../src/dialects/dialect.ts'
import { scriptText } from '../../src/dialects/mysql/script.ts'
import { catalogOf } from '../dialects/mysql/catalog.ts'
import { feedMariadb, type MariadbDatabase } from '../support/mariadb.ts'
import { fill } from './common.ts'
import type { Place } from './sample.ts'
import type { Ground, Row } from './there-and-back.ts'

/** One database, emptied for each fill; scripts go through the server's own shell. */
export function mariadbGround(database: MariadbDatabase) {
  const place: Place = { dialect: 'mysql', schema: database.name }
  const { dialect } = database
  const query: Query = (sql, bindings) =>
    database.query(dialect.inline({ sql, ...(bindings === undefined ? {} : { bindings }) }))
  return ({ title, sample, option }: Row) => {
    const beside = isBeside(title)
    const ground: Ground = {
      dialect,
      place,
      query,
      async fill() {
        if (beside) await takeBeside(database)
        await forgetPrivileges(database)
        await database.empty()
        await fill(dialect, query, place, sample.given)
      },
      async script(texts) {
        // A temporary table is gone with the shell that made it.
        if (option === 'temporary') for (const text of texts) await database.query(text)
        else if (texts.length > 0) await feedMariadb(database.url, texts.map(scriptText).join('\n'))
      },
      async catalog() {
        const catalog = await catalogOf(database)
        const rows: Record<string, unknown> = {}
        for (const table of ['customer', 'item']) {
          if (`TABLE ${table}` in catalog)
            rows[table] = await database.query(`SELECT * FROM ${table} ORDER BY 1`)
        }
        return { ...catalog, rows, beside: beside ? await database.query(schemasBeside) : [] }
      },
    }
    const leave = async () => {
      await forgetPrivileges(database)
      if (beside) await database.query(`${dropBeside}; SELECT RELEASE_ALL_LOCKS()`)
    }
    return { ground, leave }
  }
}

const dropBeside = 'DROP DATABASE IF EXISTS tsmig_fresh; DROP DATABASE IF EXISTS tsmig_old'
const schemasBeside = `
  SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME, SCHEMA_COMMENT FROM information_schema.SCHEMATA
  WHERE SCHEMA_NAME IN ('tsmig_fresh', 'tsmig_old') ORDER BY 1`

/** Whether a row makes or drops a schema: MySQL has them beside the database, where other runs find them too. */
function isBeside(title: string): boolean {
  return /^(create|drop)Schema/.test(title)
}

async function takeBeside({ query }: MariadbDatabase): Promise<void> {
  const [lock] = await query("SELECT GET_LOCK('tsmig_schemas_beside', 50) AS got")
  if (Number(lock?.got) !== 1) throw new Error('another run holds the schemas beside the database')
  await query(dropBeside)
}

/** Privileges outlive what they are on. */
async function forgetPrivileges({ name, query }: MariadbDatabase): Promise<void> {
  const [granted] = await query(`SELECT 1 FROM mysql.tables_priv WHERE Db = '${name}' LIMIT 1`)
  if (granted === undefined) return
  await query(`DELETE FROM mysql.tables_priv WHERE Db = '${name}'`)
  await query(`DELETE FROM mysql.columns_priv WHERE Db = '${name}'`)
  await query('FLUSH PRIVILEGES')
}
