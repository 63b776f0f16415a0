import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differences } from '../../src/autogenerate/difference.ts'
import { enumType, index, sqlFunction, t, table, trigger } from '../../src/index.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { snapshot } from './arbitrary-snapshot.ts'

test('a schema does not differ from itself', () => {
  fc.assert(
    fc.property(snapshot, (given) => {
      expect(differences(given, structuredClone(given))).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('what is added one way is removed the other way', () => {
  const counted = (list: ReturnType<typeof differences>, change: string) =>
    list.filter((one) => one.change === change).length
  fc.assert(
    fc.property(snapshot, snapshot, (one, other) => {
      const there = differences(one, other)
      const back = differences(other, one)
      expect(counted(there, 'added')).toBe(counted(back, 'removed'))
      expect(counted(there, 'changed')).toBe(counted(back, 'changed'))
    }),
    { numRuns: 100 },
  )
})

test('each thing is told by its name, and what of it differs', () => {
  const before = declaredSnapshot([
    table('account', { id: t.integer(), age: t.integer().check('age > 0', 'ck'), gone: t.text() }),
    table('old', { id: t.integer() }),
    enumType('mood', ['sad']),
  ])
  const after = declaredSnapshot([
    table(
      'account',
      { age: t.bigint().notNull().check('age > 1', 'ck'), id: t.integer(), email: t.text() },
      (c) => [index(c.email)],
      { comment: 'People' },
    ),
    table({ name: 'fresh', schema: 'audit' }, { id: t.integer() }),
    enumType('mood', ['sad', 'glad']),
    sqlFunction('f', { arguments: 'a integer', body: 'x' }),
    trigger('t', 'account', { timing: 'after', events: 'insert', body: 'f()' }),
  ])
  const account = { name: 'account' }
  expect(differences(before, after)).toEqual([
    { change: 'changed', what: 'table', name: 'account', parts: ['comment'] },
    { change: 'changed', what: 'column', name: 'age', table: account, parts: ['nullable', 'type'] },
    { change: 'added', what: 'column', name: 'email', table: account },
    { change: 'removed', what: 'column', name: 'gone', table: account },
    { change: 'changed', what: 'table', name: 'account', parts: ['order of columns'] },
    { change: 'changed', what: 'check', name: 'ck', table: account, parts: ['expression'] },
    { change: 'added', what: 'index', name: 'ix_account_email', table: account },
    { change: 'removed', what: 'table', name: 'old' },
    { change: 'added', what: 'table', name: 'fresh', schema: 'audit' },
    { change: 'added', what: 'function', name: 'f(a integer)' },
    { change: 'added', what: 'trigger', name: 't', table: account },
    { change: 'changed', what: 'enum', name: 'mood', parts: ['values'] },
  ])
})
