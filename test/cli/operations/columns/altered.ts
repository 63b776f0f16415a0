/** Each thing about a column changes, alone and with others. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'altered'
export const downRevision = 'added'

export async function upgrade(op: Op) {
  const mysql = op.dialect === 'mysql'
  await op.alterColumn('item', 'name', { type: t.varchar(200), existing: t.varchar(10).notNull() })
  await op.alterColumn('item', 'stock', {
    type: t.text(),
    default: 'none',
    existing: t.integer().notNull().default(5),
    ...(!mysql && { using: sql`'n' || stock` }),
  })
  if (mysql) await op.execute("UPDATE item SET stock = CONCAT('n', stock)")
  await op.alterColumn('item', 'plain', { default: "it's", existing: t.text() })
  await op.execute(`UPDATE item SET plain = 'x' WHERE plain IS NULL`)
  await op.alterColumn('item', 'plain', { nullable: false, existing: t.text().default("it's") })
  await op.alterColumn('item', 'made', { default: null, existing: t.timestamp() })
  await op.alterColumn('item', 'code', { name: 'bar code' })
  await op.alterColumn('item', 'price', { comment: "in 'euro' \\ 100%", existing: t.numeric(12, 2) })
  await op.alterColumn('item', 'shop_id', {
    name: 'shop',
    default: 7,
    comment: 'where',
    existing: t.integer(),
    // MySQL leaves the type of a foreign key's column alone, and one that is set to NULL nullable.
    ...(!mysql && {
      type: t.bigint(),
      nullable: false,
      using: 'coalesce(shop_id, 7) -- the only one',
    }),
  })
  await op.bulkInsert('item', [{ id: 4, name: 'a'.repeat(200), price: 1 }])
  await op.execute("UPDATE item SET made = '2020-02-02 00:00:00'")
}

export async function downgrade(op: Op) {
  const mysql = op.dialect === 'mysql'
  await op.execute('DELETE FROM item WHERE id = 4')
  await op.alterColumn('item', 'shop', {
    name: 'shop_id',
    type: t.integer(),
    nullable: true,
    default: null,
    comment: null,
    existing: (mysql ? t.integer() : t.bigint().notNull()).default(7).comment('where'),
  })
  await op.alterColumn('item', 'price', { comment: null, existing: t.numeric(12, 2) })
  await op.alterColumn('item', 'bar code', { name: 'code' })
  await op.alterColumn('item', 'made', {
    default: sql`CURRENT_TIMESTAMP${mysql ? sql`` : sql` -- then`}`,
    existing: t.timestamp(),
  })
  await op.alterColumn('item', 'plain', {
    nullable: true,
    default: null,
    existing: t.text().notNull().default("it's"),
  })
  if (mysql) await op.execute('UPDATE item SET stock = substr(stock, 2)')
  await op.alterColumn('item', 'stock', {
    type: t.integer(),
    default: 5,
    existing: t.text().notNull().default('none'),
    ...(!mysql && { using: 'CAST(substr(stock, 2) AS integer)' }),
  })
  await op.alterColumn('item', 'name', { type: t.varchar(10), existing: t.varchar(200).notNull() })
}
