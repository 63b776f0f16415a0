/**
 * give every product a slug
 *
 * The column comes empty, is filled from the names, and is closed behind that.
 *
 * Revision ID: f47a19d03c58
 * Revises: d20c85b1f6e3
 * Create Date: 2026-11-09T11:20:57.640Z
 */
import { type Op, t } from 'tsmig'
import { slugOf } from '../../slug'

export const revision = 'f47a19d03c58'
export const downRevision = 'd20c85b1f6e3'
export const branchLabels = null
export const dependsOn = null

export async function upgrade(op: Op) {
  await op.addColumn('product', 'slug', t.varchar(140))
  await op.run('fill in the slugs', async (knex) => {
    for (const { id, name } of await knex('product').select('id', 'name')) {
      await knex('product')
        .where({ id })
        .update({ slug: slugOf(name, id) })
    }
  })
  await op.alterColumn('product', 'slug', { nullable: false })
  await op.createIndex('uq_product_slug', 'product', ['slug'], { unique: true })
}

export async function downgrade(op: Op) {
  await op.dropIndex('uq_product_slug', { table: 'product' })
  await op.dropColumn('product', 'slug')
}
