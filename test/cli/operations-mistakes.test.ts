import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds } from '../support/databases.ts'

const setup = `await op.createTable(
  'item',
  { id: t.integer().primaryKey(), name: t.varchar(10).notNull(), price: t.integer() },
  [check('price > 0', { name: 'ck_price' })],
)
await op.bulkInsert('item', [{ id: 1, name: 'a', price: 5 }, { id: 2, name: 'a', price: null }])`

/** A call, and what is said about it: the error, then a part of the hint; no hint where it is JavaScript's own. */
type Mistakes = readonly (readonly [call: string, error: string, hint: string])[]

/** Found in the arguments: the same on every database. */
const inArguments: Mistakes = [
  [
    "op.addColumn('item', 'x', t.timestamp().default(() => new Date()))",
    'The default is a function',
    'sql`…`',
  ],
  [
    "op.addColumn('item', 'x', t.text().default(undefined))",
    'The default is undefined',
    'Give a value, or null',
  ],
  [
    "op.addColumn('item', 'x', t.text().default(Promise.resolve('a')))",
    'The default is a Promise',
    'Await it',
  ],
  ["op.addColumn('item', 'x', t.text)", 'The column x is no column but function', 'Call it: t.text()'],
  ["op.addColumn('item', 'x', 'text')", 'The column x is no column but string', 'Describe it with t'],
  ["op.addColumn('item', 'x', t.varchar('9'))", 'The length of varchar is "9"', 'Give a whole number'],
  ["op.addColumn('item', 'x', t.enum('a', 'b'))", 'An enum has the text "a"', "t.enum(['small', 'large'])"],
  ["op.addColumn('item', 'x', t.string())", 't.string is not a function', ''],
  ["op.alterColumn('item', 'name', 'text')", 'op.alterColumn got text where its options stand', 'an object'],
  [
    "op.alterColumn('item', 'name', {})",
    'Altering the column name of item changes nothing',
    'Say what to change',
  ],
  ["op.alterColumn('item', 'name', { notNull: true })", 'op.alterColumn has no option "notNull"', 'nullable'],
  [
    "op.alterColumn('item', 'name', { type: 'text' })",
    'The new type of the column name is no type',
    't.varchar',
  ],
  [
    "op.alterColumn('item', 'name', { type: t.text().notNull() })",
    'The new type of the column name comes with more',
    'nullable',
  ],
  [
    "op.alterColumn('item', 'name', { nullable: 'no' })",
    '`nullable` of the column name is "no"',
    'true or false',
  ],
  ["op.alterColumn('item', 'name', { comment: 5 })", 'The comment of the column name is number', 'as text'],
  [
    "op.createIndex('ix', 'item', 'name', { uniqe: true })",
    'op.createIndex has no option "uniqe"',
    'Did you mean "unique"?',
  ],
  ["op.createIndex('ix', 'item', 'name', { unique: 'yes' })", '`unique` is "yes"', 'true or false'],
  [
    "op.createIndex('ix', 'item', { column: 'name', ordr: 'desc' })",
    'A key of an index has no option "ordr"',
    '"order"',
  ],
  ["op.createIndex('ix', 'item')", 'A key of an index is undefined', 'Give a column name'],
  [
    "op.createIndex(null, 'item', sql`lower(name)`)",
    'An index of item over an expression has no name',
    'Give it one',
  ],
  [
    "op.createTable('x', { b: t.text(), 1: t.text() })",
    'JavaScript moves the column "1" of x to the front',
    "[['1', t.integer()], …]",
  ],
  ["op.createTable('x')", 'The columns of x are neither a plain record nor a list', '{ id: t.integer() }'],
  [
    "op.createTable('x', [t.integer()])",
    'The list of columns of x holds something else than pairs',
    "[['id', t.integer()]",
  ],
  [
    "op.createTable('x', { id: t.integer() }, { ifNotExists: true })",
    'op.createTable got something else',
    '{ options }',
  ],
  [
    "op.createTable('x', { id: t.integer() }, [t.text()])",
    'Beside the columns of x stands something',
    'primaryKey(',
  ],
  [
    "op.createTable('x', { id: t.integer() }, [], { ifNotExist: true })",
    'op.createTable has no option "ifNotExist"',
    '"ifNotExists"',
  ],
  [
    "op.createTable('x', { id: t.integer() }, [primaryKey('di')])",
    'A primary key of x names the column di',
    'The columns of x are id',
  ],
  [
    "op.createTable('x', { id: t.integer().references('item') })",
    `"item" doesn't name a column`,
    "'table.column'",
  ],
  [
    "op.createTable('x', { id: t.integer().references('item.id', { ondelete: 'cascade' }) })",
    'references has no option "ondelete"',
    '"onDelete"',
  ],
  [
    "op.createTable('x', { id: t.integer().references('item.id', { onDelete: 'drop' }) })",
    '"drop" is nothing that a foreign key can do',
    'cascade',
  ],
  ["op.createTable('', { id: t.integer() })", "A table's name is empty", 'Give its name'],
  ['op.createTable(5, { id: t.integer() })', "A table's name is number", 'Give text'],
  ["op.dropTable('item', { ifExists: 1 })", '`ifExists` is 1', 'true or false'],
  ["op.dropConstraint('ck_price', 'item', { type: 'ck' })", '"ck" is no type of constraint', 'check'],
  ["op.bulkInsert('item', { id: 3 })", 'The rows for item are no list but object', 'a list of objects'],
  [
    "op.bulkInsert('item', [{ id: 3, name: () => 'x' }])",
    'Row 1 for item: name is a function',
    'Call it first',
  ],
  [
    "op.bulkInsert('item', [{ id: 3, name: sql`now()` }])",
    'Row 1 for item has SQL for its name',
    'op.execute',
  ],
  ["op.bulkInsert('item', [{ id: 3, name: 'x' }, { id: 4 }])", 'Row 2 for item has no name', 'Write null'],
  ["op.execute('UPDATE item SET name = ?', ['x'])", 'op.execute takes one argument', 'knex.raw'],
  ['op.execute(undefined)', 'op.execute got undefined', 'Give SQL text'],
  ["op.execute(Promise.resolve('x'))", 'op.execute got a Promise', 'Await it'],
  ["op.execute(op.knex('item').where({ id: undefined }))", "knex can't compile the query", 'undefined'],
  ['op.run(async () => {})', 'op.run has no label', 'Say what it does'],
  ["op.run('x')", 'op.run "x" has no function', 'op.run(label'],
  ["op.batch('item')", 'op.batch of item has no function', '(batch) =>'],
  [
    "op.batch('item', (batch) => batch.createIndex('ix', 'name', { schema: 'x' }))",
    'batch.createIndex has no option "schema"',
    'unique',
  ],
  [
    "op.batch('item', (batch) => { batch.dropColumn('name'); batch.alterColumn('name', { nullable: true }) })",
    'alters the column name after it is dropped',
    'Leave out one',
  ],
  [
    "op.batch('item', (batch) => { batch.addColumn('x', t.text()); batch.addColumn('x', t.integer()) })",
    'makes the column x twice',
    'Make it once',
  ],
  ['op.outsideTransaction()', 'op.outsideTransaction has no function', 'async () =>'],
  ["op.createTabel('x', {})", 'op.createTabel is not a function', ''],
]

