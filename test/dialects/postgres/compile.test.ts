import { describe, expect, test } from 'vitest'
import { InvalidIdentifierError, UnsupportedOperationError } from '../../../src/dialects/errors.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Op } from '../../../src/operations/op.ts'
import { check, foreignKey } from '../../../src/schema/constraints.ts'
import { index } from '../../../src/schema/index-definition.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'
import { operationOf } from '../../operations/collect.ts'
import { expectSql } from '../../operations/expect-sql.ts'

async function expectPostgres(
  call: (op: Op) => Promise<unknown>,
  expected: readonly string[],
): Promise<void> {
  await expectSql(await operationOf(call), { postgres: expected })
}

describe('tables', () => {
  test('are created with their constraints, comments and indexes', async () => {
    await expectPostgres(
      (op) =>
        op.createTable(
          'line',
          {
            id: t.bigint().primaryKey('pk_line').identity({ always: true, start: 10, increment: 5 }),
            order_id: t
              .integer()
              .notNull()
              .references('order.id', { onDelete: 'cascade', onUpdate: 'set null' }),
            name: t.varchar(50).notNull().default("it's").collate('C').comment('the "name"'),
            total: t.numeric(10, 2).generatedAs('order_id * 2'),
            size: t.enum(['s', "l'"]),
          },
          [
            foreignKey(
              ['id', 'order_id'],
              { schema: 'x', table: 'y', columns: ['a', 'b'] },
              { name: 'fk', match: 'full' },
            ),
            check('id > 0', { name: 'ck' }),
            index('name', { unique: true }),
          ],
          { schema: 'shop', comment: 'lines', ifNotExists: true, strict: true },
        ),
      [
        `CREATE TABLE IF NOT EXISTS "shop"."line" (
  "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5),
  "order_id" integer NOT NULL,
  "name" varchar(50) COLLATE "C" NOT NULL DEFAULT 'it''s',
  "total" numeric(10, 2) GENERATED ALWAYS AS (order_id * 2) STORED,
  "size" text CHECK ("size" IN ('s', 'l''')),
  CONSTRAINT "pk_line" PRIMARY KEY ("id"),
  FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE CASCADE ON UPDATE SET NULL,
  CONSTRAINT "fk" FOREIGN KEY ("id", "order_id") REFERENCES "x"."y" ("a", "b") MATCH FULL,
  CONSTRAINT "ck" CHECK (id > 0)
)`,
        'COMMENT ON TABLE "shop"."line" IS \'lines\'',
        'COMMENT ON COLUMN "shop"."line"."name" IS \'the "name"\'',
        'CREATE UNIQUE INDEX IF NOT EXISTS "ix_line_name" ON "shop"."line" ("name")',
      ],
    )
  })

  test('are dropped and renamed', async () => {
    await expectPostgres((op) => op.dropTable('a"b', { ifExists: true }), ['DROP TABLE IF EXISTS "a""b"'])
    await expectPostgres(
      (op) => op.renameTable({ name: 'a', schema: 's' }, 'b'),
      ['ALTER TABLE "s"."a" RENAME TO "b"'],
    )
  })
})

describe('columns', () => {
  test('are added with what stands on them', async () => {
    await expectPostgres(
      (op) =>
        op.addColumn(
          'a',
          'b',
          t
            .integer()
            .unique('uq')
            .references('c.d', { deferrable: true, initially: 'deferred' })
            .check('b > 1')
            .comment('x'),
          { ifNotExists: true },
        ),
      [
        'ALTER TABLE "a" ADD COLUMN IF NOT EXISTS "b" integer CONSTRAINT "uq" UNIQUE REFERENCES "c" ("d") DEFERRABLE INITIALLY DEFERRED CHECK (b > 1)',
        'COMMENT ON COLUMN "a"."b" IS \'x\'',
      ],
    )
  })

  test('are dropped', async () => {
    await expectPostgres(
      (op) => op.dropColumn('a', 'b', { schema: 's', ifExists: true }),
      ['ALTER TABLE "s"."a" DROP COLUMN IF EXISTS "b"'],
    )
  })

  test('change all at once, the name last', async () => {
    await expectPostgres(
      (op) =>
        op.alterColumn('a', 'b', {
          name: 'c',
          comment: null,
          nullable: false,
          default: 5,
          type: t.integer(),
          using: 'b::integer',
        }),
      [
        'ALTER TABLE "a" ALTER COLUMN "b" DROP DEFAULT, ALTER COLUMN "b" TYPE integer USING b::integer, ALTER COLUMN "b" SET DEFAULT 5, ALTER COLUMN "b" SET NOT NULL',
        'COMMENT ON COLUMN "a"."b" IS NULL',
        'ALTER TABLE "a" RENAME COLUMN "b" TO "c"',
      ],
    )
  })

  test('change one aspect and leave the rest', async () => {
    const alter = (changes: Parameters<Op['alterColumn']>[2]) => (op: Op) => op.alterColumn('a', 'b', changes)
    await expectPostgres(alter({ nullable: true }), ['ALTER TABLE "a" ALTER COLUMN "b" DROP NOT NULL'])
    await expectPostgres(alter({ default: null }), ['ALTER TABLE "a" ALTER COLUMN "b" DROP DEFAULT'])
    await expectPostgres(alter({ default: sql`now()` }), [
      'ALTER TABLE "a" ALTER COLUMN "b" SET DEFAULT now()',
    ])
    await expectPostgres(alter({ type: t.varchar(9) }), ['ALTER TABLE "a" ALTER COLUMN "b" TYPE varchar(9)'])
    await expectPostgres(alter({ name: 'c' }), ['ALTER TABLE "a" RENAME COLUMN "b" TO "c"'])
    await expectPostgres(alter({ comment: 'x' }), ['COMMENT ON COLUMN "a"."b" IS \'x\''])
    await expectPostgres(alter({ type: t.integer(), existing: t.text().default('1') }), [
      'ALTER TABLE "a" ALTER COLUMN "b" DROP DEFAULT, ALTER COLUMN "b" TYPE integer USING "b"::integer, ALTER COLUMN "b" SET DEFAULT \'1\'',
    ])
    await expectPostgres(alter({ default: [1], existing: { type: t.integer().array() } }), [
      'ALTER TABLE "a" ALTER COLUMN "b" SET DEFAULT \'{"1"}\'',
    ])
  })
})

