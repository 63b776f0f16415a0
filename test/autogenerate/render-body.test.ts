import { expect, test } from 'vitest'
import { importLine, renderBody } from '../../src/autogenerate/render/body.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { createTable } from '../../src/operations/table-operations.ts'
import { foreignKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'

const code = (...operations: readonly Operation[]): string =>
  renderBody(operations.map((operation) => ({ operation }))).code

test('a table, with its constraints on the columns where they can stand there', () => {
  const table = createTable(
    'product',
    {
      id: t.integer().primaryKey(),
      'user id': t.integer().notNull().references('user.id', { onDelete: 'cascade' }),
      price: t.numeric(10, 2).notNull().default(0).check('price >= 0', 'ck_price'),
      size: t.enum(['s', 'm']).array(),
      made: t.timestamptz(3).default(sql`now()`),
    },
    [
      uniqueConstraint(['price', 'size']),
      foreignKey('size', { table: 'a.b', column: 'c' }),
      index(sql`lower(size)`, { name: 'ix' }),
    ],
    { schema: 'shop' },
  )
  expect(code(table)).toBe(`  await op.createTable(
    'product',
    {
      id: t.integer().primaryKey(),
      'user id': t.integer().notNull().references('user.id', { onDelete: 'cascade' }),
      price: t.numeric(10, 2).notNull().default(0).check(sql\`price >= 0\`, 'ck_price'),
      size: t.enum(['s', 'm']).array(),
      made: t.timestamptz(3).default(sql\`now()\`),
    },
    [
      uniqueConstraint(['price', 'size']),
      foreignKey('size', { table: 'a.b', columns: ['c'] }),
      index(sql\`lower(size)\`, { name: 'ix' }),
    ],
    { schema: 'shop' },
  )`)
})

test('names that JavaScript would move stand in a list', () => {
  expect(
    code(
      createTable(
        'a',
        [
          ['2', t.integer()],
          ['1', t.text()],
        ],
        [],
        {},
      ),
    ),
  ).toBe("  await op.createTable('a', [['2', t.integer()], ['1', t.text()]])")
})

test('long lines are broken, and SQL is left as it is', () => {
  const columns = ['first_column_of_many', 'second_column_of_many', 'third_column_of_many']
  const table = { name: 'a_table_with_a_long_name' }
  expect(
    code(
      { kind: 'addConstraint', table, constraint: { kind: 'unique', name: 'uq_of_many_columns', columns } },
      { kind: 'execute', sql: "UPDATE a\n  SET b = 'x'" },
      { kind: 'execute', sql: 'SELECT `x`' },
    ),
  ).toBe(`  await op.createUniqueConstraint('uq_of_many_columns', 'a_table_with_a_long_name', [
    'first_column_of_many',
    'second_column_of_many',
    'third_column_of_many',
  ])
  await op.execute(sql\`UPDATE a
  SET b = 'x'\`)
  await op.execute(sql\`\${{ sql: 'SELECT \`x\`' }}\`)`)
})

test('what no method has words for is handed over as data', () => {
  const named: Operation = { kind: 'execute', sql: 'SELECT $1', bindings: [1] }
  expect(code(named)).toBe("  await op.invoke({ kind: 'execute', sql: 'SELECT $1', bindings: [1] })")
  const odd: Operation = { kind: 'createObject', object: { type: 'view', name: 'v', query: 'SELECT 1;' } }
  expect(code(odd)).toBe(
    "  await op.invoke({ kind: 'createObject', object: { type: 'view', name: 'v', query: 'SELECT 1;' } })",
  )
})

test('a drop holds what it drops', () => {
  const table = { name: 'a' }
  const was = { name: 'b', type: { type: 'text' }, nullable: false } as const
  expect(
    code(
      { kind: 'dropTable', table, was: { table, columns: [was], constraints: [], comment: 'x' } },
      { kind: 'dropColumn', table, column: 'b', was },
      { kind: 'dropIndex', name: 'ix', table, was: { name: 'ix', keys: [{ column: 'b' }], unique: true } },
      {
        kind: 'dropConstraint',
        table,
        name: 'ex',
        type: 'exclude',
        was: { kind: 'exclude', name: 'ex', elements: [{ column: 'b', operator: '&&' }], where: 'c > 0' },
      },
    ),
  ).toBe(`  await op.dropTable('a', {
    was: {
      columns: {
        b: t.text().notNull(),
      },
      comment: 'x',
    },
  })
  await op.dropColumn('a', 'b', { was: t.text().notNull() })
  await op.dropIndex('ix', { table: 'a', was: index('b', { unique: true }) })
  await op.dropConstraint('ex', 'a', { was: exclude([['b', '&&']], { where: sql\`c > 0\` }) })`)
})

test('objects have calls of their own', () => {
  const policy = {
    type: 'policy',
    name: 'own',
    table: { name: 'a', schema: 's' },
    command: 'all',
    using: 'owner = current_user',
  } as const
  const routine = {
    type: 'function',
    name: 'f',
    arguments: 'a integer',
    returns: 'integer',
    language: 'sql',
    body: 'SELECT a',
  } as const
  const view = { type: 'view', name: 'v', query: 'SELECT 1', materialized: true } as const
  const grant = {
    type: 'grant',
    privileges: ['select'],
    on: { kind: 'table', name: 'a' },
    to: ['x', 'y'],
  } as const
  expect(
    code(
      { kind: 'createObject', object: { type: 'sequence', name: 's', start: 2n, cycle: true } },
      { kind: 'createObject', object: policy },
      { kind: 'dropObject', object: { type: 'view', name: 'v', materialized: true }, was: view },
      { kind: 'replaceObject', object: routine, was: { ...routine, body: 'SELECT 1' } },
      {
        kind: 'dropObject',
        object: { type: 'enum', name: 'mood' },
        was: { type: 'enum', name: 'mood', values: ['a'] },
      },
      { kind: 'dropObject', object: grant, was: grant },
      { kind: 'setRowSecurity', table: { name: 'a' }, enabled: true, forced: true },
    ),
  ).toBe(`  await op.createSequence('s', { start: 2n, cycle: true })
  await op.createPolicy('own', 'a', { using: sql\`owner = current_user\` }, { schema: 's' })
  await op.dropMaterializedView('v', { was: sql\`SELECT 1\` })
  await op.replaceFunction(
    'f',
    { arguments: 'a integer', returns: 'integer', language: 'sql', body: sql\`SELECT a\` },
    { was: { arguments: 'a integer', returns: 'integer', language: 'sql', body: sql\`SELECT 1\` } },
  )
  await op.dropEnum('mood', { was: ['a'] })
  await op.revoke('select', 'a', ['x', 'y'])
  await op.forceRowSecurity('a')`)
})

test('what runs outside the transaction shares a block', () => {
  const drop = (name: string): Operation => ({ kind: 'dropIndex', name })
  const rendered = renderBody([
    { operation: drop('a') },
    { operation: drop('b'), outside: true },
    { operation: drop('c'), outside: true },
    { operation: drop('d') },
  ])
  expect(rendered).toEqual({
    code: `  await op.dropIndex('a')
  await op.outsideTransaction(async () => {
    await op.dropIndex('b')
    await op.dropIndex('c')
  })
  await op.dropIndex('d')`,
    names: [],
  })
})

test('nothing to do is no code', () => {
  expect(renderBody([])).toEqual({ code: '', names: [] })
})

test('imports name what is used', () => {
  expect(importLine([], 'module')).toBe('')
  expect(importLine(['check', 'sql'], 'module')).toBe("import { check, sql } from 'tsmig'")
  expect(importLine(['sql'], 'commonjs')).toBe("const { sql } = require('tsmig')")
})

test('where a naming convention rules, names of constraints are final', () => {
  const naming = { uq: 'uq_%(table_name)s', ck: 'ck_%(constraint_name)s' }
  const check = { kind: 'check', name: 'c', expression: 'a > 0' } as const
  const table = { name: 'a' }
  const rendered = renderBody(
    [
      createTable('a', { a: t.integer().check('a > 0', 'c').references('b.id', { name: 'f' }) }, [], {}),
      { kind: 'dropConstraint', table, name: 'c', type: 'check', was: check } as const,
      { kind: 'addConstraint', table, constraint: { kind: 'unique', columns: ['a'] } } as const,
      {
        kind: 'alterTable',
        table,
        changes: [{ kind: 'addConstraint', table, constraint: check }],
        recreate: 'auto',
      } as const,
    ].map((operation) => ({ operation })),
    { naming },
  )
  expect(rendered.code).toBe(`  await op.createTable('a', {
    a: t.integer().check(sql\`a > 0\`, op.f('c')).references('b.id', { name: op.f('f') }),
  })
  await op.dropConstraint(op.f('c'), 'a', { was: check(sql\`a > 0\`) })
  await op.invoke({
    kind: 'addConstraint',
    table: { name: 'a' },
    constraint: { kind: 'unique', columns: ['a'] },
  })
  await op.batch('a', (batch) => {
    batch.createCheckConstraint(op.f('c'), sql\`a > 0\`)
  })`)
})

test('an enum type with a comment, replaced and dropped', () => {
  const was = { type: 'enum', name: 'mood', values: ['sad'], comment: 'how it feels' } as const
  expect(
    code(
      { kind: 'replaceObject', object: { ...was, values: ['glad'] }, was },
      { kind: 'dropObject', object: { type: 'enum', name: 'mood' }, was },
    ),
  ).toBe(`  await op.replaceEnum(
    'mood',
    ['glad'],
    { comment: 'how it feels', was: { values: ['sad'], comment: 'how it feels' } },
  )
  await op.dropEnum('mood', { was: { values: ['sad'], comment: 'how it feels' } })`)
})
