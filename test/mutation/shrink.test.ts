import { afterAll, expect, test } from 'vitest'
import { check } from '../../src/schema/constraints.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { MutationError, runStep } from './run-history.ts'
import { openServer } from './server.ts'
import { shrink } from './shrink.ts'

const server = await openServer('sqlite')
afterAll(() => server.close())

test('a step that fails is left with what makes it fail', async () => {
  const id = { id: t.integer().primaryKey() }
  const other = table('other', { ...id, x: t.text() }, [index('x', { name: 'ix' })])
  const before = declaredSnapshot([table('a', { ...id, x: t.integer(), y: t.text() }), other])
  const strict = table('a', { ...id, x: t.integer(), z: t.text() }, [check('x > 100', { name: 'ck' })])
  const failure = await runStep(server, before, declaredSnapshot([strict, other])).catch((error) => error)
  expect(failure).toBeInstanceOf(MutationError)

  const smaller = await shrink(server, failure, 20)

  const names = (tables: MutationError['declared']['tables']) =>
    tables.map(({ table }) => [table.table.name, ...table.columns.map(({ name }) => name)])
  expect(smaller?.message).toContain('CHECK constraint failed: ck')
  expect(names(smaller?.declared.tables ?? [])).toEqual([['a', 'x']])
  expect(names(smaller?.edited?.declared.tables ?? [])).toEqual([['a', 'x']])
})

test('one that does not fail by itself is not made smaller', async () => {
  const declared = declaredSnapshot([table('a', { id: t.integer().primaryKey() })])
  const edited = { declared, names: ['none'] }
  const failure = new MutationError('upgrade', 'a trouble that passed', { declared, edited })
  expect(await shrink(server, failure, 20)).toBeUndefined()
})
