import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { commandGroups } from '../../src/cli/command-groups.ts'
import { describeProgram } from '../../src/cli/completion/program.ts'
import { shells } from '../../src/cli/completion/shells.ts'
import { freeValues } from '../../src/cli/completion/value.ts'
import { colourless, type Terminal } from '../../src/cli/terminal.ts'
import { binary, TestProject } from '../support/project.ts'

/** A project with revisions whose messages a shell could run, in a folder with a blank, and `tsmig` in its `bin`. */
function projectOfThree(): TestProject {
  const project = TestProject.create({
    ini: 'databases = main, audit\n[main]\nurl = sqlite:///main.db\n[audit]\nurl = sqlite:///audit.db\n[second]\nscript_location = migrations',
  })
  project.revision('a1b2', null, { message: `it's "$(touch stolen)"; touch stolen \`touch stolen\`` })
  project.revision('c3d4', 'a1b2', { message: 'c: [x] {y}', labels: ['shop'] })
  project.revision('c3e5', 'a1b2', { message: '' })
  project.write(
    'sub dir/one file.ini',
    project.read('migrations.ini').replace('= migrations', '= ../migrations'),
  )
  project.write('bin/tsmig', `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`)
  chmodSync(project.path('bin/tsmig'), 0o755)
  return project
}

function inShell(project: TestProject, shell: string, args: readonly string[], cwd = project.directory) {
  const { TSMIG_CONFIG, ...env } = process.env
  const ran = spawnSync(shell, args, {
    cwd,
    encoding: 'utf8',
    env: { ...env, PATH: `${project.path('bin')}:${dirname(process.execPath)}:${env.PATH}` },
  })
  expect(ran.stderr).toBe('')
  expect(existsSync(project.path('stolen'))).toBe(false)
  return ran.stdout.split('\n').filter((line) => line !== '')
}

const terminal: Terminal = { print() {}, log() {}, logSoon() {}, begin() {}, show() {}, paint: colourless }

async function describedCommands() {
  const program = new Command('tsmig')
  for (const { load } of commandGroups) (await load())(program, terminal)
  return describeProgram(program).commands
}

test.each(shells)('the script for %s was written down as the program says it', async (shell) => {
  const project = TestProject.create()
  const said = await project.ok('completion', shell, '--no-color')
  expect((await project.ok('completion', shell)).stdout).toBe(said.stdout)
  for (const {
    names: [name = ''],
    options,
  } of await describedCommands()) {
    expect(said.stdout).toContain(name)
    for (const { long = '' } of options) expect(said.stdout).toContain(long.replace(/^--/, ''))
  }
})

test('it is known of every value how it is completed, or that it is free', async () => {
  const commands = await describedCommands()
  const values = commands.flatMap(({ options, arguments: all }) =>
    [...options, ...all].map(({ value }) => value),
  )
  const unknown = values.filter(
    (value) => value?.sources.length === 0 && value.words.length === 0 && !freeValues.includes(value.name),
  )
  expect(unknown).toEqual([])
})

test('another shell is told which there are', async () => {
  const ran = await TestProject.create().run('completion', 'tcsh')
  expect(ran.stderr).toBe(
    'error: there is no completion for "tcsh", only for bash, zsh, fish\n' +
      '  hint: Run "tsmig completion bash", or name another of them.\n',
  )
  expect(ran.code).toBe(2)
  expect((await TestProject.create().run('completion')).stderr).toContain("missing required argument 'shell'")
})

describe('what a script asks', () => {
  test('the words of the project, each with what it means', async () => {
    const project = projectOfThree()
    const { stdout } = await project.ok('complete', 'revisions')
    expect(stdout.split('\n').slice(0, 6)).toEqual([
      'head\tthe revision that no other builds on',
      'heads\tall of them',
      'base\tbefore the first revision',
      'shop\ta branch',
      'shop@head\tthe head of shop',
      'shop@base\tbefore the first revision of shop',
    ])
    expect(stdout).toContain('\nc3d4\tc: [x] {y}\n')
    expect((await project.ok('complete', 'databases')).stdout).toBe('main\t\naudit\t\n')
    expect((await project.ok('complete', 'sections')).stdout).toBe('tsmig\t\nsecond\t\n')
    expect((await project.ok('complete', 'templates')).stdout).toContain('generic\t')
    expect(existsSync(project.path('main.db'))).toBe(false)
  })

  test('is in no help', async () => {
    expect((await TestProject.create().ok('--help')).stdout).not.toMatch(/^ {2}complete /m)
  })
})

