import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import { chapters, copyChapter, everythingIn, feed, linesOf } from './chapters.ts'

describe.each(kinds)('on %s, online and as a script, up and down:', (kind) => {
  test.each(chapters)('%s', async (chapter) => {
    const [online, offline] = [await createProject(kind), await createProject(kind)]
    for (const { project } of [online, offline]) copyChapter(project, chapter)

    const [up] = await Promise.all([
      offline.project.ok('upgrade', 'base:head', '--sql'),
      online.project.ok('upgrade', 'head'),
    ])
    await feed(kind, offline, up.stdout)
    await expect(await linesOf(kind, online)).toMatchFileSnapshot(`expected/${chapter}.${kind}.txt`)
    const full = await everythingIn(kind, online)
    expect(await everythingIn(kind, offline)).toEqual(full)

    const [down] = await Promise.all([
      offline.project.ok('downgrade', 'head:base', '--sql'),
      online.project.ok('downgrade', 'base'),
    ])
    await feed(kind, offline, down.stdout)
    expect(await online.tables()).toEqual(['tsmig_version'])
    expect(await everythingIn(kind, offline)).toEqual(await everythingIn(kind, online))

    await feed(kind, offline, up.stdout)
    expect(await everythingIn(kind, offline)).toEqual(full)
  })
})

describe.each(kinds)('on %s, online only', (kind) => {
  test('code, knex and its schema builder take their turn, in the transaction, and give their results', async () => {
    const database = await createProject(kind)
    const { project, query } = database
    project.revision('code', null, {
      upgrade: `op.createTable('line', { id: t.integer().identity().primaryKey(), body: t.text() })
        op.bulkInsert('line', [{ body: 'one' }])
        const count = await op.run('count', async (knex) => Number((await knex('line').count({ n: '*' }))[0].n))
        await op.knex('line').insert({ body: 'count ' + count })
        const [row] = await op.knex('line').where('body', 'one').select('id')
        await op.run('in a savepoint', async (knex) => {
          await knex.transaction(async (inner) => inner('line').insert({ body: 'kept ' + row.id }))
          await knex.transaction(async (inner) => {
            await inner('line').insert({ body: 'lost' })
            throw new Error('back')
          }).catch(() => {})
        })
        if (await op.schema.hasTable('line')) await op.schema.alterTable('line', (table) => void table.dropColumn('body'))
        await op.schema.alterTable('line', (table) => { table.string('again').defaultTo('x') })
        await op.run('say', (knex) => knex('line').where('id', 2).update({ again: String(row.id + count) }))`,
      downgrade: `await op.run('look', async (knex) => { if (!(await knex.schema.hasTable('line'))) throw new Error('none') })
        await op.knex.schema.dropTable('line')`,
    })
    await project.ok('upgrade', 'head')
    expect(await query('SELECT id, again FROM line ORDER BY id')).toEqual([
      { id: 1, again: 'x' },
      { id: 2, again: '2' },
      { id: 3, again: 'x' },
    ])
    await project.ok('downgrade', 'base')
    expect(await database.tables()).toEqual(['tsmig_version'])
  })

  test('a query of knex that fails is found in the file, and undone', async () => {
    const { project, tables } = await createProject(kind)
    project.revision('first', null, {
      upgrade: `await op.createTable('line', { id: t.integer() })
  await op.run('fill', async (knex) => {
    await knex('line').insert({ nope: 1 })
  })`,
    })
    project.revision('second', 'first', { upgrade: "await op.knex('nowhere').select()" })
    const inside = await project.run('upgrade', 'first')
    expect(inside.code).toBe(1)
    expect(inside.stderr).toMatch(/ at migrations\/versions\/first_\.ts:1[56]:/)
    // MySQL takes no DDL back.
    expect(await tables()).toEqual(kind === 'mysql' ? ['line', 'tsmig_version'] : ['tsmig_version'])
    await project.ok('stamp', 'first')
    const outside = await project.run('upgrade', 'second')
    expect(outside.stderr).toMatch(/ at migrations\/versions\/second_\.ts:14:/)
  })
})
