import { describe, expect, expectTypeOf, test } from 'vitest'
import { InvalidIdentifierError } from '../../src/dialects/errors.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { describe as inWords } from '../../src/operations/describe.ts'
import { OperationError } from '../../src/operations/errors.ts'
import type { Op } from '../../src/operations/op.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { DefinitionError } from '../../src/schema/errors.ts'
import { exclude } from '../../src/schema/exclude.ts'
import { t } from '../../src/schema/t.ts'
import { TsmigError } from '../../src/support/errors.ts'
import { collectingOp, operationOf } from './collect.ts'

const untyped = (value: unknown): never => value as never

const refused: readonly [string, (op: Op) => unknown][] = [
  ['An enum has no values', (op) => op.createEnum('mood', [])],
  ['twice', (op) => op.createEnum('mood', ['a', 'a'])],
  ['A value of the enum mood is number', (op) => op.addEnumValue('mood', untyped(1))],
  ['before one value and after another', (op) => op.addEnumValue('mood', 'b', { before: 'a', after: 'c' })],
  ["A schema's name is empty", (op) => op.createSchema('')],
  ['A schema has no option "ownr"', (op) => op.dropSchema('app', { was: untyped({ ownr: 'x' }) })],
  ['op.createSchema has no option "ownr"', (op) => op.createSchema('app', untyped({ ownr: 'x' }))],
  ['The increment of the sequence s is 0', (op) => op.createSequence('s', { increment: 0 })],
  ['has a minimum of 5 and a maximum of 1', (op) => op.createSequence('s', { minimum: 5, maximum: 1 })],
  ['above its maximum of 5', (op) => op.createSequence('s', { start: 6, maximum: 5n })],
  ['The start of a sequence is 1.5', (op) => op.createSequence('s', { start: 1.5 })],
  [
    'The maximum of a sequence is 9223372036854775808',
    (op) => op.createSequence('s', { maximum: 2n ** 63n }),
  ],
  ['changes nothing', (op) => op.alterSequence('s', {})],
  [
    "`autoIncrement` of item is null, and can't",
    (op) => op.alterTableOptions('item', { mysql: { autoIncrement: untyped(null) } }),
  ],
  ['`cycle` is "no"', (op) => op.alterSequence('s', { cycle: untyped('no') })],
  ['`unlogged` is 1', (op) => op.alterSequence('s', { unlogged: untyped(1) })],
  ['`unlogged` is 1n', (op) => op.alterSequence('s', { unlogged: untyped(1n) })],
  ['The comment of s is number', (op) => op.alterSequence('s', { comment: untyped(1) })],
  ['`forced` is "yes"', (op) => op.enableRowSecurity('item', { forced: untyped('yes') })],
  ['`nullable` is "no"', (op) => op.alterDomain('d', { nullable: untyped('no') })],
  ['`addChecks` of the domain d is no list', (op) => op.alterDomain('d', { addChecks: untyped({}) })],
  ['`renameChecks` of the domain d is no list', (op) => op.alterDomain('d', { renameChecks: untyped(null) })],
  ['The new name is not text', (op) => op.alterDomain('d', { renameChecks: [untyped({ name: 'a' })] })],
  [
    'The name of a NOT NULL is not text',
    (op) => op.alterDomain('d', { nullable: false, notNull: { name: untyped(5) } }),
  ],
  [
    'The comment of a is number',
    (op) => op.alterCompositeType('c', { attributeComments: { a: untyped(5) } }),
  ],
  [
    'The prefix of an index key is "x"',
    (op) => op.createIndex('ix', 'item', { column: 'a', prefix: untyped('x') }),
  ],
  [
    '`nulls` of an index key is "top"',
    (op) => op.createIndex('ix', 'item', { column: 'a', nulls: untyped('top') }),
  ],
  ['composite type c changes nothing', (op) => op.alterCompositeType('c', {})],
  ['domain d changes nothing', (op) => op.alterDomain('d', {})],
  ['d gets a NOT NULL, and no', (op) => op.alterDomain('d', { notNull: { name: 'x' } })],
  [
    'd gets something other than a check',
    (op) => op.alterDomain('d', { addChecks: [untyped({ kind: 'unique', columns: ['a'] })] }),
  ],
  ['extension e changes nothing', (op) => op.alterExtension('e', {})],
  ['policy p changes nothing', (op) => op.alterPolicy('p', 'a', {})],
  ['The query of v is empty', (op) => op.createView('v', ' ;\n')],
  ['not SQL but object', (op) => op.createView('v', untyped(Promise.resolve('SELECT 1')))],
  [
    'A view has no option "withoutData"',
    (op) => op.replaceView('v', 'SELECT 1', { was: untyped({ query: 'x', withoutData: true }) }),
  ],
  [
    'The check option of a view is "global"',
    (op) => op.createView('v', 'SELECT 1', { checkOption: untyped('global') }),
  ],
  ['The body of f is not SQL but function', (op) => op.createFunction('f', { body: untyped(() => 1) })],
  ['The cost of a function is -1', (op) => op.createFunction('f', { body: 'SELECT 1', cost: -1 })],
  ['has no option "returns"', (op) => op.createProcedure('p', untyped({ body: 'x', returns: 'y' }))],
  [
    'The trigger x has no events',
    (op) => op.createTrigger('x', 'a', { timing: 'after', events: [], body: 'f()' }),
  ],
  ['has no timing', (op) => op.createTrigger('x', 'a', untyped({ events: 'insert', body: 'f()' }))],
  [
    'does not watch updates',
    (op) => op.createTrigger('x', 'a', { timing: 'after', events: 'insert', columns: 'b', body: 'f()' }),
  ],
  [
    'truncate for each row',
    (op) => op.createTrigger('x', 'a', { timing: 'after', events: 'truncate', body: 'f()' }),
  ],
  [
    'does not run after each row',
    (op) => op.createTrigger('x', 'a', { timing: 'before', events: 'insert', body: 'f()', constraint: {} }),
  ],
  ['has `using`, and is for insert', (op) => op.createPolicy('p', 'a', { command: 'insert', using: 'true' })],
  ['has `check`, and is for select', (op) => op.createPolicy('p', 'a', { command: 'select', check: 'true' })],
  ['is no privilege', (op) => op.grant('select; DROP TABLE a', 'a', 'x')],
  ['A grant has no privileges', (op) => op.grant([], 'a', 'x')],
  ['A grant has `all` and more', (op) => op.grant(['all', 'select'], 'a', 'x')],
  ['A grant is for nobody', (op) => op.grant('select', 'a', [])],
  [
    'A grant on a schema has columns',
    (op) => op.grant('usage', { kind: 'schema', name: 'a' }, 'x', { columns: 'b' }),
  ],
  ['The bounds of a partition', (op) => op.attachPartition('a', 'b', 'FROM (1) TO (2)')],
  ['The default is a function', (op) => op.createDomain('d', t.text().default(untyped(() => 'x')))],
  ['The default is a Promise', (op) => op.createDomain('d', t.text().default(untyped(Promise.resolve('x'))))],
  ['which only a column can have', (op) => op.createDomain('d', t.text().unique())],
  ['which only a column can have', (op) => op.createCompositeType('c', { a: t.text().notNull() })],
  ['has no elements', (op) => op.createExcludeConstraint('e', 'a', [])],
  ['is no operator', (op) => op.createExcludeConstraint('e', 'a', [['b', '= OR true']])],
  ['is no operator', () => exclude([['b', '=--']])],
  [
    '`temporary` and a schema',
    (op) => op.createTable('a', { b: t.text() }, [], { schema: 's', temporary: true }),
  ],
  [
    '`temporary` and `unlogged`',
    (op) => op.createTable('a', { b: t.text() }, [], { temporary: true, postgres: { unlogged: true } }),
  ],
  [
    '`inherits` and `partitionBy`',
    (op) =>
      op.createTable('a', { b: t.text() }, [], {
        postgres: { inherits: 'x', partitionBy: { strategy: 'list', keys: 'b' } },
      }),
  ],
  [
    'A partition key of a names the column c',
    (op) =>
      op.createTable('a', { b: t.text() }, [], {
        postgres: { partitionBy: { strategy: 'list', keys: 'c' } },
      }),
  ],
  [
    'exclusion constraint of a names the column c',
    (op) => op.createTable('a', { b: t.text() }, [exclude([['c', '=']])]),
  ],
  [
    '`using` and `usingExpression`',
    (op) => op.alterColumn('a', 'b', { type: t.text(), using: 'x', usingExpression: 'y' }),
  ],
  ['default and identity at once', (op) => op.alterColumn('a', 'b', { default: 1, identity: {} })],
  ['an identity, and nullable', (op) => op.alterColumn('a', 'b', { nullable: true, identity: {} })],
  ['is not unique', (op) => op.createIndex('i', 'a', 'b', { nullsNotDistinct: true })],
  [
    'The storage parameters of an index',
    (op) => op.createIndex('i', 'a', 'b', { storage: { fillfactor: Number.NaN } }),
  ],
  ['A comment is number', (op) => op.commentOn({ type: 'view', name: 'v' }, untyped(1))],
]

