import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import type { Operation } from '../../../src/operations/operation.ts'
import type { Constraint, Index, Table } from '../../../src/schema/model.ts'
import type { ObjectReference, SchemaObject, Trigger, View } from '../../../src/schema/objects.ts'
import { openFile, type TestFile } from './database.ts'

let file: TestFile
beforeEach(() => {
  file = openFile()
  file.exec(
    'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE log (x); INSERT INTO t VALUES (1, 1)',
  )
})
afterEach(() => file.close())

const view: View = { type: 'view', name: 'v', query: 'SELECT id, a FROM t', columns: ['k', 'b'] }
const trigger: Trigger = {
  type: 'trigger',
  name: 'tr',
  table: { name: 't' },
  timing: 'after',
  events: ['update'],
  columns: ['a'],
  forEach: 'row',
  when: "NEW.a <> '' -- not empty",
  body: 'INSERT INTO log VALUES (NEW.a);\nDELETE FROM log WHERE x IS NULL',
}
const insteadOf: Trigger = {
  type: 'trigger',
  name: 'on_v',
  table: { name: 'v' },
  timing: 'instead of',
  events: ['delete'],
  forEach: 'row',
  body: 'DELETE FROM t WHERE id = OLD.k;',
}
const create = (object: SchemaObject): Operation => ({ kind: 'createObject', object })
const names = () =>
  file.rows("SELECT type, name, tbl_name FROM sqlite_schema WHERE type IN ('view', 'trigger') ORDER BY name")

describe('views and triggers', () => {
  test('are created, with all that SQLite has of them', async () => {
    await file.run(create(view), create(trigger), create(insteadOf))
    file.exec("UPDATE t SET a = 'new'; UPDATE t SET a = ''; DELETE FROM v WHERE b = ''")
    expect(file.rows('SELECT * FROM log')).toEqual([{ x: 'new' }])
    expect(file.rows('SELECT * FROM v')).toEqual([])
  })

  test('are left alone where they are there, and dropped where they are', async () => {
    const guarded: Operation = { kind: 'createObject', object: view, ifNotExists: true }
    await file.run(guarded, guarded)
    const drop: Operation = {
      kind: 'dropObject',
      object: { type: 'trigger', name: 'tr', table: { name: 't' } },
      ifExists: true,
    }
    await file.run(create(trigger), drop, drop, {
      kind: 'dropObject',
      object: { type: 'view', name: 'v' },
    })
    expect(names()).toEqual([])
  })

  test('a view is replaced and keeps its triggers', async () => {
    await file.run(create(view), create(insteadOf))
    await file.run({ kind: 'replaceObject', object: { ...view, query: "SELECT id, a || '!' FROM t" } })
    expect(file.rows('SELECT b FROM v')).toEqual([{ b: '1!' }])
    file.exec('DELETE FROM v')
    expect(file.rows('SELECT * FROM t')).toEqual([])
  })

  test('a view and a trigger that are not there are replaced all the same', async () => {
    await file.run({ kind: 'replaceObject', object: view }, { kind: 'replaceObject', object: trigger })
    await file.run({ kind: 'replaceObject', object: { ...trigger, body: 'SELECT 1' } })
    expect(names().map(({ name }) => name)).toEqual(['tr', 'v'])
  })

  test('are renamed', async () => {
    file.exec('CREATE TABLE w (x)')
    await file.run(create(view), create(insteadOf), create(trigger))
    await file.run(
      { kind: 'renameObject', object: { type: 'view', name: 'v' }, to: 'v"2' },
      { kind: 'renameObject', object: { type: 'trigger', name: 'tr', table: { name: 't' } }, to: 'tr2' },
    )
    expect(names()).toEqual([
      { type: 'trigger', name: 'on_v', tbl_name: 'v"2' },
      { type: 'trigger', name: 'tr2', tbl_name: 't' },
      { type: 'view', name: 'v"2', tbl_name: 'v"2' },
    ])
    file.exec('DELETE FROM "v""2"')
    expect(file.rows('SELECT * FROM t')).toEqual([])
  })

  test('a view that others speak of is not renamed', async () => {
    await file.run(create(view))
    file.exec('CREATE VIEW other AS SELECT * FROM v')
    const rename: Operation = { kind: 'renameObject', object: { type: 'view', name: 'v' }, to: 'w' }
    await expect(file.run(rename)).rejects.toMatchObject({
      code: 'unsupported-operation',
      message: 'SQLite can\'t rename view "v": "other" would still speak of the old name',
    })
    expect(names()).toHaveLength(2)
  })

  test('what is not there is not renamed', async () => {
    const rename = (object: ObjectReference): Operation => ({ kind: 'renameObject', object, to: 'w' })
    await expect(file.run(rename({ type: 'view', name: 'nope' }))).rejects.toMatchObject({
      code: 'unknown-object',
    })
    await expect(file.run(rename({ type: 'view', name: 't' }))).rejects.toMatchObject({
      code: 'unknown-object',
    })
    await expect(
      file.run(rename({ type: 'trigger', name: 'nope', table: { name: 't' } })),
    ).rejects.toMatchObject({ code: 'unknown-object' })
  })

  test('a view is no table to be altered', async () => {
    await file.run(create(view))
    const column = { name: 'x', type: { type: 'text' }, nullable: false } as const
    await expect(
      file.run({ kind: 'dropColumn', table: { name: 'v' }, column: column.name }),
    ).rejects.toMatchObject({
      code: 'not-a-table',
      message: '"v" is a view, and only a table can be altered',
    })
  })

  test('comments are passed over', async () => {
    const comment: Operation = { kind: 'setComment', on: { type: 'view', name: 'v' }, comment: 'c' }
    expect(sqlite.compile(comment, () => undefined)).toEqual([])
    const on = { type: 'table', table: { name: 't' } } as const
    expect(sqlite.compile({ kind: 'setComment', on, comment: null }, () => undefined)).toEqual([])
  })
})

