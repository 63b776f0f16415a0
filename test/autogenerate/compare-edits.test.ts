import { afterAll, describe, expect, test } from 'vitest'
import { check, primaryKey, uniqueConstraint } from '../../src/schema/constraints.ts'
import { enumType, materializedView, sequence, trigger, view } from '../../src/schema/declare.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { index } from '../../src/schema/index-definition.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import type { Declared } from '../mutation/declared.ts'
import { runStep } from '../mutation/run-history.ts'
import { openServer } from '../mutation/server.ts'
import { kinds } from '../support/databases.ts'

const id = { id: t.integer().primaryKey() }

const setting = (name: string) =>
  trigger(name, 'a', { timing: 'before', events: 'insert', body: 'SET @seen = 1' })

type Edits = Readonly<Record<string, readonly [before: unknown, after: unknown]>>

/** What is declared before and after, by the name of the edit. */
const everywhere: Edits = {
  'a column comes that numbers the rows': [
    table('a', { x: t.integer() }),
    table('a', { x: t.integer(), id: t.integer().identity().primaryKey() }),
  ],
  'a column goes that numbers the rows': [
    table('a', { id: t.integer().identity().primaryKey(), x: t.integer() }),
    table('a', { x: t.integer() }),
  ],
  'a key and what points at it get another type': [
    [table('a', id), table('b', { ...id, a: t.integer().references('a.id', { name: 'fk' }) })],
    [
      table('a', { id: t.bigint().primaryKey() }),
      table('b', { ...id, a: t.bigint().references('a.id', { name: 'fk' }) }),
    ],
  ],
  'a view changes with a column that it used': [
    [
      table('a', { ...id, x: t.integer(), y: t.integer() }),
      view('v', 'SELECT x, y FROM a'),
      view('w', 'SELECT y FROM v'),
    ],
    [table('a', { ...id, y: t.integer() }), view('v', 'SELECT id, y FROM a'), view('w', 'SELECT y FROM v')],
  ],
  'a collation goes, and another comes': [
    table('a', { ...id, x: t.varchar(20).collate('C'), y: t.varchar(20) }),
    table('a', { ...id, x: t.varchar(20), y: t.varchar(20).collate('C') }),
  ],
  'a name of an index moves to another table': [
    [
      table('a', { ...id, x: t.integer() }, [index('x', { name: 'ix' })]),
      table('b', { ...id, x: t.integer() }, [index('x', { name: 'iy' })]),
      table('c', { ...id, x: t.integer() }),
    ],
    [
      table('b', { ...id, x: t.integer() }, [index('x', { name: 'ix' })]),
      table('c', { ...id, x: t.integer() }, [index('x', { name: 'iy' })]),
    ],
  ],
  'a standing table takes the names of an index and a constraint of one that goes': [
    [
      table('gone', { ...id, x: t.integer() }, [
        index('x', { name: 'ix' }),
        uniqueConstraint('x', { name: 'uq' }),
      ]),
      table('stays', { ...id, x: t.integer(), y: t.integer() }),
    ],
    table('stays', { ...id, x: t.integer(), y: t.integer() }, [
      index('x', { name: 'ix' }),
      uniqueConstraint('y', { name: 'uq' }),
    ]),
  ],
  'a check takes the name of one of a table that goes': [
    [
      table('gone', { ...id, x: t.integer() }, [check('x > 0', { name: 'ck' })]),
      table('stays', { ...id, x: t.integer() }),
    ],
    table('stays', { ...id, x: t.integer() }, [check('x > 0', { name: 'ck' })]),
  ],
  'a key goes, and a table that points at it': [
    [
      table('kept', { id: t.integer().notNull(), x: t.integer() }, [primaryKey('id', { name: 'pk' })]),
      table('gone', { ...id, x: t.integer().references('kept.id') }),
    ],
    table('kept', { id: t.integer().notNull(), x: t.integer() }),
  ],
  'a column gets another type, and a table that points at it goes': [
    [
      table('kept', { ...id, x: t.varchar(20).unique() }),
      table('gone', { ...id, x: t.varchar(20).references('kept.x') }),
    ],
    table('kept', { ...id, x: t.varchar(30).unique() }),
  ],
  'a foreign key takes the name of one of a table that goes': [
    [
      table('gone', { ...id, x: t.integer().references('stays.id', { name: 'fk' }) }, [
        index('x', { name: 'ix_gone' }),
      ]),
      table('stays', { ...id, x: t.integer() }, [index('x', { name: 'ix_stays' })]),
    ],
    table('stays', { ...id, x: t.integer().references('stays.id', { name: 'fk' }) }, [
      index('x', { name: 'ix_stays' }),
    ]),
  ],
  'a computed column goes with the one that it is computed of': [
    table('a', { ...id, x: t.bigint(), y: t.bigint().generatedAs('x * 2') }),
    table('a', { ...id, z: t.bigint() }),
  ],
}

