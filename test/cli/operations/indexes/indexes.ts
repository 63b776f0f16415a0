/** Indexes of every kind. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'indexes'
export const downRevision = null

export async function upgrade(op: Op) {
  // MySQL indexes text of a told length only, and knows neither partial indexes nor collations in one.
  const mysql = op.dialect === 'mysql'
  const text = mysql ? t.varchar(99) : t.text()
  await op.createTable('page', {
    id: t.integer().primaryKey(),
    site: text.notNull(),
    path: text.notNull(),
    hits: t.integer().default(0),
    meta: t.jsonb(),
  })
  await op.bulkInsert('page', [{ id: 1, site: 'a', path: '/', hits: 1, meta: { tags: ['x'] } }])
  await op.createIndex(null, 'page', 'site')
  await op.createIndex('ix_two', 'page', ['site', { column: 'hits', order: 'desc' }])
  await op.createIndex('uq_path', 'page', ['path', 'site'], { unique: true })
  if (!mysql) {
    await op.createIndex('ix_lower', 'page', sql`lower(path) -- case`)
    await op.createIndex('ix_mixed', 'page', [{ expression: 'hits + 1', order: 'desc' }, 'id'])
  }
  await op.createIndex('ix_busy', 'page', 'hits', {
    ...(!mysql && { where: sql`hits > 10 AND site <> ${"it's;"} -- busy` }),
    unique: true,
  })
  await op.createIndex('ix_busy', 'page', 'id', { ifNotExists: true })
  await op.createIndex('ix_like', 'page', {
    column: 'path',
    ...(!mysql && { collation: op.dialect === 'postgres' ? 'C' : 'NOCASE' }),
    order: 'asc',
  })
  await op.createIndex('ix "odd"', 'page', 'id')
  if (mysql) {
    await op.createIndex('ix_words', 'page', ['path'], { method: 'fulltext' })
    await op.createIndex('ix_prefix', 'page', sql`site(${5})`, { comment: "the first 'five'" })
  }
  if (op.dialect !== 'postgres') return
  await op.createIndex('ix_meta', 'page', 'meta', { method: 'gin' })
  await op.createIndex(
    'ix_meta_path',
    'page',
    { column: 'meta', operatorClass: 'jsonb_path_ops' },
    { method: 'GIN' },
  )
  await op.createIndex('ix_cover', 'page', { column: 'hits', nulls: 'first' }, { include: ['site', 'path'] })
  await op.createIndex('ix_hash', 'page', 'site', { method: 'hash' })
}

export async function downgrade(op: Op) {
  if (op.dialect === 'postgres') {
    await op.dropIndex('ix_hash')
    await op.dropIndex('ix_cover', { table: 'page' })
    await op.dropIndex('ix_meta_path')
  }
  await op.dropIndex('ix "odd"', { table: 'page' })
  await op.dropIndex('ix_lower', { table: 'page', ifExists: true })
  await op.dropIndex('ix_lower', { table: 'page', ifExists: true })
  await op.dropIndex('ix_page_site', { table: 'page' })
  await op.dropTable('page')
}