describe('what can not be meant is refused by the call itself:', () => {
  test.each(refused)('%s', (message, call) => {
    const { op, entries } = collectingOp()
    expect(() => call(op)).toThrow(message)
    expect(() => call(op)).toThrow(TsmigError)
    try {
      call(op)
    } catch (error) {
      expect(error instanceof DefinitionError || error instanceof OperationError).toBe(true)
      expect((error as TsmigError).hint).not.toBe('')
    }
    expect(entries).toEqual([])
  })
})

describe('names', () => {
  const named: readonly ((op: Op, name: string) => Promise<unknown>)[] = [
    (op, name) => op.createSchema(name),
    (op, name) => op.createSequence('s', { schema: name }),
    (op, name) => op.createEnum(name, ['a']),
    (op, name) => op.renameDomain('d', name),
    (op, name) => op.createView('v', 'SELECT 1', { columns: name }),
    (op, name) => op.createFunction(name, { body: 'SELECT 1' }),
    (op, name) => op.createTrigger(name, 'a', { timing: 'after', events: 'insert', body: 'f()' }),
    (op, name) => op.dropPolicy('p', name),
    (op, name) => op.grant('select', 'a', name),
    (op, name) => op.createIndex('i', 'a', 'b', { storage: { [name.replaceAll('.', '')]: 1 } }),
    (op, name) => op.commentOn({ type: 'trigger', name, table: { name: 'a' } }, null),
  ]

  test.each(named)('of 200 characters or with a NUL are refused: %s', async (call) => {
    const long = await operationOf((op) => call(op, 'x'.repeat(200)))
    expect(() => postgres.compile(long, () => undefined)).toThrow(/200 bytes: PostgreSQL keeps 63/)
    const nul = await operationOf((op) => call(op, 'a\0b'))
    expect(() => postgres.compile(nul, () => undefined)).toThrow(InvalidIdentifierError)
  })

  test.each(named)('never escape their quotes: %s', async (call) => {
    const [statement] = postgres.compile(
      await operationOf((op) => call(op, 'a"; DROP SCHEMA x; --')),
      () => undefined,
    )
    expect(statement?.sql).toContain('"a""; DROP SCHEMA x; --"')
  })
})

