import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds } from '../support/databases.ts'
import { everythingIn, feed } from './chapters.ts'

/** Names that would mean something else outside their quotes. */
const names = [
  'a.b',
  'a;b',
  'a"b',
  "a'b",
  'a`b',
  'a[b]',
  'a\\b',
  'select',
  'table',
  '"',
  'x"; DROP TABLE kept; --',
  'x`; DROP TABLE kept; --',
  "x'); DROP TABLE kept; --",
  'a -- b',
  'a /* b',
  '$1 ? ?? :x %s $$',
  'line\nbreak',
  ' spaces in',
  'ünïcödé 日本',
  '0',
  'Upper',
]

/** Everything that has a name, by each of the names; what a rename makes of it starts with `r`. */
const upgrade = `const names: string[] = ${JSON.stringify(names)}
  await op.createTable('kept', { id: t.integer() })
  for (const [number, name] of names.entries()) {
    const table = number + name
    const text = t.varchar(60).notNull().default(name).comment(name)
    await op.createTable(table, [['id', t.integer().primaryKey()], [name, text]], [
      uniqueConstraint([name], { name: 'u' + table }),
      check(sql\`1 = 1\`, { name: 'c' + table }),
    ])
    await op.bulkInsert(table, [{ id: 1, [name]: name }])
    await op.createIndex('i' + table, table, [name, 'id'])
    await op.addColumn(table, 'more ' + name, t.varchar(60).default(name))
    await op.alterColumn(table, 'more ' + name, {
      nullable: false, default: 'x' + name, existing: t.varchar(60).default(name),
    })
    await op.alterColumn(table, name, { name: 'r' + name, existing: text })
    await op.dropIndex('i' + table, { table })
    await op.dropConstraint('u' + table, table, { type: 'unique' })
    await op.renameTable(table, 'r' + table)
    await op.bulkInsert('r' + table, [{ id: 2, ['r' + name]: name + name }])
  }`
const downgrade = `const names: string[] = ${JSON.stringify(names)}
  for (const [number, name] of names.entries()) await op.dropTable('r' + number + name)
  await op.dropTable('kept')`
const imports = "import { check, type Op, sql, t, uniqueConstraint } from 'tsmig'"

const quoted = (kind: Kind, name: string): string =>
  kind === 'mysql' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`

describe.each(kinds)('on %s', (kind) => {
  test('odd names and texts stay within their quotes, online and as a script', async () => {
    const [online, offline] = [await createProject(kind), await createProject(kind)]
    for (const { project } of [online, offline]) project.revision('a1', null, { upgrade, downgrade, imports })
    await online.project.ok('upgrade', 'head')
    const expected = ['kept', 'tsmig_version', ...names.map((name, number) => `r${number}${name}`)]
    expect(await online.tables()).toEqual(expected.sort())
    for (const [number, name] of names.entries()) {
      const rows = await online.query(`SELECT * FROM ${quoted(kind, `r${number}${name}`)} ORDER BY id`)
      const more = { [`more ${name}`]: `x${name}` }
      expect(rows).toEqual([
        { id: 1, [`r${name}`]: name, [`more ${name}`]: name },
        { id: 2, [`r${name}`]: name + name, ...more },
      ])
    }
    await feed(kind, offline, (await offline.project.ok('upgrade', 'base:head', '--sql')).stdout)
    expect(await everythingIn(kind, offline)).toEqual(await everythingIn(kind, online))
    await online.project.ok('downgrade', 'base')
    await feed(kind, offline, (await offline.project.ok('downgrade', 'head:base', '--sql')).stdout)
    expect(await everythingIn(kind, offline)).toEqual(await everythingIn(kind, online))
    expect(await online.tables()).toEqual(['tsmig_version'])
  })
})
