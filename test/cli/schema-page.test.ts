import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createProject } from '../support/databases.ts'

/** The files that docs/schema.md shows, by the path in their first line. */
function filesOfPage(): Record<string, string> {
  const page = readFileSync(new URL('../../docs/schema.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)]
  return Object.fromEntries(blocks.map(([, path = '', text = '']) => [path, text]))
}

test('what the page declares can be made, is then no different, and can be pulled', async () => {
  const files = filesOfPage()
  expect(Object.keys(files)).toEqual(['src/models/account.ts', 'migrations/env.ts'])
  const { project, script } = await createProject('postgres', { files })
  const wanted = await project.run('diff', 'database', 'declared', '--sql')
  expect(wanted).toMatchObject({ code: 5, stderr: '' })
  await script(wanted.stdout)
  await project.ok('pull', '--out', 'src/schema.ts')
  expect(await project.run('diff', 'database', 'src/schema.ts')).toMatchObject({ code: 0, stdout: '' })
  await script('ALTER TABLE account ADD age integer; DROP INDEX ix_account_made')
  const changed = await project.run('diff', 'database', 'src/schema.ts')
  expect(changed.code).toBe(5)
  expect(changed.stdout).toContain('- column account.age\n')
  expect(changed.stdout).toContain('+ index account.ix_account_made\n')
  expect(await project.run('diff', 'src/models/account.ts', 'declared')).toMatchObject({
    code: 0,
    stdout: '',
  })
})
