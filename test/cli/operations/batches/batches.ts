/** Several changes of one table. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'batches'
export const downRevision = null

export async function upgrade(op: Op) {
  // MySQL indexes text of a told length only, has no partial indexes, and converts without USING.
  const mysql = op.dialect === 'mysql'
  const text = mysql ? t.varchar(20) : t.text()
  await op.createTable('owner', { id: t.integer().identity().primaryKey(), name: t.text() })
  await op.createTable('pet', {
    id: t.integer().identity().primaryKey(),
    name: t.varchar(10),
    age: text,
    gone: text.unique('uq_gone'),
    owner: t.integer(),
  })
  await op.bulkInsert('owner', [{ name: 'Ada' }])
  await op.bulkInsert('pet', [
    { name: 'Rex', age: '3', gone: 'x', owner: 1 },
    { name: 'Tom', age: '4', gone: 'y', owner: null },
  ])
  await op.createIndex('ix_age', 'pet', 'age')
  await op.batch('pet', (batch) => {
    batch.dropIndex('ix_age')
    batch.alterColumn('name', {
      name: 'called',
      type: t.varchar(50),
      nullable: false,
      default: 'nobody',
      existing: t.varchar(10),
    })
    batch.alterColumn('age', {
      type: t.integer(),
      existing: text,
      ...(!mysql && { using: 'CAST(age AS integer)' }),
    })
    batch.dropConstraint('uq_gone')
    batch.dropColumn('gone')
    batch.addColumn('weight', t.numeric(6, 2).default('1.50'))
    batch.createForeignKey('fk_owner', 'owner', 'owner', 'id', { onDelete: 'cascade' })
    batch.createUniqueConstraint('uq_called', ['called', 'age'])
    batch.createCheckConstraint('ck_age', sql`age > ${-1}`)
    batch.createIndex('ix_called', [{ column: 'called', order: 'desc' }], mysql ? {} : { where: 'age > 1' })
    batch.dropColumn('never_there', { ifExists: true })
  })
  await op.batch(
    'owner',
    async (batch) => {
      await batch.addColumn('at', t.timestamp())
      await batch.createCheckConstraint('ck_name', "name <> ''")
    },
    { recreate: 'always' },
  )
  await op.batch('owner', (batch) => void batch.addColumn('more', t.text()), { recreate: 'never' })
  await op.bulkInsert('pet', [{ called: 'Kit', age: 1, weight: 2, owner: 1 }])
}

export async function downgrade(op: Op) {
  await op.batch('owner', (batch) => {
    batch.dropColumn('more')
    batch.dropConstraint('ck_name')
    batch.dropColumn('at')
  })
  await op.batch('pet', (batch) => {
    batch.dropIndex('ix_called')
    batch.dropConstraint('ck_age', { type: 'check' })
    batch.dropConstraint('uq_called')
    batch.dropConstraint('fk_owner', { type: 'foreignKey' })
    batch.dropColumn('weight')
    batch.addColumn('gone', t.text())
    batch.alterColumn('age', { type: t.text(), existing: t.integer() })
    batch.alterColumn('called', {
      name: 'name',
      nullable: true,
      default: null,
      existing: t.varchar(50).notNull().default('nobody'),
    })
  })
  await op.dropTable('pet')
  await op.dropTable('owner')
}
