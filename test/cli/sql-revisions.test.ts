import { describe, expect, test } from 'vitest'
import { createProject, type Kind, kinds } from '../support/databases.ts'
import { TestProject } from '../support/project.ts'
import { expectRefusal } from './refusal.ts'

const file = (id: string, down: string, body: string, more = ''): string =>
  `-- ${id} in SQL\n--\n-- Revision ID: ${id}\n-- Revises: ${down}\n${more}\n${body}`

const trigger: Readonly<Record<Kind, string>> = {
  sqlite: `CREATE TRIGGER count AFTER INSERT ON product BEGIN
  UPDATE counter SET n = n + 1; -- one; more
  UPDATE counter SET n = n + 0;
END;`,
  postgres: `CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE counter SET n = n + 1; -- one; more
  RETURN new;
END $$;
CREATE TRIGGER count AFTER INSERT ON product FOR EACH ROW EXECUTE FUNCTION count_up();`,
  mysql: `CREATE TRIGGER count AFTER INSERT ON product FOR EACH ROW BEGIN
  UPDATE counter SET n = n + 1; -- one; more
  UPDATE counter SET n = n + 0;
END;`,
}

const drop: Readonly<Record<Kind, string>> = {
  sqlite: '',
  mysql: '',
  postgres: 'DROP FUNCTION count_up() CASCADE;\n',
}

describe.each(kinds)('on %s', (kind) => {
  const body = `-- upgrade
CREATE TABLE product (id integer PRIMARY KEY, name varchar(50) DEFAULT 'a;b'); -- a comment; with a semicolon
CREATE TABLE counter (n integer);
INSERT INTO counter VALUES (0);
${trigger[kind]}

-- downgrade
${drop[kind]}DROP TABLE product;
DROP TABLE counter;
`

  test('an SQL revision goes up and down between others, and as a script gives the same', async () => {
    const made = []
    for (let index = 0; index < 2; index++) {
      const one = await createProject(kind)
      one.project.write('migrations/versions/a1.sql', file('a1', '<base>', body))
      one.project.revision('b2', 'a1', {
        upgrade: "await op.bulkInsert('product', [{ id: 1, name: 'x' }])",
        downgrade: "await op.execute('DELETE FROM product')",
      })
      one.project.write('migrations/versions/c3.sql', file('c3', 'b2', '-- upgrade\n-- downgrade\n'))
      made.push(one)
    }
    const [online, offline] = made
    if (online === undefined || offline === undefined) throw new Error('no projects')
    await online.project.ok('upgrade', 'head')
    expect(await online.query('SELECT n FROM counter')).toEqual([{ n: 1 }])
    const { stdout } = await offline.project.ok('upgrade', 'head', '--sql')
    await offline.script(stdout)
    expect(await offline.contents()).toEqual(await online.contents())
    expect((await online.project.ok('history')).stdout).toContain('a1 -> b2')
    expect((await online.project.ok('heads')).stdout).toContain('c3 (head)')
    expect((await online.project.ok('show', 'a1')).stdout).toContain('a1 in SQL')
    const down = await offline.project.ok('downgrade', 'c3:base', '--sql')
    await offline.script(down.stdout)
    await online.project.ok('downgrade', 'base')
    expect(await online.contents()).toEqual(await offline.contents())
    expect(await online.tables()).not.toContain('product')
  })

  test('a failure names the file and the line, and what is kept', async () => {
    const { project, tables } = await createProject(kind)
    project.write(
      'migrations/versions/a1.sql',
      file('a1', '<base>', '-- upgrade\nCREATE TABLE a (id integer);\n\n  SELECT nothing FROM nowhere;\n'),
    )
    const ran = await project.run('upgrade', 'head')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('at migrations/versions/a1.sql:9:3')
    expect(ran.stderr).toContain('statement: SELECT nothing FROM nowhere')
    if (kind === 'mysql') {
      expect(ran.stderr).toContain('What revision a1 did before is still there')
      expect(await tables()).toContain('a')
      return
    }
    expect(ran.stderr).toContain('Nothing of revision a1 was kept')
    expect(await tables()).not.toContain('a')
  })

  test('what is wrong with a file is found before anything runs', async () => {
    const { project, tables } = await createProject(kind)
    project.revision('a1', null, { upgrade: "await op.createTable('a', { id: t.integer() })" })
    project.write('migrations/versions/b2.sql', file('b2', 'a1', "-- upgrade\nSELECT 'a;\n"))
    const ran = await project.run('upgrade', 'head')
    expect(ran.stderr).toMatch(/b2\.sql:7: The string that begins here is never ended/)
    expect(await tables()).toEqual([])
  })

  test('with "Transaction: off" it runs outside of one', async () => {
    const { project, query } = await createProject(kind)
    const statement = {
      sqlite: 'VACUUM;',
      postgres: 'CREATE INDEX CONCURRENTLY i ON a (id);',
      mysql: 'OPTIMIZE TABLE a;',
    }[kind]
    project.write(
      'migrations/versions/a1.sql',
      file(
        'a1',
        '<base>',
        `-- upgrade\nCREATE TABLE a (id integer);\n${statement}\nBEGIN; INSERT INTO a VALUES (1); COMMIT;\n`,
        '-- Transaction: off\n',
      ),
    )
    await project.ok('upgrade', 'head')
    expect(await query('SELECT id FROM a')).toEqual([{ id: 1 }])
  })
})