const postgres: Edits = {
  'a table becomes unlogged, and a logged one that pointed at it goes': [
    [table('a', id), table('b', { a: t.integer().references('a.id', { name: 'fk' }) })],
    table('a', { id: t.integer().default(3).primaryKey() }, [], { postgres: { unlogged: true } }),
  ],
  'a sequence gets a column that comes with it': [
    [sequence('s'), table('b', id)],
    [sequence('s', { cycle: true, ownedBy: 'b.x' }), table('b', { ...id, x: t.integer() })],
  ],
  'a sequence goes with the column that owns it': [
    [table('a', { ...id, x: t.integer() }), sequence('s', { ownedBy: { table: 'a', column: 'x' } })],
    table('a', id),
  ],
  'a key gets a column beside it while another table points at it': [
    [
      table('a', { ...id, x: t.integer() }),
      table('b', { ...id, a: t.integer().references('a.id', { name: 'fk' }) }),
    ],
    [
      table('a', { id: t.integer().notNull(), x: t.integer() }, [primaryKey('id', { include: 'x' })]),
      table('b', { ...id, a: t.integer().references('a.id', { name: 'fk' }) }),
    ],
  ],
  'views are called as labels of an enum in the queries of others': [
    [],
    [
      table('a', { ...id, s: t.enum(['open', 'shut'], { name: 'state' }) }),
      view('open', sql`SELECT id FROM b`),
      view('b', sql`SELECT id FROM a WHERE s = 'open'`),
      view('shut', sql`SELECT c.id, 'open' AS x FROM c`),
      view('c', sql`SELECT id FROM a WHERE s = 'shut' /* no open */`),
    ],
  ],
  'a column with settings of its own gets another collation': [
    table('a', { ...id, x: t.text().postgres({ storage: 'main', statistics: 200 }) }),
    table('a', { ...id, x: t.text().collate('C').postgres({ storage: 'main', statistics: 200 }) }),
  ],
  'a sequence takes the name of one that a column of a table had which goes': [
    [table('a', { id: t.integer().identity() }), table('b', { id: t.integer().serial() }), table('c', id)],
    [sequence('a_id_seq'), sequence('b_id_seq'), table('c', id)],
  ],
  'a sequence takes the name of one that a column had which goes': [
    table('a', { ...id, x: t.integer().identity(), y: t.integer().serial() }),
    [table('a', id), sequence('a_x_seq'), sequence('a_y_seq')],
  ],
  'a column takes the name of a sequence that goes for its own': [
    [table('a', id), sequence('a_x_seq'), sequence('a_y_seq')],
    table('a', { ...id, x: t.integer().identity(), y: t.integer().serial() }),
  ],
  'a standing materialized view takes the name of an index of a table that goes': [
    [
      table('gone', { ...id, x: t.integer() }, [index('x', { name: 'ix' })]),
      table('a', id),
      materializedView('m', sql`SELECT id FROM a`),
    ],
    [
      table('a', id),
      materializedView('m', sql`SELECT id FROM a`, { indexes: [index('id', { name: 'ix' })] }),
    ],
  ],
  'an index takes the name of one of a standing materialized view': [
    [
      table('a', id),
      materializedView('m', sql`SELECT id FROM a`, { indexes: [index('id', { name: 'ix' })] }),
    ],
    [table('a', id, [index('id', { name: 'ix' })]), materializedView('m', sql`SELECT id FROM a`)],
  ],
  'an index takes the name of a table, and a table that of an index': [
    [table('a', id), table('b', { ...id, x: t.integer() }, [index('x', { name: 'ix' })])],
    [table('ix', id), table('b', { ...id, x: t.integer() }, [index('x', { name: 'a' })])],
  ],
  'a constraint takes the name of an index of the same table': [
    table('a', { ...id, x: t.integer() }, [index('x', { name: 'ix' })]),
    table('a', { ...id, x: t.integer() }, [uniqueConstraint('x', { name: 'ix' })]),
  ],
  'an index is called as the one of a table that goes, which was its like': [
    [
      table('gone', { ...id, x: t.integer() }, [index('x', { name: 'ix' })]),
      table('stays', { ...id, x: t.integer() }, [index('x', { name: 'iy' })]),
    ],
    table('stays', { ...id, x: t.integer() }, [index('x', { name: 'ix' })]),
  ],
  'several values come before the first of an enum': [
    enumType('e', ['x']),
    enumType('e', ['first', 'mid', 'x', 'last']),
  ],
  'a view is called as a column of a table': [
    [],
    [
      table('a', { ...id, b: t.integer() }, [check('b > 0', { name: 'ck' })]),
      view('b', sql`SELECT id FROM a`),
    ],
  ],
  'what holds without being said is no difference': [
    table('a', {
      ...id,
      a: t.integer().references('a.id', { name: 'fk', onDelete: 'no action', match: 'simple' }),
    }),
    table('a', {
      ...id,
      a: t.integer().references('a.id', { name: 'fk', onUpdate: 'no action', deferrable: false }),
    }),
  ],
  'a check that the server spells otherwise each time comes back with its table': [
    table('a', { ...id, x: t.varchar(20) }, [
      check("x NOT IN ('y', 'z') AND (id BETWEEN 0 AND 9)", { name: 'ck' }),
      index('x', { name: 'ix', where: "x NOT IN ('y')" }),
    ]),
    [],
  ],
  'the type changes of what a column is computed of': [
    table('a', { ...id, x: t.integer(), y: t.numeric().generatedAs('abs(x)') }, [index('y', { name: 'ix' })]),
    table('a', { ...id, x: t.bigint(), y: t.numeric().generatedAs('abs(x)') }, [index('y', { name: 'ix' })]),
  ],
}

