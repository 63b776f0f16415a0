import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { TestProject } from '../support/project.ts'
import { runNode } from '../support/run-node.ts'

/** What came of each call of the built library, in a plain Node, which knows nothing of types. */
async function outcomes(calls: readonly string[]): Promise<readonly string[]> {
  const { directory } = TestProject.create()
  const library = fileURLToPath(new URL('../../dist/index.cjs', import.meta.url))
  const program = `const tsmig = require(${JSON.stringify(library)})
const calls = [${calls.map((call) => `() => tsmig.${call}`).join(', ')}]
const told = ({ code, message, hint }) => [code, message, hint].join(': ')
const end = async () => {
  for (const call of calls) console.log(await call().then(() => 'done', told))
}
end()`
  const { output } = await runNode(['-e', program], directory)
  return output.trimEnd().split('\n')
}

test.each([
  ...['branches', 'current', 'downgradeOrphans', 'ensureVersion', 'graph', 'heads', 'history', 'log'],
  ...['repair', 'revision', 'status', 'unlock', 'verify'],
])('%s does without options', async (command) => {
  expect(await outcomes([`${command}()`])).toEqual(['done'])
})

test.each([...['autogenerate', 'checkSchema', 'dump', 'init', 'introspect', 'lint', 'pull']])(
  '%s without options tells what it lacks',
  async (command) => {
    const [outcome] = await outcomes([`${command}()`])
    expect(outcome).toMatch(/^(?:[a-z]+-[a-z-]+: |done$)/)
  },
)

test('a command that has to be told something says what', async () => {
  const calls = ['upgrade()', "upgrade('head')", 'downgrade({})', "stamp({ targets: 'head' })", 'merge()']
  expect(await outcomes([...calls, 'show()', "diff({ from: 'database' })"])).toEqual([
    "usage: upgrade has no target: Write upgrade({ target: 'head' }).",
    "usage: upgrade has no target: Write upgrade({ target: 'head' }).",
    "usage: downgrade has no target: Write downgrade({ target: '-1' }).",
    "usage: stamp has no targets: Write stamp({ targets: ['head'] }).",
    "usage: merge has no revisions: Write merge({ revisions: ['heads'] }).",
    "usage: show has no revision: Write show({ revision: 'head' }).",
    "usage: diff has no to: Write diff({ from: 'database', to: 'declared' }).",
  ])
})

test.each([
  ...['autogenerate', 'branches', 'checkSchema', 'current', 'downgradeOrphans', 'dump', 'ensureVersion'],
  ...['graph', 'heads', 'history', 'init', 'introspect', 'lint', 'log', 'pull', 'repair', 'revision'],
  ...['status', 'unlock', 'verify'],
])('%s is told that its options are no object', async (command) => {
  const hint = 'Give an object, { config: "migrations.ini" }, or leave it out.'
  expect(await outcomes([`${command}(null)`, `${command}('head')`])).toEqual([
    `usage: the options of a command are null: ${hint}`,
    `usage: the options of a command are "head": ${hint}`,
  ])
})