describe('temporary tables', () => {
  const table: Table = {
    table: { name: 'tmp' },
    columns: [{ name: 'a', type: { type: 'integer' }, nullable: true }],
    constraints: [],
    temporary: true,
  }

  test('with indexes, inserted into, rebuilt and dropped', async () => {
    const name = { name: 'tmp' }
    await file.run(
      { kind: 'createTable', table, indexes: [{ name: 'ix', keys: [{ column: 'a' }] }] },
      { kind: 'insertRows', table: name, columns: ['a'], rows: [[1]] },
      { kind: 'alterColumn', table: name, column: 'a', to: { nullable: false } },
    )
    expect(
      file.rows("SELECT name FROM temp.sqlite_schema WHERE name <> 'sqlite_sequence' ORDER BY 1"),
    ).toEqual([{ name: 'ix' }, { name: 'tmp' }])
    expect(file.rows('SELECT "notnull" FROM pragma_table_info(\'tmp\')')).toEqual([{ notnull: 1 }])
    expect(file.rows('SELECT a FROM tmp')).toEqual([{ a: 1 }])
    await file.run({ kind: 'dropTable', table: name })
    expect(file.rows('SELECT name FROM temp.sqlite_schema')).toEqual([])
  })

  test('not in another schema', () => {
    const elsewhere = { ...table, table: { name: 'tmp', schema: 'main' } }
    expect(() => sqlite.compile({ kind: 'createTable', table: elsewhere }, () => undefined)).toThrow(
      'SQLite keeps temporary tables in schema "temp", and "tmp" is to be in "main"',
    )
  })
})

const compile = (operation: Operation) => () => sqlite.compile(operation, () => undefined)
const table = { name: 't' }

