import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { printTable } from '../../../src/dialects/sqlite/definition.ts'
import { parseTable } from '../../../src/dialects/sqlite/parse/table.ts'
import { openFile, type TestFile } from './database.ts'

let file: TestFile
beforeEach(() => {
  file = openFile()
  file.exec('CREATE TABLE k (a INTEGER PRIMARY KEY, b)')
})
afterEach(() => file.close())

/** Everything that SQLite has to say about table t. */
function facts() {
  const indexes = file.rows('SELECT name, "unique", origin FROM pragma_index_list(\'t\')')
  return {
    columns: file.rows("SELECT * FROM pragma_table_xinfo('t')"),
    options: file.rows("SELECT wr, strict FROM pragma_table_list('t')"),
    keys: file.rows("SELECT * FROM pragma_foreign_key_list('t')"),
    indexes: indexes.map((index) => [index, file.rows('SELECT * FROM pragma_index_xinfo(?)', index.name)]),
  }
}

const weird = [
  'CREATE TABLE t(a)',
  'create\ttable\nif not exists main . t /* ( */ ( -- )\n a int -- , b int\n , /* , c */ d text)',
  'CREATE TABLE t ("a""b" int, `c``d` text, [e]]f] int)'.replace(']]f]', ' f]'),
  `CREATE TABLE t ('str' 'my type' DEFAULT 'it''s', x "double  quoted" (1, +2), y [brack et](-3))`,
  'CREATE TABLE t (a int default -5, b default +1.5e3, c default (1 + (2 * 3)), d default x\'00\', e default foo, f default current_timestamp, g default null, h default "dq", i default true)',
  'CREATE TABLE t (a int check (a > 0) constraint x constraint y not null, b, c int generated always as (a + 1) not null, d as (c) stored)',
  'CREATE TABLE t (a int not null on conflict fail unique on conflict ignore check (a <> 3), b null, c int constraint nn not null constraint dd default 7)',
  'CREATE TABLE t (id integer primary key autoincrement, b int references k deferrable initially deferred)',
  'CREATE TABLE t (id integer, b, primary key (id autoincrement) on conflict replace)',
  'CREATE TABLE t (id integer primary key desc)',
  'CREATE TABLE t (id integer constraint pk primary key asc on conflict rollback autoincrement)',
  "CREATE TABLE t (a, b, primary key (a collate nocase desc, 'b' asc) on conflict replace constraint z unique (b) check (a > 1) on conflict ignore foreign key (a) references k(a) match full on update set null not deferrable)",
  'CREATE TABLE t (a references k on delete cascade not null deferrable initially deferred unique, b references k (a) on update no action on delete set default match simple not deferrable initially immediate)',
  'CREATE TABLE t (a timestamp with time zone, b timestamp with time zone(3), c double precision, d generated always, e integer hidden)',
  'CREATE TABLE t (key int, end int, desc2 int, abort text, "primary" int, temp int, check (case when key then 1 end))',
  "CREATE TABLE t (a text check (a not in (')', '(', ',')), b text check (b <> '--' and b <> '/*'), c int)",
  'CREATE TABLE t (a text collate nocase collate rtrim, b collate "NOCASE")',
  'CREATE TABLE t (a text references k(a) references k(b))',
  'CREATE TABLE t (a int constraint q, b int, constraint r, constraint s check (a) constraint t)',
  'CREATE TABLE t (a int primary key, b any) without rowid, strict',
  'CREATE TABLE t (a int, primary key (a)) strict, without rowid',
  'CREATE TABLE t (a int not deferrable, b text not null default (1) unique)',
  'CREATE TABLE t (ünïcode_ÄÖ int, 😀 text, "q😀" int)',
  `CREATE TABLE t (a varchar(255) DEFAULT ';', b decimal(10,2) CONSTRAINT "odd ""name" CHECK (b >= 0 AND (b <= 99)))`,
  'CREATE TABLE t (a int, b int generated always as (iif(a > 0, a, -a)) virtual check (b >= 0) unique)',
  'CREATE TABLE t (c$d int, _e int)',
]

