import type { Op } from '../../../src/operations/op.ts'
import { check } from '../../../src/schema/constraints.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'

export interface ObjectCase {
  readonly title: string
  /** What is there before. */
  readonly given?: string
  readonly call: (op: Op) => Promise<unknown>
  readonly sql: readonly string[]
  /** Why there is no way back, where there is none. */
  readonly oneWay?: string
}

const item = 'CREATE TABLE item (id integer, name text, day date, during int4range);'

const namespaces: readonly ObjectCase[] = [
  {
    title: 'createSchema',
    call: (op) => op.createSchema('app "x"', { comment: "it's", ifNotExists: true }),
    sql: ['CREATE SCHEMA IF NOT EXISTS "app ""x"""', `COMMENT ON SCHEMA "app ""x""" IS 'it''s'`],
  },
  {
    title: 'dropSchema',
    given: 'CREATE SCHEMA app',
    call: (op) => op.dropSchema('app', { ifExists: true, cascade: true, was: {} }),
    sql: ['DROP SCHEMA IF EXISTS "app" CASCADE'],
  },
  {
    title: 'renameSchema',
    given: 'CREATE SCHEMA app',
    call: (op) => op.renameSchema('app', 'shop'),
    sql: ['ALTER SCHEMA "app" RENAME TO "shop"'],
  },
  {
    title: 'createExtension',
    call: (op) => op.createExtension('plpgsql', { ifNotExists: true, schema: 'pg_catalog', version: '1.0' }),
    sql: ['CREATE EXTENSION IF NOT EXISTS "plpgsql" SCHEMA "pg_catalog" VERSION "1.0"'],
    oneWay: 'plpgsql was there before',
  },
  {
    title: 'alterExtension',
    given: 'CREATE SCHEMA app; CREATE EXTENSION hstore VERSION "1.7"',
    call: (op) => op.alterExtension('hstore', { schema: 'app', version: '1.8' }, { was: { version: '1.7' } }),
    sql: ['ALTER EXTENSION "hstore" SET SCHEMA "app"', 'ALTER EXTENSION "hstore" UPDATE TO "1.8"'],
    oneWay: 'the scripts of the extension hstore lead to newer versions, and hardly ever back',
  },
  {
    title: 'alterExtension, to where the connection is',
    given: 'CREATE SCHEMA app; CREATE EXTENSION hstore SCHEMA app VERSION "1.7"',
    call: (op) => op.alterExtension('hstore', { schema: null }, { was: { schema: 'app' } }),
    sql: [
      `DO 'BEGIN EXECUTE ''ALTER EXTENSION "hstore" SET SCHEMA '' || quote_ident(current_schema()); END'`,
    ],
  },
  {
    title: 'alterSchema',
    given: 'CREATE SCHEMA app',
    call: (op) => op.alterSchema('app', { owner: 'pg_read_all_data' }, { was: {} }),
    sql: ['ALTER SCHEMA "app" OWNER TO "pg_read_all_data"'],
  },
]

const sequences: readonly ObjectCase[] = [
  {
    title: 'createSequence',
    given: item,
    call: (op) =>
      op.createSequence('counter', {
        schema: 'public',
        dataType: 'bigint',
        start: 5n,
        increment: 2,
        minimum: 1,
        maximum: 9223372036854775806n,
        cache: 3,
        cycle: true,
        ownedBy: 'public.item.id',
        comment: 'c',
      }),
    sql: [
      'CREATE SEQUENCE "public"."counter" AS bigint INCREMENT BY 2 MINVALUE 1 MAXVALUE 9223372036854775806 START WITH 5 CACHE 3 CYCLE OWNED BY "public"."item"."id"',
      'COMMENT ON SEQUENCE "public"."counter" IS \'c\'',
    ],
  },
  {
    title: 'alterSequence',
    given: 'CREATE SEQUENCE counter START 7 CACHE 4',
    call: (op) =>
      op.alterSequence(
        'counter',
        { increment: -1, maximum: 100, minimum: null, cache: 9, cycle: true, comment: 'x', start: 50 },
        { was: { start: 7, cache: 4 } },
      ),
    sql: [
      'ALTER SEQUENCE "counter" INCREMENT BY -1 NO MINVALUE MAXVALUE 100 START WITH 50 CACHE 9 CYCLE',
      'COMMENT ON SEQUENCE "counter" IS \'x\'',
    ],
  },
  {
    title: 'alterSequence restart',
    given: 'CREATE SEQUENCE counter',
    call: (op) => op.alterSequence('counter', { restart: 5 }),
    sql: ['ALTER SEQUENCE "counter" RESTART WITH 5'],
    oneWay: 'where the sequence counter stood is not known',
  },
  {
    title: 'dropSequence',
    given: 'CREATE SEQUENCE counter START 3',
    call: (op) => op.dropSequence('counter', { was: { start: 3 } }),
    sql: ['DROP SEQUENCE "counter"'],
  },
  {
    title: 'renameSequence',
    given: 'CREATE SEQUENCE counter',
    call: (op) => op.renameSequence('counter', 'count', { schema: 'public' }),
    sql: ['ALTER SEQUENCE "public"."counter" RENAME TO "count"'],
  },
]

