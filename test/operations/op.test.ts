import { setImmediate as later } from 'node:timers/promises'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { createOp } from '../../src/operations/create-op.ts'
import type { Entry } from '../../src/operations/entry.ts'
import { OperationError } from '../../src/operations/errors.ts'
import type { Op } from '../../src/operations/op.ts'
import type { AnyColumn } from '../../src/schema/column-builder.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { table } from '../../src/schema/declared-table.ts'
import type { ColumnRecord } from '../../src/schema/define-table.ts'
import { DefinitionError } from '../../src/schema/errors.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { collectingOp, operationOf } from './collect.ts'

const untyped = (value: unknown): never => value as never

describe('op', () => {
  test('has methods that stand by themselves, the same each time, and none of them can be changed', async () => {
    const { op, entries } = collectingOp()
    const { dropTable, dropIndex } = op
    dropTable('a')
    dropIndex('ix_b_c', { table: 'b' })
    expect(op.dropTable).toBe(dropTable)
    expect(collectingOp().op.dropTable).not.toBe(dropTable)
    expect(entries.map(({ kind }) => kind)).toEqual(['dropTable', 'dropIndex'])
    expect(() => Object.assign(op, { dropTable: () => {} })).toThrow(TypeError)
    expect(() => Object.assign(Object.getPrototypeOf(op), { dropTable: () => {} })).toThrow(TypeError)
  })

  test('queues one frozen operation a call, in the order of the calls, awaited or not', async () => {
    const { op, entries } = collectingOp()
    op.createTable('a', { b: t.text() })
    op.addColumn('a', 'c', t.integer().unique())
    op.batch('a', (batch) => {
      batch.dropColumn('b')
    })
    op.bulkInsert('a', [{ c: 1 }])
    op.execute('SELECT 1')
    await op.dropTable('a')
    expect(entries.map((entry) => entry.kind)).toEqual([
      'createTable',
      'addColumn',
      'alterTable',
      'insertRows',
      'execute',
      'dropTable',
    ])
    expect(entries.every((entry) => Object.isFrozen(entry))).toBe(true)
    expect(JSON.parse(JSON.stringify(entries))).toEqual(entries)
  })

  test('copies its arguments: what is done to them after the call changes nothing', async () => {
    const columns = ['b']
    const row = { b: { tags: ['x'] } }
    const { op, entries } = collectingOp()
    op.createUniqueConstraint('uq', 'a', columns)
    op.bulkInsert('a', [row])
    columns.push('c')
    row.b.tags.push('y')
    expect(entries).toMatchObject([
      { constraint: { columns: ['b'] } },
      { columns: ['b'], rows: [[{ tags: ['x'] }]] },
    ])
  })

  test('a failure that nobody awaits does not end the process', async () => {
    const failures: unknown[] = []
    const note = (error: unknown) => failures.push(error)
    process.on('unhandledRejection', note)
    const op = createOp({
      dialect: 'postgres',
      submit: () => Promise.reject(new Error('no')),
      knex: () => untyped(undefined),
    })
    op.dropTable('a')
    op.createTable('a', {})
    op.run('x', () => 1)
    op.schema.dropTable('a')
    op.batch('a', async (batch) => {
      await batch.dropColumn('b')
      throw new Error('no')
    })
    op.outsideTransaction(() => Promise.reject(new Error('no')))
    await later()
    await later()
    process.off('unhandledRejection', note)
    expect(failures).toEqual([])
    await expect(op.dropTable('a')).rejects.toThrow('no')
  })

  test.each<[string, (op: Op) => unknown, string]>([
    [
      'an unknown option',
      (op) => op.createIndex('i', 'a', 'b', untyped({ uniqe: true })),
      'no option "uniqe"',
    ],
    ['options of the wrong kind', (op) => op.dropTable('a', untyped('s')), 'got s where its options stand'],
    ['an empty table name', (op) => op.dropTable(''), "A table's name is empty"],
    ['no table name', (op) => op.dropTable(untyped(undefined)), "A table's name is undefined"],
    ['no change', (op) => op.alterColumn('a', 'b', {}), 'changes nothing'],
    [
      'a default that is undefined',
      (op) => op.alterColumn('a', 'b', { default: untyped(undefined) }),
      'is undefined',
    ],
    [
      'a default that is a function',
      (op) => op.alterColumn('a', 'b', { default: untyped(() => 1) }),
      'is a function',
    ],
    [
      'a nullability that is text',
      (op) => op.alterColumn('a', 'b', { nullable: untyped('no') }),
      '`nullable` of the column b',
    ],
    [
      'a type with more',
      (op) => op.alterColumn('a', 'b', { type: t.text().notNull() }),
      'more than a type (nullability)',
    ],
    ['using without a type', (op) => op.alterColumn('a', 'b', { using: 'x' }), 'has `using` and no new type'],
    ['a column that is none', (op) => op.addColumn('a', 'b', untyped('text')), 'is no column but string'],
    [
      'an unknown type of constraint',
      (op) => op.dropConstraint('x', 'a', { type: untyped('foreignkey') }),
      'no type of constraint',
    ],
    [
      'uneven keys',
      (op) => op.createForeignKey('f', 'a', 'b', ['x'], ['y', 'z']),
      'has 1 columns (x) and points at 2',
    ],
    ['rows that are no list', (op) => op.bulkInsert('a', untyped({ b: 1 })), 'are no list'],
    ['a row that is no object', (op) => op.bulkInsert('a', [untyped(null)]), 'Row 1 for a is no object'],
    [
      'a row that lacks a column',
      (op) => op.bulkInsert('a', [{ b: 1 }, { b: 1, c: 2 }]),
      'Row 1 for a has no c',
    ],
    [
      'a cell that is undefined',
      (op) => op.bulkInsert('a', [{ b: undefined }]),
      'Row 1 for a: b is undefined',
    ],
    ['a cell that is SQL', (op) => op.bulkInsert('a', [{ b: sql`now()` }]), 'has SQL for its b'],
    ['empty SQL', (op) => op.execute(' '), 'got an empty text'],
    ['what is no SQL', (op) => op.execute(untyped(5)), 'got a number'],
    ['a step without a label', (op) => op.run('', async () => 1), 'op.run has no label'],
    ['a step without a function', (op) => op.run('x', untyped(undefined)), 'has no function'],
    [
      'options in place of constraints',
      (op) => op.createTable('a', {}, untyped({ schema: 's' })),
      'something else where',
    ],
    [
      'a wrong recreate',
      (op) => op.batch('a', () => {}, { recreate: untyped('maybe') }),
      '`recreate` is "maybe"',
    ],
    [
      'a wrong index order',
      (op) => op.createIndex('i', 'a', { column: 'b', order: untyped('up') }),
      'order of an index key',
    ],
  ])('refuses %s when it is called, and queues nothing', (_, call, message) => {
    const { op, entries } = collectingOp()
    let thrown: unknown
    try {
      call(op)
    } catch (error) {
      thrown = error
    }
    expect(thrown instanceof OperationError || thrown instanceof DefinitionError).toBe(true)
    expect((thrown as Error).message).toContain(message)
    expect(entries).toEqual([])
  })

  test('says what a column was by a whole definition or its parts', async () => {
    const existing = async (value: Parameters<Op['alterColumn']>[2]['existing']) => {
      const operation = await operationOf((op) =>
        op.alterColumn('a', 'b', { nullable: true, ...(value && { existing: value }) }),
      )
      return operation.kind === 'alterColumn' ? operation.existing : operation
    }
    expect(await existing(t.varchar(5).notNull())).toEqual({
      type: { type: 'varchar', length: 5 },
      identity: null,
      generated: null,
      nullable: false,
      default: null,
      comment: null,
    })
    expect(await existing({ nullable: false })).toEqual({ nullable: false })
    expect(await existing(undefined)).toBeUndefined()
  })

  test('checks what stands beside the columns against them, where the types know its names', async () => {
    const { op, entries } = collectingOp()
    const columns = { id: t.integer(), name: t.text() }
    const wrong = [
      // @ts-expect-error no such column
      () => op.createTable('a', columns, [index('nope')]),
      // @ts-expect-error no such column
      () => op.createTable('a', columns, [index(['id', { column: 'nope', order: 'desc' }])]),
      // @ts-expect-error no such column
      () => op.createTable('a', columns, [uniqueConstraint(['id', 'nope'])]),
      // @ts-expect-error no such column
      () => op.createTable('a', columns, [primaryKey('nope')]),
      // @ts-expect-error no such column
      () => op.createTable('a', columns, [foreignKey('nope', 'b.id')]),
      // @ts-expect-error no such column
      () => op.createTable('a', columns, () => [index('nope')]),
      // @ts-expect-error no such column
      () => table('a', columns, [index('nope')]),
    ]
    for (const one of wrong) await expect(async () => one()).rejects.toThrow('names the column nope')
    expect(entries).toEqual([])
    const known: string = 'name'
    const parts = [
      index(known),
      index([sql`lower(name)`, 'id'], { name: 'ix' }),
      uniqueConstraint(`${known}`),
    ]
    await op.createTable('a', columns, [primaryKey(['id']), ...parts, check('id > 0')])
    await op.createTable('b', { a_id: t.integer() }, [foreignKey(`${'a'}_id`, 'a.id'), index('a_id')])
    await op.createTable('c', [['1', t.integer()]], [index('1')])
    await op.createTable('d', {}, [index('n')], {
      postgres: { partitionOf: { table: 'e', bounds: 'DEFAULT' } },
    })
    await op.createTable('f', { more: t.text() }, [index(['n', 'more'])], { postgres: { inherits: 'e' } })
    const withTenant = <Own extends ColumnRecord>(name: string, given: Own) =>
      op.createTable(name, { tenant: t.integer(), ...given }, [index('tenant'), primaryKey(['tenant'])])
    await withTenant('h', columns)
    const withId = <Own extends { id: AnyColumn; [name: string]: AnyColumn }>(name: string, given: Own) =>
      op.createTable(name, given, [index('id'), uniqueConstraint(['id'])])
    await withId('i', columns)
    const own: ColumnRecord = columns
    await op.createTable('g', own, [index('name')])
    table('f', { more: t.text() }, (c) => [index(['n', c.more])], { postgres: { inherits: ['e'] } })
  })

  test('checks rows against the table it made', async () => {
    const { op } = collectingOp()
    const product = await op.createTable('product', { id: t.integer().notNull(), name: t.text() }, [], {
      schema: 's',
    })
    expect(product).toEqual({ name: 'product', schema: 's' })
    type Row = { id: number; name?: string | null }
    expectTypeOf(op.bulkInsert<typeof product>)
      .parameter(1)
      .toEqualTypeOf<Iterable<Row> | AsyncIterable<Row>>()
    // @ts-expect-error no such column
    await op.bulkInsert(product, [{ id: 1, nam: 'x' }])
    await op.bulkInsert(product, [{ id: 1, name: 'x' }])
    await op.bulkInsert('anything', [{ what: 'ever' }])
    interface Maker {
      id: number
    }
    const makers: readonly Maker[] = [{ id: 1 }]
    await op.bulkInsert('maker', makers)
    // @ts-expect-error no row
    await expect(async () => op.bulkInsert('maker', ['a'])).rejects.toThrow('no object')
  })

  test('refuses op.knex while calls are waiting', () => {
    let pending = false
    const op = createOp({
      dialect: 'sqlite',
      submit: async () => {},
      knex: () => untyped('knex'),
      pending: () => pending,
    })
    expect(op.knex).toBe('knex')
    pending = true
    expect(() => op.knex).toThrow('waiting for their turn')
  })
})

