/** knex's own builders. */
import type { Op } from 'tsmig'

export const revision = 'builders'
export const downRevision = null

export async function upgrade(op: Op) {
  await op.createTable('album', (table) => {
    table.increments('id')
    table.string('title', 80).notNullable().defaultTo("it's; $1 %")
    table.decimal('price', 8, 2)
    table.boolean('new').defaultTo(true)
    table.json('meta')
    table.timestamp('made').defaultTo(op.knex.fn.now())
    table.enum('kind', ['cd', 'lp'])
    table.unique(['title'], { indexName: 'uq_title' })
    table.index(['price'], 'ix_price')
  })
  await op.schema
    .createTable('song', (table) => {
      table.integer('id').primary()
      table.integer('album').unsigned().references('id').inTable('album').onDelete('CASCADE')
      table.binary('wave')
    })
    .alterTable('song', (table) => {
      table.string('name')
      table.index(['name'])
    })
  await op.schema.raw("INSERT INTO song (id, name) VALUES (1, 'it''s; \\? $1')")
  await op.schema.renameTable('song', 'track')
  await op.bulkInsert('album', [{ title: 'One', made: '2020-01-01 00:00:00', kind: 'lp' }])
}

export async function downgrade(op: Op) {
  await op.schema.dropTable('track').dropTableIfExists('never_there')
  await op.schema.dropTable('album')
}
