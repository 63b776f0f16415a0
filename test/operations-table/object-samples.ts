import type { Op } from '../../src/operations/op.ts'
import { index } from '../../src/schema/index-definition.ts'
import {
  dropped,
  forReverse,
  type MethodSample,
  OptionCase,
  onPostgres,
  option,
  type Place,
  schema,
} from './sample.ts'

const query = 'SELECT id, name FROM item'

const asView = { create: `CREATE VIEW names AS ${query}`, drop: 'DROP VIEW names' }
const withView = (op: Op) => op.createView('names', query)
const withFunction = async (op: Op) => {
  if (op.dialect !== 'sqlite') await op.createFunction('twice', routine(op))
}
const withProcedure = async (op: Op) => {
  if (op.dialect === 'sqlite') return
  await op.createProcedure('clear', clearing(op))
  await op.createProcedure('tidy', { arguments: 'a integer', ...clearing(op) })
}
const withTriggerFunction = onPostgres(
  "CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
)
const withTrigger = async (op: Op) => {
  await withTriggerFunction(op)
  await op.createTrigger('watch', 'item', trigger(op))
}

const withRole = onPostgres('CREATE ROLE tsmig_reader')

type On = Pick<Op, 'dialect'>

const sqlOn = (op: On) => (op.dialect === 'postgres' ? { language: 'sql' } : {})

const routine = (op: On) => ({
  arguments: 'a integer',
  returns: 'integer',
  body: op.dialect === 'postgres' ? 'SELECT a * 2' : 'RETURN a * 2',
  ...sqlOn(op),
})
const mysqlNeeds = (op: On) => (op.dialect === 'mysql' ? { volatility: 'immutable' as const } : {})
const trigger = (op: On) =>
  ({
    timing: 'after',
    events: 'insert',
    body: {
      postgres: 'audit()',
      sqlite: 'DELETE FROM customer;',
      mysql: 'DELETE FROM customer',
    }[op.dialect],
  }) as const

const clearing = (op: On) => ({ body: 'DELETE FROM customer', ...sqlOn(op) })
/** The options behind a definition, where they are told. */
const told = <Was>(options: object, place: Place, was: Was) => ({
  ...('was' in options && { was }),
  ...('schema' in options && { schema: place.schema }),
})

/** What is changed, without the options behind it. */
const own = ({ schema: _, was: __, ...changes }: { schema?: string; was?: object }) => changes

