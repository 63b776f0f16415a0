import { expect, onTestFinished, test } from 'vitest'
import { createProject } from '../support/databases.ts'

const upgrade = `await op.createEnum('mood', ['sad', 'ok'], { comment: 'how it is' })
  await op.createSequence('ticket', { start: 10, increment: 5, cycle: true, ownedBy: 'product.id' })
  await op.createDomain('email', t.text().check("VALUE LIKE '%@%'"))
  await op.createView('cheap', 'SELECT id FROM product WHERE price < 10', { comment: 'not much' })
  await op.createMaterializedView('dear', 'SELECT id FROM product WHERE price > 100')
  await op.createFunction('touch', {
    returns: 'trigger',
    language: 'plpgsql',
    body: 'BEGIN NEW.price := 1; RETURN NEW; END',
  })
  await op.createTrigger('touched', 'product', {
    timing: 'before',
    events: ['insert', 'update'],
    when: 'NEW.price IS NULL',
    body: 'touch()',
  })
  await op.enableRowSecurity('product')
  await op.createPolicy('cheap_only', 'product', { command: 'select', using: 'price < 10' })
  await op.grant(['select', 'insert'], 'product', 'ROLE')
  await op.replaceView('total', 'SELECT sum(price) AS all_of_it FROM product WHERE price > 0', {
    was: 'SELECT sum(price) AS all_of_it FROM product',
  })
  await op.commentOn({ type: 'view', name: 'total' }, 'a sum', { was: null })
  await op.createExcludeConstraint('one_each', 'product', [['span', '&&']], { where: 'price > 0' })
  await op.renameSequence('ticket', 'tickets')`

const catalog = `SELECT
  (SELECT json_agg((typname, typtype, obj_description(oid)) ORDER BY typname) FROM pg_type
    WHERE typnamespace = 'public'::regnamespace) AS types,
  (SELECT json_agg((relname, relkind, relrowsecurity, relacl::text, obj_description(oid), pg_get_viewdef(oid))
    ORDER BY relname) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname <> 'tsmig_version') AS relations,
  (SELECT json_agg(pg_get_functiondef(oid) ORDER BY proname) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace) AS routines,
  (SELECT json_agg(pg_get_triggerdef(oid) ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal) AS triggers,
  (SELECT json_agg(p ORDER BY policyname) FROM pg_policies p) AS policies,
  (SELECT json_agg(s ORDER BY sequencename) FROM pg_sequences s WHERE sequencename NOT LIKE 'tsmig_version%') AS sequences,
  (SELECT json_agg(pg_get_constraintdef(oid) ORDER BY conname) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace) AS constraints`

test('objects are undone, and made again', async () => {
  const { project, query } = await createProject('postgres')
  const role = `reader_${process.pid}_${Date.now()}`
  await query(`CREATE ROLE ${role}`)
  project.revision('a1', null, {
    upgrade: `await op.createTable('product', { id: t.integer(), price: t.integer(), span: t.raw('int4range') })
  await op.createView('total', 'SELECT sum(price) AS all_of_it FROM product')
  await op.revoke('all', 'product', '${role}')`,
  })
  project.revision('b2', 'a1', { message: 'objects', upgrade: upgrade.replace('ROLE', role) })
  await project.ok('upgrade', 'a1')
  // Who once was granted something leaves the owner's own rights written out.
  await query(`GRANT SELECT ON product TO ${role}`)
  await query(`REVOKE SELECT ON product FROM ${role}`)
  const before = await query(catalog)
  await project.ok('upgrade', 'head')
  const after = await query(catalog)
  expect(after).not.toEqual(before)
  await project.ok('revision', '--reverse-of', 'b2', '--rev-id', 'c3')
  const text = project.read('migrations/versions/c3_undo_objects.ts')
  expect(text).not.toContain("op.invoke({ kind: 'createObject'")
  expect(text).toContain(`await op.revoke(['select', 'insert'], 'product', '${role}')`)
  expect(text).toContain("await op.dropView('cheap', {")
  await project.ok('upgrade', 'head')
  expect(await query(catalog)).toEqual(before)
  await project.ok('downgrade', 'b2')
  expect(await query(catalog)).toEqual(after)
  onTestFinished(async () => {
    await query(`DROP OWNED BY ${role}`)
    await query(`DROP ROLE ${role}`)
  })
})
