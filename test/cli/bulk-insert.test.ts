import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'

const createItem = `await op.createTable('item', { id: t.integer().primaryKey(), name: t.varchar(10), made: t.timestamptz() })`

/** More than a statement takes, and more than is read at a time. */
const count = 60_001
const row = `({ id, name: id % 1000 === 0 ? null : \`it's \${id}\\t\`.slice(0, 10), made: new Date(id * 1000) })`
const list = `Array.from({ length: ${count} }, (_, index) => index + 1).map((id) => ${row})`
const generator = `(function* () { for (let id = 1; id <= ${count}; id++) yield ${row} })()`
const asyncGenerator = generator.replace('function*', 'async function*')

const summary = (kind: string) =>
  `SELECT count(*) AS n, min(id) AS first, max(id) AS last, count(name) AS named, count(DISTINCT name) AS names,
     max(CASE WHEN id = 7 THEN ${kind === 'mysql' ? 'hex(name)' : 'name'} END) AS seventh FROM item`

describe.each(kinds)('%s', (kind) => {
  test('rows are the same from a list, a generator, and what gives them later', {
    timeout: 120_000,
  }, async () => {
    const found: unknown[] = []
    for (const rows of [list, generator, asyncGenerator]) {
      const { project, query } = await createProject(kind)
      project.revision('a1', null, { upgrade: `${createItem}\n  await op.bulkInsert('item', ${rows})` })
      await project.ok('upgrade', 'head')
      const [row] = await query(summary(kind))
      found.push(Object.fromEntries(Object.entries(row ?? {}).map(([key, value]) => [key, String(value)])))
    }
    expect(found[0]).toMatchObject({ n: `${count}`, first: '1', last: `${count}`, named: `${count - 60}` })
    expect(found[1]).toEqual(found[0])
    expect(found[2]).toEqual(found[0])
  })

  test('rows that are read are written into a script, too', async () => {
    const { project, query, script } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `${createItem}\n  await op.bulkInsert('item', ${asyncGenerator.replace(`${count}`, '1200')})`,
    })
    const { stdout } = await project.ok('upgrade', 'head', '--sql')
    await script(stdout)
    expect(await query('SELECT max(id) AS last, min(id) AS first FROM item')).toEqual([
      { last: 1200, first: 1 },
    ])
  })

  test('what is wrong with a row that is read is told with its number', { timeout: 60_000 }, async () => {
    const cases = {
      '{ id: 0 }': 'Row 60002 for item has no name, which other rows have',
      '{ id: 0, name: null, made: null, more: 1 }':
        "Row 60002 for item has more, which the rows before it don't have",
      '5': 'Row 60002 for item is no object',
    }
    for (const [last, told] of Object.entries(cases)) {
      const { project, tables } = await createProject(kind)
      project.revision('a1', null, {
        upgrade: `${createItem}
  await op.bulkInsert('item', (function* () { yield* ${generator}; yield ${last} as never })())`,
      })
      const ran = await project.run('upgrade', 'head')
      expect(ran.stderr).toContain(told)
      expect(ran.code).toBe(1)
      if (kind !== 'mysql') expect(await tables()).not.toContain('item')
    }
  })

  test('what reads rows may ask the database, and not call op', { timeout: 60_000 }, async () => {
    const { project, query } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `${createItem}
  await op.createTable('copy', { id: t.integer().primaryKey() })
  await op.bulkInsert('item', ${list})
  await op.bulkInsert('copy', (async function* () {
    for (let last = 0; ; ) {
      const rows = await op.knex('item').select('id').where('id', '>', last).orderBy('id').limit(20_000)
      if (rows.length === 0) return
      yield* rows
      last = rows.at(-1).id
    }
  })())`,
    })
    project.revision('b2', 'a1', {
      upgrade: `await op.bulkInsert('item', (async function* () { await op.dropTable('copy'); yield { id: 0 } })())`,
    })
    await project.ok('upgrade', 'a1')
    expect(await query('SELECT count(*) AS n, max(id) AS last FROM copy')).toMatchObject([{ last: count }])
    expect((await project.run('upgrade', 'head')).stderr).toContain('while op.bulkInsert reads its rows')
  })

  test('lint reads no rows, and knows where they go', async () => {
    const { project } = await createProject(kind)
    project.revision('a1', null, { upgrade: createItem })
    project.revision('b2', 'a1', {
      upgrade: `await op.addColumn('item', 'more', t.integer())
  await op.bulkInsert('item', (function* () { throw new Error('nobody reads these') })())`,
    })
    const { stdout, stderr } = await project.run('lint', 'b2')
    expect(stdout + stderr).toContain('the insert into item runs while item is locked')
    expect(stdout + stderr).not.toContain('nobody reads these')
  })
})

