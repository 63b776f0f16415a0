import fc from 'fast-check'
import { holds } from '../../src/autogenerate/render/made-by-call.ts'
import { refuseContradictions } from '../../src/operations/batch-conflicts.ts'
import type { Operation, TableChange } from '../../src/operations/operation.ts'
import type { ColumnType } from '../../src/schema/column-type.ts'
import type { Column, Constraint, Index, IndexKey, Table, TableName } from '../../src/schema/model.ts'

import { objectOperation, type Sources } from './arbitrary-objects.ts'

type Loose = Record<string, unknown>

const name = fc.oneof(
  fc.constantFrom(
    'id',
    'name',
    'user id',
    "o'clock",
    'a"b',
    'a.b',
    'ключ',
    'back\\slash',
    '`',
    '$\u007bx}',
    'select',
    '12',
    '__proto__',
    'constructor',
  ),
  fc.string({ minLength: 1, maxLength: 12 }),
)
const sqlText = fc
  .oneof(
    fc.constantFrom(
      'now()',
      "a > 'x'",
      'a\nb',
      'a\r\nb',
      '`x`',
      '$\u007by}',
      'x\\',
      'x\\\\',
      '\\d',
      '\u2028',
      "E'\\x'",
      '"a" -- c',
    ),
    fc.string({ minLength: 1 }),
  )
  .filter((text) => text.trim() !== '')
const anyText = fc.oneof(fc.string({ unit: 'binary' }), sqlText)
const tableName: fc.Arbitrary<TableName> = fc.record({ name, schema: name }, { requiredKeys: ['name'] })
const json = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant({ a: { sql: 'x', more: 1 } }))
const value = fc.oneof(
  fc.boolean(),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  anyText,
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 5 }).map((bytes) => new Uint8Array(bytes)),
  json.filter((one) => !isSqlLike(one)),
)

function isSqlLike(one: unknown): boolean {
  return typeof one === 'object' && one !== null && Object.keys(one).join() === 'sql'
}

const length = fc.integer({ min: 1, max: 200 })
const seconds = fc.integer({ min: 0, max: 6 })
const some = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>
const on = fc.constant<true>(true)

const flatType = fc.oneof(
  fc
    .constantFrom(
      'smallint',
      'integer',
      'bigint',
      'real',
      'double',
      'boolean',
      'text',
      'date',
      'uuid',
      'json',
      'jsonb',
    )
    .map((type) => ({ type })),
  some({ precision: length, scale: seconds }).map((rest) => ({ type: 'numeric', ...rest })),
  fc
    .tuple(fc.constantFrom('varchar', 'char', 'binary'), some({ length }))
    .map(([type, rest]) => ({ type, ...rest })),
  fc
    .tuple(fc.constantFrom('time', 'timestamp'), some({ withTimeZone: on, precision: seconds }))
    .map(([type, rest]) => ({ type, ...rest })),
  some({ fields: fc.constantFrom('year to month', 'day'), precision: seconds }).map((rest) => ({
    type: 'interval',
    ...rest,
  })),
  fc
    .tuple(fc.uniqueArray(anyText, { minLength: 1, maxLength: 4 }), some({ name, schema: name }))
    .map(([values, rest]) => ({ type: 'enum', values, ...rest })),
  sqlText.map((sql) => ({ type: 'raw', sql })),
) as fc.Arbitrary<ColumnType>
export const columnType: fc.Arbitrary<ColumnType> = fc.oneof(
  { weight: 4, arbitrary: flatType },
  { weight: 1, arbitrary: flatType.map((of): ColumnType => ({ type: 'array', of })) },
  { weight: 1, arbitrary: flatType.map((of): ColumnType => ({ type: 'array', of: { type: 'array', of } })) },
)

