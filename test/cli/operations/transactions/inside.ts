/** Leaves the transaction in its middle. */
import { type Op, t } from 'tsmig'

export const revision = 'inside'
export const downRevision = null

export async function upgrade(op: Op) {
  const text = op.dialect === 'mysql' ? t.varchar(20) : t.text()
  await op.createTable('line', { id: t.integer().primaryKey(), a: text, b: text })
  await op.bulkInsert('line', [{ id: 1, a: 'x', b: 'y' }])
  await op.outsideTransaction(async () => {
    await op.createIndex('ix_a', 'line', 'a', op.dialect === 'postgres' ? { concurrently: true } : {})
  })
  await op.bulkInsert('line', [{ id: 2, a: 'x', b: 'z' }])
}

export async function downgrade(op: Op) {
  await op.outsideTransaction(() =>
    op.dropIndex(
      'ix_a',
      op.dialect === 'postgres' ? { concurrently: true, ifExists: true } : { table: 'line' },
    ),
  )
  await op.dropTable('line')
}
