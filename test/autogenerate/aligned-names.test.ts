import { afterAll, describe, expect, test } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { createAll } from '../../src/autogenerate/order/create-all.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { exclude } from '../../src/schema/exclude.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { type Kind, kinds } from '../support/databases.ts'
import { openScratch } from './scratch.ts'

/** A table that another points at, with names of its parts that end in a letter. */
const declared = (end: string) => [
  table('a', { id: t.integer().notNull(), n: t.integer(), m: t.integer() }, [
    primaryKey('id', { name: `pk_${end}` }),
    uniqueConstraint('n', { name: `uq_${end}` }),
    check('n > 0', { name: `ck_${end}` }),
    index('m', { name: `ix_${end}` }),
  ]),
  table('b', { id: t.integer().primaryKey('pk_b'), a: t.integer(), n: t.integer() }, [
    foreignKey('a', 'a.id', { name: `fk_a_${end}` }),
    foreignKey('n', 'a.n', { name: `fk_n_${end}` }),
  ]),
]

/** What leads from one declared schema to another, made and found to lead there. */
async function opened(kind: Kind) {
  const scratch = await openScratch(kind)
  afterAll(() => scratch.close())
  const { name } = scratch.dialect
  return async function led(from: unknown, to: unknown) {
    await scratch.empty()
    await scratch.run(createAll(declaredSnapshot(to), name))
    const after = await scratch.read()
    await scratch.empty()
    await scratch.run(createAll(declaredSnapshot(from), name))
    const operations = compare(await scratch.read(), after, name)
    await scratch.run(operations)
    expect(compare(await scratch.read(), after, name)).toEqual([])
    return operations.map((one) => one.kind)
  }
}

describe.each(kinds)('other names of constraints and indexes on %s', async (kind) => {
  const led = await opened(kind)

  test('lead from one to the other', async () => {
    const operations = new Set(await led(declared('x'), declared('y')))
    if (kind === 'postgres') expect(operations).toEqual(new Set(['renameConstraint', 'renameIndex']))
    else expect(operations.has('renameIndex')).toBe(kind === 'mysql')
  })

  test('that change hands', async () => {
    const columns = { id: t.integer().primaryKey('pk'), n: t.integer(), m: t.integer() }
    await led(
      table('a', columns, [index('n', { name: 'one' }), index('m', { name: 'two' })]),
      table('a', columns, [index('n', { name: 'two' }), index('m', { name: 'one' })]),
    )
  })
})

describe('on PostgreSQL, they', async () => {
  const led = await opened('postgres')

  test('are not those of anything else: then the part is made anew', async () => {
    const columns = { id: t.integer().primaryKey('pk'), n: t.integer(), m: t.integer() }
    const operations = await led(
      [
        table('a', columns, [index('n', { name: 'one' })]),
        table('b', { n: t.integer() }, [index('n', { name: 'two' })]),
      ],
      [table('a', columns, [index('n', { name: 'two' })]), table('b', { n: t.integer() })],
    )
    expect(operations).not.toContain('renameIndex')
  })

  test('go along with what names an index, and leave what is inherited', async () => {
    const clustered = (end: string) =>
      table(
        'a',
        { id: t.integer().primaryKey('pk'), n: t.integer().notNull() },
        [
          uniqueConstraint('n', { name: `uq_${end}` }),
          index('n', { name: `ix_${end}` }),
          exclude([['n', '=']], { name: `ex_${end}`, method: 'btree' }),
        ],
        { postgres: { clusterOn: `ix_${end}`, replicaIdentity: { index: `uq_${end}` } } },
      )
    expect(await led(clustered('x'), clustered('y'))).toEqual([
      'renameConstraint',
      'renameConstraint',
      'renameIndex',
    ])
    const parted = (end: string) => [
      table('log', { day: t.date().notNull() }, [check("day > '2000-01-01'::date", { name: `ck_${end}` })], {
        postgres: { partitionBy: { strategy: 'range', keys: 'day' } },
      }),
      table('part', {}, [], { postgres: { partitionOf: { table: 'log', bounds: 'DEFAULT' } } }),
    ]
    expect(await led(parted('x'), parted('y'))).toEqual(['renameConstraint'])
  })
})