const identity = fc.record(
  {
    mode: fc.constantFrom('always', 'by default'),
    start: fc.integer(),
    increment: fc.integer({ min: 1 }),
    minimum: fc.integer({ max: -5 }),
    maximum: fc.integer({ min: 5 }),
    cache: fc.integer({ min: 1, max: 9 }),
    cycle: on,
  },
  { requiredKeys: ['mode'] },
)
const origin = fc.oneof(
  fc.constant({}),
  value.filter((one) => one !== null).map((one) => ({ default: one })),
  sqlText.map((sql) => ({ default: { sql } })),
  identity.map((one) => ({ identity: one })),
  fc.tuple(sqlText, fc.boolean()).map(([expression, stored]) => ({ generated: { expression, stored } })),
  fc.constant({ serial: true }),
)
const ofOneDatabase = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { postgres: { storage: 'external', compression: 'lz4', statistics: 100 } },
      { mysql: { characterSet: 'latin1', onUpdate: 'current_timestamp()', invisible: true } },
      { postgres: { statistics: -1 } },
    ),
  },
)
const columnParts = fc
  .tuple(columnType, fc.boolean(), origin, some({ collation: name, comment: anyText }), ofOneDatabase)
  .map(([type, nullable, from, rest, more]) => ({ type, nullable, ...from, ...rest, ...more }))

const deferral = fc.oneof(
  fc.constant({}),
  fc.constant({ deferral: { deferrable: false } }),
  fc
    .constantFrom('immediate', 'deferred')
    .map((initially) => ({ deferral: { deferrable: true, initially } })),
  fc.constant({ deferral: { deferrable: true } }),
)
const action = fc.constantFrom('no action', 'restrict', 'cascade', 'set null', 'set default')

function constraintOver(columns: readonly string[], expressible = false): fc.Arbitrary<Constraint> {
  const chosen = fc.shuffledSubarray([...columns], { minLength: 1 })
  const named = some({ name })
  const rare = (extra: Loose) =>
    expressible
      ? fc.constant({})
      : fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constant(extra) })
  return fc.oneof(
    fc
      .tuple(
        named,
        chosen,
        deferral,
        rare({
          nullsNotDistinct: true,
          withoutOverlaps: true,
          include: [columns[0]],
          comment: 'said of it',
          storage: { fillfactor: 70 },
          tablespace: 'fast',
        }),
      )
      .map(([rest, list, when, more]) => ({ kind: 'unique', ...rest, columns: list, ...when, ...more })),
    fc
      .tuple(named, sqlText, rare({ notValid: true, noInherit: true, notEnforced: true, comment: '`' }))
      .map(([rest, expression, more]) => ({ kind: 'check', ...rest, expression, ...more })),
    fc
      .tuple(
        named,
        chosen,
        tableName,
        some({ onDelete: action, onUpdate: action, match: fc.constantFrom('full', 'simple'), notValid: on }),
        deferral,
        fc.boolean(),
        rare({ onDeleteColumns: [columns[0]], period: true, notEnforced: true, comment: '' }),
      )
      .map(([rest, list, table, rules, when, same, more]) => ({
        kind: 'foreignKey',
        ...rest,
        columns: list,
        references: { table, columns: same ? list : list.map((column) => `${column}_`) },
        ...rules,
        ...when,
        ...more,
      })),
    // No more of them than of the rare options.
    ...(expressible || columns.length !== 2
      ? []
      : [
          fc
            .tuple(named, chosen, deferral, some({ method: fc.constantFrom('gist', 'GIN'), where: sqlText }))
            .map(([rest, list, when, more]) => ({
              kind: 'exclude',
              ...rest,
              elements: list.map((column, at) =>
                at === 0
                  ? { column, operator: '=' }
                  : { expression: column, order: 'desc', operator: column.length > 9 ? 'odd' : '&&' },
              ),
              ...when,
              ...more,
            })),
        ]),
  ) as fc.Arbitrary<Constraint>
}

function primaryKeyOver(columns: readonly string[]): fc.Arbitrary<Constraint> {
  return fc
    .tuple(
      some({ name }),
      fc.shuffledSubarray([...columns], { minLength: 1 }),
      fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: deferral }),
    )
    .map(([rest, list, when]) => ({
      kind: 'primaryKey',
      ...rest,
      columns: list,
      ...when,
    })) as fc.Arbitrary<Constraint>
}

