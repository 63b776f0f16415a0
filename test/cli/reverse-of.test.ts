import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import { TestProject } from '../support/project.ts'
import { expectRefusal } from './refusal.ts'

const upgrade = `await op.createTable('product', {
    id: t.integer().primaryKey(),
    name: t.varchar(50).notNull().default("it's"),
    price: t.numeric(10, 2).default(sql\`0\`),
  }, [], { comment: 'what is for sale' })
  await op.createIndex('ix_product_name', 'product', ['name', sql\`lower(name)\`], { where: sql\`price > 0\` })
  await op.batch('product', (batch) => {
    batch.addColumn('parent', t.integer())
    batch.createForeignKey('fk_parent', 'product', 'parent', 'id', { onDelete: 'cascade' })
    batch.createCheckConstraint('ck_price', 'price >= 0')
  })
  await op.alterColumn('product', 'name', { type: t.varchar(80), existing: { type: t.varchar(50), nullable: false } })
  await op.renameTable('product', 'item')`

describe.each(kinds)('on %s', (kind) => {
  test('the revision that undoes another leaves what was there before, and goes back', async () => {
    const { project, contents, tables } = await createProject(kind)
    const body = {
      sqlite: upgrade.replace(", [], { comment: 'what is for sale' }", ''),
      postgres: upgrade,
      mysql: upgrade.replace(/, sql`lower\(name\)`|, \{ where: sql`price > 0` \}/g, ''),
    }[kind]
    project.revision('a1', null, {
      message: 'make items',
      upgrade: body,
      downgrade: "await op.dropTable('item')",
    })
    await project.ok('upgrade', 'head')
    const before = await contents()
    const { stdout } = await project.ok('revision', '--reverse-of', 'a1', '--rev-id', 'b2')
    expect(stdout).toContain('b2_undo_make_items.ts')
    expect((await project.ok('heads')).stdout).toContain('b2')
    await project.ok('upgrade', 'head')
    expect(await tables()).not.toContain('product')
    expect(await tables()).not.toContain('item')
    await project.ok('downgrade', 'a1')
    expect(await contents()).toEqual(before)
  })

  test('the revision that undoes the undoing makes it again', async () => {
    const { project, contents } = await createProject(kind)
    project.revision('a1', null, {
      upgrade: `await op.createTable('product', { id: t.integer().primaryKey() })`,
    })
    await project.ok('revision', '--reverse-of', 'a1', '--rev-id', 'b2', '--language', 'cjs', '-m', 'drop it')
    const text = project.read('migrations/versions/b2_drop_it.cjs')
    expect(text).toContain("await op.dropTable('product', {")
    await project.ok('upgrade', 'head')
    await project.ok('downgrade', 'a1')
    expect(JSON.stringify(await contents())).toContain('product')
  })
})

test('what is written reads as if written by hand', async () => {
  const project = TestProject.create()
  project.revision('a1', null, { upgrade })
  await project.ok('revision', '--reverse-of', 'a1', '--rev-id', 'b2', '-m', 'x')
  const text = project.read('migrations/versions/b2_x.ts')
  expect(
    text.slice(text.indexOf('import')),
  ).toBe(`import { check, foreignKey, index, type Op, sql, t } from 'tsmig'

export const revision = 'b2'
export const downRevision = 'a1'
export const branchLabels = null
export const dependsOn = null

export async function upgrade(op: Op) {
  await op.renameTable('item', 'product')
  await op.alterColumn('product', 'name', {
    type: t.varchar(50),
    existing: { type: t.varchar(80), nullable: false },
  })
  await op.batch('product', (batch) => {
    batch.dropConstraint('ck_price', { was: check(sql\`price >= 0\`) })
    batch.dropConstraint('fk_parent', { was: foreignKey('parent', 'product.id', { onDelete: 'cascade' }) })
    batch.dropColumn('parent', { was: t.integer() })
  })
  await op.dropIndex('ix_product_name', {
    table: 'product',
    was: index(['name', sql\`lower(name)\`], { where: sql\`price > 0\` }),
  })
  await op.dropTable('product', {
    was: {
      columns: {
        id: t.integer().primaryKey(),
        name: t.varchar(50).notNull().default("it's"),
        price: t.numeric(10, 2).default(sql\`0\`),
      },
      comment: 'what is for sale',
    },
  })
}

export async function downgrade(op: Op) {
  await op.createTable(
    'product',
    {
      id: t.integer().primaryKey(),
      name: t.varchar(50).notNull().default("it's"),
      price: t.numeric(10, 2).default(sql\`0\`),
    },
    [],
    { comment: 'what is for sale' },
  )
  await op.createIndex('ix_product_name', 'product', ['name', sql\`lower(name)\`], { where: sql\`price > 0\` })
  await op.batch('product', (batch) => {
    batch.addColumn('parent', t.integer())
    batch.createForeignKey('fk_parent', 'product', 'parent', 'id', { onDelete: 'cascade' })
    batch.createCheckConstraint('ck_price', sql\`price >= 0\`)
  })
  await op.alterColumn('product', 'name', {
    type: t.varchar(80),
    existing: { type: t.varchar(50), nullable: false },
  })
  await op.renameTable('product', 'item')
}
`)
})

