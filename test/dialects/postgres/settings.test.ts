import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { reverse } from '../../../src/operations/reverse.ts'
import type { Column, Constraint, PostgresTable } from '../../../src/schema/model.ts'
import type { SchemaObject } from '../../../src/schema/objects.ts'
import { expectSql } from '../../operations/expect-sql.ts'

const table = { name: 'a', schema: 's' }

function created(
  columns: readonly Column[],
  constraints: readonly Constraint[] = [],
  options: PostgresTable = {},
): readonly string[] {
  const operation = {
    kind: 'createTable',
    table: { table, columns, constraints, postgres: options },
  } as const
  return postgres.compile(operation, () => undefined).map((one) => one.sql)
}

const id: Column = { name: 'id', type: { type: 'integer' }, nullable: false }

describe('columns', () => {
  test('serial stands for its sequence, its default and NOT NULL', () => {
    expect(created([{ ...id, serial: true }])).toEqual(['CREATE TABLE "s"."a" (\n  "id" serial\n)'])
    expect(() => created([{ ...id, type: { type: 'text' }, serial: true }])).toThrow('whole numbers')
  })

  test('an identity names its sequence', () => {
    const identity = { mode: 'always', sequence: 'a"b', maximum: 2n ** 63n - 2n } as const
    expect(created([{ ...id, identity }])[0]).toContain(
      'GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "a""b" MAXVALUE 9223372036854775806)',
    )
  })

  test('settings are set in one statement, behind the table and behind a new column', async () => {
    const postgresSettings = {
      storage: 'external',
      compression: 'lz4',
      statistics: 5,
      options: { n_distinct: -0.5 },
    } as const
    const column = { ...id, postgres: postgresSettings }
    const set =
      'ALTER TABLE ONLY "s"."a" ALTER COLUMN "id" SET STORAGE EXTERNAL, ALTER COLUMN "id" SET COMPRESSION lz4, ALTER COLUMN "id" SET STATISTICS 5, ALTER COLUMN "id" SET ("n_distinct" = -0.5)'
    expect(created([column])[1]).toBe(set)
    await expectSql(
      { kind: 'addColumn', table, column },
      { postgres: ['ALTER TABLE "s"."a" ADD COLUMN "id" integer NOT NULL', set] },
    )
  })

  test('a column that is not stored is PostgreSQL 18’s', () => {
    expect(created([{ ...id, generated: { expression: '1', stored: false } }])[0]).toContain(
      'GENERATED ALWAYS AS (1) VIRTUAL',
    )
  })

  test('what an heir changed of an inherited column is changed behind', () => {
    const inherited: Column = { ...id, default: 5, postgres: { inherited: true } }
    expect(created([inherited], [], { inherits: [{ name: 'p' }] })).toEqual([
      'CREATE TABLE "s"."a" () INHERITS ("p")',
      'ALTER TABLE ONLY "s"."a" ALTER COLUMN "id" SET DEFAULT 5, ALTER COLUMN "id" SET NOT NULL',
    ])
  })
})

