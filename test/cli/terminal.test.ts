import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { binary, TestProject } from '../support/project.ts'

function projectOfOne(): TestProject {
  const project = TestProject.create()
  project.revision('a1', null, { upgrade: `await op.createTable('one', { id: t.integer() })` })
  return project
}

const commands = ['heads', 'history --verbose', 'status', 'upgrade head', 'downgrade base', 'show nowhere']

describe.skipIf(!existsSync('/usr/bin/script'))('on a terminal', () => {
  /** Runs it with a terminal of so many columns, which stdout and stderr are. */
  function onTerminal(project: TestProject, command: string, columns = 80) {
    const { PATH, HOME } = process.env
    const line = `stty cols ${columns}; "${process.execPath}" "${binary}" ${command}`
    const ran = spawnSync('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
      cwd: project.directory,
      encoding: 'utf8',
      env: { PATH, HOME, TERM: 'xterm-256color' }, // colours hang on many others: CI, COLORTERM, NO_COLOR
    })
    return { code: ran.status, output: ran.stdout.replaceAll('\r\n', '\n') }
  }

  test.each(commands)('tsmig %s says the same in colours', async (command) => {
    const [seen, plain] = [projectOfOne(), projectOfOne()]
    const { code, output } = onTerminal(seen, command)
    const ran = await plain.run(...command.split(' '))
    const anonymous = (text: string) =>
      text
        .replaceAll(seen.directory, 'project')
        .replaceAll(plain.directory, 'project')
        .replaceAll(/\d+ m?s\b/g, 'soon')
    expect(output).toContain('\u001b[')
    expect(anonymous(stripVTControlCharacters(output))).toBe(anonymous(ran.stderr + ran.stdout))
    expect(code).toBe(ran.code)
  })

  test.each([90, 120])('--help is as wide as it: %i columns', (columns) => {
    const { code, output } = onTerminal(projectOfOne(), '--help', columns)
    const widest = Math.max(...output.split('\n').map((line) => line.length))
    expect(widest).toBeLessThanOrEqual(columns)
    expect(widest).toBeGreaterThan(80)
    expect(code).toBe(0)
  })
})

test.each(commands)('tsmig %s has colours where they are forced', async (command) => {
  const [forced, plain] = [projectOfOne(), projectOfOne()]
  const ran = await forced.runWith({ NO_COLOR: '', FORCE_COLOR: '1' }, ...command.split(' '))
  expect(ran.stdout + ran.stderr).toContain('\u001b[')
  expect(ran.code).toBe((await plain.run(...command.split(' '))).code)
})

test('a folder that is gone is told as that', () => {
  const { directory } = TestProject.create()
  const line = `mkdir gone && cd gone && rmdir ../gone && "${process.execPath}" "${binary}" heads`
  const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: directory, encoding: 'utf8' })
  expect([status, stderr.split('\n')[0]]).toEqual([
    1,
    'error: the folder that this runs in is not there any more',
  ])
})

test('what a revision and the env file print stands on lines of its own', async () => {
  const project = TestProject.create({
    files: { 'migrations/env.ts': "export default { onVersionApply: () => console.error('applied') }" },
  })
  project.revision('a1', null, { upgrade: "console.log('told')\n  console.error('seen')" })
  project.revision('b2', 'a1')
  const { stdout, stderr } = await project.ok('upgrade', 'head')
  expect(stdout).toBe('told\n')
  expect(stderr.replaceAll(/\d+ ms/g, 'soon').split('\n')).toEqual([
    'Running upgrade <base> -> a1, a1',
    'seen',
    'applied',
    'Running upgrade <base> -> a1, a1 (soon)',
    'Running upgrade a1 -> b2, b2',
    'applied',
    'Running upgrade a1 -> b2, b2 (soon)',
    '',
  ])
})

test('what --help prints was written down as the program says it', async () => {
  const project = TestProject.create()
  const [written, said] = [await project.ok('--help'), await project.ok('--help', '--no-color')]
  expect(written.stdout).toBe(said.stdout)
  expect((await project.ok('-h')).stdout).toBe(said.stdout)
})
