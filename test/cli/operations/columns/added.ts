/** Columns come and go. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'added'
export const downRevision = null

export async function upgrade(op: Op) {
  const mysql = op.dialect === 'mysql'
  await op.createTable('shop', { id: t.integer().primaryKey() })
  await op.addColumn('shop', 'city', t.text().notNull())
  await op.bulkInsert('shop', [{ id: 7, city: 'Delft' }])
  await op.createTable('item', { id: t.integer().primaryKey(), name: t.varchar(10).notNull() })
  await op.bulkInsert('item', [
    { id: 1, name: 'chair' },
    { id: 2, name: "it's" },
  ])

  await op.addColumn('item', 'plain', t.text())
  await op.addColumn('item', 'stock', t.integer().notNull().default(5))
  await op.addColumn('item', 'made', t.timestamp().default(sql`CURRENT_TIMESTAMP`))
  await op.execute("UPDATE item SET made = '2020-02-02 00:00:00'")
  await op.addColumn('item', 'price', t.numeric(12, 2).check('price >= 0', 'ck_price'))
  await op.addColumn('item', 'code', (mysql ? t.varchar(99) : t.text()).unique('uq_code'))
  await op.addColumn(
    'item',
    'shop_id',
    t.integer().references('shop.id', { name: 'fk_shop', onDelete: 'set null' }),
  )
  await op.addColumn(
    'item',
    'own_shop',
    t
      .integer()
      .notNull()
      .default(7)
      .references('shop.id', mysql ? { name: 'fk_own_shop' } : {}),
  )
  await op.addColumn('item', 'kind', t.enum(['big', 'small']).notNull().default('big').comment('how big'))
  await op.addColumn('item', 'loud', t.text().generatedAs(sql`upper(kind) -- of the size`))
  await op.addColumn('item', 'plain', t.integer(), { ifNotExists: true })
  await op.bulkInsert('item', [
    { id: 3, name: 'table', stock: 1, price: '12345678.90', shop_id: 7, kind: 'small' },
  ])
  await op.execute("UPDATE item SET made = '2020-02-02 00:00:00'")
}

export async function downgrade(op: Op) {
  // A script knows no table of MySQL, which drops no column that a constraint names.
  if (op.dialect === 'mysql') {
    for (const name of ['fk_own_shop', 'fk_shop', 'ck_price']) await op.dropConstraint(name, 'item')
  }
  for (const column of ['loud', 'kind', 'own_shop', 'shop_id', 'code', 'price', 'made', 'stock', 'plain']) {
    await op.dropColumn('item', column)
  }
  await op.dropColumn('item', 'never_there', { ifExists: true })
  await op.dropTable('item')
  await op.dropTable('shop')
}