function indexOver(columns: readonly string[]): fc.Arbitrary<Index> {
  const column = fc.constantFrom(...columns)
  const details = some({
    order: fc.constantFrom('asc', 'desc'),
    nulls: fc.constantFrom('first', 'last'),
    operatorClass: name,
    prefix: length,
  })
  const key = fc.oneof(
    column.map((one) => ({ column: one })),
    sqlText.map((expression) => ({ expression })),
    fc.tuple(column, details).map(([one, rest]) => ({ column: one, ...rest })),
    fc.tuple(sqlText, details).map(([expression, rest]) => ({ expression, ...rest })),
  ) as fc.Arbitrary<IndexKey>
  return fc
    .tuple(
      name,
      fc.array(key, { minLength: 1, maxLength: 3 }),
      some({
        unique: on,
        where: sqlText,
        method: fc.constantFrom('gin', 'btree'),
        include: fc.shuffledSubarray([...columns], { minLength: 1 }),
      }),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant({}) },
        {
          weight: 1,
          arbitrary: some({
            tablespace: name,
            comment: anyText,
            storage: fc.constant({ fillfactor: 70, fastupdate: false }),
          }),
        },
      ),
    )
    .map(([named, keys, rest, more]) => ({ name: named, keys, ...rest, ...more })) as fc.Arbitrary<Index>
}

const columnNames = fc.uniqueArray(name, { minLength: 1, maxLength: 4 })

const postgresTable = fc.oneof(
  some({
    unlogged: on,
    inherits: fc.array(tableName, { minLength: 1, maxLength: 2 }),
    storage: fc.constant({ fillfactor: 70 }),
    tablespace: name,
    accessMethod: name,
    rowSecurity: fc.constantFrom('enabled', 'forced'),
    clusterOn: name,
    replicaIdentity: fc.oneof(fc.constantFrom('full', 'nothing'), fc.record({ index: name })),
  }),
  fc.constant({ partitionBy: { strategy: 'hash', keys: [{ expression: '1 + 1' }] } }),
  tableName.map((table) => ({ partitionOf: { table, bounds: 'DEFAULT' } })),
)
const mysqlTable = some({
  engine: name,
  characterSet: name,
  collation: name,
  autoIncrement: length,
  rowFormat: name,
})

/** Tables, some with what no builder has words for. */
export const createTable = columnNames.chain((columns) =>
  fc
    .tuple(
      tableName,
      fc.tuple(
        ...columns.map((column) =>
          columnParts.map((parts): Column => ({ name: column, ...parts }) as Column),
        ),
      ),
      fc.array(constraintOver(columns), { maxLength: 4 }),
      fc.option(fc.tuple(primaryKeyOver(columns), fc.nat(4)), { nil: undefined }),
      fc.array(indexOver(columns), { maxLength: 2 }),
      fc.oneof(
        { weight: 9, arbitrary: some({ comment: anyText, strict: on, withoutRowid: on }) },
        { weight: 1, arbitrary: some({ temporary: on }) },
        { weight: 1, arbitrary: some({ postgres: postgresTable, mysql: mysqlTable }) },
      ),
      some({ ifNotExists: on }),
    )
    .map(([table, defined, others, key, indexes, rest, flags]): Operation => {
      const constraints = key === undefined ? others : others.toSpliced(key[1], 0, key[0])
      const keyed = new Set(key?.[0].kind === 'primaryKey' ? key[0].columns : [])
      const whole = {
        table,
        columns: defined.map((column) => (keyed.has(column.name) ? { ...column, nullable: false } : column)),
        constraints,
        ...rest,
      } as Table
      return {
        kind: 'createTable',
        table: whole,
        ...(indexes.length > 0 && { indexes }),
        ...flags,
      } as Operation
    }),
)

const dropTable = fc.tuple(createTable, some({ ifExists: on }), fc.boolean()).map(([made, flags, told]) => {
  if (made.kind !== 'createTable') return made
  const { table, indexes } = made
  const was = { was: table, ...(indexes && { indexes }) }
  return { kind: 'dropTable', table: table.table, ...flags, ...(told && was) }
})