test('a reverse says what it lacks', async () => {
  const lacking: readonly [string, (op: Op) => Promise<unknown>][] = [
    ['what the enum mood was like is not known: tell it in `was`', (op) => op.dropEnum('mood')],
    [
      'what the function f(integer) replaced is not known: tell it in `was`',
      (op) => op.replaceFunction('f', { arguments: 'integer', body: 'x' }),
    ],
    ['the bounds of the partition b are not known', (op) => op.detachPartition('a', 'b')],
    ['the comment that the table had before is not known', (op) => op.dropTableComment('a')],
    [
      'what the sequence s was like is not known: tell it in `was`',
      (op) => op.alterSequence('s', { cache: 2 }),
    ],
    [
      'what the composite type c was like is not known: tell it in `was`',
      (op) => op.alterCompositeType('c', { dropAttributes: 'a' }),
    ],
    [
      'what the attributes of c were like is not known: tell it in `was`',
      (op) => op.alterCompositeType('c', { dropAttributes: 'a' }, { was: { b: t.text() } }),
    ],
    [
      'what the domain d was like is not known: tell it in `was`',
      (op) => op.alterDomain('d', { nullable: true }),
    ],
    [
      'what the checks of the domain d were like is not known: tell it in `was`',
      (op) => op.alterDomain('d', { dropChecks: 'c' }, { was: t.text() }),
    ],
    [
      'what the policy p on a was like is not known: tell it in `was`',
      (op) => op.alterPolicy('p', 'a', { using: 'true' }),
    ],
  ]
  for (const [reason, call] of lacking) expect(reverse(await operationOf(call))).toEqual({ reason })
})

test('what is wrong for a typed table, or for a dialect, does not compile', async () => {
  const { op } = collectingOp()
  const item = { name: 'item' } as Awaited<ReturnType<typeof make>>
  const make = () => op.createTable('item', { id: t.integer().primaryKey(), name: t.text() })
  op.createIndex('ix', item, ['id', { column: 'name', order: 'desc' }], { include: ['name'] })
  // @ts-expect-error no such column
  op.createIndex('ix', item, 'nmae')
  // @ts-expect-error no such column
  op.createIndex('ix', item, [{ column: 'nmae' }])
  // @ts-expect-error no such column
  op.createIndex('ix', item, 'id', { include: 'nmae' })
  // @ts-expect-error no such column
  op.createUniqueConstraint('uq', item, ['id', 'nmae'])
  // @ts-expect-error no such column
  op.createPrimaryKey('pk', item, 'nmae')
  // @ts-expect-error no such column
  op.createForeignKey('fk', item, 'other', 'nmae', 'id')
  // @ts-expect-error no such column
  op.dropColumn(item, 'nmae')
  // @ts-expect-error no such column of the referent
  op.createForeignKey('fk', 'other', item, 'item_id', 'nmae')
  // @ts-expect-error no such column
  op.alterColumn(item, 'nmae', { nullable: false })
  // @ts-expect-error of another type
  op.bulkInsert(item, [{ id: 'one' }])
  // @ts-expect-error lacks what is required
  op.bulkInsert(item, [{ name: 'one' }])
  op.createIndex('ix', 'untyped', 'anything')
  const misplaced = () => [
    // @ts-expect-error MySQL's
    op.createTable('a', { b: t.text() }, [], { postgres: { engine: 'InnoDB' } }),
    // @ts-expect-error PostgreSQL's
    op.createTable('a', { b: t.text() }, [], { mysql: { unlogged: true } }),
    // @ts-expect-error a view's rows are not stored
    op.createView('v', 'SELECT 1', { withoutData: true }),
    // @ts-expect-error a procedure returns nothing
    op.createProcedure('p', { body: 'x', returns: 'integer' }),
  ]
  expect(misplaced).toThrow(TsmigError)
  expectTypeOf(op.createIndex<typeof item>)
    .parameter(2)
    .extract<string>()
    .toEqualTypeOf<'id' | 'name'>()
})

