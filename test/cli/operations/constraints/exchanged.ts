/** Constraints give way to others. */
import { type Op, t } from 'tsmig'

export const revision = 'exchanged'
export const downRevision = 'constraints'

export async function upgrade(op: Op) {
  await op.dropConstraint('fk_before', 'book')
  await op.dropConstraint('fk_author', 'book')
  await op.dropConstraint('pk_author', 'author', { type: 'primaryKey' })
  await op.createPrimaryKey('pk_author_name', 'author', ['id', 'name'])
  await op.addColumn('book', 'author_name', op.dialect === 'mysql' ? t.varchar(50) : t.text())
  await op.execute(`UPDATE book SET author_name = 'Ada'`)
  await op.createForeignKey('fk_author_both', 'book', 'author', ['author', 'author_name'], ['id', 'name'], {
    match: 'simple',
    onUpdate: 'cascade',
  })
  await op.dropConstraint('ck_pages', 'book')
  await op.createCheckConstraint('ck_pages', 'book', 'pages > 1')
}

export async function downgrade(op: Op) {
  await op.dropConstraint('ck_pages', 'book')
  await op.createCheckConstraint('ck_pages', 'book', 'pages > 0')
  await op.dropConstraint('fk_author_both', 'book')
  await op.dropColumn('book', 'author_name')
  await op.dropConstraint('pk_author_name', 'author', { type: 'primaryKey' })
  await op.createPrimaryKey('pk_author', 'author', 'id')
  await op.createForeignKey('fk_author', 'book', 'author', 'author', 'id')
  await op.createForeignKey('fk_before', 'book', 'book', 'before', 'id')
}