/** Found when their turn comes. */
const inTurn: Mistakes = [
  [
    "op.execute('COMMIT')",
    `"COMMIT" stands in the way of the revision's own transaction`,
    'op.outsideTransaction',
  ],
  ["op.execute('-- all\\n begin; DELETE FROM item')", '"BEGIN" stands in the way', 'Leave it out'],
  ["op.run('x', () => op.dropTable('item'))", 'an operation was called from inside op.run', 'Use the knex'],
  [
    "op.batch('item', async () => { await op.dropTable('item') })",
    'An operation was called inside the batch of item',
    "batch's own methods",
  ],
]

/** Found by the dialect, or by the database. */
const inDatabase: Readonly<Record<Kind, Mistakes>> = {
  sqlite: [
    ["op.addColumn('nowhere', 'a', t.integer())", 'no such table: nowhere', 'Mend the statement'],
    [
      "op.alterColumn('nowhere', 'a', { nullable: false })",
      `Can't alter column "a": there is no table "nowhere"`,
      'Check the name',
    ],
    [
      "op.alterColumn('item', 'nme', { nullable: false })",
      'Table "item" has no column "nme"',
      'Its columns are: id, name, price.',
    ],
    ["op.dropColumn('item', 'nme')", 'Table "item" has no column "nme"', 'Its columns are'],
    ["op.dropTable('nowhere')", 'no such table: nowhere', 'Mend the statement'],
    ["op.renameTable('nowhere', 'x')", 'no such table: nowhere', 'Mend the statement'],
    ["op.bulkInsert('nowhere', [{ id: 1 }])", 'no such table: nowhere', 'Mend the statement'],
    [
      "op.bulkInsert('item', [{ id: 3, nme: 1 }])",
      'table item has no column named nme',
      'Mend the statement',
    ],
    ["op.createIndex('ix', 'item', 'nme')", 'no such column: "nme"', 'Mend the statement'],
    [
      "op.batch('item', (batch) => void batch.createIndex('ix', 'nme'), { recreate: 'always' })",
      'Table "item" has no column "nme"',
      'Its columns are',
    ],
    ["op.dropIndex('ix_nowhere')", 'no such index: ix_nowhere', 'Mend the statement'],
    [
      "op.createTable('a\\0b', { id: t.integer() })",
      'The name "a\\u0000b" has a NUL',
      'Take the NUL character out',
    ],
    [
      "op.renameTable('item', '\\ud800')",
      'The name "\\ud800" has half a surrogate pair',
      'whole Unicode characters',
    ],
    ["op.dropConstraint('nope', 'item')", 'Table "item" has no constraint "nope"', 'ck_price'],
    [
      "op.dropConstraint(null, 'item', { was: check('price > 1') })",
      'Table "item" has no constraint without a name that would be it',
      'ck_price',
    ],
    [
      "op.createPrimaryKey('pk', 'item', 'name')",
      'Table "item" already has a primary key',
      'drop the old one',
    ],
    [
      "op.alterColumn('item', 'price', { nullable: false })",
      'NOT NULL constraint failed: item.price',
      'Rows have no value there',
    ],
    [
      "op.addColumn('item', 'x', t.text().notNull())",
      'NOT NULL constraint failed: item.x',
      'give the column a default',
    ],
    [
      "op.createUniqueConstraint('uq', 'item', 'name')",
      'UNIQUE constraint failed: item.name',
      'Rows are alike',
    ],
    [
      "op.createCheckConstraint('ck', 'item', 'price > 9')",
      'CHECK constraint failed: ck',
      'Rows break the condition',
    ],
    ["op.createTable('x', { a: t.text().array() })", 'SQLite has no array type', 't.json()'],
    ["op.createTable('x', {})", 'SQLite has no tables without columns', 'Give it a column'],
    [
      "op.createIndex('ix', 'item', 'name', { method: 'gin' })",
      'SQLite has no index method "gin"',
      'Leave the method out',
    ],
    ["op.execute('VACUUM')", 'cannot VACUUM from within a transaction', 'op.outsideTransaction'],
    ["op.bulkInsert('item', [{ id: 3, name: 'x', price: NaN }])", "NaN can't be stored", 'Give null'],
    [
      "op.bulkInsert('item', [{ id: 1, name: 'x' }])",
      'UNIQUE constraint failed: item.id',
      'write another value',
    ],
    [
      "op.bulkInsert('item', [{ id: 3, name: null }])",
      'NOT NULL constraint failed: item.name',
      'write a value there',
    ],
    [
      'op.execute("INSERT INTO item VALUES (3, \'x\', -1)")',
      'CHECK constraint failed: ck_price',
      'write values that keep it',
    ],
  ],
  postgres: [
    [
      "op.bulkInsert('item', [{ id: 1, name: 'x' }])",
      'duplicate key value violates unique constraint "item_pkey"',
      'write another value',
    ],
    ["op.bulkInsert('item', [{ id: 3, name: null }])", 'null value in column "name"', 'write a value there'],
    [
      "op.createFunction('f', { arguments: 'a integer', returns: 'integer', language: 'sql', body: 'SELECT a' }).then(() => op.dropFunction('f'))",
      'function f() does not exist',
      "{ arguments: 'a integer' }",
    ],
    [
      'op.execute("UPDATE item SET price = -1")',
      'new row for relation "item" violates check constraint "ck_price"',
      'write values that keep it',
    ],
    ["op.addColumn('nowhere', 'a', t.integer())", 'relation "nowhere" does not exist', 'Mend the statement'],
    ["op.dropTable('nowhere')", 'table "nowhere" does not exist', 'Mend the statement'],
    ["op.renameTable('nowhere', 'x')", 'relation "nowhere" does not exist', 'Mend the statement'],
    ["op.bulkInsert('nowhere', [{ id: 1 }])", 'relation "nowhere" does not exist', 'Mend the statement'],
    [
      "op.bulkInsert('item', [{ id: 3, nme: 1 }])",
      'column "nme" of relation "item" does not exist',
      'Mend the statement',
    ],
    ["op.dropColumn('item', 'nme')", 'column "nme" of relation "item" does not exist', 'Mend the statement'],
    ["op.dropConstraint('nope', 'item')", 'constraint "nope" of relation "item" does not exist', 'Mend'],
    ["op.createIndex('ix', 'item', 'nme')", 'column "nme" does not exist', 'Mend the statement'],
    ["op.dropIndex('ix_nowhere')", 'index "ix_nowhere" does not exist', 'Mend the statement'],
    [
      "op.createForeignKey('fk', 'item', 'nowhere', 'id', 'id')",
      'relation "nowhere" does not exist',
      'Mend the statement',
    ],
    [
      "op.createTable('a\\0b', { id: t.integer() })",
      'The name "a\\u0000b" has a NUL',
      'Take the NUL character out',
    ],
    [
      "op.addColumn('item', 'é'.repeat(32), t.integer())",
      `The name "${'é'.repeat(32)}" has 64 bytes: PostgreSQL keeps 63`,
      'at most 63',
    ],
    [
      "op.createIndex(null, 'item', ['x'.repeat(60)])",
      `The name "ix_item_${'x'.repeat(60)}" has 68 bytes`,
      'at most 63',
    ],
    [
      "op.alterColumn('item', 'nme', { nullable: false })",
      'column "nme" of relation "item" does not exist',
      'Mend',
    ],
    [
      "op.alterColumn('item', 'price', { nullable: false })",
      'column "price" of relation "item" contains null values',
      'Rows have no value there',
    ],
    [
      "op.createUniqueConstraint('uq', 'item', 'name')",
      'could not create unique index "uq"',
      'Rows are alike',
    ],
    [
      "op.createCheckConstraint('ck', 'item', 'price > 9')",
      'check constraint "ck" of relation "item" is violated',
      'Rows break the condition',
    ],
    [
      "op.alterColumn('item', 'name', { type: t.integer() })",
      'column "name" cannot be cast automatically',
      'USING name::integer',
    ],
    [
      "op.createIndex('ix', 'item', 'name', { concurrently: true })",
      'CREATE INDEX CONCURRENTLY cannot run inside a transaction block',
      'op.outsideTransaction',
    ],
    [
      "op.createTable('x'.repeat(64), { id: t.integer() })",
      `The name "${'x'.repeat(64)}" has 64 bytes: PostgreSQL keeps 63`,
      'at most 63',
    ],
    [
      "op.createForeignKey('f', 'item', 'item', 'id', 'id', { match: 'partial' })",
      'PostgreSQL does not implement MATCH PARTIAL',
      "match: 'full'",
    ],
  ],
  mysql: [
    ["op.bulkInsert('item', [{ id: 1, name: 'x' }])", "Duplicate entry '1' for key", 'write another value'],
    ["op.bulkInsert('item', [{ id: 3, name: null }])", "Column 'name' cannot be null", 'write a value there'],
    [
      'op.execute("UPDATE item SET price = -1 WHERE id = 1")',
      'CONSTRAINT `ck_price` failed',
      'write values that keep it',
    ],
    ["op.addColumn('nowhere', 'a', t.integer())", "nowhere' doesn't exist", 'Mend the statement'],
    [
      "op.alterColumn('nowhere', 'a', { nullable: false })",
      'the column a of nowhere is not known',
      'check that the table is there',
    ],
    [
      "op.alterColumn('item', 'nme', { nullable: false })",
      'the table item has no column nme',
      'Check the name',
    ],
    ["op.dropColumn('item', 'nme')", "Can't DROP COLUMN `nme`", 'Mend the statement'],
    ["op.dropConstraint('nope', 'item')", "Can't DROP CONSTRAINT `nope`", 'Mend the statement'],
    ["op.dropTable('nowhere')", "Unknown table '", 'Mend the statement'],
    ["op.renameTable('nowhere', 'x')", "nowhere' doesn't exist", 'Mend the statement'],
    ["op.bulkInsert('nowhere', [{ id: 1 }])", "nowhere' doesn't exist", 'Mend the statement'],
    ["op.bulkInsert('item', [{ id: 3, nme: 1 }])", "Unknown column 'nme'", 'Mend the statement'],
    ["op.dropIndex('ix_nowhere', { table: 'item' })", "Can't DROP INDEX `ix_nowhere`", 'Mend the statement'],
    [
      "op.createTable('a\\0b', { id: t.integer() })",
      'The name "a\\u0000b" has a NUL',
      'Take the NUL character out',
    ],
    [
      "op.addColumn('item', 'é'.repeat(65), t.integer())",
      `The name "${'é'.repeat(65)}" has 65 characters`,
      'at most 64',
    ],
    ["op.createIndex('ix', 'item', 'nme')", "Key column 'nme' doesn't exist in table", 'Mend the statement'],
    ["op.createPrimaryKey('pk', 'item', 'name')", 'Multiple primary key defined', 'Mend the statement'],
    [
      "op.alterColumn('item', 'price', { nullable: false })",
      "Data truncated for column 'price' at row 2",
      'Mend the statement',
    ],
    ["op.createUniqueConstraint('uq', 'item', 'name')", "Duplicate entry 'a' for key", 'Rows are alike'],
    [
      "op.createCheckConstraint('ck', 'item', 'price > 9')",
      'CONSTRAINT `ck` failed',
      'Rows break the condition',
    ],
    ["op.createTable('x', { a: t.text().array() })", 'has no list type', 't.json()'],
    ["op.createTable('x', {})", 'has no tables without columns', 'Give it a column'],
    ["op.createTable('x', { a: t.interval() })", 'has no interval type', 'seconds'],
    [
      "op.alterColumn('item', 'name', { type: t.text(), using: 'lower(name)' })",
      'converts the values of a column by itself',
      'op.execute',
    ],
    ["op.createIndex('ix', 'item', 'name', { method: 'gin' })", 'has no index method gin', 'Use btree'],
    [
      "op.createIndex('ix', 'item', 'name', { where: 'price > 1' })",
      'has no partial indexes',
      'Leave it out',
    ],
    ["op.dropIndex('ix')", 'the table of ix is not told', '{ table: … }'],
    [
      "op.createTable('x'.repeat(65), { id: t.integer() })",
      `The name "${'x'.repeat(65)}" has 65 characters`,
      'at most 64',
    ],
    ["op.bulkInsert('item', [{ id: 3, name: 'x', price: NaN }])", 'has no number NaN', 'Give null'],
    [
      "op.addColumn('item', 'x', t.integer().references('nowhere.id'))",
      "Can't create table",
      'Mend the statement',
    ],
  ],
}

