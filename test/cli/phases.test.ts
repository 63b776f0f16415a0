import { expect, test } from 'vitest'
import { createProject } from '../support/databases.ts'

test('a rollout in two phases, and what the listings say of them', async () => {
  const { project, tables } = await createProject('sqlite')
  project.revision('a1', null, { upgrade: "await op.createTable('old', { id: t.integer() })" })
  project.revision('b2', 'a1', {
    upgrade: "await op.createTable('fresh', { id: t.integer() })",
    phase: 'expand',
  })
  project.write(
    'migrations/versions/c3.sql',
    '-- Revision ID: c3\n-- Revises: b2\n-- Phase: contract\n\n-- upgrade\nDROP TABLE old;\n',
  )
  const early = await project.run('upgrade', '--phase', 'contract', 'head')
  expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining('tsmig upgrade --phase expand') })
  await project.ok('upgrade', '--phase', 'expand', 'head')
  expect(await tables()).toEqual(expect.arrayContaining(['fresh', 'old']))
  expect((await project.ok('upgrade', '--phase', 'expand', 'head')).stderr).toBe(
    'nothing to do in the expand phase: the database is at b2\n',
  )
  expect((await project.ok('history', '-i')).stdout).toBe(
    'b2 -> c3 (head) (contract)\na1 -> b2 (current) (expand), b2\n<base> -> a1, a1\n',
  )
  expect((await project.ok('show', 'head')).stdout).toContain('\nPhase: contract\n')
  await project.ok('upgrade', '--phase', 'contract', 'head')
  expect(await tables()).not.toContain('old')
  expect(await project.run('upgrade', '--phase', 'both', 'head')).toMatchObject({ code: 2 })
})