const sqlite: Edits = {
  'a key that numbers the rows gets another ON CONFLICT': [
    table('a', { id: t.integer().identity().primaryKey() }),
    table('a', { id: t.integer().identity() }, [primaryKey('id', { sqlite: { onConflict: 'replace' } })]),
  ],
  'a column gets a type that the table could not have while it was strict': [
    table('a', { ...id, x: t.text() }, [], { strict: true }),
    table('a', { ...id, x: t.char(5) }),
  ],
  'a key is turned round': [
    table('a', id),
    table('a', { id: t.integer().notNull() }, [primaryKey('id', { sqlite: { descending: 'id' } })]),
  ],
  'rows are numbered on under another primary key': [
    table('a', { id: t.integer().identity().primaryKey('pk'), x: t.integer() }),
    table('a', { id: t.integer().identity().primaryKey('qk'), x: t.integer() }),
  ],
  'rows are numbered with their primary key, and without': [
    table('a', { id: t.integer().identity().primaryKey('pk'), x: t.integer() }),
    table('a', { id: t.integer().notNull(), x: t.integer() }),
  ],
  'a primary key comes and numbers the rows': [
    table('a', { id: t.integer().notNull() }),
    table('a', { id: t.integer().identity() }, [primaryKey('id', { name: 'pk' })]),
  ],
  'a column is called as its table, which has a trigger': [
    [table('a', id), trigger('tr', 'a', { timing: 'after', events: 'insert', body: 'SELECT 1' })],
    [
      table('a', { ...id, a: t.integer() }),
      trigger('tr', 'a', { timing: 'after', events: 'insert', body: 'SELECT 1' }),
    ],
  ],
}