const imports = "import { check, foreignKey, index, primaryKey, sql, t, uniqueConstraint } from 'tsmig'"

test('mistakes in arguments are thrown by the call, and nothing comes of it', async () => {
  const { project, query, tables } = await createProject('sqlite')
  project.revision('first', null, { upgrade: setup, imports: `${imports}\nimport type { Op } from 'tsmig'` })
  await project.ok('upgrade', 'head')
  project.revision('wrong', 'first', {
    imports: `${imports}\ntype Op = any`,
    upgrade: `const said: unknown[] = []
      const attempt = async (call: () => unknown) => {
        try { await call(); said.push(undefined) } catch (error: any) { said.push([error.message, error.hint]) }
      }
      ${inArguments.map(([call]) => `await attempt(() => ${call})`).join('\n')}
      console.log(JSON.stringify(said))`,
  })
  const said: unknown = JSON.parse((await project.ok('upgrade', 'head')).stdout)
  expect(said).toEqual(
    inArguments.map(([, error, hint]) => [
      expect.stringContaining(error),
      hint === '' ? null : expect.stringContaining(hint),
    ]),
  )
  expect(await tables()).toEqual(['item', 'tsmig_version'])
  expect(await query('SELECT name FROM item')).toEqual([{ name: 'a' }, { name: 'a' }])
})