test('PostgreSQL runs what has question marks and dollars', async () => {
  const { project, query } = await createProject('postgres')
  project.write(
    'migrations/versions/a1.sql',
    file(
      'a1',
      '<base>',
      `-- upgrade
CREATE TABLE a (b boolean, c text);
INSERT INTO a VALUES ('{"x": 1}'::jsonb ? 'x', '$1 ? ?? :name \\?');
CREATE FUNCTION two() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;
`,
    ),
  )
  await project.ok('upgrade', 'head')
  expect(await query('SELECT b, c, two() FROM a')).toEqual([{ b: true, c: '$1 ? ?? :name \\?', two: 2 }])
})

test('a file without its downgrade, or that is none, is refused', async () => {
  const project = TestProject.create()
  project.write('migrations/versions/a1.sql', file('a1', '<base>', '-- upgrade\n'))
  await project.ok('upgrade', 'head')
  await expectRefusal(project, ['downgrade', 'base'], {
    error: /.*a1\.sql has no part "-- downgrade"/,
    hint: /Write the downgrade/,
  })
  project.write('migrations/versions/data.sql', 'INSERT INTO a VALUES (1);')
  await expectRefusal(project, ['heads'], {
    error: /.*data\.sql:1: the file has something else/,
    hint: /move out/,
  })
})

test('revision --language sql writes one, whatever the message', async () => {
  const project = TestProject.create()
  const messages = [
    'create product table',
    'upgrade',
    "Revises: x'; DROP TABLE a; --",
    'one\n-- upgrade\nDROP TABLE a;',
    '*/ <%= 1 %>',
  ]
  for (const [index, message] of messages.entries()) {
    await project.ok(
      'revision',
      '-m',
      message,
      '--language',
      'sql',
      '--rev-id',
      `r${index}`,
      ...(index === 0 ? ['--branch-label', 'shop'] : []),
    )
  }
  await project.ok('revision', '-m', 'needs', '--language', 'sql', '--rev-id', 'z', '--depends-on', 'r0')
  const { stdout } = await project.ok('history')
  expect(stdout.split('\n')[0]).toBe('r4 (r0) -> z (shop) (head), needs')
  expect(stdout).toContain('r0 -> r1 (shop), upgrade')
  expect(stdout).toContain("Revises: x'; DROP TABLE a; --")
  expect(project.read('migrations/versions/r0_create_product_table.sql')).toMatch(
    /^-- create product table\n--\n-- Revision ID: r0\n-- Revises: <base>\n-- Branch labels: shop\n-- Create Date: [-0-9T:.Z+]+\n\n-- upgrade\n\n-- downgrade\n$/,
  )
  await project.ok('upgrade', 'head')
  await project.ok('downgrade', 'base')
  await project.ok('revision', '-m', 'fork', '--rev-id', 'y', '--head', 'r0', '--splice')
  await project.ok('merge', 'heads', '--language', 'sql', '--rev-id', 'm', '-m', 'join')
  expect((await project.ok('heads')).stdout).toContain('m (shop) (head)')
})