const mysql: Edits = {
  'the key of what numbers the rows gets a comment': [
    table('a', { id: t.integer().identity().primaryKey() }),
    table('a', { id: t.integer().identity().primaryKey(undefined, { comment: 'the number' }) }),
  ],
  'a column is in another key as the one that numbers the rows': [
    table('a', { id: t.integer().identity(), x: t.integer().notNull() }, [primaryKey(['id', 'x'])]),
    table('a', { x: t.integer().notNull() }),
  ],
  'a unique constraint comes in the place of the index that a foreign key made': [
    table('a', { ...id, a: t.integer().references('a.id', { name: 'fk' }) }),
    table('a', { ...id, a: t.integer().references('a.id', { name: 'fk' }).unique('uq') }),
  ],
  'a foreign key has the name of one that is called otherwise now': [
    table('a', { ...id, a: t.integer().references('a.id', { name: 'fk' }) }),
    table('a', {
      ...id,
      a: t.integer().references('a.id', { name: 'fk_b' }),
      b: t.integer().references('a.id', { name: 'fk' }),
    }),
  ],
  'a column whose comment has a backslash gets another collation with its table': [
    table('a', { ...id, x: t.varchar(20).comment('with \\ in it') }, [], {
      mysql: { collation: 'utf8mb4_bin' },
    }),
    table('a', { ...id, x: t.varchar(20).comment('with \\ in it') }),
  ],
  'a column with a capital gets another collation with its table': [
    table('a', { ...id, Total: t.varchar(20) }),
    table('a', { ...id, Total: t.varchar(20) }, [], { mysql: { collation: 'utf8mb4_bin' } }),
  ],
  'a table that holds json gets another engine and another collation': [
    table('a', { code: t.json() }, [], { comment: 'with \\ in it' }),
    table('a', { code: t.json() }, [], {
      comment: 'with \\ in it',
      mysql: { engine: 'MyISAM', collation: 'utf8mb4_bin' },
    }),
  ],
  'a column that follows the clock is hidden': [
    table('a', { ...id, x: t.timestamp({ precision: 3 }) }),
    table('a', {
      ...id,
      x: t.timestamp({ precision: 3 }).mysql({ invisible: true, onUpdate: 'current_timestamp(3)' }),
    }),
  ],
  'a column with a check of its own is hidden': [
    table('a', { ...id, x: t.integer().mysql({ check: '`x` < 9' }) }),
    table('a', { ...id, x: t.integer().mysql({ check: '`x` < 9', invisible: true }) }),
  ],
  'a sequence takes as many numbers at a time as the server has it': [
    sequence('s', { cache: 5 }),
    sequence('s', { maximum: 99 }),
  ],
  'a virtual column is computed no more': [
    table('a', { ...id, x: t.bigint(), y: t.bigint().generatedAs('x * 2', { stored: false }) }),
    table('a', { ...id, x: t.bigint(), y: t.bigint() }),
  ],
  'an index comes in the place of the one that a foreign key made': [
    table('a', { ...id, a: t.integer().references('a.id', { name: 'fk' }) }),
    table('a', { ...id, a: t.integer().references('a.id', { name: 'fk' }) }, [
      index(['a', 'id'], { name: 'ix' }),
    ]),
  ],
  'an index goes that a foreign key needs': [
    table('a', { ...id, a: t.integer().references('a.id', { name: 'fk' }) }, [
      index(['a', 'id'], { name: 'ix' }),
    ]),
    table('a', { ...id, a: t.integer().references('a.id', { name: 'fk' }) }),
  ],
  'a unique constraint goes that a foreign key needs': [
    table('a', { ...id, a: t.integer().references('a.id', { name: 'fk' }).unique('uq') }),
    table('a', { ...id, a: t.integer().references('a.id', { name: 'fk' }) }),
  ],
  'a unique index comes beside another over the same column': [
    table('a', { ...id, x: t.integer() }, [index('x', { name: 'ix', unique: true })]),
    table('a', { ...id, x: t.integer() }, [
      index('x', { name: 'ix', unique: true }),
      index('x', { name: 'ia', unique: true }),
    ]),
  ],
  'triggers of one moment stand in the order in which they came': [
    [table('a', id), setting('tr_a')],
    [table('a', id), setting('tr_a'), setting('tr_b')],
  ],
}

const own = { postgres, sqlite, mysql }

describe.each(kinds)('from one schema to another and back, on %s', async (kind) => {
  const server = await openServer(kind)
  afterAll(() => server.close())
  const collation = { postgres: 'C', sqlite: 'NOCASE', mysql: 'utf8mb4_bin' }[kind]

  test.each(Object.entries({ ...everywhere, ...own[kind] }))('%s', async (_, [before, after]) => {
    const told = (declared: unknown): Declared =>
      JSON.parse(
        JSON.stringify(declaredSnapshot(declared)).replaceAll(
          '"collation":"C"',
          `"collation":"${collation}"`,
        ),
      )
    await expect(runStep(server, told(before), told(after))).resolves.toBeUndefined()
  })
})
