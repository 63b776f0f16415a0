import { expect, test } from 'vitest'
import { TestProject } from '../support/project.ts'

/** A fork and its merge, on a database that was never made. */
function forked(): TestProject {
  const project = TestProject.create()
  project.revision('a1', null, { message: 'first\nand more' })
  project.revision('b2', 'a1')
  project.revision('c3', 'a1')
  project.revision('d4', ['b2', 'c3'])
  return project
}

test.each([
  [
    ['history', '-r', '+1:+2'],
    'there is nothing that "+1" could count from',
    'Name the revision to count from',
  ],
  [['upgrade', '-1'], '"-1" is no step up', '"tsmig upgrade" counts with +N'],
  [['downgrade', '+1'], '"+1" is no step down', '"tsmig downgrade" counts with -N'],
  [['stamp', '+1'], 'no revision or branch label fits "+1"', "Steps can't be counted here: name a revision"],
  [['verify', '-1'], '"-1" is no step up', '"head-1" counts from the head'],
  [['merge', 'heads'], '"heads" stands for d4 alone', 'Name the revisions to join'],
  [['upgrade', 'd4+1'], '"d4+1" stands for no revision here', 'take fewer steps'],
  [['downgrade', '-1'], '"-1" runs out of revisions', 'as far as it gets with "heads" or "base"'],
  [['pull'], 'app.db is not there', '"tsmig upgrade" makes the file'],
  [['upgrade', 'a1+1'], 'more than one way up', 'label@+1'],
])('tsmig %j says what is wrong, and what to do', async (args, error, hint) => {
  const ran = await forked().run(...args)
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain(error)
  expect(ran.stderr.split('hint:')[1]).toContain(hint)
  expect(ran.stderr).not.toContain('purge')
})

test('a step down from a merge names where it could lead', async () => {
  const project = forked()
  await project.ok('upgrade', 'head')
  const ran = await project.run('downgrade', '-1')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain('more than one way down: b2 or c3')
  expect(ran.stderr).toContain('hint: Name the revision to go down to: "b2".')
})

test('a message of several lines takes one in listings and logs', async () => {
  const project = forked()
  expect((await project.ok('upgrade', 'a1')).stderr.trim().split('\n')).toHaveLength(1)
  expect((await project.ok('history')).stdout.trim().split('\n')).toHaveLength(4)
})

test('what is thrown and is no error is told all the same', async () => {
  const project = TestProject.create()
  project.revision('a1', null, { upgrade: `throw { reason: 'odd' }` })
  expect((await project.run('upgrade', 'head')).stderr).toContain('failed: {"reason":"odd"}')
})

test.each([
  ['t.string()', 't.string is not a function'],
  ["t('text')", 't is not a function'],
])('a mistake in code is told in the words of the file: %s', async (code, message) => {
  const project = TestProject.create()
  project.revision('a1', null, { upgrade: `await op.addColumn('a', 'b', ${code})` })
  expect((await project.run('upgrade', 'head')).stderr).toContain(
    `upgrade of revision a1 failed: ${message}\n`,
  )
  project.revision('a1', null, { imports: `import { type Op, t } from 'tsmig'\n${code}` })
  expect((await project.run('upgrade', 'head')).stderr).toMatch(
    new RegExp(`^error: .*a1_\\.ts:\\d+ can't be imported: ${message}\\n`),
  )
})

test.each([
  ["import { op } from 'tsmig'\n", "'tsmig' does not provide an export named 'op'"],
  ['', 'op is not defined'],
])(
  'a revision that takes op for a global, as in Alembic, is told where it comes from: %j',
  async (imports, message) => {
    const project = TestProject.create()
    project.write(
      'migrations/versions/a1_.ts',
      `${imports}export const revision = 'a1'
export const downRevision = null

export async function upgrade() {
  await op.execute('SELECT 1')
}
`,
    )
    const { code, stderr } = await project.run('upgrade', 'head')
    expect(code).toBe(1)
    expect(stderr).toContain(message)
    expect(stderr).toContain('The function is given op: export async function upgrade(op: Op) { … }')
  },
)
