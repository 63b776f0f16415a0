import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'

const register = `import { registerOperation } from 'tsmig'
registerOperation({
  name: 'test.twin',
  method: 'twin',
  data: (table, copy) => ({ table, copy }),
  compile: { default: ({ table, copy }, { tableName }) =>
    \`CREATE TABLE \${tableName(copy)} AS SELECT * FROM \${tableName(table)}\` },
  reverse: ({ copy }) => ({ kind: 'dropTable', table: { name: copy } }),
})`
const upgrade = `await op.createTable('a', { id: t.integer().primaryKey(), b: t.text() })
  await op.execute(sql\`INSERT INTO a VALUES (1, \${op.inlineLiteral("it's")})\`)
  await (op as Op & { twin(table: string, copy: string): Promise<void> }).twin('a', 'a"2')
  await op.invoke({ kind: 'custom', name: 'test.twin', data: { table: 'a', copy: 'a3' } })
  await op.batch('a', (batch) => { batch.alterColumn('b', { nullable: false, existing: t.text() }) })`
const downgrade = `for (const name of ['a', 'a"2', 'a3']) await op.dropTable(name)`
const rows = `SELECT 'a' AS t, b FROM a UNION ALL SELECT 'a2', b FROM "a""2" UNION ALL SELECT 'a3', b FROM a3`

describe.each(kinds)('on %s', (kind) => {
  test.each(['the env file', 'a revision file'])(
    '%s registers an operation, online and as a script',
    async (where) => {
      const [online, offline] = [await createProject(kind), await createProject(kind)]
      for (const { project } of [online, offline]) {
        const imports = `import { type Op, sql, t } from 'tsmig'`
        if (where === 'the env file') project.write('migrations/env.ts', `${register}\nexport default {}\n`)
        project.revision('aaa', null, {
          upgrade,
          downgrade,
          imports: where === 'the env file' ? imports : `${imports}\n${register}`,
        })
      }
      await online.project.ok('upgrade', 'head')
      const script = await offline.project.ok('upgrade', 'head', '--sql')
      await offline.script(script.stdout)
      for (const { query } of [online, offline]) {
        const asked = kind === 'mysql' ? rows.replace('"a""2"', '`a"2`') : rows
        expect((await query(asked)).map((row) => ({ ...row }))).toEqual([
          { t: 'a', b: "it's" },
          { t: 'a2', b: "it's" },
          { t: 'a3', b: "it's" },
        ])
      }
      await online.project.ok('downgrade', 'base')
    },
  )
})

test('a name that nobody registered ends the revision, and nothing of it is kept', async () => {
  const { project, tables } = await createProject('sqlite')
  project.revision('aaa', null, {
    upgrade: `await op.createTable('a', { id: t.integer() })
      await op.invoke({ kind: 'custom', name: 'test.nobody', data: {} })`,
  })
  const { code, stderr } = await project.run('upgrade', 'head')
  expect(code).not.toBe(0)
  expect(stderr).toContain('No operation is registered under the name "test.nobody"')
  expect(stderr).toContain('Register it with registerOperation')
  expect(await tables()).not.toContain('a')
})

test('a batch that tells its table is written without a look at the history', async () => {
  const { project, query, script } = await createProject('sqlite')
  project.revision('aaa', null, { upgrade: "await op.run('by hand', async () => {})" })
  project.revision('bbb', 'aaa', {
    imports: "import { defineTable, type Op, t } from 'tsmig'",
    upgrade: `const before = defineTable('old', { id: t.integer().primaryKey(), a: t.text() })
      await op.batch('old', (batch) => { batch.alterColumn('a', { nullable: false }) }, { copyFrom: before })
      await op.batch('old', (batch) => { batch.alterColumn('a', { default: 'x' }) })`,
  })
  await query('CREATE TABLE old (id INTEGER PRIMARY KEY, a TEXT)')
  await query("INSERT INTO old VALUES (1, 'one') RETURNING id")
  const { stdout } = await project.ok('upgrade', 'aaa:bbb', '--sql')
  expect(stdout).toContain('"a" TEXT NOT NULL DEFAULT \'x\'')
  expect(stdout).toContain('"a" TEXT NOT NULL,\n')
  await query('CREATE TABLE tsmig_version (version_num)')
  await script(stdout)
  expect(await query('SELECT * FROM old')).toEqual([{ id: 1, a: 'one' }])
})