describe.each(kinds)('on %s', (kind) => {
  test('mistakes that only show when they run are named, placed, and leave nothing', async () => {
    const database = await createProject(kind)
    const { project } = database
    project.revision('first', null, { upgrade: setup, imports })
    await project.ok('upgrade', 'first')
    const before = await database.contents()
    for (const [number, [call, error, hint]] of [...inTurn, ...inDatabase[kind]].entries()) {
      const id = `wrong${number}`
      const file = project.revision(id, 'first', {
        // DDL of MySQL commits what stands before it: that would have to be settled before another revision runs.
        upgrade: `${kind === 'mysql' ? 'await undefined' : `await op.execute("UPDATE item SET name = 'changed'")`}\n  await ${call}`,
        imports: `${imports}\ntype Op = any`,
      })
      const { code, stdout, stderr } = await project.run('upgrade', id)
      const shown = `${call}\n${stderr}`
      expect({ code, stdout }, shown).toEqual({ code: 1, stdout: '' })
      expect(stderr, shown).toContain(`error: upgrade of revision ${id} failed: `)
      // MariaDB's own words begin with others, or with the database's name.
      const said = stderr.split(`revision ${id} failed: `)[1] ?? ''
      expect(kind === 'mysql' ? said : said.slice(0, error.length), shown).toContain(error)
      expect(stderr, shown).toMatch(new RegExp(`\n  at ${file.replaceAll('.', '\\.')}:16:\\d+\n`))
      const kept = `(?:Nothing of revision ${id} was kept|What revision ${id} did before is still there: .*)`
      expect(stderr.split(new RegExp(`hint: ${kept}\\. `))[1], shown).toContain(hint)
    }
    expect(await database.contents()).toEqual(before)
  }, 240_000)
})
