import pg from 'pg'
import type { Query } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { applyOn, type Run, type Server } from './server.ts'

/**
 * The catalog is asked the same questions thousands of times: to plan them takes longer than to answer them. Plans are
 * kept as long as no schema comes or goes, that of temporary objects among them. What is lost in a crash is lost.
 */
const session = `SET synchronous_commit = off; SET client_min_messages = error; SET jit = off;
SET plan_cache_mode = force_generic_plan; CREATE TEMP TABLE first (); DROP TABLE first`

/** The schema stays: its number stands in the questions. */
const emptying = `DO $$ DECLARE one text; BEGIN
  DROP EXTENSION IF EXISTS hstore CASCADE;
  DROP SCHEMA IF EXISTS shop CASCADE;
  LOOP
    SELECT INTO one CASE relkind WHEN 'v' THEN 'VIEW ' WHEN 'm' THEN 'MATERIALIZED VIEW ' WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || oid::regclass
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S') ORDER BY relkind = 'S' LIMIT 1;
    EXIT WHEN one IS NULL;
    EXECUTE 'DROP ' || one || ' CASCADE';
  END LOOP;
  LOOP
    SELECT INTO one oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace LIMIT 1;
    EXIT WHEN one IS NULL;
    EXECUTE 'DROP ROUTINE ' || one || ' CASCADE';
  END LOOP;
  LOOP
    SELECT INTO one oid::regtype FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype <> 'b' LIMIT 1;
    EXIT WHEN one IS NULL;
    EXECUTE 'DROP TYPE ' || one || ' CASCADE';
  END LOOP;
END $$`

export async function openPostgres(): Promise<Server> {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(session)
  const prepare = preparing(client)
  const query: Query = async (sql, bindings) => {
    const name = bindings === undefined ? await prepare(sql) : undefined
    const asked = {
      text: sql,
      ...(name !== undefined && { name }),
      ...(bindings && { values: [...bindings] }),
    }
    return (await client.query(asked)).rows
  }
  const run: Run = async (statement) => {
    await query(statement.sql, statement.bindings)
    return undefined
  }
  return {
    dialect: postgres,
    query,
    apply: applyOn(postgres, query, run),
    async quietly(statements) {
      const whole = ['SET session_replication_role = replica', ...statements]
      await query(`${whole.join(';\n')};\nSET session_replication_role = DEFAULT`).finally(() =>
        query('SET session_replication_role = DEFAULT'),
      )
    },
    async empty() {
      await query(emptying)
    },
    async close() {
      await client.end()
      await database.drop()
    },
  }
}

/** Names for questions to the catalog: a named query is prepared once. Not all are kept for ever. */
function preparing(client: pg.Client): (sql: string) => Promise<string | undefined> {
  const names = new Map<string, string>()
  let count = 0
  return async (sql) => {
    if (!sql.startsWith('SELECT') || !sql.includes('pg_catalog.')) return undefined
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= 100) {
      names.clear()
      await client.query('DEALLOCATE ALL')
    }
    const name = `question_${count++}`
    names.set(sql, name)
    return name
  }
}