describe('a CREATE TABLE that SQLite takes', () => {
  test.each(weird)('is read, and written to the same effect: %s', async (sql) => {
    file.exec(sql)
    const before = facts()
    const shape = await file.shape('t')
    expect(shape?.table.columns.map(({ name }) => name)).toEqual(before.columns.map(({ name }) => name))
    const definition = parseTable(shape?.sql ?? '', 't')
    file.exec('DROP TABLE t')
    file.exec(printTable(definition, '"t"'))
    expect(facts()).toEqual(before)
    expect((await file.shape('t'))?.table).toEqual(shape?.table)
  })

  test('that another makes from a query', async () => {
    file.exec('CREATE TABLE t AS SELECT a, b AS "x y", 1.5 AS c FROM k')
    expect((await file.shape('t'))?.table.columns.map(({ name }) => name)).toEqual(['a', 'x y', 'c'])
  })

  test('that ALTER TABLE has written to', async () => {
    file.exec(`CREATE TABLE t (a int -- the first
      , b text); ALTER TABLE t ADD COLUMN c int DEFAULT 3 CHECK (c > 0); ALTER TABLE t RENAME COLUMN b TO "b c"`)
    expect((await file.shape('t'))?.table.columns.map(({ name }) => name)).toEqual(['a', 'b c', 'c'])
  })
})

test('names, actions and expressions arrive in the model', () => {
  const { columns, constraints } = parseTable(
    `CREATE TABLE t (a int CONSTRAINT [c 1] CHECK (a > /* zero */ 0), b REFERENCES "o""t"(x) ON DELETE SET NULL,
      CONSTRAINT 'u' UNIQUE (a, [b]), CONSTRAINT f FOREIGN KEY (a, b) REFERENCES o (x, y) ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED)`,
    't',
  )
  const clauses = [...columns.flatMap((column) => column.clauses), ...constraints]
  expect(clauses.map((clause) => (clause.kind === 'constraint' ? clause.constraint : clause))).toEqual([
    { kind: 'check', name: 'c 1', expression: 'a > /* zero */ 0' },
    {
      kind: 'foreignKey',
      columns: ['b'],
      references: { table: { name: 'o"t' }, columns: ['x'] },
      onDelete: 'set null',
    },
    { kind: 'unique', name: 'u', columns: ['a', 'b'] },
    {
      kind: 'foreignKey',
      name: 'f',
      columns: ['a', 'b'],
      references: { table: { name: 'o' }, columns: ['x', 'y'] },
      onUpdate: 'restrict',
      deferral: { deferrable: true, initially: 'deferred' },
    },
  ])
})

test.each([
  'CREATE TABLE t (a int',
  'CREATE TABLE t (a int) WITH SOMETHING',
  'CREATE TABLE t (a int,)',
  'CREATE TABLE t (a int CHECK)',
  "CREATE TABLE t (a int DEFAULT 'x)",
  'CREATE VIRTUAL TABLE t USING fts5(a)',
  'CREATE TABLE t (a int PRIMARY)',
  'CREATE TABLE t (a int) STRICT; DROP TABLE k',
  'CREATE TABLE t (a int !)',
])('what is none gives an error: %s', (sql) => {
  expect(() => parseTable(sql, 't')).toThrow(/can't be read/)
})

test('a virtual table is refused by name', async () => {
  file.exec('CREATE VIRTUAL TABLE docs USING fts5(body)')
  await expect(file.shape('docs')).rejects.toMatchObject({
    code: 'unreadable-sql',
    message: 'The definition of table "docs" can\'t be read: TABLE expected before "VIRTUAL"',
  })
})

test('reading takes time in proportion to the text', () => {
  const time = (columns: number) => {
    const parts = Array.from(
      { length: columns },
      (_, i) => `c${i} text DEFAULT '${"x''".repeat(50)}' /* ${'*'.repeat(99)} */`,
    )
    const start = process.cpuUsage()
    parseTable(`CREATE TABLE t (${parts.join(', ')}, CHECK (${'('.repeat(5000)}1${')'.repeat(5000)}))`, 't')
    return process.cpuUsage(start).user / 1000
  }
  time(1000)
  expect(time(16_000)).toBeLessThan(40 * Math.max(time(2000), 5))
})
