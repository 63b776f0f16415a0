import { describe, expect, test } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { extension, schema, sqlFunction, view } from '../../src/schema/declare.ts'
import { table } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { postgresGround } from './postgres-ground.ts'
import { type Edit, thereAndBack } from './there-and-back.ts'

const id = { id: t.integer().primaryKey() }
const shop = schema('shop')
/** An older version than the one that the server gives. */
const older = extension('hstore', { version: '1.7' })
const keeper = 'pg_read_all_data'

/** What speaks of an extension, where it is. */
const speaking = (place: string) => [
  table(
    'a',
    {
      ...id,
      name: t.raw(`${place}citext`).default(sql`${{ sql: `'x'::${place}citext` }}`),
      note: t.text(),
    },
    [index({ column: 'note', operatorClass: `${place}gin_trgm_ops` }, { name: 'by_note', method: 'gin' })],
  ),
  view('v', sql`${{ sql: `SELECT name::${place}citext AS name FROM a` }}`),
  sqlFunction('f', {
    arguments: `a ${place}citext`,
    returns: 'text',
    language: 'sql',
    body: sql`SELECT a::text`,
  }),
]

const numbered = (id: 'integer' | 'bigint', options: { schema?: string } = {}) =>
  table('t', { id: t[id]().serial().primaryKey(), n: t[id]() }, [index('n')], options)

const edits: Readonly<Record<string, Edit>> = {
  'tables of one name change in two schemas': {
    before: [shop, numbered('integer', { schema: 'shop' }), numbered('bigint')],
    after: [shop, numbered('bigint', { schema: 'shop' }), numbered('integer')],
    kinds: ['alterColumn', 'alterColumn', 'alterColumn', 'alterColumn'],
  },
  'an extension moves to a schema that comes': {
    before: extension('hstore'),
    after: [schema('shop'), extension('hstore', { schema: 'shop', comment: 'pairs' })],
    kinds: ['createObject', 'alterExtension', 'setComment'],
  },
  'an extension moves out of a schema that goes': {
    before: [shop, extension('hstore', { schema: 'shop' })],
    after: extension('hstore'),
    kinds: ['alterExtension', 'dropObject'],
  },
  'an extension moves under what speaks of it': {
    before: [shop, extension('citext'), extension('pg_trgm'), ...speaking('')],
    after: [
      shop,
      extension('citext', { schema: 'shop' }),
      extension('pg_trgm', { schema: 'shop' }),
      ...speaking('shop.'),
    ],
    rows: "INSERT INTO a VALUES (1, 'B', 'note')",
    kinds: ['alterExtension', 'alterExtension'],
  },
  'an extension is another version': {
    before: older,
    after: extension('hstore', { version: '1.8' }),
    kinds: ['alterExtension'],
    noWayBack: 'the scripts of the extension hstore lead to newer versions, and hardly ever back',
  },
  'the version of an extension is no more said': { before: older, after: extension('hstore'), kinds: [] },
  'the version that the server gives is said': {
    before: extension('hstore'),
    after: extension('hstore', { version: '1.8' }),
    kinds: [],
  },
  'a schema gets another owner': {
    before: shop,
    after: schema('shop', { owner: keeper, comment: 'sells' }),
    kinds: ['alterSchema', 'setComment'],
  },
  'a schema goes back to who asks': {
    before: schema('shop', { owner: keeper }),
    after: schema('shop', { owner: 'postgres' }),
    kinds: ['alterSchema'],
  },
  'the owner of a schema is no more said': {
    before: schema('shop', { owner: keeper }),
    after: shop,
    kinds: [],
  },
}

describe('schemas and extensions, from one schema to another and back, on PostgreSQL', async () => {
  const ground = await postgresGround()
  test.each(Object.entries(edits))('%s', (_, edit) => thereAndBack(ground, edit))

  test('what is not the usual one is read', async () => {
    await ground.empty()
    await ground.query(`CREATE SCHEMA shop AUTHORIZATION ${keeper}; CREATE EXTENSION hstore VERSION '1.7'`)
    const found = await postgres.introspect?.(ground.query)
    expect(found?.objects).toEqual([
      { type: 'schema', name: 'shop', owner: keeper },
      { type: 'extension', name: 'hstore', version: '1.7' },
    ])
  })
})
