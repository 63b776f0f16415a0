import { afterEach, describe, expect, test } from 'vitest'
import { loadDialect } from '../../src/dialects/registry.ts'
import type { CustomDefinition } from '../../src/operations/custom-definition.ts'
import { renderCustom } from '../../src/operations/custom-operation.ts'
import { registerOperation } from '../../src/operations/custom-registry.ts'
import { describe as inWords } from '../../src/operations/describe.ts'
import type { Op } from '../../src/operations/op.ts'
import type { CustomOperation, Operation } from '../../src/operations/operation.ts'
import { reverse } from '../../src/operations/reverse.ts'
import type { SqlValue } from '../../src/schema/values.ts'
import { collectingOp, operationOf } from './collect.ts'
import { expectSql } from './expect-sql.ts'

type Noting = Op & { note(table: string, text: string): Promise<void>; bare(): Promise<void> }
type Note = { readonly table: string; readonly text: string }

const note: CustomDefinition<Note, readonly [string, string]> = {
  name: 'test.note',
  method: 'note',
  data: (table, text) => ({ table, text }),
  compile: {
    postgres: ({ table, text }, { tableName, literal }) =>
      `COMMENT ON TABLE ${tableName(table)} IS ${literal(text)}`,
    sqlite: ({ table, text }, { identifier }) => [
      'CREATE TABLE IF NOT EXISTS notes (name, note)',
      { sql: `INSERT INTO ${identifier('notes')} VALUES (?, ?)`, bindings: [table, text] },
    ],
  },
  reverse: ({ table }) => ({ kind: 'custom', name: 'test.note', data: { table, text: '' } }),
  describe: ({ table, text }) => `Note "${text}" on ${table}`,
  render: ({ table, text }) => `op.note('${table}', '${text}')`,
  needs: ({ table }) => [table],
}
const bare: CustomDefinition = { name: 'test.bare', method: 'bare', compile: { default: () => [] } }

/** The registry of every copy of the package in this process. */
const registry = (): Map<string, unknown> =>
  (globalThis as unknown as Record<symbol, Map<string, unknown>>)[Symbol.for('tsmig.operations')] ?? new Map()
afterEach(() => registry().clear())

const custom = (name: string, data: unknown = null): CustomOperation => ({ kind: 'custom', name, data })
const made = { kind: 'custom', name: 'test.note', data: { table: 'a"b', text: "it's" } } as const

describe('an operation of a plugin', () => {
  test('is a method of op, and plain frozen data', async () => {
    registerOperation(note)
    registerOperation(bare)
    const operation = await operationOf((op) => (op as Noting).note('a"b', "it's"))
    expect(operation).toEqual(made)
    expect(Object.isFrozen((operation as CustomOperation).data)).toBe(true)
    expect(await operationOf((op) => (op as Noting).bare())).toEqual(custom('test.bare'))
  })

  test('compiles by the step of the dialect', async () => {
    registerOperation(note)
    await expectSql(made, {
      postgres: [`COMMENT ON TABLE "a""b" IS 'it''s'`],
      sqlite: [
        'CREATE TABLE IF NOT EXISTS notes (name, note)',
        `INSERT INTO "notes" VALUES ('a"b', 'it''s')`,
      ],
    })
  })

  test('compiles by the step for all, which may give nothing', async () => {
    registerOperation(bare)
    await expectSql(custom('test.bare'), { postgres: [], sqlite: [] })
  })

  test('sees the shape of the tables that it names', async () => {
    registerOperation({
      ...note,
      compile: { default: ({ table }, context) => `SELECT ${context.table(table)?.columns.length ?? -1}` },
    })
    const sqlite = await loadDialect('sqlite')
    expect(sqlite.needs(made)).toEqual([{ name: 'a"b' }])
    const table = { table: { name: 'a"b' }, columns: [], constraints: [] }
    const shape = { table, indexes: [], triggers: [], views: [] }
    expect(sqlite.compile(made, () => shape)).toEqual([{ sql: 'SELECT 0' }])
    expect(sqlite.compile(made, () => undefined)).toEqual([{ sql: 'SELECT -1' }])
  })

  test('is described, reversed and rendered as its plugin says', () => {
    registerOperation(note)
    expect(inWords(made)).toBe(`Note "it's" on a"b`)
    expect(reverse(made).operation).toEqual({ ...made, data: { table: 'a"b', text: '' } })
    expect(renderCustom(custom('test.note', { table: 'a', text: 'b' }))).toBe("op.note('a', 'b')")
  })

  test('says what it can where its plugin says nothing', () => {
    registerOperation(bare)
    expect(inWords(custom('test.bare'))).toBe('Do test.bare')
    expect(reverse(custom('test.bare'))).toEqual({
      reason: "the operation test.bare doesn't say what undoes it",
    })
    expect(renderCustom(custom('test.bare', { a: [1] }))).toBe(
      'op.invoke({ kind: \'custom\', name: "test.bare", data: {"a":[1]} })',
    )
    registerOperation({ ...bare, reverse: () => 'nobody knows' })
    expect(reverse(custom('test.bare'))).toEqual({ reason: 'nobody knows' })
  })

  test('registered in another copy of the package is known in this one', async () => {
    registry().set('test.note', note)
    registerOperation(bare)
    expect(inWords(made)).toBe(`Note "it's" on a"b`)
  })

  test('registered again takes the place of the old', async () => {
    registerOperation(note)
    registerOperation({ ...note, describe: () => 'newer' })
    expect(inWords(made)).toBe('newer')
  })
})

