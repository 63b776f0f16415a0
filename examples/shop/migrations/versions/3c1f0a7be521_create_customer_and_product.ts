/**
 * create customer and product
 *
 * Revision ID: 3c1f0a7be521
 * Revises: <base>
 * Create Date: 2026-11-02T09:12:44.310Z
 */
import { type Op, sql, t } from 'tsmig'

export const revision = '3c1f0a7be521'
export const downRevision = null
export const branchLabels = null
export const dependsOn = null

export async function upgrade(op: Op) {
  await op.createTable('customer', {
    id: t.integer().primaryKey(),
    email: t.varchar(254).notNull().unique('uq_customer_email'),
    name: t.varchar(100).notNull(),
    created_at: t.timestamp().notNull().default(sql`CURRENT_TIMESTAMP`),
  })
  await op.createTable('product', {
    id: t.integer().primaryKey(),
    name: t.varchar(120).notNull(),
    price: t.numeric(10, 2).notNull().check(sql`price >= 0`, 'ck_product_price'),
  })
  await op.bulkInsert('product', [
    { id: 1, name: 'Espresso Machine', price: 249 },
    { id: 2, name: 'Coffee Grinder', price: 89.5 },
    { id: 3, name: 'Paper Filters (100)', price: 4.2 },
  ])
}

export async function downgrade(op: Op) {
  await op.dropTable('product')
  await op.dropTable('customer')
}
