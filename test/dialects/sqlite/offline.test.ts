import { expect, test } from 'vitest'
import { everythingIn } from '../../cli/chapters.ts'
import { createProject } from '../../support/databases.ts'

const first = `await op.createTable('a', { id: t.integer().primaryKey(), b: t.text().unique(), c: t.text() })
  await op.bulkInsert('a', [{ id: 1, b: 'x', c: 'y' }])
  await op.invoke({ kind: 'createObject', object: { type: 'view', name: 'v', query: 'SELECT b FROM a' } })
  await op.invoke({ kind: 'createObject', object: { type: 'trigger', name: 'on_v', table: { name: 'v' },
    timing: 'instead of', events: ['delete'], forEach: 'row', body: 'DELETE FROM a WHERE b = OLD.b' } })
  await op.invoke({ kind: 'createObject', object: { type: 'trigger', name: 'on_a', table: { name: 'a' },
    timing: 'after', events: ['update'], columns: ['c'], forEach: 'row', body: "UPDATE a SET b = NEW.c || '!'" } })`
const second = `await op.invoke({ kind: 'replaceObject', object: { type: 'view', name: 'v', query: 'SELECT b, c FROM a' },
    was: { type: 'view', name: 'v', query: 'SELECT b FROM a' } })
  await op.invoke({ kind: 'renameObject', object: { type: 'trigger', name: 'on_a', table: { name: 'a' } }, to: 'on_c' })
  await op.batch('a', (batch) => {
    batch.addColumn('d', t.integer(), { insertAfter: 'id' })
    batch.dropConstraint('uq_a_b')
    batch.createCheckConstraint('filled', "c <> ''")
    batch.createIndex(null, 'd')
  }, {
    namingConvention: { ix: 'ix_%(column_0_label)s', uq: 'uq_%(table_name)s_%(column_0_name)s',
      ck: 'ck_%(table_name)s_%(constraint_name)s' },
    partialReordering: [['c', 'b']],
    tableArgs: [index('b', { name: 'ix_b' })],
    tableOptions: { strict: true },
  })
  await op.execute("UPDATE a SET c = 'z'")
  await op.invoke({ kind: 'renameObject', object: { type: 'view', name: 'v' }, to: 'w' })`
const back = `await op.invoke({ kind: 'renameObject', object: { type: 'view', name: 'w' }, to: 'v' })
  await op.batch('a', (batch) => {
    batch.dropConstraint('ck_a_filled')
    batch.dropIndex('ix_a_d')
    batch.dropIndex('ix_b')
    batch.dropColumn('d')
    batch.createUniqueConstraint(null, 'b')
  })`
const clear = `await op.invoke({ kind: 'dropObject', object: { type: 'view', name: 'v' } })
  await op.dropTable('a')`

test('views, triggers and batches with all their options, online and as a script, up and down', async () => {
  const [online, offline] = [await createProject('sqlite'), await createProject('sqlite')]
  for (const { project } of [online, offline]) {
    const imports = "import { index, type Op, t } from 'tsmig'"
    project.revision('aaa', null, { imports, upgrade: first, downgrade: clear })
    project.revision('bbb', 'aaa', { imports, upgrade: second, downgrade: back })
  }
  await online.project.ok('upgrade', 'head')
  await offline.script((await offline.project.ok('upgrade', 'aaa', '--sql')).stdout)
  await offline.script((await offline.project.ok('upgrade', 'aaa:bbb', '--sql')).stdout)
  const up = await everythingIn('sqlite', online)
  expect(await everythingIn('sqlite', offline)).toEqual(up)
  expect(await online.query('SELECT * FROM w')).toEqual([{ b: 'z!', c: 'z' }])
  expect(await online.query("SELECT name FROM pragma_table_info('a')")).toEqual(
    ['id', 'd', 'c', 'b'].map((name) => ({ name })),
  )
  await online.query("DELETE FROM w WHERE b = 'z!'")
  await offline.query("DELETE FROM w WHERE b = 'z!'")
  expect(await online.query('SELECT * FROM a')).toEqual([])

  await online.project.ok('downgrade', 'aaa')
  await offline.script((await offline.project.ok('downgrade', 'bbb:aaa', '--sql')).stdout)
  expect(await everythingIn('sqlite', offline)).toEqual(await everythingIn('sqlite', online))
  await online.project.ok('downgrade', 'base')
  expect(await online.tables()).toEqual(['tsmig_version'])
})