describe('constraints and indexes', () => {
  test.each<[(op: Op) => Promise<unknown>, string]>([
    [
      (op) =>
        op.createForeignKey('fk', 'a', 'b', ['x', 'y'], ['u', 'v'], {
          sourceSchema: 's',
          referentSchema: 'r',
        }),
      'ALTER TABLE "s"."a" ADD CONSTRAINT "fk" FOREIGN KEY ("x", "y") REFERENCES "r"."b" ("u", "v")',
    ],
    [
      (op) => op.createUniqueConstraint(null, 'a', 'x', { initially: 'deferred' }),
      'ALTER TABLE "a" ADD UNIQUE ("x") DEFERRABLE INITIALLY DEFERRED',
    ],
    [
      (op) => op.createCheckConstraint('ck', 'a', sql`x > ${1}`),
      'ALTER TABLE "a" ADD CONSTRAINT "ck" CHECK (x > 1)',
    ],
    [(op) => op.createPrimaryKey('pk', 'a', ['x']), 'ALTER TABLE "a" ADD CONSTRAINT "pk" PRIMARY KEY ("x")'],
    [
      (op) => op.dropConstraint('ck', 'a', { type: 'check', ifExists: true, schema: 's' }),
      'ALTER TABLE "s"."a" DROP CONSTRAINT IF EXISTS "ck"',
    ],
    [
      (op) =>
        op.createIndex(
          'ix',
          'a',
          [
            { column: 'x', collation: 'C', operatorClass: 'text_ops', order: 'desc', nulls: 'last' },
            sql`lower(y)`,
          ],
          {
            schema: 's',
            unique: true,
            where: 'x > 1',
            method: 'btree',
            include: 'z',
            concurrently: true,
            ifNotExists: true,
          },
        ),
      'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "ix" ON "s"."a" USING "btree" ("x" COLLATE "C" "text_ops" DESC NULLS LAST, (lower(y))) INCLUDE ("z") WHERE x > 1',
    ],
    [(op) => op.createIndex(null, 'a', ['x', 'y']), 'CREATE INDEX "ix_a_x_y" ON "a" ("x", "y")'],
    [(op) => op.dropIndex('ix', { schema: 's', ifExists: true }), 'DROP INDEX IF EXISTS "s"."ix"'],
    [(op) => op.dropIndex('ix', { table: 'a', concurrently: true }), 'DROP INDEX CONCURRENTLY "ix"'],
  ])('%#: %s', (call, expected) => expectPostgres(call, [expected]))
})

test('a batch is its changes, one after another', async () => {
  await expectPostgres(
    (op) =>
      op.batch('a', async (batch) => {
        await batch.addColumn('b', t.text())
        await batch.dropColumn('c')
      }),
    ['ALTER TABLE "a" ADD COLUMN "b" text', 'ALTER TABLE "a" DROP COLUMN "c"'],
  )
})

test('rows go in statements that the protocol can take', async () => {
  const rows = Array.from({ length: 2_500 }, (_, id) => ({ id, name: null }))
  const statements = postgres.compile(await operationOf((op) => op.bulkInsert('a', rows)), () => undefined)
  expect(statements.map((one) => one.bindings?.length)).toEqual([2_000, 2_000, 1_000])
  const wide = Object.fromEntries(Array.from({ length: 1_000 }, (_, column) => [`c${column}`, column]))
  const many = postgres.compile(
    await operationOf((op) => op.bulkInsert('a', Array(70).fill(wide))),
    () => undefined,
  )
  expect(many.map((one) => one.bindings?.length)).toEqual([65_000, 5_000])
  expect(postgres.compile(await operationOf((op) => op.bulkInsert('a', [])), () => undefined)).toEqual([])
})

test.each<[string, (op: Op) => Promise<unknown>, string]>([
  [
    'match partial',
    (op) => op.createForeignKey('f', 'a', 'b', 'c', 'd', { match: 'partial' }),
    'MATCH PARTIAL',
  ],
  [
    'a new plain enum over something unknown',
    (op) => op.alterColumn('a', 'b', { type: t.enum(['x']) }),
    'whose name is not known',
  ],
  [
    'a change of a plain enum',
    (op) => op.alterColumn('a', 'b', { type: t.text(), existing: { type: t.enum(['x']) } }),
    'whose name is not known',
  ],
])('refuses %s before anything runs', async (_, call, message) => {
  const operation = await operationOf(call)
  expect(() => postgres.compile(operation, () => undefined)).toThrow(UnsupportedOperationError)
  expect(() => postgres.compile(operation, () => undefined)).toThrow(message)
})

test('refuses names that the server would cut', async () => {
  const operation = await operationOf((op) => op.addColumn('a', 'x'.repeat(200), t.text()))
  expect(() => postgres.compile(operation, () => undefined)).toThrow(InvalidIdentifierError)
})
