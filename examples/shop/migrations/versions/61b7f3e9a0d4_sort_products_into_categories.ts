/**
 * sort products into categories
 *
 * Revision ID: 61b7f3e9a0d4
 * Revises: 3c1f0a7be521
 * Create Date: 2026-11-04T16:47:31.871Z
 */
import { type Op, t } from 'tsmig'

export const revision = '61b7f3e9a0d4'
export const downRevision = '3c1f0a7be521'
export const branchLabels = ['catalog']
export const dependsOn = null

export async function upgrade(op: Op) {
  await op.createTable('category', {
    id: t.integer().primaryKey(),
    name: t.varchar(60).notNull().unique('uq_category_name'),
  })
  await op.batch('product', (batch) => {
    batch.addColumn('category_id', t.integer())
    batch.createForeignKey('fk_product_category', 'category', ['category_id'], ['id'], {
      onDelete: 'set null',
    })
  })
}

export async function downgrade(op: Op) {
  await op.batch('product', (batch) => {
    batch.dropConstraint('fk_product_category', { type: 'foreignKey' })
    batch.dropColumn('category_id')
  })
  await op.dropTable('category')
}
