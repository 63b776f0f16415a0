import { expect, test } from 'vitest'
import { createProject } from '../support/databases.ts'

const env =
  "import { defineEnvironment } from 'tsmig'\nexport default defineEnvironment({ targetMetadata: 'src/*.ts' })\n"

const schema = (type: string) =>
  `import { t, table } from 'tsmig'\nexport const lane = table('lane', { id: t.${type}().serial().primaryKey(), name: t.text() })\n`

test.each([
  ['counts in steps', 'integer', 'ALTER SEQUENCE lane_id_seq INCREMENT 7'],
  [
    'counts less far than its column, which became a bigint',
    'bigint',
    'ALTER TABLE lane ALTER COLUMN id TYPE bigint',
  ],
  ['belongs to nobody', 'integer', 'ALTER SEQUENCE lane_id_seq OWNED BY NONE'],
  ['numbers it no more', 'integer', 'ALTER TABLE lane ALTER COLUMN id DROP DEFAULT'],
])('the sequence of a serial column that %s is what the revision changes', async (_, type, damage) => {
  const { project, query } = await createProject('postgres', {
    files: { 'src/schema.ts': schema(type), 'migrations/env.ts': env },
  })
  await query('CREATE TABLE lane (id serial PRIMARY KEY, name text)')
  await query(damage)
  await query("INSERT INTO lane (id, name) VALUES (1, 'first')")
  expect(await project.run('revision', '--autogenerate', '--rev-id', 'aaa')).toMatchObject({ code: 0 })
  expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
  expect(await project.run('check')).toMatchObject({ code: 0, stdout: '' })
  const [column] = await query("SELECT pg_get_serial_sequence('lane', 'id') AS sequence")
  expect(column).toEqual({ sequence: 'public.lane_id_seq' })
  expect(await project.run('downgrade', 'base')).toMatchObject({ code: 0 })
  expect(await project.run('upgrade', 'head')).toMatchObject({ code: 0 })
  expect(await query('SELECT name FROM lane')).toEqual([{ name: 'first' }])
})
