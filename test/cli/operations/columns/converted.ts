/** Types that become other types, with values in the column. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'converted'
export const downRevision = 'altered'

export async function upgrade(op: Op) {
  const postgres = op.dialect === 'postgres'
  const mysql = op.dialect === 'mysql'
  await op.createTable('value', {
    id: t.integer().primaryKey(),
    flag: t.integer().notNull().default(0),
    label: t.text().default('low'),
    document: t.text(),
    size: t.smallint(),
    moment: t.text(),
  })
  await op.bulkInsert('value', [
    { id: 1, flag: 1, label: 'high', document: '{"a":1}', size: 3, moment: '2024-05-06 07:08:09' },
    { id: 2, flag: 0, label: null, document: null, size: null, moment: null },
  ])
  await op.alterColumn('value', 'flag', {
    type: t.boolean(),
    default: false,
    existing: t.integer().notNull().default(0),
    ...(!mysql && { using: postgres ? 'flag <> 0' : 'flag' }),
  })
  await op.alterColumn('value', 'label', {
    type: t.enum(['low', 'high'], { name: 'level' }),
    existing: t.text().default('low'),
  })
  await op.alterColumn('value', 'document', {
    type: t.jsonb(),
    existing: t.text(),
    ...(!mysql && { using: sql`document${postgres ? sql`::jsonb` : sql``}` }),
  })
  await op.alterColumn('value', 'size', { type: t.bigint(), existing: t.smallint() })
  await op.alterColumn('value', 'id', { type: t.bigint(), existing: t.integer().notNull() })
  await op.alterColumn('value', 'moment', {
    type: t.timestamptz(),
    existing: t.text(),
    ...(postgres && { using: `moment::timestamp AT TIME ZONE 'UTC'` }),
  })
  await op.bulkInsert('value', [{ id: 3000000000, label: 'low', size: 4000000000n }])
}

export async function downgrade(op: Op) {
  await op.dropTable('value')
  if (op.dialect === 'postgres') await op.execute('DROP TYPE level')
}
