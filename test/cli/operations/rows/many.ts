/** Many rows, in the order given. */
import { type Op, t } from 'tsmig'

export const revision = 'many'
export const downRevision = 'values'

export async function upgrade(op: Op) {
  const many = await op.createTable('many', {
    place: t.integer().identity().primaryKey(),
    name: t.text().notNull(),
    half: t.double(),
  })
  await op.bulkInsert(
    many,
    Array.from({ length: 5000 }, (_, index) => ({ name: `row ${index}; it's`, half: index / 2 })),
  )
  await op.createTable('defaults', { id: t.integer().identity().primaryKey(), a: t.text().default('x') })
  await op.bulkInsert('defaults', [{}, {}])
}

export async function downgrade(op: Op) {
  await op.dropTable('defaults')
  await op.dropTable('many')
}
