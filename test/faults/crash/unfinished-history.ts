import type { DatabaseKind } from '../support/database.ts'
import type { Migration } from '../tools/tool.ts'

/**
 * Revisions that no rollback takes back: a kill leaves what they did. Code among them can't be told from outside. The
 * statements are the same for other tools.
 */
export function unfinishedHistory(kind: DatabaseKind): readonly Migration[] {
  const dropColumn = kind === 'sqlite' ? '' : `\n  await op.dropColumn('u1', 'n')`
  const concurrently = kind === 'postgres' ? 'CONCURRENTLY ' : ''
  const first = `await op.createTable('t1', { id: t.integer().primaryKey(), n: t.varchar(20) })
  await op.bulkInsert('t1', [{ id: 1, n: 'a' }, { id: 2, n: 'b' }])
  await op.execute('CREATE INDEX ${concurrently}t1_n ON t1 (n)')
  await op.run('fill', async (knex) => { await knex('t1').insert({ id: 3, n: 'c' }) })
  await op.renameTable('t1', 'u1')
  await op.addColumn('u1', 'm', t.integer())
  await op.execute('UPDATE u1 SET m = COALESCE(m, 0) + id')${dropColumn}`
  const firstStatements = [
    'CREATE TABLE t1 (id integer PRIMARY KEY, n varchar(20))',
    `INSERT INTO t1 (id, n) VALUES (1, 'a'), (2, 'b')`,
    `CREATE INDEX ${concurrently}t1_n ON t1 (n)`,
    `INSERT INTO t1 (id, n) VALUES (3, 'c')`,
    'ALTER TABLE t1 RENAME TO u1',
    'ALTER TABLE u1 ADD COLUMN m integer',
    'UPDATE u1 SET m = COALESCE(m, 0) + id',
    ...(kind === 'sqlite' ? [] : ['ALTER TABLE u1 DROP COLUMN n']),
  ]
  const more = [2, 3, 4].map((number) => ({
    name: `m${number}`,
    statements: [
      `CREATE TABLE t${number} (id integer, n varchar(20))`,
      `INSERT INTO t${number} (id) VALUES (1)`,
      `CREATE INDEX t${number}_id ON t${number} (id)`,
      `UPDATE t${number} SET id = id + 1`,
      `ALTER TABLE t${number} ADD COLUMN o integer`,
      `ALTER TABLE t${number} RENAME TO u${number}`,
    ],
    transaction: false,
    upgrade: `await op.createTable('t${number}', { id: t.integer(), n: t.varchar(20) })
  await op.execute("INSERT INTO t${number} (id) VALUES (1)")
  await op.createIndex('t${number}_id', 't${number}', ['id'])
  await op.execute('UPDATE t${number} SET id = id + 1')
  await op.addColumn('t${number}', 'o', t.integer())
  await op.execute('ALTER TABLE t${number} RENAME TO u${number}')`,
  }))
  return [{ name: 'm1', statements: firstStatements, transaction: false, upgrade: first }, ...more]
}