describe('postgres, many rows', () => {
  const upgrade = (create: string, changed: string) =>
    `await op.execute(${JSON.stringify(create)})
  await op.bulkInsert('item', ${list}.map((row) => row.id === 55_555 ? { ...row, ${changed} } : row))`

  test('a statement of many rows is shown with one of them', async () => {
    const { project } = await createProject('sqlite')
    project.revision('a1', null, {
      upgrade: `await op.createTable('item', { id: t.integer().primaryKey(), name: t.text().notNull() })
  await op.bulkInsert('item', Array.from({ length: 600 }, (_, at) => ({ id: at, name: at === 599 ? null : '(?), (?)' })))`,
    })
    const { stderr } = await project.run('upgrade', 'head')
    expect(stderr).toContain('NOT NULL constraint failed: item.name')
    expect(stderr).toMatch(
      /statement: INSERT INTO "item" \("id", "name"\) VALUES \(\?, \?\) … and \d+ more\n/,
    )
  })

  test('what the server refuses is told with the row and the column', { timeout: 60_000 }, async () => {
    const create =
      'CREATE TABLE item (id integer PRIMARY KEY, name varchar(10) NOT NULL DEFAULT 1, made timestamptz)'
    const cases = {
      "name: 'far too long'": ['value too long for type character varying(10)', 'In row 55555, column name.'],
      'id: 1': ['duplicate key value violates', 'Key (id)=(1) already exists. In row 55555.'],
      "made: 'never' as never": ['invalid input syntax for type timestamp', 'In row 55555, column made.'],
      "name: 'a\\0'": ['A text has a NUL character in it', ''],
    }
    for (const [changed, [message, detail]] of Object.entries(cases)) {
      const { project, tables } = await createProject('postgres')
      project.revision('a1', null, { upgrade: upgrade(create.replace('NOT NULL', ''), changed) })
      const { stderr } = await project.run('upgrade', 'head')
      expect(stderr).toContain(message)
      expect(stderr).toContain(detail === '' ? 'hint: Nothing of revision a1 was kept' : `detail: ${detail}`)
      if (detail !== '') expect(stderr).toContain('statement: COPY "item" ("id", "name", "made") FROM STDIN')
      expect(await tables()).not.toContain('item')
    }
  })

  test('rules and triggers do what they do to an INSERT', { timeout: 60_000 }, async () => {
    const table = 'CREATE TABLE item (id integer, name text, made timestamptz)'
    const doubled = `CREATE FUNCTION doubled() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN IF NEW.id % 2 = 0 THEN RETURN NULL; END IF; NEW.id := NEW.id * 2; RETURN NEW; END $$`
    const cases = {
      [`${table}; CREATE RULE nowhere AS ON INSERT TO item WHERE NEW.id > 1 DO INSTEAD NOTHING`]: {
        n: '1',
        last: 1,
      },
      [`${table}; ${doubled}; CREATE TRIGGER doubled BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION doubled()`]:
        { n: '30001', last: 120_002 },
    }
    for (const [create, expected] of Object.entries(cases)) {
      const { project, query } = await createProject('postgres')
      project.revision('a1', null, { upgrade: upgrade(create, '') })
      await project.ok('upgrade', 'head')
      expect(await query('SELECT count(*) AS n, max(id) AS last FROM item')).toEqual([expected])
    }
  })

  test('a connection that breaks in the middle', { timeout: 60_000 }, async () => {
    const { project, tables } = await createProject('postgres')
    const create = `CREATE TABLE item (id integer CHECK (id <> 55555 OR pg_terminate_backend(pg_backend_pid())),
      name text, made timestamptz)`
    project.revision('a1', null, { upgrade: upgrade(create, '') })
    const { code, stderr } = await project.run('upgrade', 'head')
    // Which end notices it first is another each time.
    expect(stderr).toContain('statement: COPY')
    expect(stderr).toContain('Nothing of revision a1 was kept')
    expect(code).toBe(1)
    expect(await tables()).not.toContain('item')
  })
})

describe.each(kinds.filter((kind) => kind !== 'sqlite'))('%s', (kind) => {
  test('rows that no rollback takes back are gone on with', { timeout: 60_000 }, async () => {
    const { project, query } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `await op.createTable('item', { id: t.integer().primaryKey() })
  const again = process.env.BREAK === undefined ? 55_555 : 1
  await op.bulkInsert('item', (function* () { for (let id = 1; id <= ${count}; id++) yield { id: id === 55_555 ? again : id } })())`,
      imports: "import { type Op, t } from 'tsmig'\nexport const transaction = false",
    })
    const broken = await project.runWith({ BREAK: '1' }, 'upgrade', 'head')
    expect(broken.code).toBe(1)
    expect(await query('SELECT max(id) AS last FROM item')).toEqual([{ last: 55_000 }])
    const { stderr } = await project.ok('upgrade', 'head')
    expect(stderr).toContain('6. Insert 10000 rows into item')
    expect(stderr).toContain('7. Insert 10000 rows into item failed at its statement 6 of 10')
    expect(await query('SELECT max(id) AS last FROM item')).toMatchObject([{ last: count }])
    expect((await query('SELECT count(*) AS n FROM item')).map(({ n }) => Number(n))).toEqual([count])
  })
})