describe('is refused', () => {
  test('where its data is more than data', () => {
    registerOperation(note)
    const { op, entries } = collectingOp()
    expect(() => (op as Noting).note('a', (() => 'b') as never)).toThrow(
      'The data of test.note.text is a function',
    )
    expect(entries).toEqual([])
  })

  test('where nobody registered it, with the name that was meant', async () => {
    registerOperation(note)
    const { op, entries } = collectingOp()
    const unknown = { code: 'unknown-operation', hint: expect.stringContaining('Did you mean "test.note"?') }
    expect(() => op.invoke(custom('test.noet'))).toThrow(expect.objectContaining(unknown))
    const sqlite = await loadDialect('sqlite')
    expect(() => sqlite.compile(custom('test.noet'), () => undefined)).toThrow(
      expect.objectContaining(unknown),
    )
    expect(() => inWords(custom('elsewhere'))).toThrow(
      'No operation is registered under the name "elsewhere"',
    )
    expect(entries).toEqual([])
  })

  test('where it has no step for the dialect', async () => {
    registerOperation({ name: 'test.mysql', compile: { mysql: () => 'SELECT 1' } })
    for (const name of ['postgres', 'sqlite'] as const) {
      const dialect = await loadDialect(name)
      expect(() => dialect.compile(custom('test.mysql'), () => undefined)).toThrow(
        expect.objectContaining({ code: 'unsupported-operation', dialect: name }),
      )
    }
  })

  test.each([undefined, '', ' ', 7, null, [{}], { sql: '' }])('where its step gives %j', async (given) => {
    registerOperation({ name: 'test.odd', compile: { default: () => given as never } })
    const dialect = await loadDialect('sqlite')
    expect(() => dialect.compile(custom('test.odd'), () => undefined)).toThrow(
      'The compile step of test.odd gave',
    )
  })

  test.each<[object | null, string]>([
    [null, 'A custom operation has no name'],
    [{ compile: {} }, 'A custom operation has no name'],
    [{ name: 'x' }, 'The custom operation x has no compile step'],
    [{ name: 'x', compile: { default: 'SELECT 1' } }, 'The custom operation x has no compile step'],
    [{ ...bare, method: 'no method' }, 'The method of the custom operation test.bare is "no method"'],
    [{ ...bare, describe: 'words' }, '`describe` of the custom operation test.bare is no function'],
  ])('as the definition %j', (definition, message) => {
    expect(() => registerOperation(definition as CustomDefinition)).toThrow(message)
  })

  test('where two want one method, or one of op itself', () => {
    registerOperation(note)
    expect(() => registerOperation({ ...bare, method: 'note' })).toThrow(
      'The custom operations test.note and test.bare both want the method op.note',
    )
    registerOperation({ ...bare, method: 'dropTable' })
    expect(() => collectingOp()).toThrow('wants the method op.dropTable, which op has of its own')
  })
})

describe('op.invoke', () => {
  test('queues an operation that is given as data', async () => {
    const drop: Operation = { kind: 'dropTable', table: { name: 'a' } }
    const operation = await operationOf((op) => op.invoke(drop))
    expect(operation).toEqual(drop)
    expect(Object.isFrozen(operation)).toBe(true)
    expect(Object.isFrozen(drop)).toBe(false)
    const rename: Operation = { kind: 'alterColumn', table: { name: 'a' }, column: 'b', to: { name: 'c' } }
    const batch: Operation = { kind: 'alterTable', table: { name: 'a' }, changes: [rename], recreate: 'auto' }
    expect(await operationOf((op) => op.invoke(batch))).toEqual(batch)
  })

  test.each<[unknown, string]>([
    [undefined, 'op.invoke got a undefined without a kind'],
    [null, 'op.invoke got null'],
    [[], 'op.invoke got a list'],
    [{ kind: 'dropTabel' }, 'op.invoke got the unknown kind "dropTabel"'],
    [{ kind: 'toString' }, 'op.invoke got the unknown kind "toString"'],
    [{ kind: 'dropTable' }, 'op.invoke got dropTable with no "table"'],
    [{ kind: 'dropTable', table: 'a' }, 'op.invoke got dropTable with a wrong "table"'],
    [{ kind: 'createTable', table: { table: { name: 'a' } } }, 'op.invoke got table with no "columns"'],
    [
      {
        kind: 'alterTable',
        table: { name: 'a' },
        changes: [{ kind: 'execute', sql: 'x' }],
        recreate: 'auto',
      },
      'op.invoke got an alterTable with execute among its changes',
    ],
    [{ kind: 'setRowSecurity', table: { name: 'a' }, enabled: 1 }, 'with a wrong "enabled"'],
    [
      { kind: 'dropTable', table: { name: 'a' }, was: () => {} },
      'op.invoke got dropTable with more than data',
    ],
    [
      {
        kind: 'alterTable',
        table: { name: 'a' },
        recreate: 'auto',
        changes: [
          { kind: 'dropIndex', name: 'i' },
          { kind: 'dropIndex', name: 'i' },
        ],
      },
      'The batch of a drops the index i twice',
    ],
  ])('refuses %j', (given, message) => {
    const { op, entries } = collectingOp()
    expect(() => op.invoke(given as Operation)).toThrow(message)
    expect(entries).toEqual([])
  })
})

test('op.inlineLiteral refuses what is no value', () => {
  const { op } = collectingOp()
  expect(() => op.inlineLiteral((() => 1) as unknown as SqlValue)).toThrow('The literal is a function')
})
