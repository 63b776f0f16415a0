import { expect, test } from 'vitest'
import { createOp } from '../../src/operations/create-op.ts'
import type { Entry } from '../../src/operations/entry.ts'
import type { Op } from '../../src/operations/op.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { check, uniqueConstraint } from '../../src/schema/constraints.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'

const naming = {
  ix: 'ix_%(column_0_label)s',
  uq: 'uq_%(table_name)s_%(column_0_N_name)s',
  ck: 'ck_%(table_name)s_%(constraint_name)s',
  fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
  pk: 'pk_%(table_name)s',
}

/** The names in what some calls make, in their order: a table's constraints, then its indexes. */
async function namesOf(calls: (op: Op) => unknown): Promise<readonly (string | undefined)[]> {
  return (await entriesOf(calls)).flatMap(namesIn)
}

async function entriesOf(calls: (op: Op) => unknown): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  const op = createOp({
    dialect: 'postgres',
    submit: async (entry) => {
      entries.push(entry)
    },
    knex: () => {
      throw new Error('no knex here')
    },
    naming,
  })
  await calls(op)
  return entries
}

function namesIn(entry: Entry): readonly (string | undefined)[] {
  switch (entry.kind) {
    case 'createTable':
      return [...entry.table.constraints, ...(entry.indexes ?? [])].map(({ name }) => name)
    case 'dropTable':
      return [...(entry.was?.constraints ?? []), ...(entry.indexes ?? [])].map(({ name }) => name)
    case 'addColumn':
    case 'dropColumn':
      return (entry.constraints ?? []).map(({ name }) => name)
    case 'addConstraint':
      return [entry.constraint.name]
    case 'dropConstraint':
      return [entry.name, entry.was?.name]
    case 'createIndex':
      return [entry.index.name]
    case 'alterTable':
      return [
        ...entry.changes.flatMap(namesIn),
        ...(entry.rebuild?.constraints ?? []).map(({ name }) => name),
        ...(entry.rebuild?.indexes ?? []).map(({ name }) => name),
      ]
    default:
      throw new Error(entry.kind)
  }
}

const columns = {
  id: t.integer().primaryKey(),
  email: t.text().unique().check('length(email) > 3', 'email'),
  owner: t.integer().references('person.id'),
}
const parts = [
  uniqueConstraint(['id', 'owner']),
  check('id > 0'),
  index('owner'),
  index('id', { name: 'own' }),
]
const namesOfTable = [
  'pk_user',
  'uq_user_email',
  'ck_user_email',
  'fk_user_owner_person',
  'uq_user_id_owner',
  undefined,
  'ix_user_owner',
  'own',
]

test('names what a table holds, in its making and as it was', async () => {
  expect(await namesOf((op) => op.createTable('user', columns, parts))).toEqual(namesOfTable)
  expect(
    await namesOf((op) => op.dropTable('user', { was: { columns, constraintsAndIndexes: parts } })),
  ).toEqual(namesOfTable)
})

test('names what is added to a table', async () => {
  const names = await namesOf((op) => {
    op.addColumn('user', 'u', t.text().unique())
    op.dropColumn('user', 'u', { was: t.text().unique() })
    op.createUniqueConstraint(null, 'user', ['a', 'b'])
    op.createUniqueConstraint('given', 'user', 'a')
    op.createCheckConstraint('positive', 'user', sql`a > 0`)
    op.createForeignKey(null, 'user', 'person', 'a', 'id')
    op.createPrimaryKey(null, { name: 'user', schema: 's' }, 'a')
    op.createIndex(null, 'user', ['a', 'b'])
  })
  expect(names).toEqual([
    'uq_user_u',
    'uq_user_u',
    'uq_user_a_b',
    'given',
    'ck_user_positive',
    'fk_user_a_person',
    'pk_user',
    'ix_user_a',
  ])
})

test('leaves alone what is marked as final, and what is data', async () => {
  const names = await namesOf((op) => {
    op.createCheckConstraint(op.f('positive'), 'user', 'a > 0')
    op.dropConstraint('positive', 'user', { type: 'check' })
    op.createTable('user', { a: t.integer() }, [check('a > 0', { name: op.f('whole') })])
    op.invoke({
      kind: 'addConstraint',
      table: { name: 'user' },
      constraint: { kind: 'check', name: 'bare', expression: 'a > 0' },
    })
  })
  expect(names).toEqual(['positive', 'positive', undefined, 'whole', 'bare'])
})

test('a constraint is dropped by the name that it was given', async () => {
  const [entry] = await entriesOf((op) =>
    op.dropConstraint('positive', 'user', { was: check('a > 0', { name: 'other' }) }),
  )
  if (entry?.kind !== 'dropConstraint') throw new Error(entry?.kind)
  expect(namesIn(entry)).toEqual(['ck_user_positive', 'ck_user_positive'])
  expect(reverse(entry).operation).toMatchObject({ constraint: { name: 'ck_user_positive' } })
})

test("goes for batches, where the batch's own comes first", async () => {
  const fill: Parameters<Op['batch']>[1] = (batch) => {
    batch.createUniqueConstraint(null, 'a')
    batch.createIndex(null, 'a')
    batch.createCheckConstraint(batch.f('final'), 'a > 0')
  }
  const tableArgs = [check('a > 1', { name: 'one' }), index('b')]
  expect(await namesOf((op) => op.batch('user', fill, { tableArgs }))).toEqual([
    'uq_user_a',
    'ix_user_a',
    'final',
    'ck_user_one',
    'ix_user_b',
  ])
  expect(
    await namesOf((op) => op.batch('user', fill, { tableArgs, namingConvention: { uq: 'u', ck: 'c' } })),
  ).toEqual(['u', 'ix_user_a', 'final', 'one', 'ix_user_b'])
})
