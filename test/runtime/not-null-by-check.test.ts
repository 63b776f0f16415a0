import { expect, test } from 'vitest'
import { upgrade } from '../../src/commands/upgrade.ts'
import { createProject, kinds } from '../support/databases.ts'

const table = {
  upgrade: `await op.createTable('item', { id: t.integer().primaryKey(), maker: t.integer() })
  await op.bulkInsert('item', [{ id: 1, maker: null }])`,
}
const notNull = {
  upgrade: "await op.setNotNull('item', 'maker')",
  downgrade: "await op.alterColumn('item', 'maker', { nullable: true })",
}

test.each(kinds)('a column becomes NOT NULL when its rows allow it, on %s', async (kind) => {
  const { project, query } = await createProject(kind)
  const cwd = project.directory
  project.revision('a1', null, table)
  project.revision('b2', 'a1', notNull)
  await expect(upgrade({ cwd, target: 'head' })).rejects.toMatchObject({ revision: 'b2' })
  await query('UPDATE item SET maker = 7')
  await upgrade({ cwd, target: 'head' })
  await expect(query('INSERT INTO item VALUES (2, NULL)')).rejects.toThrow(/null/i)
})

test('on PostgreSQL the check goes again, and one that was left is in nobody’s way', async () => {
  const { project, query } = await createProject('postgres')
  const cwd = project.directory
  project.revision('a1', null, { ...table, upgrade: table.upgrade.replace('maker: null', 'maker: 1') })
  project.revision('b2', 'a1', notNull)
  await upgrade({ cwd, target: 'a1' })
  await query('ALTER TABLE item ADD CONSTRAINT tsmig_not_null CHECK (maker > 0) NOT VALID')
  await upgrade({ cwd, target: 'head' })
  expect(
    await query("SELECT conname FROM pg_constraint WHERE conrelid = 'item'::regclass AND contype = 'c'"),
  ).toEqual([])
})

test('its script leaves the transaction', async () => {
  const { project } = await createProject('postgres')
  project.revision('a1', null, table)
  project.revision('b2', 'a1', notNull)
  const written: string[] = []
  await upgrade({ cwd: project.directory, target: 'a1:b2', sql: (text) => void written.push(text) })
  expect(written.join('').replaceAll(/\n+/g, '\n')).toContain(`COMMIT;
ALTER TABLE "item" ADD CONSTRAINT "tsmig_not_null" CHECK ("maker" IS NOT NULL) NOT VALID;
ALTER TABLE "item" VALIDATE CONSTRAINT "tsmig_not_null";
ALTER TABLE "item" ALTER COLUMN "maker" SET NOT NULL;
ALTER TABLE "item" DROP CONSTRAINT "tsmig_not_null";
BEGIN;`)
})

test('REINDEX CONCURRENTLY clears away what one before it has left, and nothing else', async () => {
  const { project, query } = await createProject('postgres')
  const cwd = project.directory
  project.revision('a1', null, table)
  project.revision('b2', 'a1', {
    upgrade: "await op.outsideTransaction(() => op.execute('REINDEX TABLE CONCURRENTLY item'))",
  })
  await upgrade({ cwd, target: 'a1' })
  for (const name of ['ix_ccnew', 'ix_ccnew1', 'ix_valid_ccnew', 'ix_other'])
    await query(`CREATE INDEX ${name} ON item (maker)`)
  await query(
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid IN ('ix_ccnew'::regclass, 'ix_ccnew1'::regclass)",
  )
  await upgrade({ cwd, target: 'head' })
  const left = await query(
    "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'item'::regclass ORDER BY 1",
  )
  expect(left.map(({ name }) => name)).toEqual(['item_pkey', 'ix_other', 'ix_valid_ccnew'].sort())
})