const types: readonly ObjectCase[] = [
  {
    title: 'createEnum',
    call: (op) => op.createEnum('mood', ["it's", 'b\\c', ''], { comment: 'm' }),
    sql: [`CREATE TYPE "mood" AS ENUM ('it''s', E'b\\\\c', '')`, 'COMMENT ON TYPE "mood" IS \'m\''],
  },
  {
    title: 'dropEnum',
    given: "CREATE TYPE mood AS ENUM ('a', 'b')",
    call: (op) => op.dropEnum('mood', { was: ['a', 'b'] }),
    sql: ['DROP TYPE "mood"'],
  },
  {
    title: 'addEnumValue',
    given: "CREATE TYPE mood AS ENUM ('a', 'c')",
    call: (op) => op.addEnumValue('mood', "b'", { after: 'a', ifNotExists: true }),
    sql: [`ALTER TYPE "mood" ADD VALUE IF NOT EXISTS 'b''' AFTER 'a'`],
    oneWay: "a value can't be taken out of the enum mood again",
  },
  {
    title: 'renameEnumValue',
    given: "CREATE TYPE mood AS ENUM ('a', 'c')",
    call: (op) => op.renameEnumValue('mood', 'c', 'b'),
    sql: [`ALTER TYPE "mood" RENAME VALUE 'c' TO 'b'`],
  },
  {
    title: 'renameEnum',
    given: "CREATE TYPE mood AS ENUM ('a')",
    call: (op) => op.renameEnum('mood', 'temper'),
    sql: ['ALTER TYPE "mood" RENAME TO "temper"'],
  },
  {
    title: 'createCompositeType',
    call: (op) => op.createCompositeType('address', { street: t.text().collate('C'), number: t.varchar(9) }),
    sql: ['CREATE TYPE "address" AS ("street" text COLLATE "C", "number" varchar(9))'],
  },
  {
    title: 'alterCompositeType',
    given: 'CREATE TYPE address AS (street text, number integer, gone text)',
    call: (op) =>
      op.alterCompositeType(
        'address',
        {
          dropAttributes: 'gone',
          alterAttributes: { street: t.varchar(9).collate('C') },
          addAttributes: { town: t.text().comment("it's one"), zip: t.varchar(5) },
          attributeComments: { number: 'n' },
          comment: 'where',
        },
        { was: { street: t.text(), number: t.integer(), gone: t.text() } },
      ),
    sql: [
      'ALTER TYPE "address" DROP ATTRIBUTE "gone", ALTER ATTRIBUTE "street" TYPE varchar(9) COLLATE "C", ADD ATTRIBUTE "town" text, ADD ATTRIBUTE "zip" varchar(5)',
      'COMMENT ON COLUMN "address"."number" IS \'n\'',
      'COMMENT ON COLUMN "address"."town" IS \'it\'\'s one\'',
      'COMMENT ON TYPE "address" IS \'where\'',
    ],
  },
  {
    title: 'alterCompositeType with its tables',
    given: 'CREATE TYPE address AS (street text); CREATE TABLE home OF address',
    call: (op) =>
      op.alterCompositeType(
        'address',
        { addAttributes: { town: t.text() } },
        { cascade: true, was: { street: t.text() } },
      ),
    sql: ['ALTER TYPE "address" ADD ATTRIBUTE "town" text CASCADE'],
  },
  {
    title: 'alterCompositeType, without what stood before another',
    given: 'CREATE TYPE address AS (street text, number integer)',
    call: (op) =>
      op.alterCompositeType(
        'address',
        { dropAttributes: 'street' },
        { was: { street: t.text(), number: t.integer() } },
      ),
    sql: ['ALTER TYPE "address" DROP ATTRIBUTE "street"'],
    oneWay: 'PostgreSQL adds attributes at the end, and street of the composite type address was not there',
  },
  {
    title: 'dropCompositeType',
    given: 'CREATE TYPE address AS (street text)',
    call: (op) => op.dropCompositeType('address', { was: { street: t.text() } }),
    sql: ['DROP TYPE "address"'],
  },
  {
    title: 'createDomain',
    call: (op) =>
      op.createDomain(
        'email',
        t.text().notNull().default('a@b').check("VALUE LIKE '%@%' -- at", 'at').comment('e'),
      ),
    sql: [
      `CREATE DOMAIN "email" AS text DEFAULT 'a@b' NOT NULL CONSTRAINT "at" CHECK (VALUE LIKE '%@%' -- at\n)`,
      'COMMENT ON DOMAIN "email" IS \'e\'',
    ],
  },
  {
    title: 'alterDomain',
    given:
      "CREATE DOMAIN email AS text DEFAULT 'x' CONSTRAINT at CHECK (VALUE LIKE '%@%') CONSTRAINT dot CHECK (VALUE LIKE '%.%')",
    call: (op) =>
      op.alterDomain(
        'email',
        {
          default: "it's@b.c",
          nullable: false,
          dropChecks: 'at',
          renameChecks: [{ name: 'dot', to: 'has_dot' }],
          addChecks: [check("VALUE LIKE '_%@%' -- at", { name: 'at', comment: 'c' })],
          comment: 'e',
        },
        {
          was: t.text().default('x').check("VALUE LIKE '%@%'", 'at').check("VALUE LIKE '%.%'", 'dot'),
        },
      ),
    sql: [
      'ALTER DOMAIN "email" DROP CONSTRAINT "at"',
      'ALTER DOMAIN "email" RENAME CONSTRAINT "dot" TO "has_dot"',
      `ALTER DOMAIN "email" SET DEFAULT 'it''s@b.c'`,
      'ALTER DOMAIN "email" SET NOT NULL',
      `ALTER DOMAIN "email" ADD CONSTRAINT "at" CHECK (VALUE LIKE '_%@%' -- at\n)`,
      'COMMENT ON CONSTRAINT "at" ON DOMAIN "email" IS \'c\'',
      'COMMENT ON DOMAIN "email" IS \'e\'',
    ],
  },
  {
    title: 'alterDomain, to less',
    given: "CREATE DOMAIN email AS text DEFAULT 'x' NOT NULL; COMMENT ON DOMAIN email IS 'e'",
    call: (op) =>
      op.alterDomain(
        'email',
        { default: null, nullable: true, comment: null },
        { was: t.text().notNull().default('x').comment('e') },
      ),
    sql: [
      'ALTER DOMAIN "email" DROP DEFAULT',
      'ALTER DOMAIN "email" DROP NOT NULL',
      'COMMENT ON DOMAIN "email" IS NULL',
    ],
  },
  {
    title: 'alterDomain by a check without a name',
    given: 'CREATE DOMAIN email AS text',
    call: (op) => op.alterDomain('email', { addChecks: [check("VALUE <> ''")] }, { was: t.text() }),
    sql: [`ALTER DOMAIN "email" ADD CHECK (VALUE <> '')`],
    oneWay: 'a check that the domain email gets has no name to be dropped by',
  },
  {
    title: 'createDomain with a check that is not valid',
    call: (op) => op.createDomain('email', t.text().check("VALUE <> ''", 'some', { notValid: true })),
    sql: [
      'CREATE DOMAIN "email" AS text',
      `ALTER DOMAIN "email" ADD CONSTRAINT "some" CHECK (VALUE <> '') NOT VALID`,
    ],
  },
  {
    title: 'dropDomain',
    given: 'CREATE DOMAIN email AS text NOT NULL',
    call: (op) => op.dropDomain('email', { was: t.text().notNull() }),
    sql: ['DROP DOMAIN "email"'],
  },
  {
    title: 'renameDomain',
    given: 'CREATE DOMAIN email AS text',
    call: (op) => op.renameDomain('email', 'mail'),
    sql: ['ALTER DOMAIN "email" RENAME TO "mail"'],
  },
]

