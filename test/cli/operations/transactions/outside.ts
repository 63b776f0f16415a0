/** Runs outside any transaction. */
import { type Op, t } from 'tsmig'

export const revision = 'outside'
export const downRevision = 'inside'
export const transaction = false

export async function upgrade(op: Op) {
  await op.createIndex('ix_b', 'line', ['b', 'a'], op.dialect === 'postgres' ? { concurrently: true } : {})
  await op.execute('VACUUM')
  await op.alterColumn('line', 'b', { nullable: false, type: t.varchar(9) })
  await op.outsideTransaction(() => op.execute('VACUUM'))
}

export async function downgrade(op: Op) {
  await op.alterColumn('line', 'b', { nullable: true, type: t.text() })
  await op.dropIndex('ix_b', op.dialect === 'postgres' ? { concurrently: true } : {})
}
