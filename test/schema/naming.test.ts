import { describe, expect, test } from 'vitest'
import { index } from '../../src/schema/index-definition.ts'
import type { Constraint } from '../../src/schema/model.ts'
import {
  checkConvention,
  conventionalIndexName,
  conventionalName,
  conventionalReference,
} from '../../src/schema/naming.ts'
import { sql } from '../../src/schema/values.ts'

const unique: Constraint = { kind: 'unique', columns: ['b', 'c'] }
const key: Constraint = {
  kind: 'foreignKey',
  columns: ['b', 'c'],
  references: { table: { name: 'r', schema: 's' }, columns: ['id', 'no'] },
}

describe('a name by a convention', () => {
  test.each<[string, string]>([
    ['%(table_name)s', 'a'],
    ['%(column_0_name)s', 'b'],
    ['%(column_1_name)s', 'c'],
    ['%(column_0N_name)s', 'bc'],
    ['%(column_0_N_name)s', 'b_c'],
    ['%(column_0_label)s', 'a_b'],
    ['%(column_0_N_label)s', 'a_b_a_c'],
    ['100%%_%(table_name)s', '100%_a'],
    ['plain', 'plain'],
  ])('%s is %s', (template, name) => {
    expect(conventionalName({ uq: template }, 'a', unique)).toBe(name)
  })

  test('of a foreign key tells what it refers to', () => {
    const fk = '%(referred_table_name)s %(referred_column_0_name)s %(referred_column_0_N_name)s'
    expect(conventionalName({ fk }, 'a', key)).toBe('r id id_no')
  })

  test('is the given one, unless the convention makes something of it', () => {
    const check: Constraint = { kind: 'check', expression: 'x', name: 'own' }
    expect(conventionalName({ ck: 'ck_%(table_name)s' }, 'a', check)).toBe('own')
    expect(conventionalName({ ck: 'ck_%(table_name)s_%(constraint_name)s' }, 'a', check)).toBe('ck_a_own')
    expect(conventionalName({}, 'a', check)).toBe('own')
  })

  test('is none where nothing is said, or a name is asked for that is not given', () => {
    expect(conventionalName({}, 'a', unique)).toBeUndefined()
    expect(conventionalName({ uq: '%(constraint_name)s' }, 'a', unique)).toBeUndefined()
    expect(
      conventionalName({ ck: '%(column_0_name)s' }, 'a', { kind: 'check', expression: 'x' }),
    ).toBeUndefined()
    expect(conventionalName({ uq: 'x' }, 'a', { kind: 'exclude', elements: [] })).toBeUndefined()
  })

  test('of an index: its own, by the convention, or of its columns', () => {
    const convention = { ix: 'ix_%(column_0_label)s' }
    expect(conventionalIndexName(convention, 'a', index(['b', 'c']))).toBe('ix_a_b')
    expect(conventionalIndexName(convention, 'a', index('b', { name: 'own' }))).toBe('own')
    expect(conventionalIndexName({}, 'a', index(['b', 'c']))).toBe('ix_a_b_c')
    expect(() => conventionalIndexName(convention, 'a', index(['b', sql`lower(c)`]))).toThrow('has no name')
  })

  test('finds what was named by it, where its kind is known', () => {
    const convention = {
      ck: 'ck_%(table_name)s_%(constraint_name)s',
      uq: '%(column_0_name)s_%(constraint_name)s',
    }
    expect(conventionalReference(convention, 'a', 'own', 'check')).toBe('ck_a_own')
    expect(conventionalReference(convention, 'a', 'own', undefined)).toBe('own')
    expect(conventionalReference(convention, 'a', 'own', 'unique')).toBe('own')
  })
})

test.each<[object, string]>([
  [{ nope: 'x' }, 'A naming convention has "nope"'],
  [{ uq: 7 }, 'A naming convention has "uq"'],
  [{ uq: '%(nope)s' }, 'The naming convention "%(nope)s" has %(nope)s'],
])('%j is refused', (convention, message) => {
  expect(() => checkConvention(convention)).toThrow(message)
})
