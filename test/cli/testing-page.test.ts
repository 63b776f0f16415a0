import { readFileSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createProject, kinds } from '../support/databases.ts'
import { runNode } from '../support/run-node.ts'

/** The files that docs/testing.md shows, by the path in their first line. */
function filesOfPage(): Record<string, string> {
  const page = readFileSync(new URL('../../docs/testing.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/```[tj]s\n\/\/ (\S+)\n([\s\S]*?)```/g)]
  return Object.fromEntries(blocks.map(([, path = '', text = '']) => [path, text]))
}

describe.each(kinds)('on %s', (kind) => {
  test('the test on the page runs as it stands, and fails where a revision is wrong', async () => {
    const files = filesOfPage()
    expect(Object.keys(files)).toEqual([
      'migrations/versions/a1_create_person.ts',
      'migrations/versions/b2_split_name.ts',
      'test/migrations.test.mjs',
    ])
    const { project, tables } = await createProject(kind, { files })
    symlinkSync(fileURLToPath(new URL('../..', import.meta.url)), project.path('node_modules/tsmig'))
    const good = await runNode(
      ['--test', '--test-reporter=tap', 'test/migrations.test.mjs'],
      project.directory,
    )
    expect(good.output).toContain('# pass 2\n')
    expect(good.code).toBe(0)
    const second = 'migrations/versions/b2_split_name.ts'
    project.write(second, project.read(second).replace("await op.dropColumn('person', 'last')", ''))
    const bad = await runNode(
      ['--test', '--test-reporter=tap', 'test/migrations.test.mjs'],
      project.directory,
    )
    expect(bad.output).toContain('2 revisions: 1 comes back, 1 does not')
    expect(bad.output).toContain('+ column person.last')
    expect(bad.output).toContain('# fail 1\n')
    expect(bad.code).toBe(1)
    if (kind === 'sqlite') expect(Object.keys(project.files())).not.toContain('app.db')
    else expect(await tables()).toEqual([])
  })
})
