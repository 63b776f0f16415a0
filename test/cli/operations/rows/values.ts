/** Rows with every kind of value. */
import { type Op, t } from 'tsmig'

export const revision = 'values'
export const downRevision = null

const texts = [
  '',
  "it's",
  "''",
  '"double"',
  'back\\slash \\n \\\\',
  'line\nbreak\r\n\ttab',
  'semi; colon -- comment /* open',
  '$1 ? ?? :name @at %s %% $$ $tag$ `tick`',
  'ünïcödé 日本語 😀 \u200d \u2028',
  '{"json": "like"}',
  '\\x41',
  'NULL',
  '.schema\n\\q\n.quit',
  ' spaces ',
  'x'.repeat(10_000),
]

export async function upgrade(op: Op) {
  const text = await op.createTable('text', {
    id: t.integer().primaryKey(),
    body: t.text(),
    'odd "name"; --': t.text(),
  })
  await op.bulkInsert(
    text,
    texts.map((body, id) => ({ id, body, 'odd "name"; --': body })),
  )
  await op.bulkInsert(text, [{ id: -1, body: null, 'odd "name"; --': null }])
  await op.bulkInsert(text, [])

  const value = await op.createTable('value', {
    id: t.integer().primaryKey(),
    big: t.bigint(),
    exact: t.numeric(40, 20),
    float: t.double(),
    yes: t.boolean(),
    day: t.date(),
    moment: t.timestamptz(),
    document: t.jsonb(),
    bytes: t.binary(),
  })
  await op.bulkInsert(value, [
    {
      id: 1,
      big: 9223372036854775807n,
      exact: '12345678901234567890.12345678901234567891',
      float: 0.1,
      yes: true,
      day: '2024-02-29',
      moment: new Date('2024-02-29T23:59:59.999Z'),
      document: { quote: `'"\\`, list: [1, null, { deep: true }], unicode: '😀\n' },
      bytes: Buffer.from([0, 1, 39, 92, 128, 255]),
    },
    {
      id: 2,
      big: -9223372036854775808n,
      exact: '-0.00000000000000000001',
      float: -1e300,
      yes: false,
      day: new Date(Date.UTC(1999, 11, 31)),
      moment: op.dialect === 'mysql' ? '1970-01-01 00:00:01' : '1970-01-01T00:00:00Z',
      document: [1, 'two', [3], { four: 4 }],
      bytes: new Uint8Array(),
    },
    {
      id: 3,
      big: 5,
      exact: 7n,
      float: -5,
      yes: null,
      day: null,
      moment: null,
      document: 'null',
      bytes: null,
    },
  ])
  await op.bulkInsert('value', [{ id: 4, document: '"text"' }])
}

export async function downgrade(op: Op) {
  await op.dropTable('value')
  await op.dropTable('text')
}
