import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createProject, type ProjectWithDatabase } from '../support/databases.ts'
import { everythingIn, feed } from './chapters.ts'

const schema = `
  CREATE TABLE owner (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT CONSTRAINT uq_name UNIQUE, age TEXT,
    CONSTRAINT ck_age CHECK (age <> ''));
  CREATE INDEX ix_age ON owner (age DESC) WHERE name IS NOT NULL;
  CREATE UNIQUE INDEX uq_lower ON owner (lower(name));
  CREATE TABLE pet (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL REFERENCES owner ON DELETE CASCADE);
  CREATE TABLE tag (id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES owner (id) ON DELETE SET NULL);
  CREATE TABLE house (id INTEGER PRIMARY KEY, owner_id INTEGER DEFAULT 1 REFERENCES owner ON DELETE SET DEFAULT);
  CREATE TABLE log (line TEXT);
  CREATE TRIGGER owner_log AFTER UPDATE OF name ON owner BEGIN INSERT INTO log VALUES (old.name || ' to ' || new.name); END;
  CREATE TRIGGER pet_log AFTER INSERT ON pet BEGIN INSERT INTO log SELECT name FROM owner WHERE id = new.owner_id; END;
  CREATE VIEW adult AS SELECT id, name FROM owner WHERE age > '17';
  CREATE VIEW adult_name AS SELECT name FROM adult;
  INSERT INTO owner (id, name, age) VALUES (1, 'Ada', '36'), (2, 'it''s', '05'), (90, 'gone', '9');
  DELETE FROM owner WHERE id = 90;
  INSERT INTO pet VALUES (1, 1), (2, 1), (3, 2);
  INSERT INTO tag VALUES (1, 1), (2, NULL);
  INSERT INTO house VALUES (1, 2);
  DELETE FROM log;`

const tables = ['owner', 'pet', 'tag', 'house', 'log']

/** A database with rows, and a revision that does this to it. */
async function withRows(upgrade: string, downgrade = ''): Promise<ProjectWithDatabase> {
  const database = await createProject('sqlite')
  await database.script(schema)
  database.project.revision('step', null, { upgrade, downgrade })
  return database
}

async function rowsOf({ query }: ProjectWithDatabase): Promise<readonly unknown[]> {
  return Promise.all(tables.map((table) => query(`SELECT rowid, * FROM ${table}`)))
}