describe('what SQLite has not is refused before anything ran, with a hint', () => {
  const qualified = { name: 'x' }
  test.each<[string, Operation, string]>([
    ['schema', create({ type: 'schema', name: 'x' }), 'has no schemas: schema "x" has no place there'],
    ['extension', create({ type: 'extension', name: 'x' }), 'has no extensions'],
    ['sequence', create({ type: 'sequence', name: 'x' }), 'has no sequences'],
    ['enum', create({ type: 'enum', name: 'x', values: [] }), 'has no enum types'],
    ['composite', create({ type: 'composite', name: 'x', attributes: [] }), 'has no composite types'],
    [
      'domain',
      create({ type: 'domain', name: 'x', dataType: { type: 'text' }, nullable: true, checks: [] }),
      'has no domains',
    ],
    ['function', create({ type: 'function', name: 'x', arguments: '', body: '' }), 'has no stored functions'],
    [
      'procedure',
      create({ type: 'procedure', name: 'x', arguments: '', body: '' }),
      'has no stored procedures',
    ],
    [
      'policy',
      create({ type: 'policy', name: 'x', table, command: 'all' }),
      'has no row-level security: policy "x"',
    ],
    [
      'grant',
      create({ type: 'grant', privileges: ['all'], on: { kind: 'table', name: 't' }, to: ['r'] }),
      'has no users and privileges',
    ],
    [
      'drop of a sequence',
      { kind: 'dropObject', object: { type: 'sequence', name: 'x' }, ifExists: true },
      'has no sequences',
    ],
    [
      'materialized view',
      create({ ...view, materialized: true }),
      'has no materialized views, which view "v"',
    ],
    ['check option', create({ ...view, checkOption: 'local' }), 'has no WITH CHECK OPTION'],
    ['view options', create({ ...view, options: { security_barrier: true } }), 'has no options of views'],
    ['two events', create({ ...trigger, events: ['insert', 'update'] }), 'has triggers on one event each'],
    ['truncate', create({ ...trigger, events: ['truncate'] }), 'has no TRUNCATE'],
    ['columns of an insert', create({ ...trigger, events: ['insert'] }), 'has no columns of insert'],
    [
      'for each statement',
      create({ ...trigger, forEach: 'statement' }),
      'has no triggers for each statement',
    ],
    ['transition tables', create({ ...trigger, referencing: { new: 'n' } }), 'has no transition tables'],
    [
      'constraint trigger',
      create({ ...trigger, constraint: { deferrable: true } }),
      'has no constraint triggers',
    ],
    [
      'cascade',
      { kind: 'dropObject', object: view, cascade: true },
      'drops nothing along with another thing',
    ],
    [
      'replaced function',
      { kind: 'replaceObject', object: { type: 'function', name: 'x', arguments: '', body: '' } },
      'has no stored functions',
    ],
    [
      'renamed enum',
      { kind: 'renameObject', object: { type: 'enum', name: 'x' }, to: 'y' },
      'has no enum types',
    ],
    ['alterSequence', { kind: 'alterSequence', sequence: qualified, to: {} }, 'has no sequences, and "x"'],
    ['addEnumValue', { kind: 'addEnumValue', enum: qualified, value: 'v' }, 'has no enum types, and "x"'],
    [
      'renameEnumValue',
      { kind: 'renameEnumValue', enum: qualified, from: 'a', to: 'b' },
      'has no enum types, and "x"',
    ],
    ['alterDomain', { kind: 'alterDomain', domain: qualified, to: {} }, 'has no domains, and "x"'],
    [
      'alterCompositeType',
      { kind: 'alterCompositeType', compositeType: qualified, to: {} },
      'has no composite types, and "x"',
    ],
    ['alterPolicy', { kind: 'alterPolicy', name: 'p', table, to: {} }, 'has no row-level security'],
    [
      'setRowSecurity',
      { kind: 'setRowSecurity', table, enabled: true },
      'has no row-level security, which table "t"',
    ],
    [
      'validateConstraint',
      { kind: 'validateConstraint', table, name: 'ck' },
      'has no constraints that are not valid',
    ],
    [
      'renameConstraint',
      { kind: 'renameConstraint', table, name: 'ck', to: 'ck2' },
      'has no way to rename a constraint, and "ck" of "t"',
    ],
    [
      'alterConstraint',
      { kind: 'alterConstraint', table, name: 'fk', to: { deferral: null } },
      'has no way to alter a constraint, and "fk" of "t"',
    ],
    [
      'alterIndex',
      { kind: 'alterIndex', table, name: 'ix', to: { invisible: true } },
      'has no settings of an index, and "ix" of "t"',
    ],
    [
      'alterView',
      { kind: 'alterView', view: { name: 'v' }, to: { checkOption: null } },
      'has no options of a view, and "v"',
    ],
    ['alterSchema', { kind: 'alterSchema', name: 's', to: { owner: 'a' } }, 'has no schemas, and "s"'],
    [
      'alterExtension',
      { kind: 'alterExtension', name: 'x', to: { version: '2' } },
      'has no extensions that a migration could alter, and "x"',
    ],
    [
      'renameIndex',
      { kind: 'renameIndex', table, name: 'ix', to: 'ix2' },
      'has no way to rename an index, and "ix" of "t"',
    ],
    [
      'attachPartition',
      { kind: 'attachPartition', table, partition: qualified, bounds: 'DEFAULT' },
      'has no partitions',
    ],
    ['detachPartition', { kind: 'detachPartition', table, partition: qualified }, 'has no partitions'],
    ['refreshView', { kind: 'refreshView', view: qualified }, 'has no materialized views, and "x"'],
  ])('%s', (_, operation, message) => {
    expect(compile(operation)).toThrow(
      expect.objectContaining({
        code: 'unsupported-operation',
        message: expect.stringContaining(`SQLite ${message}`),
        hint: expect.stringMatching(/\w/),
      }),
    )
  })

  const unique = { kind: 'unique', name: 'c', columns: ['a'] } as const
  const check = { kind: 'check', name: 'c', expression: 'a > 1' } as const
  const key = {
    kind: 'foreignKey',
    name: 'c',
    columns: ['a'],
    references: { table: { name: 'p' }, columns: ['id'] },
  } as const
  test.each<[string, Constraint, string]>([
    ['include', { ...unique, include: ['b'] }, 'stores no columns beside a key, and "c" asks for include'],
    ['nullsNotDistinct', { ...unique, nullsNotDistinct: true }, 'takes any two NULLs for different, and "c"'],
    [
      'deferrable',
      { ...unique, deferral: { deferrable: true } },
      'checks a unique constraint at once, and "c"',
    ],
    [
      'deferrable key',
      { kind: 'primaryKey', columns: ['a'], deferral: { deferrable: true } },
      'checks a primary key at once, and that on "a"',
    ],
    ['notValid', { ...check, notValid: true }, 'checks every row when a table is rebuilt, and "c"'],
    ['notValid key', { ...key, notValid: true }, 'checks every row when a table is rebuilt, and "c"'],
    ['noInherit', { ...check, noInherit: true }, 'has no inheritance, and "c"'],
    ['notEnforced', { ...check, notEnforced: true }, 'enforces every check, and "c"'],
    ['exclude', { kind: 'exclude', name: 'c', elements: [] }, 'has no exclusion constraints, which "c" is'],
  ])('a constraint with %s, in a new table, a new column and a rebuild', async (_, constraint, message) => {
    const columns = [{ name: 'a', type: { type: 'text' }, nullable: true }] as const
    const expected = expect.objectContaining({ message: expect.stringContaining(`SQLite ${message}`) })
    expect(compile({ kind: 'createTable', table: { table, columns, constraints: [constraint] } })).toThrow(
      expected,
    )
    const column = { name: 'c', type: { type: 'text' }, nullable: true } as const
    const add = { kind: 'addColumn', table, column, constraints: [constraint] } as const
    await expect(file.run(add)).rejects.toEqual(expected)
    await expect(file.run({ kind: 'addConstraint', table, constraint })).rejects.toEqual(expected)
  })

  test.each<[Partial<Index>, string]>([
    [{ nullsNotDistinct: true }, 'has no NULLS NOT DISTINCT, which "i"'],
    [{ storage: { fillfactor: 70 } }, 'has no storage parameters'],
    [{ tablespace: 'fast' }, 'has no tablespaces'],
    [{ include: ['a'] }, 'has no INCLUDE columns'],
    [{ method: 'gin' }, 'has no index method "gin"'],
  ])('an index with %j', (options, message) => {
    const index: Index = { name: 'i', keys: [{ column: 'a' }], ...options }
    expect(compile({ kind: 'createIndex', table, index })).toThrow(`SQLite ${message}`)
  })

  test('partitions and inheritance', () => {
    const columns = [{ name: 'a', type: { type: 'text' }, nullable: true }] as const
    const postgres = { inherits: [{ name: 'p' }] }
    expect(compile({ kind: 'createTable', table: { table, columns, constraints: [], postgres } })).toThrow(
      'SQLite has no partitions and no inheritance, and table "t" asks for inherits',
    )
  })

  test('bounds of an identity', () => {
    const identity = { mode: 'always', maximum: 9 } as const
    const columns = [{ name: 'id', type: { type: 'integer' }, nullable: false, identity }] as const
    const constraints = [{ kind: 'primaryKey', columns: ['id'] }] as const
    expect(compile({ kind: 'createTable', table: { table, columns, constraints } })).toThrow(
      'asks for maximum',
    )
  })
})
