import type { Op } from '../../src/operations/op.ts'
import type { AnyColumn } from '../../src/schema/column-builder.ts'
import { check } from '../../src/schema/constraints.ts'
import { t } from '../../src/schema/t.ts'
import type { AttributeRecord } from '../../src/schema/user-types.ts'
import { dropped, forReverse, type MethodSample, noWayBack, onPostgres, option, schema } from './sample.ts'

const withSequence = async (op: Op) => {
  if (op.dialect !== 'sqlite') await op.createSequence('counter')
}

export const typeSamples: Readonly<Record<string, MethodSample>> = {
  createSchema: {
    call: (op, options) => op.createSchema('tsmig_fresh', options),
    options: {
      owner: option('postgres'),
      comment: 'the shop',
      ifNotExists: true,
    },
  },
  dropSchema: {
    call: (op, options) => op.dropSchema('tsmig_old', options),
    given: async (op) => {
      if (op.dialect !== 'sqlite') await op.createSchema('tsmig_old')
    },
    options: { ...dropped, was: forReverse({}) },
  },
  renameSchema: {
    call: (op) => op.renameSchema('tsmig_old', 'tsmig_new'),
    given: onPostgres('CREATE SCHEMA tsmig_old'),
  },
  alterSchema: {
    call: (op, options: object) => {
      const { owner = 'pg_read_all_data', ...rest }: { owner?: string; was?: object } = options
      return op.alterSchema('tsmig_old', { owner }, rest)
    },
    given: onPostgres('CREATE SCHEMA tsmig_old'),
    options: { owner: option('pg_monitor'), was: forReverse({}) },
  },
  createExtension: {
    call: (op, options: object) => op.createExtension('plpgsql', options),
    given: onPostgres('DROP EXTENSION plpgsql'),
    options: { schema: 'pg_catalog', version: '1.0', ifNotExists: true, comment: 'a language' },
  },
  alterExtension: {
    call: (op, options: object) => {
      const { was, ...changes }: { was?: object } = options
      return op.alterExtension('hstore', { schema: 'pg_catalog', ...changes }, was ? { was } : {})
    },
    given: onPostgres('CREATE EXTENSION hstore VERSION "1.7"'),
    options: {
      schema,
      version: noWayBack(
        'the scripts of the extension hstore lead to newer versions, and hardly ever back',
        '1.8',
      ),
      was: forReverse({}),
    },
  },
  dropExtension: {
    call: (op, options) => op.dropExtension('plpgsql', options),
    options: { ...dropped, was: forReverse({}) },
  },
  createSequence: {
    call: (op, options) => op.createSequence('counter', options),
    options: {
      schema,
      ifNotExists: true,
      unlogged: true,
      dataType: 'integer',
      start: 5,
      increment: 2,
      minimum: 1,
      maximum: 99,
      cache: 3,
      cycle: true,
      ownedBy: 'item.id',
      comment: 'counts',
    },
  },
  alterSequence: {
    call: (op, options: object, place) => {
      const { schema, was, ...changes }: { schema?: string; was?: object } = options
      return op.alterSequence(
        'counter',
        { increment: 4, ...changes },
        { ...(schema && { schema: place.schema }), ...(was && { was }) },
      )
    },
    given: withSequence,
    options: {
      schema,
      unlogged: true,
      dataType: 'integer',
      start: 5,
      increment: 2,
      minimum: 1,
      maximum: 99,
      cache: 3,
      cycle: true,
      ownedBy: 'item.id',
      comment: 'counts',
      restart: noWayBack('where the sequence counter stood is not known', 9),
      was: forReverse({}),
    },
  },
  dropSequence: {
    call: (op, options) => op.dropSequence('counter', options),
    given: withSequence,
    options: { schema, ...dropped, was: forReverse({}) },
  },
  renameSequence: {
    call: (op, options) => op.renameSequence('counter', 'numbers', options),
    given: withSequence,
    options: { schema },
  },
  createEnum: {
    call: (op, options) => op.createEnum('mood', ['sad', 'glad'], options),
    options: { schema, comment: 'how it feels' },
  },
  dropEnum: {
    call: (op, options) => op.dropEnum('mood', options),
    given: onPostgres("CREATE TYPE mood AS ENUM ('sad', 'glad')"),
    options: { schema, ...dropped, was: forReverse(['sad', 'glad']) },
  },
  addEnumValue: {
    call: (op, options) => op.addEnumValue('mood', 'calm', options),
    given: onPostgres("CREATE TYPE mood AS ENUM ('sad', 'glad')"),
    options: { schema, before: 'glad', after: 'sad', ifNotExists: true },
    back: { none: "a value can't be taken out of the enum mood again" },
  },
  replaceEnum: {
    call: (op, options) => op.replaceEnum('temper', ['glad', 'sad'], options),
    given: onPostgres(
      "CREATE TYPE temper AS ENUM ('sad', 'calm', 'glad'); CREATE TYPE mood AS ENUM ('sad', 'calm', 'glad'); CREATE TABLE felt (mood mood DEFAULT 'sad', all_of mood[])",
    ),
    options: {
      schema,
      comment: 'how it feels',
      columns: option(
        [
          { table: 'felt', column: 'mood', default: 'sad' },
          { table: 'felt', column: 'all_of', array: true },
        ],
        {},
        (op, options) => op.replaceEnum('mood', ['glad', 'sad'], options),
      ),
      was: forReverse(['sad', 'calm', 'glad']),
    },
  },
  renameEnumValue: {
    call: (op, options) => op.renameEnumValue('mood', 'sad', 'blue', options),
    given: onPostgres("CREATE TYPE mood AS ENUM ('sad', 'glad')"),
    options: { schema },
  },
  renameEnum: {
    call: (op, options) => op.renameEnum('mood', 'temper', options),
    given: onPostgres("CREATE TYPE mood AS ENUM ('sad', 'glad')"),
    options: { schema },
  },
  createCompositeType: {
    call: (op, options) => op.createCompositeType('pair', { a: t.integer(), b: t.text() }, options),
    options: { schema, comment: 'two' },
  },
  alterCompositeType: {
    call: (op, options: object, place) => {
      const {
        schema,
        was,
        cascade,
        ...changes
      }: { schema?: string; was?: AttributeRecord; cascade?: boolean } = options
      return op.alterCompositeType(
        'pair',
        Object.keys(changes).length === 0 ? { addAttributes: { c: t.date() } } : changes,
        { ...(schema && { schema: place.schema }), ...(was && { was }), ...(cascade && { cascade }) },
      )
    },
    given: onPostgres('CREATE TYPE pair AS (a integer, b text)'),
    options: {
      schema,
      dropAttributes: 'b',
      alterAttributes: () => ({ a: t.bigint() }),
      addAttributes: () => ({ d: t.text() }),
      attributeComments: () => ({ a: 'its number' }),
      comment: 'two',
      cascade: true,
      was: forReverse({ a: t.integer(), b: t.text() }),
    },
  },
  dropCompositeType: {
    call: (op, options) => op.dropCompositeType('pair', options),
    given: onPostgres('CREATE TYPE pair AS (a integer, b text)'),
    options: { schema, ...dropped, was: forReverse({ a: t.integer(), b: t.text() }) },
  },
  renameCompositeType: {
    call: (op, options) => op.renameCompositeType('pair', 'couple', options),
    given: onPostgres('CREATE TYPE pair AS (a integer, b text)'),
    options: { schema },
  },
  createDomain: {
    call: (op, options) => op.createDomain('email', t.text().check("VALUE LIKE '%@%'"), options),
    options: { schema },
  },
  alterDomain: {
    call: (op, options: object, place) => {
      const { schema, was, ...changes }: { schema?: string; was?: AnyColumn } = options
      return op.alterDomain(
        'email',
        { nullable: false, ...changes },
        { ...(schema && { schema: place.schema }), ...(was && { was }) },
      )
    },
    given: onPostgres("CREATE DOMAIN email AS text CONSTRAINT at CHECK (VALUE LIKE '%@%')"),
    options: {
      schema,
      default: 'a@b',
      nullable: option(true),
      notNull: () => ({ comment: 'there' }),
      dropChecks: 'at',
      renameChecks: [{ name: 'at', to: 'has_at' }],
      addChecks: [check("VALUE LIKE '%.%'", { name: 'dot' })],
      comment: 'where to write to',
      was: forReverse(t.text().check("VALUE LIKE '%@%'", 'at')),
    },
  },
  dropDomain: {
    call: (op, options) => op.dropDomain('email', options),
    given: onPostgres('CREATE DOMAIN email AS text'),
    options: { schema, ...dropped, was: forReverse(t.text()) },
  },
  renameDomain: {
    call: (op, options) => op.renameDomain('email', 'address', options),
    given: onPostgres('CREATE DOMAIN email AS text'),
    options: { schema },
  },
}