function changeOf(table: TableName): fc.Arbitrary<TableChange> {
  const flags = some({ ifExists: on })
  const place = fc.oneof(
    name.map((insertBefore) => ({ insertBefore })),
    name.map((insertAfter) => ({ insertAfter })),
  )
  const constraint = columnNames.chain((columns) =>
    fc.oneof(constraintOver(columns), primaryKeyOver(columns)),
  )
  const known = some({
    type: columnType,
    nullable: fc.boolean(),
    default: fc.oneof(value, fc.constant(null)),
    comment: fc.option(anyText),
    identity: fc.option(identity),
    generated: fc.option(fc.record({ expression: sqlText, stored: fc.boolean() })),
    collation: name,
  })
  const none = { default: null, comment: null, identity: null, generated: null }
  const whole = columnParts.map((parts) => ({ ...none, ...parts }))
  const to = some({
    name,
    nullable: fc.boolean(),
    type: columnType,
    default: fc.oneof(
      value,
      fc.constant(null),
      sqlText.map((sql) => ({ sql })),
    ),
    comment: fc.option(anyText),
  })
    .chain((change) =>
      fc.oneof(
        { weight: 9, arbitrary: fc.constant(change) },
        { weight: 1, arbitrary: fc.option(name).map((collation) => ({ ...change, collation })) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom(
              { serial: true },
              { serial: false, collation: null },
              { postgres: { storage: null, statistics: 5, options: { n_distinct: null, more: 1 } } },
              { postgres: { compression: 'lz4' }, mysql: { invisible: false, check: 'a > 1' } },
              { mysql: { onUpdate: null, characterSet: 'latin1' }, sqlite: { onNull: 'ignore' } },
              { postgres: { statistics: -1 } },
            )
            .map((settings) => ({ ...change, ...settings })),
        },
        { weight: 1, arbitrary: fc.option(identity).map((one) => ({ ...change, identity: one })) },
        {
          weight: 1,
          arbitrary: fc
            .option(fc.record({ expression: sqlText, stored: fc.boolean() }))
            .map((generated) => ({ ...change, generated })),
        },
      ),
    )
    .filter((change) => Object.keys(change).length > 0)
  return fc.oneof(
    fc
      .tuple(name, columnParts)
      .chain(([column, parts]) =>
        fc.tuple(
          fc.constant(column),
          fc.constant(parts),
          fc.array(constraintOver([column], true), { maxLength: 3 }),
          fc.oneof(some({ ifNotExists: on }), place),
        ),
      )
      .map(([column, parts, constraints, rest]) => ({
        kind: 'addColumn',
        table,
        column: { name: column, ...parts },
        ...(constraints.length > 0 && { constraints }),
        ...rest,
      })),
    fc.tuple(name, flags, columnParts).chain(([column, rest, parts]) =>
      fc.array(constraintOver([column], true), { maxLength: 2 }).map((constraints) => ({
        kind: 'dropColumn',
        table,
        column,
        ...rest,
        was: { name: column, ...parts },
        ...(constraints.length > 0 && { constraints }),
      })),
    ),
    fc.tuple(name, flags).map(([column, rest]) => ({ kind: 'dropColumn', table, column, ...rest })),
    fc
      .tuple(
        name,
        to,
        fc.option(fc.oneof(known, whole), { nil: undefined }),
        fc.option(sqlText, { nil: undefined }),
        fc.oneof(fc.constant({}), fc.constant({}), place),
      )
      .map(([column, change, existing, using, placed]) => ({
        kind: 'alterColumn',
        table,
        column,
        ...placed,
        to: { ...change, ...('type' in change && using !== undefined && { using }) },
        ...(existing !== undefined && { existing }),
      })),
    constraint.map((one) => ({ kind: 'addConstraint', table, constraint: one })),
    fc
      .tuple(
        name,
        some({ type: fc.constantFrom('primaryKey', 'unique', 'check', 'foreignKey'), ifExists: on }),
      )
      .map(([named, rest]) => ({ kind: 'dropConstraint', table, name: named, ...rest })),
    fc.tuple(constraint, name, flags).map(([was, named, rest]) => ({
      kind: 'dropConstraint',
      table,
      name: named,
      type: was.kind,
      ...rest,
      was: { ...was, name: named },
    })),
    fc
      .tuple(columnNames.chain(indexOver), flags)
      .map(([was, rest]) => ({ kind: 'dropIndex', table, name: was.name, ...rest, was })),
    fc
      .tuple(columnNames.chain(indexOver), some({ ifNotExists: on, concurrently: on }))
      .map(([index, rest]) => ({ kind: 'createIndex', table, index, ...rest })),
    fc
      .tuple(name, some({ ifExists: on, concurrently: on }))
      .map(([named, rest]) => ({ kind: 'dropIndex', table, name: named, ...rest })),
  ) as unknown as fc.Arbitrary<TableChange>
}