test('what runs outside a transaction is spelled so', async () => {
  const spelled: readonly [string, (op: Op) => Promise<unknown>][] = [
    [
      'ALTER TABLE "a" DETACH PARTITION "b" CONCURRENTLY',
      (op) => op.detachPartition('a', 'b', { concurrently: true }),
    ],
    [
      'REFRESH MATERIALIZED VIEW CONCURRENTLY "s"."v"',
      (op) => op.refreshMaterializedView('v', { schema: 's', concurrently: true }),
    ],
  ]
  for (const [sql, call] of spelled) {
    expect(postgres.compile(await operationOf(call), () => undefined)).toEqual([{ sql }])
  }
})

test('what PostgreSQL has no way to do is refused before anything runs', async () => {
  const unsupported: readonly [string, (op: Op) => Promise<unknown>][] = [
    ["can't make a generated column", (op) => op.alterColumn('a', 'b', { generated: { expression: 'c' } })],
    ['the type of the column b is not known', (op) => op.alterColumn('a', 'b', { collation: 'C' })],
  ]
  for (const [message, call] of unsupported) {
    const operation = await operationOf(call)
    expect(() => postgres.compile(operation, () => undefined)).toThrow(message)
  }
})

test('says in a line what it does to what', async () => {
  const lines: readonly [string, (op: Op) => Promise<unknown>][] = [
    ['Create materialized view s.v', (op) => op.createMaterializedView('v', 'SELECT 1', { schema: 's' })],
    ['Drop function f(a integer)', (op) => op.dropFunction('f', { arguments: 'a integer' })],
    [
      'Replace trigger x on a',
      (op) => op.replaceTrigger('x', 'a', { timing: 'after', events: 'insert', body: 'f()' }),
    ],
    ['Rename policy p on s.a to q', (op) => op.renamePolicy('p', 'a', 'q', { schema: 's' })],
    [
      'Change composite type s.c: drop a, alter b, add e, comment',
      (op) =>
        op.alterCompositeType(
          'c',
          {
            dropAttributes: 'a',
            alterAttributes: { b: t.text() },
            addAttributes: { e: t.text() },
            attributeComments: { f: null },
          },
          { schema: 's' },
        ),
    ],
    ['Change domain s.d: nullable', (op) => op.alterDomain('d', { nullable: true }, { schema: 's' })],
    ['Change schema s: owner', (op) => op.alterSchema('s', { owner: null })],
    ['Change extension e: schema, version', (op) => op.alterExtension('e', { schema: null, version: '2' })],
    ['Change policy p on s.a: using', (op) => op.alterPolicy('p', 'a', { using: 'b' }, { schema: 's' })],
    ['Change sequence s: cache 2, ownedBy', (op) => op.alterSequence('s', { cache: 2, ownedBy: null })],
    ['Add value "b" to enum mood', (op) => op.addEnumValue('mood', 'b')],
    ['Grant select (b) on table a to x, y', (op) => op.grant('select', 'a', ['x', 'y'], { columns: 'b' })],
    ['Revoke usage on schema a from x', (op) => op.revoke('usage', { kind: 'schema', name: 'a' }, 'x')],
    ['Drop the comment on table a', (op) => op.dropTableComment('a')],
    ['Enable row security of a, also for its owner', (op) => op.forceRowSecurity('a')],
    [
      'Add exclusion constraint e (b, c + 1) to a',
      (op) =>
        op.createExcludeConstraint('e', 'a', [
          ['b', '='],
          [{ expression: 'c + 1' }, '='],
        ]),
    ],
    ['Change column b of a: identity', (op) => op.alterColumn('a', 'b', { identity: {} })],
  ]
  for (const [line, call] of lines) expect(inWords(await operationOf(call))).toBe(line)
})