const objects = ({ query }: ProjectWithDatabase) =>
  query(
    "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'tsmig_%' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  )

/** What makes the database work: it is asked, with foreign keys on. */
async function expectAlive(database: ProjectWithDatabase): Promise<void> {
  const { query, project } = database
  expect(await query('PRAGMA foreign_key_check')).toEqual([])
  expect(await query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(await query("SELECT name FROM sqlite_schema WHERE sql LIKE '%tsmig_tmp%'")).toEqual([])
  expect(await query("SELECT seq FROM sqlite_sequence WHERE name = 'owner'")).toEqual([{ seq: 90 }])
  const file = new Sqlite(project.path('app.db'))
  try {
    file.exec("UPDATE owner SET name = 'Eve' WHERE id = 1; INSERT INTO pet VALUES (4, 1)")
    expect(file.prepare('SELECT line FROM log').pluck().all()).toEqual(['Ada to Eve', 'Eve'])
    expect(file.prepare('SELECT * FROM adult_name').pluck().all()).toEqual(['Eve'])
    expect(() => file.exec('INSERT INTO pet VALUES (9, 77)')).toThrow('FOREIGN KEY')
    file.exec("DELETE FROM owner WHERE id = 1; INSERT INTO owner (name, age) VALUES ('new', '1')")
    expect(file.prepare('SELECT id FROM pet').pluck().all()).toEqual([3])
    expect(file.prepare('SELECT owner_id FROM tag').pluck().all()).toEqual([null, null])
    expect(file.prepare("SELECT id FROM owner WHERE name = 'new'").pluck().all()).toEqual([91])
  } finally {
    file.close()
  }
}

/** `upgrade head` fails with these words, says nothing on stdout, and leaves the file as it was, byte by byte. */
async function expectFailure({ project }: ProjectWithDatabase, words: readonly string[]): Promise<void> {
  const before = project.files()
  const { code, stdout, stderr } = await project.run('upgrade', 'head')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  for (const text of words) expect(stderr).toContain(text)
  expect(project.files()).toEqual(before)
}

const changes = {
  'a column altered':
    "await op.alterColumn('owner', 'age', { type: t.varchar(9), nullable: false, default: '0' })",
  'a constraint dropped': "await op.dropConstraint('ck_age', 'owner')",
  'a constraint added': "await op.createCheckConstraint('ck_long', 'owner', 'length(name) < 99')",
  'a batch': `await op.batch('owner', (batch) => {
    batch.dropConstraint('ck_age')
    batch.alterColumn('age', { nullable: false })
    batch.createCheckConstraint('ck_more', 'age is not null')
  })`,
  'a batch that has nothing to do but rebuild': "await op.batch('owner', () => {}, { recreate: 'always' })",
  'a rebuild of a child, and of the parent': `await op.alterColumn('pet', 'owner_id', { default: 1 })
    await op.alterColumn('owner', 'age', { default: '3' })
    await op.alterColumn('tag', 'owner_id', { type: t.bigint() })`,
  'a rebuild outside any transaction': `await op.outsideTransaction(() => op.alterColumn('owner', 'age', { default: '3' }))`,
}

test.each(Object.entries(changes))(
  'rows, child rows, indexes, triggers, views and counters survive %s',
  async (_, up) => {
    const database = await withRows(up)
    const [rows, found] = [await rowsOf(database), await objects(database)]
    await database.project.ok('upgrade', 'head')
    expect(await rowsOf(database)).toEqual(rows)
    expect(await objects(database)).toEqual(found)
    await expectAlive(database)
  },
)

test('a script does the same to a file with rows', async () => {
  const database = await createProject('sqlite')
  const { project } = database
  project.revision('first', null, {
    upgrade: `await op.execute(${JSON.stringify(schema.replaceAll('\n', ' '))})`,
    downgrade: `await op.execute('DROP VIEW adult_name; DROP VIEW adult')
      for (const name of ['pet', 'tag', 'house', 'log', 'owner']) await op.dropTable(name)`,
  })
  project.revision('second', 'first', { upgrade: changes['a batch'] })
  project.revision('third', 'second', { upgrade: changes['a rebuild of a child, and of the parent'] })
  await project.ok('upgrade', 'first')
  const [rows, found] = [await rowsOf(database), await objects(database)]
  const script = (await project.ok('upgrade', 'first:head', '--sql')).stdout
  await feed('sqlite', database, script)
  expect(await rowsOf(database)).toEqual(rows)
  expect(await objects(database)).toEqual(found)
  expect((await project.ok('current')).stdout).toBe('third (head)\n')
  await expectAlive(database)
  await project.ok('downgrade', 'base')
  expect(await database.tables()).toEqual(['tsmig_version'])
})

test('foreign keys are on again after the revision, and off in it', async () => {
  const database = await withRows(`
    const asked = async (label: string) => op.run(label, async (knex) => {
      const [{ foreign_keys }] = await knex.raw('PRAGMA foreign_keys')
      await knex('log').insert({ line: label + ' ' + foreign_keys })
    })
    await asked('before')
    await op.alterColumn('owner', 'age', { default: '3' })
    await asked('within')
    await op.outsideTransaction(() => asked('outside'))
    await asked('after')`)
  database.project.revision('next', 'step', { upgrade: changes['a constraint dropped'] })
  await database.project.ok('upgrade', 'head')
  expect(await database.query('SELECT line FROM log')).toEqual(
    ['before 0', 'within 0', 'outside 1', 'after 0'].map((line) => ({ line })),
  )
})

const failures = {
  'rows that the new column refuses': [
    `await op.execute("UPDATE owner SET age = NULL WHERE id = 2")
    await op.alterColumn('owner', 'age', { nullable: false })`,
    'NOT NULL constraint failed: owner.age',
    'Rows have no value there',
  ],
  'an error after the rebuild': [
    `await op.alterColumn('owner', 'age', { nullable: false })
    throw new Error('no further')`,
    'no further',
    'Nothing of revision step was kept.',
  ],
  'a column that is not there': [
    `await op.batch('owner', (batch) => { batch.dropConstraint('ck_age'); batch.alterColumn('agee', { nullable: false }) })`,
    'Table "owner" has no column "agee"',
    'Its columns are: id, name, age.',
  ],
  'a column that a view and a trigger use': [
    `await op.dropColumn('owner', 'name')`,
    `Column "name" of table "owner" can't be dropped: `,
    'Drop those first',
  ],
  'a row that others refer to and that goes': [
    `await op.execute('DELETE FROM owner WHERE id = 1')`,
    '3 rows would refer to a row that is not there: "tag" refers to "owner"',
    'Foreign keys are not enforced',
  ],
  'a table that others refer to and that goes': [
    `await op.execute('DROP VIEW adult_name; DROP VIEW adult')
    await op.dropTable('owner')`,
    '5 rows would refer to a row that is not there: "house" refers to "owner"',
    'Foreign keys are not enforced',
  ],
  'a foreign key that rows break': [
    `await op.execute('UPDATE pet SET id = 500 WHERE id = 1')
    await op.createForeignKey('fk_odd', 'pet', 'tag', 'id', 'id')`,
    '2 rows would refer to a row that is not there: "pet" refers to "tag"',
    'Foreign keys are not enforced',
  ],
} as const

test.each(Object.entries(failures))(
  '%s: refused, and nothing changed',
  async (_, [upgrade, message, hint]) => {
    const database = await withRows(upgrade)
    await database.project.ok('ensure-version')
    const before = await everythingIn('sqlite', database)
    await expectFailure(database, [`error: upgrade of revision step failed: ${message}`, hint])
    expect(await everythingIn('sqlite', database)).toEqual(before)
    await expectAlive(database)
  },
)

test('rows that were broken before do not stand in the way, and others may not join them', async () => {
  const database = await withRows(`await op.alterColumn('pet', 'owner_id', { default: 1 })
    await op.alterColumn('owner', 'age', { nullable: false })`)
  await database.script('PRAGMA foreign_keys = OFF; INSERT INTO pet VALUES (7, 777)')
  await database.project.ok('upgrade', 'head')
  expect(await database.query('SELECT * FROM pet WHERE id = 7')).toEqual([{ id: 7, owner_id: 777 }])

  database.project.revision('more', 'step', {
    upgrade: "await op.execute('INSERT INTO pet VALUES (8, 777)')",
  })
  await expectFailure(database, [
    'upgrade of revision more failed: one row would refer to a row that is not there: "pet" refers to "owner"',
    'Foreign keys are not enforced',
  ])
  expect(await database.query('SELECT id FROM pet WHERE owner_id = 777')).toEqual([{ id: 7 }])
})

test('a row without a rowid joins no other that was broken before', async () => {
  const database = await createProject('sqlite')
  await database.script(`
    CREATE TABLE owner (id INTEGER PRIMARY KEY);
    CREATE TABLE pet (name TEXT PRIMARY KEY, owner_id INTEGER REFERENCES owner) WITHOUT ROWID;
    PRAGMA foreign_keys = OFF;
    INSERT INTO owner VALUES (1);
    INSERT INTO pet VALUES ('stray', 777), ('rex', 1);`)
  database.project.revision('step', null, { upgrade: "await op.execute('DELETE FROM owner')" })
  await database.project.ok('ensure-version')
  await expectFailure(database, ['one row would refer to a row that is not there: "pet" refers to "owner"'])
})

test('another table whose text stands in double quotes is named, and the way to mend it works', async () => {
  const database = await withRows("await op.alterColumn('owner', 'age', { default: '3' })")
  // As the sqlite3 shell writes it, and Python: the library that Node has takes such text for a column.
  const file = new Sqlite(database.project.path('app.db')).unsafeMode()
  file.exec(`CREATE TABLE sized (size TEXT CHECK (size <> 'x')); PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(sql, '''x''', '"x"') WHERE name = 'sized'`)
  file.close()
  const mended = "op.batch('sized', () => {}, { recreate: 'always' })"
  await database.project.ok('ensure-version')
  await expectFailure(database, ['error in table sized: no such column: "x"', `${mended} before this`])
  database.project.revision('step', null, {
    upgrade: `await ${mended}; await op.alterColumn('owner', 'age', { default: '3' })`,
  })
  await database.project.ok('upgrade', 'head')
})

test('a view that a rename leaves without its column is named', async () => {
  const database = await withRows("await op.alterColumn('owner', 'name', { name: 'called' })")
  await database.script('CREATE VIEW two AS SELECT name FROM adult')
  await database.project.ok('ensure-version')
  await expectFailure(database, ['error in view adult_name after rename', 'drop the view adult_name before'])
})