const views: readonly ObjectCase[] = [
  {
    title: 'createView',
    given: item,
    call: (op) =>
      op.createView('seen', "SELECT id, name FROM item WHERE name <> ';' -- all\n;", {
        columns: ['a', 'b c'],
        checkOption: 'local',
        options: { security_barrier: true },
        comment: 'v',
      }),
    sql: [
      `CREATE VIEW "seen" ("a", "b c") WITH ("security_barrier" = true) AS\nSELECT id, name FROM item WHERE name <> ';' -- all\n WITH LOCAL CHECK OPTION`,
      'COMMENT ON VIEW "seen" IS \'v\'',
    ],
  },
  {
    title: 'replaceView by one with other columns',
    given: `${item} CREATE VIEW seen AS SELECT id, name FROM item; COMMENT ON VIEW seen IS 'old'`,
    call: (op) =>
      op.replaceView('seen', 'SELECT name FROM item', {
        was: { query: 'SELECT id, name FROM item', comment: 'old' },
      }),
    sql: [
      `DO $tsmig$
BEGIN
  CREATE OR REPLACE VIEW "seen" AS
SELECT name FROM item;
EXCEPTION WHEN invalid_table_definition THEN
  DROP VIEW "seen";
  CREATE VIEW "seen" AS
SELECT name FROM item;
END
$tsmig$`,
      'COMMENT ON VIEW "seen" IS NULL',
    ],
  },
  {
    title: 'replaceView without a past',
    given: `${item} CREATE VIEW seen AS SELECT id FROM item`,
    call: (op) => op.replaceView('seen', sql`SELECT id, name FROM item`),
    sql: ['CREATE OR REPLACE VIEW "seen" AS\nSELECT id, name FROM item'],
    oneWay: 'what the view seen replaced is not known: tell it in `was`',
  },
  {
    title: 'dropView',
    given: `${item} CREATE VIEW seen AS SELECT id FROM item`,
    call: (op) => op.dropView('seen', { was: 'SELECT id FROM item' }),
    sql: ['DROP VIEW "seen"'],
  },
  {
    title: 'renameView',
    given: `${item} CREATE VIEW seen AS SELECT id FROM item`,
    call: (op) => op.renameView('seen', 'looked at'),
    sql: ['ALTER VIEW "seen" RENAME TO "looked at"'],
  },
  {
    title: 'createMaterializedView',
    given: item,
    call: (op) =>
      op.createMaterializedView('kept', 'SELECT id FROM item', {
        withoutData: true,
        ifNotExists: true,
        options: { fillfactor: 70 },
      }),
    sql: [
      'CREATE MATERIALIZED VIEW IF NOT EXISTS "kept" WITH ("fillfactor" = 70) AS\nSELECT id FROM item WITH NO DATA',
    ],
  },
  {
    title: 'replaceMaterializedView',
    given: `${item} CREATE MATERIALIZED VIEW kept AS SELECT id FROM item`,
    call: (op) => op.replaceMaterializedView('kept', 'SELECT name FROM item', { was: 'SELECT id FROM item' }),
    sql: ['DROP MATERIALIZED VIEW "kept"', 'CREATE MATERIALIZED VIEW "kept" AS\nSELECT name FROM item'],
  },
  {
    title: 'dropMaterializedView',
    given: `${item} CREATE MATERIALIZED VIEW kept AS SELECT id FROM item`,
    call: (op) => op.dropMaterializedView('kept', { ifExists: true, was: { query: 'SELECT id FROM item' } }),
    sql: ['DROP MATERIALIZED VIEW IF EXISTS "kept"'],
  },
  {
    title: 'renameMaterializedView',
    given: `${item} CREATE MATERIALIZED VIEW kept AS SELECT id FROM item`,
    call: (op) => op.renameMaterializedView('kept', 'held'),
    sql: ['ALTER MATERIALIZED VIEW "kept" RENAME TO "held"'],
  },
  {
    title: 'refreshMaterializedView',
    given: `${item} CREATE MATERIALIZED VIEW kept AS SELECT id FROM item WITH NO DATA`,
    call: (op) => op.refreshMaterializedView('kept'),
    sql: ['REFRESH MATERIALIZED VIEW "kept"'],
    oneWay: 'the rows that kept held before are gone',
  },
]

/** What a schema holds beside tables and code. */
export const objectCases: readonly ObjectCase[] = [...namespaces, ...sequences, ...types, ...views]
