/** Keys, uniques, checks, comments, numbering, generated columns. */
import { check, index, type Op, primaryKey, sql, t, uniqueConstraint } from 'tsmig'

export const revision = 'parents'
export const downRevision = null

export async function upgrade(op: Op) {
  // MySQL indexes text of a told length only, and knows no partial indexes.
  const mysql = op.dialect === 'mysql'
  const text = mysql ? t.varchar(99) : t.text()
  await op.createTable(
    'country',
    {
      code: t.char(2).comment("ISO's two letters; \\o/"),
      region: t.integer(),
      name: t.varchar(80).notNull().unique('uq_country_name'),
      area: t.double().check('area > 0', 'ck_area'),
      density: t.double().generatedAs(sql`area / 2`),
      capital: text.collate({ postgres: 'C', sqlite: 'NOCASE', mysql: 'utf8mb4_bin' }[op.dialect]),
    },
    (c) => [
      primaryKey([c.code, c.region], { name: 'pk_country' }),
      uniqueConstraint([c.name, c.region], { name: 'uq_name_region' }),
      check(`name <> 'no;where' -- not there`, { name: 'ck_name' }),
      check(sql`length(code) = ${2}`),
      index(c.capital),
      mysql
        ? index(['name', c.region], { name: 'ix_country_lower', unique: true })
        : index([sql`lower(name)`, c.region], {
            name: 'ix_country_lower',
            unique: true,
            where: sql`area > 1`,
          }),
    ],
    { comment: 'Where people\nlive: 100% "true"' },
  )
  await op.bulkInsert('country', [
    { code: 'NL', region: 1, name: 'Nederland', area: 41.5, capital: 'Amsterdam' },
    { code: 'NL', region: 2, name: 'Bonaire', area: 0.2, capital: null },
  ])

  const person = await op.createTable('person', {
    id: t.integer().identity({ start: 100 }).primaryKey('pk_person'),
    name: t.text().notNull(),
  })
  await op.bulkInsert(person, [{ name: 'Ada' }, { name: 'Bob' }])

  await op.createTable('numbered', [
    ['2', t.integer().primaryKey()],
    ['1', t.text()],
    ['Upper "quoted"', text.unique()],
    ['select', t.boolean()],
  ])
  await op.createTable('numbered', { id: t.integer() }, [], { ifNotExists: true })
  await op.createTable('lonely', { a: t.integer().primaryKey(), b: t.integer().primaryKey() })
}

export async function downgrade(op: Op) {
  await op.dropTable('lonely')
  await op.dropTable('numbered')
  await op.dropTable('person')
  await op.dropTable('never_there', { ifExists: true })
  await op.dropTable('country', { ifExists: true })
}
