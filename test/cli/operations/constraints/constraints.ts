/** Constraints come and go by name. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'constraints'
export const downRevision = null

export async function upgrade(op: Op) {
  // MySQL puts text of a told length only into keys, defers nothing, and calls every primary key PRIMARY.
  const mysql = op.dialect === 'mysql'
  const text = mysql ? t.varchar(50) : t.text()
  await op.createTable('author', { id: t.integer().notNull(), name: text.notNull(), born: t.integer() })
  await op.createTable('book', {
    id: t.integer().primaryKey(),
    author: t.integer(),
    title: t.text(),
    part: t.integer().default(1),
    pages: t.integer(),
    before: t.integer(),
  })
  await op.bulkInsert('author', [{ id: 1, name: 'Ada', born: 1815 }])
  await op.bulkInsert('book', [{ id: 1, author: 1, title: 'Notes', part: 1, pages: 3, before: null }])

  await op.createPrimaryKey('pk_author', 'author', 'id')
  await op.createUniqueConstraint('uq_author', 'author', ['name', 'born'])
  await op.createUniqueConstraint(null, 'author', 'born')
  await op.createForeignKey('fk_author', 'book', 'author', 'author', 'id', {
    onDelete: 'cascade',
    onUpdate: 'set null',
    ...(!mysql && { initially: 'deferred' }),
  })
  await op.createForeignKey('fk_before', 'book', 'book', ['before'], ['id'], {
    onDelete: mysql ? 'set null' : 'set default',
  })
  await op.createCheckConstraint('ck_pages', 'book', sql`pages > ${0} AND title <> ${"it's; --"}`)
  await op.createCheckConstraint('ck "odd"', 'book', 'part > 0 -- at least')
  await op.bulkInsert('book', [{ id: 2, author: 1, title: 'More', part: 2, pages: 4, before: 1 }])
}

export async function downgrade(op: Op) {
  await op.dropConstraint('ck "odd"', 'book', { type: 'check' })
  await op.dropConstraint('ck_pages', 'book')
  await op.dropConstraint('fk_before', 'book', { type: 'foreignKey' })
  await op.dropConstraint('fk_author', 'book')
  await op.dropConstraint('uq_author', 'author', { type: 'unique' })
  await op.dropConstraint('never_there', 'author', { ifExists: true })
  await op.dropConstraint('pk_author', 'author', { type: 'primaryKey' })
  await op.dropTable('book')
  await op.dropTable('author')
}
