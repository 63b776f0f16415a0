import type { Op } from '../../src/operations/op.ts'
import { check, uniqueConstraint } from '../../src/schema/constraints.ts'
import { defineTable } from '../../src/schema/define-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { forReverse, type MethodSample, noWayBack, OptionCase, onPostgres, option, schema } from './sample.ts'

const dropsAnyway = (thing: string) => ({
  leaves: `the ${thing} is dropped, even where it was there before`,
  on: ['postgres', 'sqlite', 'mysql'] as const,
})

const sqlText = { none: 'what SQL text does is not known' }

const unknownOptions = 'the options that the table item had are not known: tell them in `was`'

export const tableSamples: Readonly<Record<string, MethodSample>> = {
  createTable: {
    call: (op, options) => op.createTable('fresh', { id: t.integer(), day: t.date() }, [], options),
    given: async (op) => {
      await op.createTable('parent', { id: t.integer() })
      await partitioned(op)
      if (op.dialect === 'postgres') await op.createCompositeType('shape', { id: t.integer(), day: t.date() })
    },
    options: {
      schema,
      comment: 'all that is fresh',
      temporary: true,
      ifNotExists: true,
      strict: true,
      withoutRowid: option(true, {}, (op, options) =>
        op.createTable('fresh', { id: t.integer().primaryKey() }, [], options),
      ),
      'postgres.unlogged': option({ unlogged: true }),
      'postgres.partitionBy': option({ partitionBy: { strategy: 'range', keys: 'day' } }),
      'postgres.partitionOf': option(
        { partitionOf: { table: 'parted', bounds: 'FOR VALUES FROM (1) TO (9)' } },
        {},
        (op, options) => op.createTable('fresh', {}, [], options),
      ),
      'postgres.inherits': option({ inherits: 'parent' }),
      'postgres.ofType': option({ ofType: 'shape' }),
      'postgres.storage': option({ storage: { fillfactor: 70 } }),
      'postgres.tablespace': option({ tablespace: 'pg_default' }),
      'postgres.accessMethod': option({ accessMethod: 'heap' }),
      'mysql.engine': option({ engine: 'InnoDB' }),
      'mysql.characterSet': option({ characterSet: 'utf8mb4' }),
      'mysql.collation': option({ collation: 'utf8mb4_bin' }),
      'mysql.autoIncrement': option({ autoIncrement: 7 }),
      'mysql.rowFormat': option({ rowFormat: 'DYNAMIC' }),
    },
  },
  dropTable: {
    call: (op, options) => op.dropTable('customer', options),
    options: {
      schema,
      ifExists: true,
      was: forReverse({ columns: { id: t.integer().primaryKey() } }),
    },
  },
  alterTable: {
    call: (op, options) => op.alterTable('item', (table) => void table.integer('weight'), options),
    options: { schema },
    back: { none: 'what SQL text does is not known' },
  },
  renameTable: {
    call: (op, options) => op.renameTable('customer', 'buyer', options),
    options: { schema },
  },
  createTableComment: {
    call: (op, options) => op.createTableComment('item', 'what is sold', options),
    options: { schema, existingComment: forReverse(null) },
  },
  dropTableComment: {
    call: (op, options) => op.dropTableComment('item', options),
    given: (op) => op.createTableComment('item', 'before'),
    options: { schema, existingComment: forReverse('before') },
  },
  addColumn: {
    call: (op, options) => op.addColumn('item', 'note', t.text(), options),
    options: {
      schema,
      ifNotExists: new OptionCase(true, {
        call: (op, options) => op.addColumn('item', 'price', t.integer(), options),
        back: dropsAnyway('column'),
      }),
    },
  },
  dropColumn: {
    call: (op, options) => op.dropColumn('item', 'maker', options),
    options: {
      schema,
      ifExists: noWayBack('what the column gone of item was like is not known', true, (op, options) =>
        op.dropColumn('item', 'gone', options),
      ),
      was: forReverse(t.integer()),
    },
  },
  setNotNull: {
    call: (op, options) => op.setNotNull('item', 'maker', options),
    options: { schema, existing: forReverse(t.integer()) },
  },
  alterColumn: {
    given: (op) => op.addColumn('item', 'total', t.integer().generatedAs('maker * 2')),
    call: (op, options: object) => op.alterColumn('item', 'price', { name: 'cost', ...options }),
    options: {
      name: 'worth',
      type: () => t.bigint(),
      using: option('price * 2', { type: t.bigint() }),
      usingExpression: option('price * 2', { type: t.bigint() }),
      nullable: option(true, {}, (op, options: object) => op.alterColumn('item', 'price', options)),
      default: 5,
      comment: 'in cents',
      identity: new OptionCase(
        { start: 9 },
        {
          call: (op, options: object) => op.alterColumn('customer', 'id', { name: 'number', ...options }),
          back: {
            leaves: 'sqlite_sequence stays, and PRIMARY KEY stands beside its column',
            on: ['sqlite'],
          },
        },
      ),
      generated: option(
        { expression: 'maker * 3' },
        { existing: t.integer().generatedAs('maker * 2') },
        (op, options: object) => op.alterColumn('item', 'total', { name: 'sum', ...options }),
      ),
      collation: new OptionCase('C', {
        back: { leaves: 'the column says COLLATE "BINARY", which it did without a word', on: ['sqlite'] },
        call: (op, options: object, { dialect }) =>
          op.alterColumn('item', 'name', {
            name: 'title',
            type: t.varchar(60),
            ...('collation' in options
              ? { collation: { postgres: 'C', sqlite: 'NOCASE', mysql: 'utf8mb4_bin' }[dialect] }
              : {}),
            existing: {
              type: t.varchar(50),
              collation: { postgres: 'default', sqlite: 'BINARY', mysql: 'utf8mb4_general_ci' }[dialect],
            },
          }),
      }),
      serial: option(true, { existing: t.integer().notNull() }, (op, options: object) =>
        op.alterColumn('item', 'id', { comment: 'counted', ...options }),
      ),
      postgres: option(
        { storage: 'external', statistics: 50, options: { n_distinct: 5 } },
        { existing: t.varchar(50).notNull() },
        (op, options: object) => op.alterColumn('item', 'name', { comment: 'called', ...options }),
      ),
      mysql: option(
        { invisible: true, check: 'maker > 0' },
        { existing: t.integer() },
        (op, options: object) => op.alterColumn('item', 'maker', { comment: 'made', ...options }),
      ),
      sqlite: option({ onNull: 'ignore' }, { existing: t.integer().notNull() }, (op, options: object) =>
        op.alterColumn('item', 'price', { type: t.integer(), ...options }),
      ),
      existing: new OptionCase(t.integer().notNull(), {
        forReverse: true,
        call: (op, options: object) => op.alterColumn('item', 'price', { type: t.bigint(), ...options }),
      }),
      schema: option('', {}, (op, options: object, place) =>
        op.alterColumn(
          'item',
          'price',
          { name: 'cost' },
          'schema' in options ? { schema: place.schema } : {},
        ),
      ),
    },
  },
  createIndex: {
    call: (op, options) => op.createIndex('ix_fresh', 'item', 'maker', options),
    options: {
      schema,
      unique: true,
      where: 'maker > 1',
      method: 'btree',
      include: ['name'],
      nullsNotDistinct: option(true, { unique: true }),
      storage: () => ({ fillfactor: 70 }),
      tablespace: 'pg_default',
      invisible: true,
      comment: 'fast',
      ifNotExists: new OptionCase(true, {
        call: (op, options) => op.createIndex('ix_item_price', 'item', 'price', options),
        back: dropsAnyway('index'),
      }),
      concurrently: true,
    },
  },
  dropIndex: {
    call: (op, options: object) => op.dropIndex('ix_item_price', { table: 'item', ...options }),
    options: {
      table: option('item', {}, (op, options) => op.dropIndex('ix_item_price', options)),
      schema,
      ifExists: noWayBack('what the index ix_gone was like is not known', true, (op, options: object) =>
        op.dropIndex('ix_gone', { table: 'item', ...options }),
      ),
      concurrently: true,
      was: forReverse(index('price')),
    },
  },
  createPrimaryKey: {
    call: (op, options) => op.createPrimaryKey('pk_loose', 'loose', 'id', options),
    given: async (op) => {
      await op.createTable('loose', { id: t.integer(), name: t.varchar(20) })
      await ranges(op)
    },
    options: {
      schema,
      keys: option([{ column: 'name', prefix: 5 }], {}, (op, options: object) =>
        op.createPrimaryKey('pk_loose', 'loose', 'name', options),
      ),
      include: ['name'],
      withoutOverlaps: option(true, {}, (op, options) =>
        op.createPrimaryKey('pk_ranges', 'ranges', ['what', 'during'], options),
      ),
      sqlite: () => ({ onConflict: 'ignore' }),
      deferrable: true,
      initially: 'deferred',
      comment: 'unlike others',
      storage: () => ({ fillfactor: 70 }),
      tablespace: 'pg_default',
    },
    back: { leaves: 'columns that were nullable stay NOT NULL', on: ['postgres', 'sqlite', 'mysql'] },
  },
  createUniqueConstraint: {
    call: (op, options) => op.createUniqueConstraint('uq_maker', 'item', 'maker', options),
    given: ranges,
    options: {
      schema,
      include: ['name'],
      nullsNotDistinct: true,
      withoutOverlaps: option(true, {}, (op, options) =>
        op.createUniqueConstraint('uq_ranges', 'ranges', ['what', 'during'], options),
      ),
      sqlite: () => ({ onConflict: 'ignore' }),
      deferrable: true,
      initially: 'deferred',
      comment: 'unlike others',
      storage: () => ({ fillfactor: 70 }),
      tablespace: 'pg_default',
    },
  },
  createCheckConstraint: {
    call: (op, options) => op.createCheckConstraint('ck_maker', 'item', 'maker > 0', options),
    options: { schema, notValid: true, noInherit: true, notEnforced: true, comment: 'none below' },
  },
  createForeignKey: {
    call: (op, options) => op.createForeignKey('fk_maker', 'item', 'customer', 'maker', 'id', options),
    options: {
      sourceSchema: schema,
      referentSchema: schema,
      onDelete: 'cascade',
      onUpdate: 'restrict',
      onDeleteColumns: option(['maker'], { onDelete: 'set null' }),
      match: 'full',
      period: option(true, {}, async (op, options) => {
        const key = uniqueConstraint(['what', 'during'], { withoutOverlaps: true })
        await op.createTable('whole', rangeColumns(op), [key])
        await op.createTable('part', rangeColumns(op))
        await op.createForeignKey('fk_part', 'part', 'whole', ['what', 'during'], ['what', 'during'], options)
      }),
      deferrable: true,
      initially: 'deferred',
      notValid: true,
      notEnforced: true,
      comment: 'who made it',
    },
    back: { leaves: 'the index stays that MySQL made for the key', on: ['mysql'] },
  },
  createExcludeConstraint: {
    call: (op, options) => op.createExcludeConstraint('no_overlap', 'item', [['during', '&&']], options),
    given: async (op) => {
      if (op.dialect === 'postgres') await op.addColumn('item', 'during', t.raw('int4range'))
    },
    options: {
      schema,
      method: option('spgist'),
      where: 'price > 0',
      deferrable: true,
      initially: 'deferred',
      comment: 'unlike others',
      storage: () => ({ fillfactor: 70 }),
      tablespace: 'pg_default',
    },
  },
  dropConstraint: {
    call: (op, options) => op.dropConstraint('ck_item_price', 'item', options),
    options: {
      schema,
      type: 'check',
      ifExists: new OptionCase(true, {
        beside: { type: 'check' },
        call: (op, options) => op.dropConstraint('ck_gone', 'item', options),
        back: { none: 'what the constraint ck_gone of item was like is not known' },
      }),
      was: forReverse(check('price >= 0')),
    },
  },
  alterTableOptions: {
    call: (op, options: object, place) => {
      const { schema, was, ...changes }: { schema?: string; was?: object } = options
      return op.alterTableOptions(
        'item',
        { postgres: { storage: { fillfactor: 70 } }, mysql: { rowFormat: 'COMPRESSED' }, ...changes },
        { ...(schema && { schema: place.schema }), ...(was && { was }) },
      )
    },
    given: onPostgres(
      'CREATE TABLE parent (); CREATE TYPE thing AS (id integer, name varchar(50), price integer, maker integer)',
    ),
    options: {
      schema,
      'postgres.unlogged': option({ unlogged: true }),
      'postgres.inherits': option({ inherits: 'parent' }),
      'postgres.ofType': option({ ofType: 'thing' }),
      'postgres.storage': option({ storage: { fillfactor: null, autovacuum_enabled: false } }),
      'postgres.tablespace': option({ tablespace: 'pg_default' }),
      'postgres.accessMethod': option({ accessMethod: 'heap' }),
      'postgres.clusterOn': option({ clusterOn: 'ix_item_price' }),
      'postgres.replicaIdentity': option({ replicaIdentity: 'full' }),
      'mysql.engine': option({ engine: 'MyISAM' }),
      'mysql.characterSet': noWayBack(unknownOptions, { characterSet: 'latin1' }),
      'mysql.collation': option({ collation: 'utf8mb4_bin' }),
      'mysql.rowFormat': option({ rowFormat: 'REDUNDANT' }),
      'mysql.options': option({ options: { stats_persistent: 1 } }),
      'mysql.partitionBy': option({ partitionBy: 'HASH (id) PARTITIONS 2' }),
      'mysql.autoIncrement': noWayBack(unknownOptions, { autoIncrement: 7 }),
      was: forReverse({ postgres: {}, mysql: {} }),
    },
  },
  alterConstraint: {
    call: (op, options: object, place) => {
      const { schema, was, ...changes }: { schema?: string; was?: object } = options
      return op.alterConstraint(
        'fk_item',
        'item',
        { deferral: { deferrable: true, initially: 'deferred' }, ...changes },
        { ...(schema && { schema: place.schema }), ...(was && { was }) },
      )
    },
    given: onPostgres('ALTER TABLE item ADD CONSTRAINT fk_item FOREIGN KEY (maker) REFERENCES customer (id)'),
    options: {
      schema,
      deferral: option({ deferrable: true }),
      notEnforced: true,
      was: forReverse({}),
    },
  },
  alterIndex: {
    call: (op, options: object, place) => {
      const { schema, was, ...changes }: { schema?: string; was?: object } = options
      const usual = op.dialect === 'mysql' ? { invisible: true } : { storage: { fillfactor: 70 } }
      return op.alterIndex(
        'ix_item_price',
        'item',
        { ...usual, ...changes },
        { ...(schema && { schema: place.schema }), ...(was && { was }) },
      )
    },
    options: {
      schema,
      storage: option({ fillfactor: 80 }),
      tablespace: 'pg_default',
      invisible: new OptionCase(true, {
        call: (op, { was, ...changes }: { was?: object }) =>
          op.alterIndex('ix_item_price', 'item', { invisible: false, ...changes }, { ...(was && { was }) }),
      }),
      was: forReverse({}),
    },
  },
  validateConstraint: {
    call: (op, options) => op.validateConstraint('ck_late', 'item', options),
    given: async (op) => {
      if (op.dialect !== 'postgres') return
      await op.createCheckConstraint('ck_late', 'item', 'price < 9', { notValid: true })
    },
    options: { schema, was: forReverse(check('price < 9', { notValid: true })) },
  },
  renameConstraint: {
    call: (op, options) => op.renameConstraint('ck_item_price', 'item', 'ck_item_cost', options),
    options: { schema },
  },
  renameIndex: {
    call: (op, options) => op.renameIndex('ix_item_price', 'item', 'ix_item_cost', options),
    options: { schema },
  },
  attachPartition: {
    call: (op, options) => op.attachPartition('parted', 'part', 'FOR VALUES FROM (1) TO (9)', options),
    given: partitioned,
    options: { schema },
  },
  detachPartition: {
    call: (op, options) => op.detachPartition('parted', 'first', options),
    given: partitioned,
    options: {
      schema,
      concurrently: new OptionCase(true, {
        back: { leaves: 'the check stays that PostgreSQL put in the place of the bounds', on: ['postgres'] },
      }),
      was: forReverse({ bounds: 'FOR VALUES FROM (10) TO (19)' }),
    },
  },
  bulkInsert: {
    call: (op, options) => op.bulkInsert('customer', [{ id: 1 }, { id: 2 }], options),
    options: { schema },
    back: { none: "rows inserted into customer can't be told from others" },
  },
  execute: {
    call: (op) => op.execute(sql`DELETE FROM customer WHERE id = 1`),
    given: customers,
    back: sqlText,
  },
  run: {
    call: (op, options) => op.run('look', () => undefined, options),
    options: { repeatable: true },
  },
  backfill: {
    call: (op, options: object) => op.backfill('item', { set: { price: sql`price + 1` }, ...options }),
    options: {
      schema,
      set: option({ price: 7 }),
      where: 'price > 1',
      key: 'id',
      batchSize: 1,
      pause: 1,
    },
    back: { none: 'what the rows of item held before is not known' },
  },
  outsideTransaction: {
    call: (op) => op.outsideTransaction(() => op.execute('DELETE FROM customer WHERE id = 2')),
    given: customers,
    back: sqlText,
  },
  batch: {
    call: (op, options) => op.batch('item', (batch) => batch.addColumn('note', t.text()), options),
    options: {
      schema,
      recreate: 'always',
      copyFrom: new OptionCase(defineTable('item', { id: t.integer(), price: t.bigint() }), {
        beside: { recreate: 'always' },
        back: { leaves: 'what `copyFrom` does not tell of the table is lost', on: ['sqlite'] },
      }),
      partialReordering: new OptionCase([['price', 'name']], {
        beside: { recreate: 'always' },
        back: {
          none: 'the order that the columns of item had is not known: tell the table in `copyFrom`',
        },
      }),
      tableArgs: option([uniqueConstraint('price', { name: 'uq_price' }), index('name')], {
        recreate: 'always',
      }),
      tableOptions: new OptionCase(
        { strict: true },
        {
          beside: { recreate: 'always' },
          call: (op, options) =>
            op.batch('customer', (batch) => void batch.addColumn('note', t.text()), options),
          back: {
            none: 'the options that customer had are not known: tell them in `was` of `tableOptions`',
          },
        },
      ),
      reflectArgs: new OptionCase(
        { price: t.boolean() },
        {
          beside: { recreate: 'always' },
          call: (op, options) =>
            op.batch(
              'item',
              (batch) => void batch.alterColumn('price', { nullable: true, existing: { nullable: false } }),
              options,
            ),
          back: { leaves: 'the column is declared with the type that `reflectArgs` tells', on: ['sqlite'] },
        },
      ),
      namingConvention: option({ uq: 'uq_%(table_name)s_%(column_0_name)s' }, {}, (op, options) =>
        op.batch('item', (batch) => batch.createUniqueConstraint(null, 'maker'), options),
      ),
    },
  },
  invoke: {
    call: (op) => op.invoke({ kind: 'renameTable', table: { name: 'customer' }, to: 'buyer' }),
  },
  f: { call: (op) => op.createIndex(op.f('ix_maker'), 'item', 'maker') },
  inlineLiteral: {
    call: (op) => op.execute(sql`UPDATE item SET name = ${op.inlineLiteral("it's")}`),
    given: async (op) => void (await op.bulkInsert('item', [{ id: 1, name: 'a', price: 2 }])),
    back: sqlText,
  },
}

async function customers(op: Op): Promise<void> {
  await op.bulkInsert('customer', [{ id: 1 }, { id: 2 }])
}

async function partitioned(op: Op): Promise<void> {
  if (op.dialect !== 'postgres') return
  await op.execute('CREATE TABLE parted (id integer) PARTITION BY RANGE (id)')
  await op.execute('CREATE TABLE part (id integer)')
  await op.execute('CREATE TABLE first PARTITION OF parted FOR VALUES FROM (10) TO (19)')
}

/** A table of ranges, where there are any. */
async function ranges(op: Op): Promise<void> {
  await op.createTable('ranges', rangeColumns(op))
}

function rangeColumns({ dialect }: Op) {
  const type = dialect === 'postgres' ? t.raw('int4range') : t.integer()
  return { what: type, during: type }
}
