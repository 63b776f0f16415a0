/** Enums, raw types, and what only PostgreSQL has. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'special'
export const downRevision = 'texts'

export async function upgrade(op: Op) {
  const shirt = await op.createTable('shirt', {
    id: t.integer().primaryKey(),
    size: t.enum(['small', 'large', "king's", 'a\\b']).notNull().default("king's"),
    mood: t.enum(['sad', 'ok', 'ha;ppy'], { name: 'mood' }).default('ha;ppy'),
    raw: t.raw({ postgres: 'inet', sqlite: 'INET', mysql: 'varchar(40)' }[op.dialect]),
    code: t.raw(sql`varchar(5)`).notNull().default('a'),
  })
  await op.bulkInsert(shirt, [
    { id: 1, size: 'a\\b', mood: 'sad', raw: '127.0.0.1', code: 'x' },
    { id: 2, size: 'small', mood: null, raw: null, code: 'y' },
  ])
  await op.addColumn('shirt', 'before', t.enum(['sad', 'ok', 'ha;ppy'], { name: 'mood' }))
  if (op.dialect !== 'postgres') return

  await op.createTable('only_here', {
    id: t.bigint().primaryKey(),
    lasts: t.interval().default('1 day 02:00:00'),
    lasts_exactly: t.interval({ fields: 'day to second', precision: 2 }),
    years: t.interval({ fields: 'year to month' }),
    tags: t.text().array().notNull().default(['a', 'b "c"', "d'", '{', '\\']),
    grid: t.array(t.array(t.integer())).default([
      [1, 2],
      [3, 4],
    ]),
    moods: t.enum(['sad', 'ok', 'ha;ppy'], { name: 'mood' }).array().default([]),
    sizes: t.enum(['s', 'm']).array(),
    words: t.raw('tsvector'),
    span: t.raw('int4range').default('[1,5)'),
  })
  await op.bulkInsert('only_here', [
    {
      id: 9223372036854775807n,
      lasts: 'P1Y2M',
      lasts_exactly: '3 04:05:06.789',
      years: '2-3',
      tags: ['ü', '', 'NULL', 'a,b', '"', "'", '\\\\'],
      grid: [],
      moods: ['ha;ppy', 'sad'],
      sizes: ['m'],
      words: 'the quick fox',
      span: 'empty',
    },
  ])
}

export async function downgrade(op: Op) {
  if (op.dialect === 'postgres') await op.dropTable('only_here')
  await op.dropColumn('shirt', 'before')
  await op.dropTable('shirt')
}
