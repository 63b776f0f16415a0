import { describe, expect, test } from 'vitest'
import { createProject, kinds, type ProjectWithDatabase } from '../support/databases.ts'

const scripts = {
  sqlite: `CREATE TABLE "account role" (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50) NOT NULL DEFAULT 'it''s', age INTEGER CONSTRAINT ck_age CHECK (age > 0));
    CREATE INDEX ix_name ON "account role" (name DESC);
    CREATE TABLE product (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES "account role" (id) ON DELETE CASCADE);
    CREATE VIEW cheap AS SELECT id FROM product;
    CREATE TRIGGER touch AFTER INSERT ON product BEGIN UPDATE product SET owner = 1; END;`,
  postgres: `CREATE SCHEMA audit;
    CREATE TYPE mood AS ENUM ('sad', 'it''s');
    CREATE TABLE "account role" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(50) NOT NULL DEFAULT 'it''s', feeling mood DEFAULT 'sad', made timestamptz DEFAULT now());
    COMMENT ON TABLE "account role" IS 'a "comment"\n of \`two\` lines';
    CREATE INDEX ix_name ON "account role" (lower(name)) WHERE id > 3;
    CREATE TABLE audit.entry (id serial PRIMARY KEY, owner bigint REFERENCES "account role" ON DELETE CASCADE);
    CREATE VIEW cheap AS SELECT id FROM audit.entry;
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
    CREATE TRIGGER touch BEFORE INSERT ON audit.entry FOR EACH ROW EXECUTE FUNCTION f();`,
  mysql: `CREATE TABLE \`account role\` (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50) NOT NULL DEFAULT 'it''s' COMMENT 'a \`comment\`', size ENUM('s', 'it''s'), made TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);
    CREATE TABLE product (id INT PRIMARY KEY, owner INT UNSIGNED, KEY ix_owner (owner), CONSTRAINT fk FOREIGN KEY (owner) REFERENCES \`account role\` (id) ON DELETE CASCADE);
    CREATE VIEW cheap AS SELECT id FROM product;`,
} as const

describe.each(kinds)('on %s', (kind) => {
  const prepared = async (): Promise<ProjectWithDatabase> => {
    const made = await createProject(kind)
    await made.script(scripts[kind])
    return made
  }

  test('a pulled file declares what the database holds', async () => {
    const { project } = await prepared()
    const { stdout } = await project.ok('pull', '--out', 'src/schema.ts')
    expect(stdout).toBe('written src/schema.ts\n')
    expect(project.read('src/schema.ts')).toMatch(/export const accountRole = table\(\s*'account role',/)
    expect(await project.run('diff', 'database', 'src/schema.ts')).toMatchObject({ code: 0, stdout: '' })
  })

  test('so do a folder of files, JSON, and SQL in a scratch database', async () => {
    const { project } = await prepared()
    await project.ok('pull', '--split', '--out', 'src/schema')
    await project.ok('pull', '--out', 'schema.json')
    await project.ok('dump', '--out', 'schema.sql')
    for (const file of ['src/schema/index.ts', 'schema.json', 'schema.sql']) {
      const ran = await project.run('diff', file, 'database')
      expect(ran, file).toMatchObject({ code: 0, stdout: '', stderr: '' })
    }
  })

  test('the text on stdout is that of the file, without its seal', async () => {
    const { project } = await prepared()
    for (const format of ['ts', 'json', 'sql'] as const) {
      const { stdout } = await project.ok('pull', '--format', format)
      expect(stdout).toBe((await project.ok('pull', '--format', format)).stdout)
      await project.ok('pull', '--out', `schema.${format}`)
      const lines = project.read(`schema.${format}`).split('\n')
      expect(lines.filter((line) => !line.includes('Written by tsmig')).join('\n')).toBe(stdout)
    }
    expect((await project.ok('dump')).stdout).toBe((await project.ok('pull', '--format', 'sql')).stdout)
  })

  test("tsmig's own tables are left out", async () => {
    const { project, tables } = await prepared()
    const before = (await project.ok('pull')).stdout
    project.revision('a1', null)
    await project.ok('upgrade', 'head')
    expect(await tables()).toContain('tsmig_version')
    expect((await project.ok('pull')).stdout).toBe(before)
  })
})

test('an empty database is an empty schema', async () => {
  const { project, script } = await createProject('sqlite')
  await script('CREATE TABLE a (id INTEGER); DROP TABLE a')
  expect((await project.ok('pull')).stdout).toBe('export {}\n')
})

describe('a file that is there', () => {
  test('is replaced as long as nobody has changed it', async () => {
    const { project, script } = await createProject('sqlite')
    await script('CREATE TABLE a (id INTEGER)')
    await project.ok('pull', '-o', 'schema.ts')
    const again = await project.ok('pull', '-o', 'schema.ts')
    expect(again).toMatchObject({
      stdout: '',
      stderr: 'nothing to write: 1 table and 0 objects, as before\n',
    })
    await script('CREATE TABLE b (id INTEGER)')
    project.write('schema.ts', project.read('schema.ts').replaceAll('\n', '\r\n'))
    expect((await project.ok('pull', '-o', 'schema.ts')).stdout).toBe('written schema.ts\n')
    project.write('schema.ts', `${project.read('schema.ts')}// mine\n`)
    const refused = await project.run('pull', '-o', 'schema.ts')
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `error: ${project.path('schema.ts')} was not written by tsmig, or was changed since\n  hint: Give another --out, or --force to replace it.\n`,
    })
    expect(project.read('schema.ts')).toContain('// mine')
    await project.ok('pull', '-o', 'schema.ts', '--force')
    expect(project.read('schema.ts')).not.toContain('// mine')
  })

  test('in a folder, files of tables that are gone go, and those of others stay', async () => {
    const { project, script } = await createProject('sqlite')
    await script('CREATE TABLE a (id INTEGER); CREATE TABLE b (id INTEGER)')
    project.write('models/mine.ts', 'export const mine = 1\n')
    await project.ok('pull', '--split', '-o', 'models')
    await script('DROP TABLE b')
    const { stdout } = await project.ok('pull', '--split', '-o', 'models')
    expect(stdout).toBe('written models/index.ts\nremoved models/b.ts\n')
    expect(Object.keys(project.files()).filter((path) => path.startsWith('models/'))).toEqual([
      'models/a.ts',
      'models/index.ts',
      'models/mine.ts',
    ])
  })
})

test('a folder, a missing database and contradictions are refused', async () => {
  const { project, script } = await createProject('sqlite')
  expect(await project.run('pull')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not there'),
  })
  await script('CREATE TABLE a (id INTEGER)')
  project.write('models/mine.ts', '')
  expect(await project.run('pull', '-o', 'models')).toMatchObject({ code: 1 })
  expect(await project.run('pull', '--split')).toMatchObject({ code: 2 })
  expect(await project.run('pull', '--split', '--format', 'json', '-o', 'x')).toMatchObject({ code: 2 })
})

test('parts that cannot be read are told and counted, and have an exit code', async () => {
  const { project, script } = await createProject('sqlite')
  await script('CREATE TABLE a (id INTEGER)')
  const { stdout } = await project.ok('pull', '--format', 'json')
  const snapshot = JSON.parse(stdout)
  project.write(
    'other.json',
    JSON.stringify({ ...snapshot, unread: [{ what: 'view "v"', reason: 'no rights' }] }),
  )
  expect(await project.run('diff', 'other.json', 'database')).toMatchObject({
    code: 6,
    stdout: '',
    stderr: 'not read: view "v": no rights\n1 part not read\n',
  })
})
