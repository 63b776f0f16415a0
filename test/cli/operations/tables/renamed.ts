/** Tables get other names; schemas. */
import { index, type Op, t } from 'tsmig'

export const revision = 'renamed'
export const downRevision = 'children'

export async function upgrade(op: Op) {
  await op.renameTable('person', 'Human "being"')
  await op.renameTable({ name: 'lonely' }, 'together')
  await op.bulkInsert('Human "being"', [{ name: 'Cid' }])
  if (op.dialect !== 'postgres') return

  await op.execute('CREATE SCHEMA "Side"')
  await op.createTable(
    'thing',
    { id: t.integer().primaryKey(), kind: t.enum(['a', 'b'], { name: 'kind', schema: 'Side' }) },
    [index('kind')],
    { schema: 'Side', comment: 'aside' },
  )
  await op.addColumn('thing', 'more', t.integer().references('Human "being".id'), { schema: 'Side' })
  await op.renameTable('thing', 'object', { schema: 'Side' })
  await op.bulkInsert({ name: 'object', schema: 'Side' }, [{ id: 1, kind: 'b', more: 100 }])
  await op.dropIndex('ix_thing_kind', { schema: 'Side' })
  await op.createIndex('ix_kind', 'object', 'kind', { schema: 'Side' })
}

export async function downgrade(op: Op) {
  if (op.dialect === 'postgres') {
    await op.dropIndex('ix_kind', { table: 'object', schema: 'Side' })
    await op.dropTable('object', { schema: 'Side' })
    await op.execute('DROP TYPE "Side".kind; DROP SCHEMA "Side";')
  }
  await op.renameTable('together', 'lonely')
  await op.renameTable('Human "being"', 'person')
}