export const objectSamples: Readonly<Record<string, MethodSample>> = {
  createView: {
    call: (op, options) => op.createView('names', query, options),
    options: {
      schema,
      columns: ['a', 'b'],
      checkOption: 'local',
      options: () => ({ security_barrier: true }),
      columnComments: () => ({ id: 'its number' }),
      comment: 'seen',
    },
  },
  replaceView: {
    call: (op, options) => op.replaceView('names', query, options),
    given: (op) => op.createView('names', query),
    options: {
      schema,
      columns: ['id', 'name'],
      checkOption: 'local',
      options: () => ({ security_barrier: true }),
      columnComments: () => ({ id: 'its number' }),
      comment: 'seen',
      was: forReverse(query),
    },
  },
  dropView: {
    call: (op, options) => op.dropView('names', options),
    given: withView,
    options: { schema, ...dropped, was: forReverse(query) },
  },
  renameView: {
    call: (op, options) => op.renameView('names', 'titles', options),
    given: withView,
    options: { schema },
  },
  createMaterializedView: {
    call: (op, options) => op.createMaterializedView('names', query, options),
    options: {
      schema,
      ifNotExists: true,
      columns: ['a', 'b'],
      withoutData: true,
      options: () => ({ fillfactor: 70 }),
      indexes: [index('id', { name: 'ix_names' })],
      columnComments: () => ({ id: 'its number' }),
      postgres: () => ({ tablespace: 'pg_default' }),
      comment: 'kept',
    },
  },
  replaceMaterializedView: {
    call: (op, options) => op.replaceMaterializedView('names', query, options),
    given: onPostgres(`CREATE MATERIALIZED VIEW names AS ${query}`),
    options: {
      schema,
      columns: ['a', 'b'],
      withoutData: true,
      options: () => ({ fillfactor: 70 }),
      indexes: [index('id', { name: 'ix_names' })],
      columnComments: () => ({ id: 'its number' }),
      postgres: () => ({ tablespace: 'pg_default' }),
      comment: 'kept',
      was: forReverse(query),
    },
  },
  dropMaterializedView: {
    call: (op, options) => op.dropMaterializedView('names', options),
    given: onPostgres(`CREATE MATERIALIZED VIEW names AS ${query}`),
    options: { schema, ...dropped, was: forReverse(query) },
  },
  renameMaterializedView: {
    call: (op, options) => op.renameMaterializedView('names', 'titles', options),
    given: onPostgres(`CREATE MATERIALIZED VIEW names AS ${query}`),
    options: { schema },
  },
  alterView: {
    call: (op, options: object, place) =>
      op.alterView('names', { checkOption: 'local', ...own(options) }, told(options, place, {})),
    given: withView,
    options: {
      schema,
      options: () => ({ security_barrier: true }),
      checkOption: option('cascaded'),
      was: forReverse({}),
    },
  },
  alterMaterializedView: {
    call: (op, options: object, place) =>
      op.alterMaterializedView(
        'names',
        { options: { fillfactor: 70 }, ...own(options) },
        told(options, place, {}),
      ),
    given: onPostgres(
      `CREATE MATERIALIZED VIEW names AS ${query}; CREATE UNIQUE INDEX names_id ON names (id)`,
    ),
    options: {
      schema,
      options: option({ fillfactor: 80, autovacuum_enabled: false }),
      'postgres.tablespace': option({ tablespace: 'pg_default' }),
      'postgres.accessMethod': option({ accessMethod: 'heap' }),
      'postgres.clusterOn': option({ clusterOn: 'names_id' }),
      was: forReverse({}),
    },
  },
  refreshMaterializedView: {
    call: (op, options) => op.refreshMaterializedView('names', options),
    given: onPostgres(
      `CREATE MATERIALIZED VIEW names AS ${query}; CREATE UNIQUE INDEX names_id ON names (id)`,
    ),
    options: { schema, concurrently: true, withoutData: true },
    back: { none: 'the rows that names held before are gone' },
  },
  createFunction: {
    call: (op, options: object, place) =>
      'schema' in options
        ? op.createFunction('twice', routine(op), { schema: place.schema })
        : op.createFunction('twice', { ...routine(op), ...options }),
    options: {
      schema,
      arguments: option('a integer, b integer'),
      returns: 'bigint',
      language: option('plpgsql', { body: 'BEGIN RETURN a * 2; END' }),
      body: option('', {}, (op, options: object) =>
        op.createFunction('twice', {
          ...routine(op),
          ...('body' in options ? { body: op.dialect === 'mysql' ? 'RETURN a * 3' : 'SELECT a * 3' } : {}),
        }),
      ),
      volatility: 'immutable',
      securityDefiner: option(true),
      strict: true,
      leakproof: true,
      parallel: 'safe',
      cost: 5,
      rows: option(5, { returns: 'SETOF integer' }),
      set: () => ({ search_path: 'public' }),
      mysql: () => ({ dataUse: 'no sql' }),
      comment: 'doubles',
    },
  },
  replaceFunction: {
    call: (op, options: object, place) =>
      op.replaceFunction(
        'twice',
        {
          ...routine(op),
          ...mysqlNeeds(op),
          body: op.dialect === 'postgres' ? 'SELECT a + a' : 'RETURN a + a',
        },
        told(options, place, routine(op)),
      ),
    given: withFunction,
    options: { schema, was: forReverse({}) },
  },
  dropFunction: {
    call: (op, options: object) => op.dropFunction('twice', { arguments: 'a integer', ...options }),
    given: withFunction,
    options: {
      schema,
      arguments: option('integer'),
      ...dropped,
      was: forReverse(routine),
    },
  },
  renameFunction: {
    call: (op, options: object) =>
      op.renameFunction('twice', 'double', { arguments: 'a integer', ...options }),
    given: withFunction,
    options: { schema, arguments: option('integer') },
  },
  createProcedure: {
    call: (op, options: object, place) => {
      const parts = clearing(op)
      return 'schema' in options
        ? op.createProcedure('clear', parts, { schema: place.schema })
        : op.createProcedure('clear', { ...parts, ...options })
    },
    options: {
      schema,
      arguments: 'a integer',
      language: option('plpgsql', { body: 'BEGIN DELETE FROM customer; END' }),
      body: option('DELETE FROM item'),
      securityDefiner: true,
      set: () => ({ search_path: 'public' }),
      mysql: () => ({ dataUse: 'no sql' }),
      comment: 'clears',
    },
  },
  replaceProcedure: {
    call: (op, options: object, place) => {
      const parts = clearing(op)
      return op.replaceProcedure('clear', { ...parts, body: 'DELETE FROM item' }, told(options, place, parts))
    },
    given: withProcedure,
    options: { schema, was: forReverse({}) },
  },
  dropProcedure: {
    call: (op, options) => op.dropProcedure('clear', options),
    given: withProcedure,
    options: {
      schema,
      arguments: option('a integer', {}, (op, options: object) =>
        op.dropProcedure('tidy', {
          ...options,
          ...('was' in options && { was: { arguments: 'a integer', ...clearing(op) } }),
        }),
      ),
      ...dropped,
      was: forReverse(clearing),
    },
  },
  renameProcedure: {
    call: (op, options) => op.renameProcedure('clear', 'empty', options),
    given: withProcedure,
    options: {
      schema,
      arguments: option('a integer', {}, (op, options) => op.renameProcedure('tidy', 'order', options)),
    },
  },
  createTrigger: {
    call: (op, options: object, place) =>
      'schema' in options
        ? op.createTrigger('watch', 'item', trigger(op), { schema: place.schema })
        : op.createTrigger('watch', 'item', { ...trigger(op), ...options }),
    given: withTriggerFunction,
    options: {
      schema,
      timing: 'before',
      events: ['insert', 'update'],
      columns: option(['price'], { events: 'update' }),
      forEach: 'statement',
      body: option('', {}, (op, options: object) => {
        const body = { postgres: "audit('x')", sqlite: 'DELETE FROM item;', mysql: 'SET @x = 1' }[op.dialect]
        return op.createTrigger('watch', 'item', { ...trigger(op), ...('body' in options ? { body } : {}) })
      }),
      when: 'NEW.price > 1',
      referencing: () => ({ new: 'fresh' }),
      constraint: () => ({ deferrable: true }),
      enabled: 'always',
      follows: option('first', {}, async (op, options: object) => {
        if (op.dialect === 'mysql') await op.createTrigger('first', 'item', trigger(op))
        await op.createTrigger('watch', 'item', { ...trigger(op), ...options })
      }),
      comment: 'watches',
    },
  },
  replaceTrigger: {
    call: (op, options: object, place) =>
      op.replaceTrigger(
        'watch',
        'item',
        { ...trigger(op), events: 'update' },
        told(options, place, trigger(op)),
      ),
    given: withTrigger,
    options: {
      schema,
      precedes: new OptionCase('later', {
        call: async (op, options: object, place) => {
          if (op.dialect === 'mysql') await op.createTrigger('later', 'item', trigger(op))
          await op.replaceTrigger('watch', 'item', trigger(op), {
            ...own(options),
            ...told(options, place, trigger(op)),
          })
        },
      }),
      was: forReverse({}),
    },
  },
  dropTrigger: {
    call: (op, options: object) => op.dropTrigger('watch', 'item', options),
    given: withTrigger,
    options: { schema, ...dropped, was: forReverse(trigger) },
  },
  renameTrigger: {
    call: (op, options) => op.renameTrigger('watch', 'item', 'guard', options),
    given: withTrigger,
    options: { schema },
  },
  createPolicy: {
    call: (op, options: object, place) =>
      'schema' in options
        ? op.createPolicy('own', 'item', {}, { schema: place.schema })
        : op.createPolicy('own', 'item', options),
    options: {
      schema,
      command: 'update',
      restrictive: true,
      roles: 'postgres',
      using: 'price > 0',
      check: 'price > 0',
      comment: 'own rows',
    },
  },
  alterPolicy: {
    call: (op, options: object, place) => {
      const { schema, was, ...changes }: { schema?: string; was?: object } = options
      return op.alterPolicy(
        'own',
        'item',
        { using: 'price > 0', ...changes },
        { ...(schema && { schema: place.schema }), ...(was && { was }) },
      )
    },
    given: onPostgres('CREATE POLICY own ON item USING (true) WITH CHECK (true)'),
    options: {
      schema,
      roles: 'postgres',
      using: 'price > 1',
      check: 'price > 0',
      comment: 'own rows',
      was: forReverse({ using: 'true', check: 'true' }),
    },
  },
  dropPolicy: {
    call: (op, options) => op.dropPolicy('own', 'item', options),
    given: onPostgres('CREATE POLICY own ON item'),
    options: { schema, ifExists: true, was: forReverse({}) },
  },
  renamePolicy: {
    call: (op, options) => op.renamePolicy('own', 'item', 'mine', options),
    given: onPostgres('CREATE POLICY own ON item'),
    options: { schema },
  },
  enableRowSecurity: {
    call: (op, options) => op.enableRowSecurity('item', options),
    options: { schema, forced: true, was: forReverse({ enabled: false, forced: false }) },
  },
  disableRowSecurity: {
    call: (op, options) => op.disableRowSecurity('item', options),
    given: async (op) => {
      if (op.dialect === 'postgres') await op.forceRowSecurity('item')
    },
    options: { schema, forced: false, was: forReverse({ enabled: true, forced: true }) },
  },
  forceRowSecurity: {
    call: (op, options) => op.forceRowSecurity('item', options),
    options: { schema, was: forReverse({ enabled: false, forced: false }) },
  },
  createOther: {
    call: (op, options: object) => op.createOther('view', 'names', { ...asView, ...options }),
    options: {
      create: option('', {}, (op, options: object) =>
        op.createOther('view', 'names', {
          ...asView,
          ...('create' in options && { create: `CREATE VIEW names AS ${query} WHERE id > 1` }),
        }),
      ),
      drop: option('DROP VIEW IF EXISTS names'),
      schema: option('public'),
      table: option('item'),
      comment: 'seen',
    },
  },
  dropOther: {
    call: (op, options: object) => op.dropOther('view', 'names', { ...asView, ...options }),
    given: withView,
    options: {
      create: option(`CREATE VIEW names AS ${query}`),
      drop: option('DROP VIEW IF EXISTS names'),
      schema: option('public'),
      table: option('item'),
      comment: option('seen'),
    },
  },
  commentOn: {
    call: (op, options) =>
      op.commentOn({ type: 'function', name: 'twice', arguments: 'a integer' }, 'x', options),
    given: withFunction,
    options: { was: forReverse(null) },
  },
  grant: {
    call: (op, options) => op.grant('select', 'item', roleOf(op), options),
    given: withRole,
    options: { columns: ['name'], withGrantOption: true },
  },
  revoke: {
    call: (op, options) => op.revoke('select', 'item', roleOf(op), options),
    given: async (op) => {
      if (op.dialect === 'sqlite') return
      await withRole(op)
      await op.grant('select', 'item', roleOf(op))
      await op.grant('update', 'item', roleOf(op), { columns: 'name' })
      await op.grant('select', 'customer', roleOf(op), { withGrantOption: true })
    },
    options: {
      columns: option(['name'], {}, (op, options) => op.revoke('update', 'item', roleOf(op), options)),
      withGrantOption: option(true, {}, (op, options) =>
        op.revoke('select', 'customer', roleOf(op), options),
      ),
      cascade: true,
    },
  },
}

function roleOf(op: Op): string {
  return op.dialect === 'postgres' ? 'tsmig_reader' : 'root@localhost'
}
