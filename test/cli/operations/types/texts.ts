/** Texts, dates and documents. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'texts'
export const downRevision = 'numbers'

export async function upgrade(op: Op) {
  // MySQL has no zone in a time, and MariaDB takes none in a text.
  const mysql = op.dialect === 'mysql'
  const made = mysql ? '2020-01-01 00:00:00' : '2020-01-01T00:00:00Z'
  const text = await op.createTable('text', {
    id: t.integer().primaryKey(),
    free: t.varchar(),
    sized: t.varchar(20).notNull().default(`it's "so" \\ 'ü' 😀`),
    fixed: t.char(3).default('abc'),
    long: t.text().default(''),
    day: t.date().default('2024-02-29'),
    hour: t.time().default('23:59:59'),
    ...(!mysql && { hour_in_zone: t.timetz(3) }),
    moment: t.timestamp().default(sql`'2001-02-03 04:05:06'`),
    moment_ms: t.timestamp({ precision: 3 }),
    moment_in_zone: t.timestamptz().default(new Date(Date.UTC(2020, 0, 2, 3, 4, 5, 678))),
    moment_in_zone_0: t.timestamp({ withTimeZone: true, precision: 0 }),
    made: t.timestamptz().notNull().default(sql`CURRENT_TIMESTAMP`),
    key: t.uuid().default('5f0c2b1e-7d3a-4c55-9d2e-2f1d6a1b0c9d'),
    document: t.json().default({ a: [1, "it's", null] }),
    documents: t.jsonb().default([{ b: '\\' }]),
    bytes: t.binary().default(new Uint8Array([0, 39, 92, 255])),
  })
  await op.bulkInsert(text, [{ id: 1, made }])
  await op.bulkInsert(text, [
    {
      id: 2,
      free: 'line one\nline two; -- not a comment\r\n$1 ? :x %s',
      sized: '',
      fixed: 'x',
      long: 'ß'.repeat(5000),
      day: '1999-12-31',
      hour: '00:00:00',
      ...(!mysql && { hour_in_zone: '12:34:56.789+02' }),
      moment: '0001-01-01 00:00:00',
      moment_ms: '2024-01-01 00:00:00.125',
      moment_in_zone: mysql ? '2024-06-30 06:30:00' : '2024-06-30 12:00:00+05:30',
      moment_in_zone_0: new Date(mysql ? 1000 : Date.UTC(1969, 11, 31, 23, 59, 59)),
      made,
      key: null,
      document: { 'a "b"': '\u2028', nested: { list: [true, 1.5, 'x'] } },
      documents: [1, [2, { three: 3 }]],
      bytes: new Uint8Array(0),
    },
  ])
}

export async function downgrade(op: Op) {
  await op.dropTable('text')
}