const insertRows = fc.tuple(tableName, fc.uniqueArray(name, { maxLength: 3 })).chain(([table, columns]) =>
  fc
    .array(fc.tuple(...columns.map(() => fc.oneof(value, fc.constant({ sql: 'x' }), fc.constant(null)))), {
      maxLength: 3,
    })
    .map((rows) => ({ kind: 'insertRows', table, columns, rows })),
)

const backfill = fc
  .tuple(
    tableName,
    fc.uniqueArray(
      fc.oneof(
        fc.record({ column: name, expression: sqlText }),
        fc.record({ column: name, value: value.filter((one) => !Array.isArray(one)) }),
      ),
      { minLength: 1, maxLength: 3, selector: ({ column }) => column },
    ),
    some({
      where: sqlText,
      key: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
      batchSize: length,
      pause: length,
    }),
  )
  .filter(([, set, { key = [] }]) => set.every(({ column }) => !key.includes(column)))
  .map(([table, set, rest]) => ({ kind: 'backfill', table, set, ...rest }))

/** Whether a batch may hold all of them. */
function agree(table: TableName, changes: readonly TableChange[]): boolean {
  return holds(() => {
    refuseContradictions(table.name, changes)
    return true
  })
}

const rebuilding = columnNames.chain((columns) =>
  some({
    partialReordering: fc.array(fc.shuffledSubarray(columns), { maxLength: 2 }),
    constraints: fc.array(constraintOver(columns), { minLength: 1, maxLength: 2 }),
    indexes: fc.array(indexOver(columns), { minLength: 1, maxLength: 2 }),
    strict: fc.boolean(),
    withoutRowid: fc.boolean(),
    columnTypes: fc.dictionary(name, columnType, { maxKeys: 2 }),
    naming: fc.constant({ uq: 'uq_%(table_name)s_%(column_0_name)s' }),
  }),
)

/** What objects are made of. */
export const sources: Sources = {
  name,
  sqlText,
  anyText,
  tableName,
  columnType,
  value,
  indexes: columnNames.chain((columns) => fc.array(indexOver(columns), { minLength: 1, maxLength: 2 })),
}

const anyOperation = fc.oneof(
  createTable,
  fc.tuple(tableName, some({ ifExists: on })).map(([table, rest]) => ({ kind: 'dropTable', table, ...rest })),
  fc.tuple(tableName, name).map(([table, to]) => ({ kind: 'renameTable', table, to })),
  tableName.chain(changeOf),
  fc
    .tuple(name, some({ schema: name, ifExists: on }))
    .map(([named, rest]) => ({ kind: 'dropIndex', name: named, ...rest })),
  tableName.chain((table) =>
    fc
      .tuple(
        fc.array(changeOf(table), { maxLength: 4 }).filter((changes) => agree(table, changes)),
        fc.constantFrom('auto', 'always', 'never'),
      )
      .map(([changes, recreate]) => ({ kind: 'alterTable', table, changes, recreate })),
  ),
  tableName.chain((table) =>
    fc
      .tuple(createTable, rebuilding, fc.boolean())
      .map(([made, rebuild, copied]) => ({
        kind: 'alterTable',
        table,
        changes: [],
        recreate: 'auto',
        rebuild: {
          ...rebuild,
          ...(copied &&
            made.kind === 'createTable' && {
              copyFrom: { table: { ...made.table, table }, indexes: made.indexes ?? [] },
            }),
        },
      }))
      .filter(({ rebuild }) => Object.keys(rebuild).length > 0),
  ),
  insertRows,
  backfill,
  anyText.filter((sql) => sql !== '').map((sql) => ({ kind: 'execute', sql })),
  fc
    .tuple(sqlText, fc.array(value, { minLength: 1 }))
    .map(([sql, bindings]) => ({ kind: 'execute', sql, bindings })),
  dropTable,
  {
    weight: 6,
    arbitrary: objectOperation(sources),
  },
  fc
    .tuple(fc.constantFrom('test.plain', 'test.rendered'), fc.jsonValue({ maxDepth: 2 }))
    .map(([named, data]) => ({
      kind: 'custom',
      name: named,
      data: named === 'test.plain' ? data : JSON.parse(JSON.stringify(data)),
    })),
)

/** Operations of every kind, some with what no method has words for. */
export const operation = anyOperation.map((one) => structuredClone(one)) as fc.Arbitrary<Operation>
