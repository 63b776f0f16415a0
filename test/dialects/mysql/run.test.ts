import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { mysql } from '../../../src/dialects/mysql/dialect.ts'
import type { Operation } from '../../../src/operations/operation.ts'
import { reverse } from '../../../src/operations/reverse.ts'
import { check, foreignKey, primaryKey } from '../../../src/schema/constraints.ts'
import { index } from '../../../src/schema/index-definition.ts'
import type { SchemaObject } from '../../../src/schema/objects.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'
import { operationOf } from '../../operations/collect.ts'
import { createMariadbDatabase, hasMariadb, type MariadbDatabase } from '../../support/mariadb.ts'
import { type Call, columnLine, createText, perform, run } from './server.ts'

const reachable = await hasMariadb()

describe.skipIf(!reachable)('on the real server', async () => {
  // The body of a suite is read even where its tests are skipped.
  if (!reachable) return void test('needs a MariaDB', () => {})
  const database: MariadbDatabase = await createMariadbDatabase()
  afterAll(() => database.drop())
  beforeEach(() => database.empty())

  /** All that information_schema says of the database's tables. */
  async function catalog(): Promise<unknown> {
    const mine = `table_schema = '${database.name}'`
    return [
      await database.query(
        `SELECT table_name, column_name, column_type, is_nullable, column_default, extra, collation_name, generation_expression, column_comment FROM information_schema.columns WHERE ${mine} ORDER BY table_name, ordinal_position`,
      ),
      await database.query(
        `SELECT table_name, index_name, non_unique, seq_in_index, column_name, collation, sub_part, index_type, index_comment FROM information_schema.statistics WHERE ${mine} ORDER BY 1, 2, 4`,
      ),
      await database.query(
        `SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints WHERE ${mine} ORDER BY 1, 2`,
      ),
      await database.query(
        `SELECT constraint_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema = '${database.name}' ORDER BY 1`,
      ),
      await database.query(
        `SELECT constraint_name, delete_rule, update_rule, referenced_table_name FROM information_schema.referential_constraints WHERE constraint_schema = '${database.name}' ORDER BY 1`,
      ),
      await database.query(
        `SELECT table_name, engine, table_collation, table_comment FROM information_schema.tables WHERE ${mine} ORDER BY 1`,
      ),
    ]
  }

  test('every type is what the server calls it', async () => {
    const types = {
      a: t.smallint(),
      b: t.integer(),
      c: t.bigint(),
      d: t.numeric(),
      e: t.numeric(10, 2),
      f: t.real(),
      g: t.double(),
      h: t.boolean(),
      i: t.varchar(),
      j: t.varchar(7),
      k: t.char(3),
      l: t.text(),
      m: t.date(),
      n: t.time(),
      p: t.timestamp(),
      q: t.timestamptz(0),
      u: t.uuid(),
      v: t.json(),
      w: t.jsonb(),
      x: t.binary(16),
      y: t.enum(['a', 'b']),
      z: t.binary(),
      ac: t.raw('mediumint unsigned'),
    }
    await run(database, (op) => op.createTable('types', types))
    const rows = await database.query(
      'SELECT column_type AS type FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY ordinal_position',
    )
    const expected = [
      'smallint(6)',
      'int(11)',
      'bigint(20)',
      'decimal(65,30)',
      'decimal(10,2)',
      'float',
      'double',
      'tinyint(1)',
      'text',
      'varchar(7)',
      'char(3)',
      'text',
      'date',
      'time(6)',
      'datetime(6)',
      'timestamp',
      'char(36)',
      'longtext',
      'longtext',
      'varbinary(16)',
      "enum('a','b')",
      'blob',
      'mediumint(8) unsigned',
    ]
    // MySQL 8 tells no width of whole numbers but of tinyint(1), and has a JSON type of its own.
    const onMysql = expected.map((one) =>
      one.replace(/^((?!tiny)\w*int)\(\d+\)/, '$1').replace('longtext', 'json'),
    )
    expect(rows.map(({ type }) => type)).toEqual(database.isMariadb ? expected : onMysql)
  })

  test('every default is given to new rows', async () => {
    await run(database, (op) =>
      op.createTable('d', {
        id: t.integer().identity({ start: 7 }).primaryKey(),
        number: t.integer().default(-5),
        big: t.bigint().default(2n ** 60n),
        real: t.double().default(1e-7),
        exact: t.numeric().default('-0.5'),
        yes: t.boolean().default(true),
        short: t.varchar(30).default(`it's \\ "x" ?`),
        text: t.text().default(`it's \\ "x" ?`),
        json: t.json().default({ a: ["'", '\\', null] }),
        list: t.json().default([1, 'a']),
        bytes: t.binary(3).default(new Uint8Array([0, 92, 39])),
        at: t.timestamptz().default(new Date(1000)),
        word: t.varchar(9).default(sql`upper('a')`),
        size: t.enum(['a\\b', "k's"]).default('a\\b'),
        made: t.timestamp().notNull().default(sql`CURRENT_TIMESTAMP`),
      }),
    )
    await database.query('INSERT INTO d () VALUES ()')
    const [row] = await database.query(
      'SELECT *, CAST(json AS CHAR) AS json, CAST(list AS CHAR) AS list, HEX(bytes) AS bytes, CAST(made > now() - INTERVAL 1 MINUTE AS CHAR) AS made FROM d',
    )
    expect({ ...row, json: JSON.parse(String(row?.json)), list: JSON.parse(String(row?.list)) }).toEqual({
      id: 7,
      number: -5,
      big: String(2n ** 60n),
      real: 1e-7,
      exact: expect.stringMatching(/^-0\.50*$/),
      yes: 1,
      short: `it's \\ "x" ?`,
      text: `it's \\ "x" ?`,
      json: { a: ["'", '\\', null] },
      list: [1, 'a'],
      bytes: '005C27',
      at: '1970-01-01 00:00:01.000000',
      word: 'A',
      size: 'a\\b',
      made: '1',
    })
  })

  /** Everything that can be done with a table, each with its way back. */
  const steps: Readonly<Record<string, Call>> = {
    'create a table': (op) =>
      op.createTable(
        'c',
        {
          id: t.integer().identity().primaryKey(),
          parent: t
            .integer()
            .references('p.id', { name: 'fk_parent', onDelete: 'cascade', onUpdate: 'restrict' }),
          name: t.varchar(20).notNull().unique('uq_name').comment('n'),
          double: t.integer().generatedAs('id_2 * 2', { stored: false }),
          id_2: t.integer().check('id_2 > 0', 'ck_2'),
          body: t.text(),
        },
        [
          index('body', { name: 'ft', method: 'fulltext' }),
          index([sql`name(4)`], { name: 'prefix' }),
          check('id_2 < 100', { name: 'ck_3' }),
          foreignKey(['id_2'], 'p.id', { name: 'fk_2', onDelete: 'no action' }),
        ],
        { comment: "it's" },
      ),
    'add a column': (op) =>
      op.addColumn('a', 'x', t.integer().unique('uq_x').references('p.id', { name: 'fk_x' })),
    'alter a column': (op) =>
      op.alterColumn('a', 'b', {
        type: t.varchar(50),
        nullable: true,
        default: null,
        comment: null,
        name: 'bb',
        existing: t.varchar(5).notNull().default('x').comment('c'),
      }),
    'rename a column': (op) => op.alterColumn('a', 'b', { name: 'bb' }),
    'add a check': (op) => op.createCheckConstraint('ck', 'a', "b <> ''"),
    'add a unique': (op) => op.createUniqueConstraint('uq', 'a', ['b']),
    'add a foreign key': (op) => op.createForeignKey('fk', 'a', 'p', ['n'], ['id'], { onDelete: 'set null' }),
    'create an index': (op) => op.createIndex('ix', 'a', ['b', 'n'], { unique: true, concurrently: true }),
    batch: (op) =>
      op.batch('a', (batch) => {
        batch.addColumn('q', t.integer())
        batch.createUniqueConstraint('uq2', ['q'])
        batch.createIndex('ix2', ['q', 'n'])
      }),
    'rename a table': (op) => op.renameTable('a', 'z'),
  }

  describe.each(Object.entries(steps))('%s', (_, call) => {
    async function prepare(): Promise<{ readonly up: Operation; readonly down: Operation }> {
      await run(
        database,
        (op) => op.createTable('p', { id: t.integer().primaryKey() }),
        (op) =>
          op.createTable('a', { b: t.varchar(5).notNull().default('x').comment('c'), n: t.integer() }, [
            primaryKey('b'),
          ]),
      )
      await database.query('ALTER TABLE a DROP PRIMARY KEY, ADD INDEX n (n)')
      const up = await operationOf(call)
      const down = reverse(up).operation
      if (down === undefined) throw new Error(`no way back from ${up.kind}`)
      return { up, down }
    }

    test('goes up, down and up again', async () => {
      const { up, down } = await prepare()
      const before = await catalog()
      await perform(database, up)
      const after = await catalog()
      expect(after).not.toEqual(before)
      await perform(database, down)
      expect(withoutForeignKeyIndexes(await catalog())).toEqual(withoutForeignKeyIndexes(before))
      await perform(database, up)
      expect(withoutForeignKeyIndexes(await catalog())).toEqual(withoutForeignKeyIndexes(after))
    })

    test('and does the same as a script', async () => {
      const { up, down } = await prepare()
      await perform(database, up)
      const live = await catalog()
      await database.empty()
      await prepare()
      const script = (operation: Operation) =>
        mysql
          .compile(operation, () => undefined)
          .map((one) => mysql.scriptText?.(mysql.inline(one)))
          .join('\n')
      await database.query(script(up))
      expect(await catalog()).toEqual(live)
      await database.query(script(down))
    })
  })

  /** InnoDB makes an index for a foreign key, and leaves it when the key goes. */
  function withoutForeignKeyIndexes(found: unknown): unknown {
    const [columns, indexes, ...rest] = found as readonly (readonly Record<string, unknown>[])[]
    return [columns, indexes?.filter((one) => !String(one.index_name).startsWith('fk')), ...rest]
  }

  test("guards pass over what is there, or isn't", async () => {
    const make: readonly Call[] = [
      (op) => op.createTable('a', { b: t.varchar(9) }, [index('b', { name: 'ix' })], { ifNotExists: true }),
      (op) => op.addColumn('a', 'c', t.integer().unique('uq_c'), { ifNotExists: true }),
      (op) => op.createIndex('iy', 'a', 'b', { ifNotExists: true }),
    ]
    await run(database, ...make, ...make)
    const made = await createText(database, 'a')
    expect(made.match(/KEY/g)).toHaveLength(3)
    const drop: readonly Call[] = [
      (op) => op.dropIndex('ix', { table: 'a', ifExists: true }),
      (op) => op.dropConstraint('uq_c', 'a', { ifExists: true }),
      (op) => op.dropColumn('a', 'c', { ifExists: true }),
    ]
    await run(database, ...drop, ...drop)
    await run(
      database,
      (op) => op.dropTable('a', { ifExists: true }),
      (op) => op.dropTable('a', { ifExists: true }),
    )
    expect(await database.query('SHOW TABLES')).toEqual([])
  })

  describe('objects', () => {
    const account = `tsmig_${process.pid}@localhost`
    const all: readonly SchemaObject[] = [
      {
        type: 'view',
        name: 'v',
        query: 'SELECT b FROM a WHERE b > 0 -- some',
        columns: ['x'],
        checkOption: 'cascaded',
        options: { security_invoker: true, algorithm: 'merge' },
      },
      {
        type: 'function',
        name: 'f',
        arguments: 'x int',
        returns: 'int',
        volatility: 'immutable',
        body: 'BEGIN\n  DECLARE y int;\n  SET y = x;\n  RETURN y + 1;\nEND',
        comment: "it's",
      },
      {
        type: 'procedure',
        name: 'pr',
        arguments: 'IN x int, OUT y int',
        securityDefiner: true,
        body: 'SET y = x',
      },
      {
        type: 'trigger',
        name: 'tr',
        table: { name: 'a' },
        timing: 'before',
        events: ['insert'],
        forEach: 'row',
        body: 'BEGIN\n  SET NEW.b = 1;\n  SET NEW.b = NEW.b + 1;\nEND',
      },
      {
        type: 'sequence',
        name: 'se',
        start: 5,
        increment: 2,
        minimum: 1,
        maximum: 99n,
        cache: 3,
        cycle: true,
        comment: 'c',
      },
      {
        type: 'grant',
        privileges: ['select', 'update'],
        on: { kind: 'table', name: 'a' },
        to: [account],
        withGrantOption: true,
      },
    ]
    const objects = all.filter(({ type }) => type !== 'sequence' || database.isMariadb)
    const found = async () => [
      await database.query('SHOW FULL TABLES'),
      await database.query(
        `SELECT routine_name, routine_type, routine_definition, routine_comment, is_deterministic, security_type, sql_data_access FROM information_schema.routines WHERE routine_schema = '${database.name}' ORDER BY 1`,
      ),
      await database
        .query('SHOW TRIGGERS')
        .then((rows) => rows.map(({ Trigger, Statement }) => [Trigger, Statement])),
      await database.query(
        `SELECT privilege_type, is_grantable FROM information_schema.table_privileges WHERE table_schema = '${database.name}' ORDER BY 1`,
      ),
    ]

    test.each(objects.map((object) => [object.type, object] as const))(
      'a %s is made and dropped',
      async (_, object) => {
        await database.query(`CREATE TABLE a (b int); CREATE USER IF NOT EXISTS ${account}`)
        try {
          const before = await found()
          await perform(database, { kind: 'createObject', object })
          expect(await found()).not.toEqual(before)
          await perform(database, { kind: 'dropObject', object })
          expect(await found()).toEqual(before)
        } finally {
          await database.query(`DROP USER ${account}`)
        }
      },
    )

    test('are replaced, renamed and commented on', async () => {
      await database.query('CREATE TABLE a (b int)')
      const [view, routine, , trigger] = objects
      for (const object of [view, routine, trigger]) {
        if (object !== undefined) await perform(database, { kind: 'createObject', object })
      }
      if (routine?.type !== 'function' || trigger?.type !== 'trigger') throw new Error('other objects')
      await perform(database, {
        kind: 'replaceObject',
        object: { type: 'view', name: 'v', query: 'SELECT 5 AS y' },
      })
      await perform(database, { kind: 'replaceObject', object: { ...routine, body: 'RETURN x + 10' } })
      await perform(database, { kind: 'replaceObject', object: { ...trigger, body: 'SET NEW.b = 9' } })
      await perform(database, { kind: 'renameObject', object: { type: 'view', name: 'v' }, to: 'w' })
      await perform(database, {
        kind: 'setComment',
        on: { type: 'table', table: { name: 'a' } },
        comment: "t's",
      })
      await perform(database, {
        kind: 'setComment',
        on: { type: 'function', name: 'f', arguments: '' },
        comment: 'f',
      })
      await database.query('INSERT INTO a VALUES (0)')
      expect(await database.query('SELECT y, f(1) AS f, (SELECT b FROM a) AS b FROM w')).toEqual([
        { y: 5, f: 11, b: 9 },
      ])
      expect(await createText(database, 'a')).toContain("COMMENT='t''s'")
    })

    test.runIf(database.isMariadb)('a sequence is altered and renamed', async () => {
      const sequence = objects.find(({ type }) => type === 'sequence')
      if (sequence === undefined) throw new Error('other objects')
      await perform(database, { kind: 'createObject', object: sequence })
      await perform(database, { kind: 'renameObject', object: { type: 'sequence', name: 'se' }, to: 'sf' })
      await perform(database, {
        kind: 'alterSequence',
        sequence: { name: 'sf' },
        to: { restart: 21, increment: 4, comment: 'd' },
      })
      expect(await database.query('SELECT NEXTVAL(sf) AS n')).toEqual([{ n: '21' }])
    })

    test('schemas are databases', async () => {
      const name = `${database.name}_side`
      await perform(database, {
        kind: 'createObject',
        ifNotExists: true,
        object: { type: 'schema', name, ...(database.isMariadb && { comment: 'aside' }) },
      })
      try {
        await run(
          database,
          (op) =>
            op.createTable('thing', { id: t.integer().primaryKey() }, [], { schema: name, comment: 'x' }),
          (op) => op.renameTable('thing', 'object', { schema: name }),
          (op) => op.addColumn('object', 'more', t.integer(), { schema: name }),
        )
        expect(
          await database.query(
            `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${name}'`,
          ),
        ).toEqual([{ name: 'object' }])
      } finally {
        await perform(database, { kind: 'dropObject', object: { type: 'schema', name }, ifExists: true })
      }
    })
  })

  test('a generated column that is never null', async () => {
    const column = t.integer().generatedAs('a * 2')
    await database.query('CREATE TABLE g (a int)')
    const refused = run(database, (op) => op.addColumn('g', 'never', column.notNull()))
    if (database.isMariadb) await expect(refused).rejects.toThrow('has no NOT NULL for a generated column')
    else await refused
    await run(database, (op) => op.addColumn('g', 'b', column.check('b IS NOT NULL')))
    await expect(database.query('INSERT INTO g (a) VALUES (NULL)')).rejects.toThrow(/null|constraint/i)
    await run(database, (op) => op.alterColumn('g', 'b', { comment: 'twice' }))
    await database.query('INSERT INTO g (a) VALUES (4)')
    expect(await database.query('SELECT b FROM g')).toEqual([{ b: 8 }])
  })

  test('a column becomes a generated one, or none, unless it is virtual', async () => {
    await database.query(
      'CREATE TABLE g (a int, p int, q int, s int AS (a + 1) STORED, v int AS (a + 1) VIRTUAL)',
    )
    const alter =
      (column: string, generated: { expression: string; stored: boolean } | null): Call =>
      (op) =>
        op.alterColumn('g', column, { generated })
    for (const call of [alter('p', { expression: 'a', stored: false }), alter('v', null)]) {
      await expect(run(database, call)).rejects.toThrow('does not change whether a column is virtual')
    }
    await run(
      database,
      alter('q', { expression: 'a', stored: true }),
      alter('s', null),
      alter('v', { expression: 'a + 2', stored: false }),
    )
    const text = await createText(database, 'g')
    expect(text).toMatch(/`q` int(?:\(11\))? GENERATED .* STORED/)
    expect(text).toMatch(/`s` int(?:\(11\))? DEFAULT NULL/)
    expect(text).toMatch(/`v` int(?:\(11\))? GENERATED ALWAYS AS \(+`a` \+ 2\)+ VIRTUAL/)
  })

  test('a column keeps its checks under another name', async () => {
    await run(
      database,
      (op) =>
        op.createTable('r', { a: t.integer(), b: t.varchar(9) }, [
          check('a > 0', { name: 'a' }),
          check("b <> 'it''s' OR a < 9", { name: 'k' }),
        ]),
      (op) => op.alterColumn('r', 'a', { name: 'a2' }),
      (op) => op.alterColumn('r', 'b', { name: 'b2', nullable: false, type: t.varchar(12) }),
    )
    const text = await createText(database, 'r')
    expect(text).toMatch(/CONSTRAINT `a` CHECK \(+`a2` > 0/)
    expect(text).toMatch(/CONSTRAINT `k` CHECK \(+`b2` <> .*`a2` < 9/)
    expect(text).toContain('`b2` varchar(12) NOT NULL')
  })

  test('a comment at the end of an expression comments nothing else out', async () => {
    await run(
      database,
      (op) =>
        op.createTable('a', {
          b: t.integer().default(sql`1 + 0 -- one`).check('b > 0 -- more'),
          c: t.integer().generatedAs('b * 2 -- twice'),
        }),
      (op) => op.bulkInsert('a', [{ b: 3 }]),
    )
    expect(await database.query('SELECT * FROM a')).toEqual([{ b: 3, c: 6 }])
    expect(await columnLine(database, 'a', 'b')).toMatch(/DEFAULT \(+1 \+ 0\)+/)
  })
})
