/** Foreign keys with every action. */
import { foreignKey, type Op, t } from 'tsmig'

export const revision = 'children'
export const downRevision = 'parents'

/** InnoDB has no SET DEFAULT. */
function actionsOf(op: Op) {
  const common = ['no action', 'restrict', 'cascade', 'set null'] as const
  return op.dialect === 'mysql' ? common : ([...common, 'set default'] as const)
}

export async function upgrade(op: Op) {
  const actions = actionsOf(op)
  for (const [number, action] of actions.entries()) {
    const name = `child_${action.replace(' ', '_')}`
    const next = actions[(number + 1) % actions.length] ?? 'cascade'
    await op.createTable(name, {
      id: t.integer().primaryKey(),
      person: t.integer().default(100).references('person.id', { onDelete: action, onUpdate: next }),
    })
    await op.bulkInsert(name, [
      { id: 1, person: 101 },
      { id: 2, person: null },
    ])
  }
  await op.createTable(
    'town',
    {
      id: t.integer().primaryKey(),
      country: t.char(2).notNull(),
      region: t.integer().notNull(),
      twin: t.integer().references('town.id', {
        name: 'fk_twin',
        ...(op.dialect !== 'mysql' && { initially: 'deferred' }),
      }),
    },
    [
      foreignKey(
        ['country', 'region'],
        { table: 'country', columns: ['code', 'region'] },
        {
          name: 'fk_country',
          onDelete: 'cascade',
          match: op.dialect === 'postgres' ? 'full' : 'simple',
          ...(op.dialect !== 'mysql' && { deferrable: true }),
        },
      ),
    ],
  )
  await op.bulkInsert('town', [
    { id: 1, country: 'NL', region: 1, twin: op.dialect === 'mysql' ? 1 : 2 },
    { id: 2, country: 'NL', region: 2, twin: 1 },
  ])
}

export async function downgrade(op: Op) {
  await op.dropTable('town')
  for (const action of actionsOf(op)) await op.dropTable(`child_${action.replace(' ', '_')}`)
}