describe.skipIf(!existsSync('/bin/bash'))('bash', () => {
  /** What Tab offers behind a line that bash has broken into these words. */
  function completed(project: TestProject, line: string, cwd = project.directory) {
    const words: string[] = line.match(/"[^"]*"?|'[^']*'?|[:=]|@?(?:\\.|[^\s:=@])+|@/g) ?? []
    if (line.endsWith(' ')) words.push('')
    const script = `source <(tsmig completion bash)
      COMP_LINE=$1 COMP_POINT=\${#1}; shift
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:@'
      _tsmig 2>&1; ((\${#COMPREPLY[@]})) && printf '%s\\n' "\${COMPREPLY[@]}"`
    return inShell(project, 'bash', ['--norc', '-c', `${script}; :`, 'bash', line, ...words], cwd)
  }

  test.each([
    ['tsmig up', ['upgrade']],
    ['tsmig -q ens', ['ensure-version']],
    ['tsmig upgrade --ph', ['--phase']],
    ['tsmig heads --conf', ['--config']],
    ['tsmig upgrade --phase ', ['expand', 'contract']],
    ['tsmig upgrade --phase=ex', ['expand']],
    ['tsmig lint --format s', ['sarif']],
    ['tsmig lint --fail-level ', ['note', 'warning', 'error']],
    ['tsmig upgrade he', ['head', 'heads']],
    ['tsmig upgrade c3', ['c3d4', 'c3e5']],
    ['tsmig upgrade a1b2:c3d', ['c3d4']],
    ['tsmig upgrade shop@h', ['@head']],
    ['tsmig history -r a', ['a1b2']],
    ['tsmig history -r a1b2:cu', ['current']],
    ['tsmig show a1b2 ', []],
    ['tsmig merge c3d4 c3e', ['c3e5']],
    ['tsmig --database ', ['main', 'audit']],
    ['tsmig -n ', ['tsmig', 'second']],
    ['tsmig init -t gen', ['generic']],
    ['tsmig revision -m ', []],
    ['tsmig completion ', ['bash', 'zsh', 'fish']],
    ['tsmig help unl', ['unlock']],
    ['tsmig -c sub\\ d', ['sub dir']],
    ['tsmig upgrade $(touch stolen) ', []],
  ])('%s', (line, offered) => {
    expect(completed(projectOfThree(), line)).toEqual(offered)
  })

  test('the project is the one that the line names', () => {
    const project = projectOfThree()
    for (const file of ['"sub dir/one file.ini"', 'sub\\ dir/one\\ file.ini']) {
      expect(completed(project, `tsmig -c ${file} show a`)).toEqual(['a1b2'])
      expect(completed(project, `tsmig show --config=${file} a`)).toEqual(['a1b2'])
    }
    expect(completed(project, 'tsmig -c nowhere.ini show a')).toEqual([])
  })

  test('a project in a folder with a blank, and none', () => {
    const project = projectOfThree()
    mkdirSync(project.path('migrations/a b'))
    expect(completed(project, 'tsmig show a', project.path('migrations/a b'))).toEqual(['a1b2'])
    expect(completed(project, 'tsmig upgrade ', '/')).toEqual([])
  })
})

describe.skipIf(!existsSync('/usr/bin/zsh'))('zsh', () => {
  test('takes the script', () => {
    const project = projectOfThree()
    expect(inShell(project, 'zsh', ['-f', '-c', 'tsmig completion zsh | zsh -n'])).toEqual([])
    const sourced =
      'autoload -U compinit; compinit -u -D; source <(tsmig completion zsh); print $_comps[tsmig]'
    expect(inShell(project, 'zsh', ['-f', '-c', sourced])).toEqual(['_tsmig'])
  })
})

describe.skipIf(!existsSync('/usr/bin/fish'))('fish', () => {
  test.each([
    ['tsmig up', ['upgrade\tbring the database up to a revision']],
    ['tsmig upgrade --ph', ['--phase\tonly what goes before the new code is rolled out, or after it']],
    ['tsmig upgrade --phase ex', ['expand\tonly what goes before the new code is rolled out, or after it']],
    ['tsmig upgrade a', [`a1b2\tit's "$(touch stolen)"; touch stolen \`touch stolen\``]],
    ['tsmig upgrade a1b2:c3d', ['a1b2:c3d4\tc: [x] {y}']],
    ['tsmig -c "sub dir/one file.ini" show c3d', ['c3d4\tc: [x] {y}']],
    ['tsmig -c nowhere.ini upgrade ', []],
    ['tsmig show a1b2 ', []],
  ])('%s', (line, offered) => {
    const project = projectOfThree()
    const script = 'tsmig completion fish | source; complete -C $argv[1]'
    expect(inShell(project, 'fish', ['--no-config', '-c', script, line])).toEqual(offered)
  })
})
