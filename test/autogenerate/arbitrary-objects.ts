import fc from 'fast-check'
import type { ObjectOperation } from '../../src/operations/object-operation.ts'
import { referenceOf } from '../../src/operations/reverse/object.ts'
import type { SchemaObject } from '../../src/schema/objects.ts'

type Loose = Record<string, unknown>
type Parts = Record<string, fc.Arbitrary<unknown>>

export interface Sources {
  readonly name: fc.Arbitrary<string>
  readonly sqlText: fc.Arbitrary<string>
  readonly anyText: fc.Arbitrary<string>
  readonly tableName: fc.Arbitrary<{ name: string; schema?: string }>
  readonly columnType: fc.Arbitrary<unknown>
  readonly value: fc.Arbitrary<unknown>
  readonly indexes: fc.Arbitrary<readonly unknown[]>
}

const on = fc.constant<true>(true)
const some = (parts: Parts): fc.Arbitrary<Loose> => fc.record(parts, { requiredKeys: [] })
/** Not empty: an operation changes something. */
const filled = (parts: Parts): fc.Arbitrary<Loose> => some(parts).filter((one) => Object.keys(one).length > 0)
const choice = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values)
const names = (name: fc.Arbitrary<string>) => fc.uniqueArray(name, { minLength: 1, maxLength: 3 })

/** Objects of every type. */
export function schemaObject(sources: Sources): fc.Arbitrary<SchemaObject> {
  const { name, sqlText, anyText, tableName, columnType, value, indexes } = sources
  const whole = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.bigInt({ min: 1n, max: 9n }))
  const settings = fc.dictionary(name, fc.oneof(anyText, fc.integer(), fc.boolean()), {
    minKeys: 1,
    maxKeys: 2,
  })
  const comments = fc.dictionary(name, anyText, { minKeys: 1, maxKeys: 2 })
  const of = (type: string, required: Parts, optional: Parts) =>
    fc
      .tuple(fc.record({ name, ...required }), some(optional))
      .map(([parts, rest]) => ({ type, ...parts, ...rest }))
  const routine = { schema: name, language: choice('sql', 'plpgsql'), securityDefiner: on, comment: anyText }
  const signature = { arguments: choice('', 'a integer', "b text DEFAULT 'x'"), body: sqlText }
  const target = fc.oneof(
    tableName.map((one) => ({ kind: 'table', ...one })),
    name.map((one) => ({ kind: 'schema', name: one })),
    tableName.map((one) => ({ kind: 'function', ...one, arguments: 'integer' })),
  )
  return fc.oneof(
    of('schema', {}, { owner: name, comment: anyText }),
    of('extension', {}, { schema: name, version: name }),
    of(
      'sequence',
      {},
      {
        schema: name,
        dataType: choice('smallint', 'bigint'),
        start: whole,
        increment: whole,
        minimum: fc.integer({ min: -9, max: 1 }),
        maximum: fc.bigInt({ min: 10n, max: 2n ** 62n }),
        cache: whole,
        cycle: on,
        ownedBy: fc.record({ table: tableName, column: name }),
        comment: anyText,
      },
    ),
    of('enum', { values: fc.uniqueArray(name, { minLength: 1 }) }, { schema: name, comment: anyText }),
    of(
      'composite',
      {
        attributes: names(name).chain((list) =>
          fc.tuple(
            ...list.map((attribute) =>
              fc
                .tuple(columnType, some({ collation: name }))
                .map(([type, rest]) => ({ name: attribute, type, ...rest })),
            ),
          ),
        ),
      },
      { schema: name, comment: anyText },
    ),
    of(
      'domain',
      {
        dataType: columnType,
        nullable: fc.boolean(),
        checks: fc.array(
          fc
            .tuple(sqlText, some({ name }))
            .map(([expression, rest]) => ({ kind: 'check', expression, ...rest })),
          { maxLength: 2 },
        ),
      },
      { schema: name, default: value.filter((one) => one !== null), collation: name, comment: anyText },
    ),
    of(
      'view',
      { query: sqlText },
      {
        schema: name,
        columns: names(name),
        checkOption: choice('local', 'cascaded'),
        options: settings,
        columnComments: comments,
        comment: anyText,
      },
    ),
    of(
      'view',
      { query: sqlText, materialized: on },
      {
        schema: name,
        columns: names(name),
        withoutData: on,
        options: settings,
        indexes,
        columnComments: comments,
        comment: anyText,
      },
    ),
    of('function', signature, {
      ...routine,
      returns: choice('integer', 'TABLE (id integer)'),
      volatility: choice('immutable', 'volatile'),
      strict: on,
      leakproof: on,
      parallel: choice('safe', 'unsafe'),
      cost: fc.integer({ min: 1, max: 9 }),
      rows: fc.integer({ min: 1, max: 9 }),
      set: fc.dictionary(name, anyText, { minKeys: 1, maxKeys: 2 }),
    }),
    of('procedure', signature, routine),
    of(
      'trigger',
      {
        table: tableName,
        timing: choice('before', 'after'),
        events: fc.shuffledSubarray(['insert', 'update', 'delete'], { minLength: 1 }),
        forEach: choice('row', 'statement'),
        body: sqlText,
      },
      {
        when: sqlText,
        referencing: fc.record({ old: name }),
        constraint: fc.constant({ deferrable: true, initially: 'deferred' }),
        columns: names(name),
        enabled: choice('disabled', 'replica', 'always'),
        comment: anyText,
      },
    ),
    of(
      'other',
      { what: choice('aggregate', 'rule'), create: sqlText, drop: sqlText },
      { schema: name, table: tableName, comment: anyText },
    ),
    of(
      'policy',
      { table: tableName, command: choice('all', 'select', 'insert', 'update', 'delete') },
      { restrictive: on, roles: names(name), using: sqlText, check: sqlText, comment: anyText },
    ),
    fc
      .tuple(
        fc.record({
          privileges: fc.oneof(
            fc.constant(['all']),
            fc.shuffledSubarray(['select', 'insert'], { minLength: 1 }),
          ),
          on: target,
          to: names(name),
        }),
        some({ columns: names(name), withGrantOption: on }),
      )
      .map(([parts, rest]) => ({ type: 'grant', ...parts, ...rest })),
  ) as unknown as fc.Arbitrary<SchemaObject>
}

