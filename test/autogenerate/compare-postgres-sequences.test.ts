import { describe, test } from 'vitest'
import { sequence } from '../../src/schema/declare.ts'
import { table } from '../../src/schema/declared-table.ts'
import { t } from '../../src/schema/t.ts'
import { sql } from '../../src/schema/values.ts'
import { postgresGround } from './postgres-ground.ts'
import { type Edit, thereAndBack } from './there-and-back.ts'

const numbered = table('a', { id: t.integer().identity().notNull(), x: t.integer() })
const bare = table('a', { id: t.integer().notNull(), x: t.integer() })
const unlogged = { postgres: { unlogged: true } }
const rows = 'INSERT INTO a (id, x) OVERRIDING SYSTEM VALUE VALUES (1, 1)'

const listed = { tags: t.text().array().notNull().default([]) }

const edits: Readonly<Record<string, Edit>> = {
  'a new sequence numbers a column, beside one whose default is a list': {
    before: table('a', { id: t.integer().notNull(), ...listed }),
    after: [
      sequence('numbers'),
      table('a', { id: t.integer().notNull().default(sql`nextval('numbers')`), ...listed }),
    ],
    rows: 'INSERT INTO a VALUES (1)',
    kinds: ['createObject', 'alterColumn'],
  },
  'an identity goes, and a sequence of its name comes': {
    before: numbered,
    after: [bare, sequence('a_id_seq')],
    rows,
    kinds: ['alterColumn', 'createObject'],
  },
  'an identity goes, and a sequence of its name numbers the column': {
    before: numbered,
    after: [
      table('a', { id: t.integer().notNull().default(sql`nextval('a_id_seq')`), x: t.integer() }),
      sequence('a_id_seq', { start: 100 }),
    ],
    rows,
  },
  'an identity goes, and a sequence of its name belongs to another column': {
    before: numbered,
    after: [bare, sequence('a_id_seq', { ownedBy: 'a.x' })],
    rows,
  },
  'an identity comes beside a sequence that has its name': {
    before: [bare, sequence('a_id_seq')],
    after: [numbered, sequence('a_id_seq')],
    rows: 'INSERT INTO a VALUES (1, 1)',
    kinds: ['alterColumn'],
  },
  'a sequence goes, and an identity of its name comes': {
    before: [bare, sequence('a_id_seq')],
    after: numbered,
    rows: 'INSERT INTO a VALUES (1, 1)',
  },
  'a sequence goes, and the column that it numbered becomes an identity of its name': {
    before: [
      table('a', { id: t.integer().notNull().default(sql`nextval('a_id_seq')`), x: t.integer() }),
      sequence('a_id_seq', { cycle: true }),
    ],
    after: numbered,
    rows: 'INSERT INTO a (x) VALUES (1)',
    kinds: ['alterColumn', 'dropObject', 'alterColumn'],
  },
  'the sequence of a serial column goes, and another of its name comes': {
    before: table('a', { id: t.integer().serial(), x: t.integer() }),
    after: [bare, sequence('a_id_seq', { increment: 2, dataType: 'smallint' })],
  },
  'a column that owns a sequence already becomes serial': {
    before: [bare, sequence('s', { ownedBy: 'a.x' })],
    after: [
      table('a', { id: t.integer().notNull(), x: t.integer().serial() }),
      sequence('s', { ownedBy: 'a.x' }),
    ],
    rows,
  },
  'a serial column comes whose sequence has to take another name': {
    before: [table('a', { x: t.integer() }), table('a_id_seq', { y: t.integer() })],
    after: [table('a', { x: t.integer(), id: t.integer().serial() }), table('a_id_seq', { y: t.integer() })],
    rows: 'INSERT INTO a VALUES (1)',
    kinds: ['addColumn'],
  },
  'a table comes with a serial column whose sequence has to take another name': {
    before: [table('a_id_seq', { y: t.integer() })],
    after: [table('a', { id: t.bigint().serial(), x: t.integer() }), table('a_id_seq', { y: t.integer() })],
    kinds: ['createTable'],
  },
  'a column with a sequence of its own, whatever its name, is declared as serial, and wider': {
    before: [
      table('a', { id: t.integer().notNull().default(sql`nextval('counter')`), x: t.integer() }),
      sequence('counter', { dataType: 'integer', ownedBy: 'a.id' }),
    ],
    after: table('a', { id: t.bigint().serial(), x: t.integer() }),
    rows: 'INSERT INTO a (x) VALUES (1)',
    kinds: ['alterSequence', 'alterColumn'],
  },
  'an identity goes with its column, and a sequence of its name comes': {
    before: numbered,
    after: [table('a', { x: t.integer() }), sequence('a_id_seq')],
    rows,
  },
  'an identity goes with its column and one computed of it, and a sequence of its name comes': {
    before: table('a', {
      id: t.integer().identity().notNull(),
      x: t.integer(),
      twice: t.integer().generatedAs(sql`id * 2`),
    }),
    after: [table('a', { x: t.integer() }), sequence('a_id_seq')],
  },
  'an identity goes with its column, of which one is computed no more, and a sequence of its name comes': {
    before: table('a', { id: t.integer().identity().notNull(), twice: t.integer().generatedAs(sql`id * 2`) }),
    after: [table('a', { twice: t.integer() }), sequence('a_id_seq')],
    noWayBack: "the column twice of a holds values, and can't be computed again",
  },
  'an identity goes with its table, and a sequence of its name comes': {
    before: [numbered, table('b', { id: t.integer() })],
    after: [table('b', { id: t.integer() }), sequence('a_id_seq')],
    rows,
  },
  'an identity goes, and a table takes the name of its sequence': {
    before: numbered,
    after: [bare, table('a_id_seq', { id: t.integer() })],
    rows,
  },
  'two columns change which is numbered': {
    before: table('a', { x: t.integer().identity({ sequence: 'counter' }), y: t.integer().notNull() }),
    after: table('a', { x: t.integer().notNull(), y: t.integer().identity({ sequence: 'counter' }) }),
    rows: 'INSERT INTO a VALUES (DEFAULT, 1)',
  },
  'the sequence of an identity gets another name': {
    before: numbered,
    after: table('a', { id: t.integer().identity({ sequence: 'numbers' }).notNull(), x: t.integer() }),
    rows,
    kinds: ['renameObject'],
  },
  'the sequence of an identity has another name than the server chooses': {
    before: numbered,
    after: table('a', { id: t.integer().identity({ always: true }).notNull(), x: t.integer() }),
    rows: 'ALTER SEQUENCE a_id_seq RENAME TO numbers',
    kinds: ['alterColumn'],
  },
  'a sequence comes whose name that of an identity has': {
    before: numbered,
    after: [numbered, sequence('numbers')],
    rows: 'ALTER SEQUENCE a_id_seq RENAME TO numbers',
    kinds: ['renameObject', 'createObject'],
  },
  'a sequence comes whose name is the usual one of an identity': {
    before: numbered,
    after: [numbered, sequence('a_id_seq')],
    rows,
    kinds: ['renameObject', 'createObject'],
  },
  'the sequence of an identity loses its own name to another': {
    before: table('a', { id: t.integer().identity({ sequence: 'numbers' }).notNull(), x: t.integer() }),
    after: [
      table('a', { id: t.integer().identity({ sequence: 'first' }).notNull(), x: t.integer() }),
      sequence('numbers'),
    ],
    rows,
    kinds: ['renameObject', 'createObject'],
  },
  'a table with an owned sequence becomes unlogged': {
    before: [bare, sequence('s', { ownedBy: 'a.x' })],
    after: [
      table('a', { id: t.integer().notNull(), x: t.integer() }, [], unlogged),
      sequence('s', { ownedBy: 'a.x' }),
    ],
    rows,
    kinds: ['alterTableOptions', 'alterSequence'],
  },
  'a table with an owned, unlogged sequence becomes logged': {
    before: [
      table('a', { id: t.integer().notNull(), x: t.integer() }, [], unlogged),
      sequence('s', { ownedBy: 'a.x', unlogged: true }),
    ],
    after: [bare, sequence('s', { ownedBy: 'a.x' })],
    rows,
  },
  'a table with serial and identity columns becomes unlogged': {
    before: table('a', { id: t.integer().identity(), x: t.integer().serial() }),
    after: table('a', { id: t.integer().identity(), x: t.integer().serial() }, [], unlogged),
  },
  'a table becomes unlogged, and its sequence stays logged': {
    before: [bare, sequence('s', { ownedBy: 'a.x', unlogged: true })],
    after: [
      table('a', { id: t.integer().notNull(), x: t.integer() }, [], unlogged),
      sequence('s', { ownedBy: 'a.x' }),
    ],
    rows,
  },
  'a table becomes unlogged with its sequence': {
    before: [bare, sequence('s', { ownedBy: 'a.x' })],
    after: [
      table('a', { id: t.integer().notNull(), x: t.integer() }, [], unlogged),
      sequence('s', { ownedBy: 'a.x', unlogged: true }),
    ],
    rows,
  },
  'a table becomes unlogged, and gets a sequence that was nobodys': {
    before: [bare, sequence('s')],
    after: [
      table('a', { id: t.integer().notNull(), x: t.integer() }, [], unlogged),
      sequence('s', { ownedBy: 'a.x', unlogged: true }),
    ],
    rows,
  },
  'a table becomes logged, and lets go of its sequence': {
    before: [
      table('a', { id: t.integer().notNull(), x: t.integer() }, [], unlogged),
      sequence('s', { ownedBy: 'a.x', unlogged: true }),
    ],
    after: [bare, sequence('s', { unlogged: true })],
    rows,
  },
}

describe('sequences and what they number, from one schema to another and back, on PostgreSQL', async () => {
  const ground = await postgresGround()
  test.each(Object.entries(edits))('%s', (_, edit) => thereAndBack(ground, edit))
})
