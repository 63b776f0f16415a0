/** Each thing about a column changes, alone and with others. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'altered'
export const downRevision = 'added'

export async function upgrade(op: Op) {
  await op.alterColumn('item', 'name', { type: t.varchar(200) })
  await op.alterColumn('item', 'stock', { type: t.text(), using: sql`'n' || stock`, default: 'none' })
  await op.alterColumn('item', 'plain', { default: "it's" })
  await op.execute(`UPDATE item SET plain = 'x' WHERE plain IS NULL`)
  await op.alterColumn('item', 'plain', { nullable: false })
  await op.alterColumn('item', 'made', { default: null })
  await op.alterColumn('item', 'code', { name: 'bar code' })
  await op.alterColumn('item', 'price', { comment: "in 'euro' \\ 100%" })
  await op.alterColumn('item', 'shop_id', {
    name: 'shop',
    type: t.bigint(),
    nullable: false,
    default: 7,
    comment: 'where',
    existing: t.integer(),
    using: 'coalesce(shop_id, 7) -- the only one',
  })
  await op.bulkInsert('item', [{ id: 4, name: 'a'.repeat(200), price: 1 }])
  await op.execute("UPDATE item SET made = '2020-02-02 00:00:00'")
}

export async function downgrade(op: Op) {
  await op.execute('DELETE FROM item WHERE id = 4')
  await op.alterColumn('item', 'shop', {
    name: 'shop_id',
    type: t.integer(),
    nullable: true,
    default: null,
    comment: null,
  })
  await op.alterColumn('item', 'price', { comment: null })
  await op.alterColumn('item', 'bar code', { name: 'code' })
  await op.alterColumn('item', 'made', { default: sql`CURRENT_TIMESTAMP -- then` })
  await op.alterColumn('item', 'plain', { nullable: true, default: null })
  await op.alterColumn('item', 'stock', {
    type: t.integer(),
    using: 'CAST(substr(stock, 2) AS integer)',
    default: 5,
    existing: { default: 'none' },
  })
  await op.alterColumn('item', 'name', { type: t.varchar(10) })
}