describe('op.batch', () => {
  test('with a plain function is one operation at once', async () => {
    const operation = await operationOf((op) =>
      op.batch(
        { name: 'a', schema: 's' },
        (batch) => {
          batch.addColumn('b', t.text().unique())
          batch.alterColumn('c', { nullable: false })
          batch.createForeignKey('fk', 'p', 'c', 'id', { onDelete: 'cascade', referentSchema: 'r' })
          batch.createIndex('ix', ['b'], { unique: true })
          batch.dropIndex('old')
          batch.createCheckConstraint('ck', 'b > c')
          batch.createPrimaryKey(null, 'b')
          batch.createUniqueConstraint('uq', 'c')
          batch.dropConstraint('x', { type: 'unique' })
        },
        { recreate: 'always' },
      ),
    )
    expect(operation).toMatchObject({
      kind: 'alterTable',
      table: { name: 'a', schema: 's' },
      recreate: 'always',
    })
    const changes = operation.kind === 'alterTable' ? operation.changes : []
    expect(changes.map((change) => change.kind)).toEqual([
      'addColumn',
      'alterColumn',
      'addConstraint',
      'createIndex',
      'dropIndex',
      'addConstraint',
      'addConstraint',
      'addConstraint',
      'dropConstraint',
    ])
    expect(changes.every((change) => change.table?.name === 'a' && change.table.schema === 's')).toBe(true)
  })

  test('with an async function keeps its place until that is done', async () => {
    const { op, entries } = collectingOp()
    op.batch('a', async (batch) => {
      await batch.dropColumn('b')
      await later()
      await batch.dropColumn('c')
    })
    op.dropTable('z')
    const [first, second] = entries as [Entry, Entry]
    expect([first.kind, second.kind]).toEqual(['later', 'dropTable'])
    expect(first.kind === 'later' && (await first.operations())[0]).toMatchObject({
      kind: 'alterTable',
      changes: [{ column: 'b' }, { column: 'c' }],
    })
  })

  test('hands on what its async function throws', async () => {
    const { op, entries } = collectingOp()
    op.batch('a', async () => {
      throw new Error('half-way')
    })
    const [entry] = entries
    await expect(entry?.kind === 'later' && entry.operations()).rejects.toThrow('half-way')
  })

  test('refuses op inside it, and itself after its end', async () => {
    const { op, entries } = collectingOp()
    expect(() => op.batch('a', () => void op.dropTable('b'))).toThrow('inside the batch of a')
    const inside = operationOf((own) =>
      own.batch('a', async (batch) => {
        await batch.dropColumn('b')
        await own.dropTable('b')
      }),
    )
    await expect(inside).rejects.toThrow('inside the batch of a')
    let kept: { dropColumn(column: string): Promise<void> } | undefined
    await op.batch('a', (batch) => {
      kept = batch
    })
    expect(() => kept?.dropColumn('b')).toThrow('after its end')
    await op.dropTable('c')
    expect(entries.map((entry) => entry.kind)).toEqual(['alterTable', 'dropTable'])
  })
})