/** Operations on objects, of every kind. */
export function objectOperation(sources: Sources): fc.Arbitrary<ObjectOperation> {
  const { name, sqlText, anyText, tableName, value } = sources
  const checkOf = fc
    .tuple(sqlText, some({ name, notValid: on, comment: anyText }))
    .map(([expression, rest]) => ({ kind: 'check', expression, ...rest }))
  const object = schemaObject(sources)
  const composite = object.filter(({ type }) => type === 'composite')
  const attributes = names(name).map((list) => list.map((one) => ({ name: one, type: { type: 'text' } })))
  const reference = object.map(referenceOf)
  const replaced = fc
    .tuple(object, object)
    .filter(([{ type }]) => /^(?:view|function|procedure|trigger)$/.test(type))
  const bounds = choice('DEFAULT', 'FOR VALUES FROM (1) TO (10)', 'odd')
  const settings = fc.constantFrom({ fillfactor: 70 }, { a: 'b', c: false })
  const changes = fc.constantFrom({ fillfactor: 70 }, { a: null }, { a: null, b: 'x' })
  const kind = (called: string, required: Parts, optional: Parts = {}) =>
    fc
      .tuple(fc.record(required), some(optional))
      .map(([parts, rest]) => ({ kind: called, ...parts, ...rest }))
  return fc.oneof(
    kind('createObject', { object }, {}),
    kind('createObject', { object }, { ifNotExists: on }),
    fc.tuple(object, some({ ifExists: on, cascade: on }), fc.boolean()).map(([was, flags, told]) => ({
      kind: 'dropObject',
      object: referenceOf(was),
      ...flags,
      ...(told && { was }),
    })),
    replaced.map(([one, { type }]) => ({
      kind: 'replaceObject',
      object: one,
      ...(one.type === 'trigger' && type === 'trigger' && { precedes: 'later' }),
    })),
    replaced.map(([one]) => ({
      kind: 'replaceObject',
      object: one,
      was: 'body' in one ? { ...one, body: 'before()' } : { ...one, query: 'SELECT 1' },
    })),
    object
      .filter(({ type }) => type === 'enum')
      .chain((one) =>
        kind(
          'replaceObject',
          { object: fc.constant(one) },
          {
            columns: fc.array(
              fc
                .tuple(fc.record({ table: tableName, column: name }), some({ array: on }))
                .map(([column, rest]) => ({ ...column, ...rest })),
              { minLength: 1, maxLength: 2 },
            ),
            was: fc.constant({ ...one, values: ['before'] }),
          },
        ),
      ),
    kind('renameObject', { object: reference, to: name }),
    kind('alterSequence', {
      sequence: tableName,
      to: some({
        start: fc.integer({ min: 2, max: 5 }),
        minimum: fc.constantFrom(null, 1),
        cache: fc.constantFrom(null, 3),
        cycle: fc.boolean(),
        ownedBy: fc.option(fc.record({ table: tableName, column: name })),
        comment: fc.option(anyText),
        restart: fc.bigInt({ min: 1n, max: 9n }),
      }),
    }),
    fc
      .tuple(object, fc.integer({ min: 1, max: 9 }))
      .filter(([{ type }]) => type === 'sequence')
      .map(([was, cache]) => ({
        kind: 'alterSequence',
        sequence: { name: 'name' in was ? was.name : '', ...('schema' in was && { schema: was.schema }) },
        to: { cache },
        was,
      })),
    fc
      .tuple(
        object.filter(({ type }) => type === 'policy'),
        some({
          roles: fc.option(names(name)),
          using: sqlText,
          check: sqlText,
          comment: fc.option(anyText),
        }),
        fc.boolean(),
      )
      .map(([was, to, told]) => ({
        kind: 'alterPolicy',
        ...('table' in was && { name: was.name, table: was.table }),
        to,
        ...(told && { was }),
      })),
    fc
      .tuple(
        object.filter(({ type }) => type === 'domain'),
        some({
          default: fc.option(value.filter((one) => one !== null)),
          dropChecks: names(name),
          renameChecks: fc.array(fc.record({ name, to: name }), { minLength: 1, maxLength: 2 }),
          addChecks: fc.array(checkOf, { minLength: 1, maxLength: 2 }),
          comment: fc.option(anyText),
        }),
        fc.option(fc.boolean()),
        fc.boolean(),
      )
      .map(([was, to, nullable, told]) => ({
        kind: 'alterDomain',
        ...('schema' in was && { domain: { name: was.name, schema: was.schema } }),
        ...(!('schema' in was) && 'name' in was && { domain: { name: was.name } }),
        to: { ...to, ...(nullable !== null && { nullable }), ...(nullable === false && { notNull: {} }) },
        ...(told && { was }),
      })),
    fc
      .tuple(
        composite,
        some({ alterAttributes: attributes, addAttributes: attributes }),
        some({
          dropAttributes: names(name),
          attributeComments: fc.dictionary(name, fc.option(anyText), { minKeys: 1, maxKeys: 2 }),
          comment: fc.option(anyText),
        }),
        some({ cascade: on, told: on }),
      )
      .map(([was, changed, to, { told, ...rest }]) => ({
        kind: 'alterCompositeType',
        compositeType: {
          name: 'name' in was ? was.name : '',
          ...('schema' in was && { schema: was.schema }),
        },
        to: {
          ...to,
          ...changed,
        },
        ...rest,
        ...(told === true && { was }),
      })),
    kind('addEnumValue', { enum: tableName, value: anyText }, { before: anyText, ifNotExists: on }),
    kind('addEnumValue', { enum: tableName, value: anyText, after: anyText }),
    kind('renameEnumValue', { enum: tableName, from: anyText, to: anyText }),
    kind(
      'setComment',
      {
        on: fc.oneof(
          reference,
          tableName.map((table) => ({ type: 'table', table })),
          fc.record({ type: fc.constant('constraint'), name, table: tableName }),
          tableName.map((index) => ({ type: 'index', ...index })),
        ),
        comment: fc.option(anyText),
      },
      { was: fc.option(anyText) },
    ),
    kind(
      'setRowSecurity',
      { table: tableName, enabled: fc.boolean() },
      { forced: fc.boolean(), was: fc.record({ enabled: fc.boolean(), forced: fc.boolean() }) },
    ),
    kind(
      'alterTableOptions',
      {
        table: tableName,
        to: fc
          .tuple(
            some({
              unlogged: fc.boolean(),
              inherits: fc.option(fc.array(tableName, { minLength: 1, maxLength: 2 })),
              storage: changes,
              tablespace: fc.option(name),
              clusterOn: fc.option(name),
              replicaIdentity: fc.option(fc.oneof(fc.constant('full'), fc.record({ index: name }))),
            }),
            some({ engine: fc.option(name), collation: fc.option(name), options: changes }),
          )
          .map(([postgres, mysql]) => ({ postgres, mysql })),
      },
      { was: fc.constant({ postgres: { unlogged: true, storage: { fillfactor: 70 } } }) },
    ),
    kind('validateConstraint', { table: tableName, name }),
    fc.record({ name, expression: sqlText }).chain((was) =>
      kind('validateConstraint', {
        table: tableName,
        name: fc.constant(was.name),
        was: fc.constant({ kind: 'check', ...was, notValid: true }),
      }),
    ),
    kind('renameConstraint', { table: tableName, name, to: name }),
    kind('renameIndex', { table: tableName, name, to: name }),
    kind('attachPartition', { table: tableName, partition: tableName, bounds }),
    kind(
      'detachPartition',
      { table: tableName, partition: tableName },
      { concurrently: on, was: fc.record({ bounds: bounds }) },
    ),
    kind('refreshView', { view: tableName }, { concurrently: on, withoutData: on }),
    kind(
      'alterConstraint',
      {
        table: tableName,
        name,
        to: filled({
          deferral: fc.constantFrom(null, { deferrable: false }, { deferrable: true, initially: 'deferred' }),
          notEnforced: fc.boolean(),
        }),
      },
      { was: some({ deferral: fc.constant({ deferrable: true }), notEnforced: on }) },
    ),
    kind(
      'alterIndex',
      {
        table: tableName,
        name,
        to: filled({ storage: changes, tablespace: fc.option(name), invisible: fc.boolean() }),
      },
      { was: some({ storage: settings, tablespace: name, invisible: on }) },
    ),
    kind('alterSchema', { name, to: fc.record({ owner: fc.option(name) }) }, { was: some({ owner: name }) }),
    kind(
      'alterExtension',
      { name, to: filled({ schema: fc.option(name), version: fc.option(name) }) },
      { was: some({ schema: name, version: name }) },
    ),
    kind(
      'alterView',
      {
        view: tableName,
        to: filled({ options: changes, checkOption: fc.constantFrom(null, 'local', 'cascaded') }),
      },
      { was: some({ options: settings, checkOption: fc.constantFrom('local', 'cascaded') }) },
    ),
    kind(
      'alterView',
      {
        view: tableName,
        materialized: on,
        to: filled({
          options: changes,
          postgres: some({ tablespace: fc.option(name), clusterOn: fc.option(name) }),
        }),
      },
      { was: some({ options: settings, postgres: some({ accessMethod: name }) }) },
    ),
  ) as unknown as fc.Arbitrary<ObjectOperation>
}