describe('tables', () => {
  test('a key over the columns of another is added behind: CREATE TABLE would take both for one', () => {
    const keys: readonly Constraint[] = [
      { kind: 'primaryKey', name: 'pk', columns: ['id'], storage: { fillfactor: 70 }, tablespace: 'fast' },
      { kind: 'unique', name: 'uq', columns: ['id'], comment: 'Again' },
    ]
    expect(created([id], keys)).toEqual([
      'CREATE TABLE "s"."a" (\n  "id" integer NOT NULL,\n  CONSTRAINT "pk" PRIMARY KEY ("id") WITH ("fillfactor" = 70) USING INDEX TABLESPACE "fast"\n)',
      'ALTER TABLE "s"."a" ADD CONSTRAINT "uq" UNIQUE ("id")',
      `COMMENT ON CONSTRAINT "uq" ON "s"."a" IS 'Again'`,
    ])
  })

  test('a partition with columns of its own is made, and attached', () => {
    expect(created([id], [], { partitionOf: { table: { name: 'p' }, bounds: 'DEFAULT' } })).toEqual([
      'CREATE TABLE "s"."a" (\n  "id" integer NOT NULL\n)',
      'ALTER TABLE "p" ATTACH PARTITION "s"."a" DEFAULT',
    ])
  })

  test('row security, clustering and replica identity come last', () => {
    expect(
      created([id], [], { rowSecurity: 'forced', clusterOn: 'ix', replicaIdentity: { index: 'ix' } }),
    ).toEqual([
      'CREATE TABLE "s"."a" (\n  "id" integer NOT NULL\n)',
      'ALTER TABLE "s"."a" CLUSTER ON "ix"',
      'ALTER TABLE ONLY "s"."a" REPLICA IDENTITY USING INDEX "ix"',
      'ALTER TABLE "s"."a" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
    ])
  })

  test('ON DELETE SET NULL names its columns; operator classes have schemas and options', async () => {
    const constraint: Constraint = {
      kind: 'foreignKey',
      columns: ['a', 'b'],
      references: { table: { name: 'p' }, columns: ['a', 'b'] },
      onDelete: 'set null',
      onDeleteColumns: ['b'],
    }
    await expectSql(
      { kind: 'addConstraint', table, constraint },
      {
        postgres: [
          'ALTER TABLE "s"."a" ADD FOREIGN KEY ("a", "b") REFERENCES "p" ("a", "b") ON DELETE SET NULL ("b")',
        ],
      },
    )
    const keys = [
      { column: 'a', operatorClass: 'ext.gist_trgm_ops (siglen=32)' },
      { column: 'b', operatorClass: '"O.c"' },
    ]
    await expectSql(
      { kind: 'createIndex', table, index: { name: 'ix', keys } },
      { postgres: ['CREATE INDEX "ix" ON "s"."a" ("a" "ext"."gist_trgm_ops" (siglen=32), "b" "O.c")'] },
    )
  })
})

test('a sequence becomes unlogged, and logged again', async () => {
  const operation = {
    kind: 'alterSequence',
    sequence: { name: 'n' },
    to: { unlogged: true },
    was: { type: 'sequence', name: 'n' },
  } as const
  await expectSql(operation, { postgres: ['ALTER SEQUENCE "n" SET UNLOGGED'] })
  const { operation: undo } = reverse(operation)
  if (undo === undefined) throw new Error('There has to be a way back.')
  await expectSql(undo, { postgres: ['ALTER SEQUENCE "n" SET LOGGED'] })
})

test.each<[string, SchemaObject, readonly string[]]>([
  ['an unlogged sequence', { type: 'sequence', name: 'n', unlogged: true }, ['CREATE UNLOGGED SEQUENCE "n"']],
  [
    'the comment of an extension',
    { type: 'extension', name: 'x', comment: 'Mine' },
    ['CREATE EXTENSION "x"', `COMMENT ON EXTENSION "x" IS 'Mine'`],
  ],
  [
    'a trigger that is off',
    {
      type: 'trigger',
      name: 'r',
      table,
      timing: 'after',
      events: ['insert'],
      forEach: 'row',
      body: 'f()',
      enabled: 'disabled',
    },
    [
      'CREATE TRIGGER "r" AFTER INSERT ON "s"."a" FOR EACH ROW EXECUTE FUNCTION f()',
      'ALTER TABLE "s"."a" DISABLE TRIGGER "r"',
    ],
  ],
  [
    'a body in standard SQL',
    { type: 'function', name: 'f', arguments: '', returns: 'integer', language: 'sql', body: 'RETURN 1' },
    ['CREATE FUNCTION "f"() RETURNS integer LANGUAGE "sql" RETURN 1'],
  ],
  [
    'what belongs to a materialized view',
    {
      type: 'view',
      name: 'v',
      query: 'SELECT 1 AS n',
      materialized: true,
      indexes: [{ name: 'ix', keys: [{ column: 'n' }], unique: true }],
      columnComments: { n: 'One' },
      postgres: { clusterOn: 'ix', tablespace: 'fast' },
    },
    [
      'CREATE MATERIALIZED VIEW "v" TABLESPACE "fast" AS\nSELECT 1 AS n',
      'CREATE UNIQUE INDEX "ix" ON "v" ("n")',
      'ALTER MATERIALIZED VIEW "v" CLUSTER ON "ix"',
      `COMMENT ON COLUMN "v"."n" IS 'One'`,
    ],
  ],
])('%s', async (_, object, sql) => {
  await expectSql({ kind: 'createObject', object }, { postgres: sql })
})
