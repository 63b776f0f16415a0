/** Runs outside any transaction. */
import { type Op, t } from 'tsmig'

export const revision = 'outside'
export const downRevision = 'inside'
export const transaction = false

export async function upgrade(op: Op) {
  const text = op.dialect === 'mysql' ? t.varchar(20) : t.text()
  const clean = op.dialect === 'mysql' ? 'ANALYZE TABLE line' : 'VACUUM'
  await op.createIndex('ix_b', 'line', ['b', 'a'], op.dialect === 'postgres' ? { concurrently: true } : {})
  await op.execute(clean)
  await op.alterColumn('line', 'b', { nullable: false, type: t.varchar(9), existing: text })
  await op.outsideTransaction(() => op.execute(clean))
}

export async function downgrade(op: Op) {
  await op.alterColumn('line', 'b', {
    nullable: true,
    type: op.dialect === 'mysql' ? t.varchar(20) : t.text(),
    existing: t.varchar(9).notNull(),
  })
  await op.dropIndex('ix_b', op.dialect === 'postgres' ? { concurrently: true } : { table: 'line' })
}