describe('op.outsideTransaction', () => {
  test('leaves, does, enters', async () => {
    const { op, entries } = collectingOp()
    await op.outsideTransaction(async () => {
      await op.createIndex('i', 'a', 'b', { concurrently: true })
    })
    expect(entries.map((entry) => entry.kind)).toEqual([
      'leaveTransaction',
      'createIndex',
      'enterTransaction',
    ])
  })

  test('tells who drains the stream when it is over, and how', async () => {
    const { op, entries } = collectingOp()
    op.outsideTransaction(async () => {
      await later()
      await op.execute('VACUUM')
    })
    const [leave] = entries
    expect(entries).toHaveLength(1)
    await (leave?.kind === 'leaveTransaction' ? leave.body : undefined)
    expect(entries.map((entry) => entry.kind)).toEqual(['leaveTransaction', 'execute', 'enterTransaction'])
  })

  test('inside of another changes nothing', async () => {
    const { op, entries } = collectingOp()
    await op.outsideTransaction(async () => {
      await op.outsideTransaction(async () => {
        await op.execute('VACUUM')
      })
      await op.execute('ANALYZE')
    })
    await op.outsideTransaction(() => {})
    expect(entries.map((entry) => entry.kind)).toEqual([
      'leaveTransaction',
      'execute',
      'execute',
      'enterTransaction',
      'leaveTransaction',
      'enterTransaction',
    ])
  })

  test('enters again when its function fails', async () => {
    const { op, entries } = collectingOp()
    await expect(op.outsideTransaction(() => Promise.reject(new Error('half-way')))).rejects.toThrow(
      'half-way',
    )
    expect(() => op.dropTable('')).toThrow(DefinitionError)
    await expect(
      op.outsideTransaction(() => {
        throw new Error('at once')
      }),
    ).rejects.toThrow('at once')
    expect(entries.map((entry) => entry.kind)).toEqual([
      'leaveTransaction',
      'enterTransaction',
      'leaveTransaction',
      'enterTransaction',
    ])
  })
})