test('what ran outside the transaction is undone there', async () => {
  const { project, tables } = await createProject('postgres')
  project.revision('a1', null, {
    upgrade: `await op.createTable('a', { id: t.integer() })
  await op.outsideTransaction(async () => {
    await op.createIndex('ix_a', 'a', 'id', { concurrently: true })
  })`,
  })
  await project.ok('revision', '--reverse-of', 'a1', '--rev-id', 'b2', '-m', 'x')
  expect(project.read('migrations/versions/b2_x.ts')).toContain(`upgrade(op: Op) {
  await op.outsideTransaction(async () => {
    await op.dropIndex('ix_a', { table: 'a', concurrently: true, was: index('id') })
  })
  await op.dropTable('a', {
    was: {
      columns: {
        id: t.integer(),
      },
    },
  })
}`)
  await project.ok('upgrade', 'head')
  expect(await tables()).not.toContain('a')
})

test('the parts of a revision in SQL change places', async () => {
  const project = TestProject.create()
  project.write(
    'migrations/versions/a1.sql',
    '-- make a\n--\n-- Revision ID: a1\n-- Revises: <base>\n-- Transaction: off\n\n-- upgrade\nCREATE TABLE a (id int);\n\n-- downgrade\nDROP TABLE a;\n',
  )
  await project.ok('revision', '--reverse-of', 'a1', '--rev-id', 'b2')
  expect(project.read('migrations/versions/b2_undo_make_a.sql')).toMatch(
    /^-- undo make a\n--\n-- Revision ID: b2\n-- Revises: a1\n-- Create Date: .*\n-- Transaction: off\n\n-- upgrade\nDROP TABLE a;\n\n-- downgrade\nCREATE TABLE a \(id int\);\n$/,
  )
  await project.ok('upgrade', 'head')
  await project.ok('downgrade', 'base')
  await expectRefusal(project, ['revision', '--reverse-of', 'a1', '--language', 'ts'], {
    code: 2,
    error: /.*a1\.sql is SQL/,
    hint: /Leave out/,
  })
})

test.each([
  [
    "await op.execute('DELETE FROM a')",
    /revision a1 can't be undone at "Run DELETE FROM a": what SQL text does/,
    /by hand/,
  ],
  [
    "await op.dropTable('a')",
    /revision a1 can't be undone at "Drop table a": what the table a was like/,
    /by hand/,
  ],
  [
    "await op.schema.createTable('b', (b) => { b.increments() })",
    /revision a1 can't be undone at "Run create table/,
    /by hand/,
  ],
])('%s is refused, by name', async (body, error, hint) => {
  const project = TestProject.create()
  project.revision('a1', null, { upgrade: body })
  await expectRefusal(project, ['revision', '--reverse-of', 'a1'], { error, hint })
})

test.each([
  ["await op.run('fill slugs', async () => {})", '"fill slugs" runs code', '14:12'],
  ["await op.knex.raw('SELECT 1')", 'op.knex runs code', '14:'],
])('%s is refused, by its label and its place', async (body, what, place) => {
  const project = TestProject.create()
  project.revision('a1', null, { upgrade: body })
  const before = project.files()
  const ran = await project.run('revision', '--reverse-of', 'a1')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain(`upgrade of revision a1 failed: ${what}`)
  expect(ran.stderr).toContain(`at migrations/versions/a1_.ts:${place}`)
  expect(ran.stderr).toMatch(/hint: Nothing was written.*by hand/)
  expect(project.files()).toEqual(before)
})

test('a revision that is not there, or SQL from code, is refused', async () => {
  const project = TestProject.create()
  project.revision('a1', null)
  await expectRefusal(project, ['revision', '--reverse-of', 'zz'], { error: /.*zz/, hint: /./ })
  await expectRefusal(project, ['revision', '--reverse-of', 'base'], {
    code: 2,
    error: '"base" is no revision to undo',
    hint: /history/,
  })
  await expectRefusal(project, ['revision', '--reverse-of', 'a1', '--language', 'sql'], {
    code: 2,
    error: /revision a1 is no SQL/,
    hint: /--language/,
  })
  await project.ok('revision', '--reverse-of', 'a1', '--rev-id', 'b2', '-m', 'nothing')
  expect(project.read('migrations/versions/b2_nothing.ts')).toContain('upgrade(op: Op) {}')
})

test('what a template of the project imports is not imported twice', async () => {
  const project = TestProject.create()
  project.write(
    'migrations/script.ts.ejs',
    `import { type Op, sql, t } from 'tsmig'
<%= imports %>

export const revision = <%- literal(upRevision) %>
export const downRevision = <%- literal(downRevision) %>
export async function upgrade(op: Op) {
<%= upgrades %>
}
export async function downgrade(op: Op) {
<%= downgrades %>
}
`,
  )
  project.revision('a1', null, {
    upgrade: "await op.createTable('a', { b: t.integer() }, [check(sql`b > 0`)])",
    imports: "import { check, type Op, sql, t } from 'tsmig'",
  })
  await project.ok('revision', '--reverse-of', 'a1', '--rev-id', 'b2', '-m', 'x')
  const text = project.read('migrations/versions/b2_x.ts')
  expect(text.match(/^import .*/gm)).toEqual(["import { type Op, sql, t } from 'tsmig'"])
  await project.ok('upgrade', 'head')
})
