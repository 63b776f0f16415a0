/**
 * create order and its items
 *
 * Revision ID: 8e52d94c60af
 * Revises: 3c1f0a7be521
 * Create Date: 2026-11-04T14:03:10.022Z
 */
import { type Op, primaryKey, sql, t } from 'tsmig'

export const revision = '8e52d94c60af'
export const downRevision = '3c1f0a7be521'
export const branchLabels = ['orders']
export const dependsOn = null

export async function upgrade(op: Op) {
  await op.createTable('order', {
    id: t.integer().primaryKey(),
    customer_id: t.integer().notNull().references('customer.id', { onDelete: 'restrict' }),
    placed_at: t.timestamp().notNull().default(sql`CURRENT_TIMESTAMP`),
  })
  await op.createTable(
    'order_item',
    {
      order_id: t.integer().notNull().references('order.id', { onDelete: 'cascade' }),
      product_id: t.integer().notNull().references('product.id'),
      quantity: t.integer().notNull().default(1).check(sql`quantity > 0`, 'ck_order_item_quantity'),
    },
    [primaryKey(['order_id', 'product_id'])],
  )
  await op.createIndex('ix_order_customer_id', 'order', ['customer_id'])
}

export async function downgrade(op: Op) {
  await op.dropTable('order_item')
  await op.dropTable('order')
}
