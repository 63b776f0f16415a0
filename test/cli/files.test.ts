import { spawnSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { TestProject } from '../support/project.ts'
import { expectRefusal } from './refusal.ts'

const binary = fileURLToPath(new URL('../../bin/tsmig.cjs', import.meta.url))

describe('files that can not be written', () => {
  /** Runs the program where no file may get any content. */
  const runWithoutRoom = (project: TestProject, command: string) =>
    spawnSync('bash', ['-c', `ulimit -f 0; "$NODE" "$BIN" ${command}`], {
      cwd: project.directory,
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, BIN: binary, NO_COLOR: '1' },
    })

  test('a revision that finds no room leaves no empty file behind', async () => {
    const project = TestProject.create()
    const before = project.files()
    const ran = runWithoutRoom(project, 'revision -m "no room" --rev-id a1')
    expect(ran.status, ran.stderr).toBe(1)
    expect(ran.stderr).toMatch(/^error: .*migrations\/versions\/a1_no_room\.ts can't be written: EFBIG/)
    expect(ran.stderr).toContain('hint: Check that you may write there, and that there is room')
    expect(project.files()).toEqual(before)
    await project.ok('revision', '--rev-id', 'a1')
  })

  test('a version location that is a file', async () => {
    const project = TestProject.create()
    rmSync(project.path('migrations/versions'), { recursive: true })
    project.write('migrations/versions', '')
    await expectRefusal(project, ['revision'], { error: /.*migrations\/versions can't be read/, hint: /\w/ })
  })

  test('init below a file', async () => {
    const project = new TestProject()
    project.write('taken', '')
    await expectRefusal(project, ['init', 'taken/migrations'], {
      error: /.*taken\/migrations/,
      hint: /\w/,
    })
  })
})

test('a hook that fails names the revision file, which is there', async () => {
  const project = TestProject.create({
    ini: '[post_write_hooks]\nhooks = no\nno.type = exec\nno.executable = false',
  })
  const ran = await project.run('revision', '-m', 'hooked', '--rev-id', 'a1')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain('error: the post-write hook "no" exited with 1')
  expect(ran.stderr).toContain(
    `hint: ${project.path('migrations/versions/a1_hooked.ts')} was written and stays.`,
  )
  expect((await project.ok('heads')).stdout).toBe('a1 (head)\n')
})

test('--quiet leaves out what hooks say and what comes next', async () => {
  const project = new TestProject()
  expect((await project.ok('init', '--quiet')).stderr).toBe('')
  project.write(
    'migrations.ini',
    `[tsmig]
script_location = migrations
[post_write_hooks]
hooks = say
say.type = exec
say.executable = echo
`,
  )
  const loud = await project.ok('revision', '--rev-id', 'a1')
  expect(loud.stderr).toContain('hook say: done')
  const quiet = await project.ok('revision', '--rev-id', 'b2', '--quiet')
  expect(quiet).toMatchObject({ stdout: 'created migrations/versions/b2_.ts\n', stderr: '' })
})

describe('edit', () => {
  function projectWithEditor(name: string): TestProject {
    const project = TestProject.create()
    project.revision('a1', null)
    project.write(name, '#!/bin/sh\necho "$0 opens" "$@"\n')
    chmodSync(project.path(name), 0o755)
    return project
  }

  test.each([
    ['ed.sh', (path: string) => path, ''],
    ['ed.sh', (path: string) => `${path} --wait`, '--wait '],
    ['my ed.sh', (path: string) => `"${path}" --wait`, '--wait '],
    ['my ed.sh', (path: string) => `${path.replaceAll(' ', '\\ ')} -a 'b c'`, '-a b c '],
  ])('opens the file with an EDITOR spelt as for a shell: %s', async (name, spell, options) => {
    const project = projectWithEditor(name)
    const path = project.path(name)
    const ran = await project.runWith({ EDITOR: spell(path) }, 'edit', 'head')
    expect(ran.stdout, ran.stderr).toBe(
      `${path} opens ${options}${project.path('migrations/versions/a1_.ts')}\n`,
    )
    expect(ran.code).toBe(0)
  })

  test.each(['current', 'base'])('of %s, where that is no revision, starts no editor', async (revision) => {
    const project = projectWithEditor('ed.sh')
    const ran = await project.runWith({ EDITOR: project.path('ed.sh') }, 'edit', revision)
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toContain(`error: "${revision}" stands for no revision here`)
  })
})

describe('folders that are not there', () => {
  test.each([['upgrade', 'head'], ['current', '--check-heads'], ['heads'], ['revision']])(
    'a script_location: %s %s',
    async (...args) => {
      const project = TestProject.create()
      project.revision('a1', null)
      project.write('migrations.ini', '[tsmig]\nscript_location = migratoins\nurl = sqlite:///app.db\n')
      await expectRefusal(project, args, {
        code: 2,
        error: `${project.path('migrations.ini')}:2: script_location leads to ${project.path('migratoins')}, which is not there`,
        hint: 'Mend the path',
      })
    },
  )

  test('a version location is a warning, and none where no revision was written yet', async () => {
    const project = TestProject.create({ ini: 'version_locations = migrations/versions elsewhere' })
    const { stderr } = await project.ok('heads')
    expect(stderr).toBe(
      `warning: ${project.path('migrations.ini')}:4: the version location ${project.path('elsewhere')} is not there\n`,
    )
    const fresh = TestProject.create()
    rmSync(fresh.path('migrations/versions'), { recursive: true })
    expect(await fresh.ok('heads')).toMatchObject({ stdout: '', stderr: '' })
  })
})

test('current -c is current --check-heads, and with a file behind it the ini', async () => {
  const project = TestProject.create()
  project.revision('a1', null)
  for (const args of [
    ['current', '-c'],
    ['current', '-c', '-v'],
  ]) {
    expect((await project.run(...args)).code).toBe(3)
  }
  expect((await project.run('current', '-c', 'migrations.ini')).code).toBe(0)
  expect((await project.run('-c', 'migrations.ini', 'current', '-c')).code).toBe(3)
})

test.each([
  [
    'export default () => { throw new Error("no vault") }',
    'its function threw: no vault',
    'Mend what it needs',
  ],
  [
    'export default { connection: async () => { throw new Error("no vault") } }',
    '"connection" threw: no vault',
    'Mend what it needs',
  ],
  ['export default { versionTable: 7 }', '"versionTable" is not a text', 'Give it that'],
])('an env file that says %s', async (text, error, hint) => {
  const project = TestProject.create({ files: { 'migrations/env.ts': text } })
  await expectRefusal(project, ['current'], {
    error: `${project.path('migrations/env.ts')}: ${error}`,
    hint,
  })
})

test('a script with nothing in it says so, and speaks of no database', async () => {
  const project = TestProject.create()
  project.revision('a1', null)
  const { stdout, stderr } = await project.ok('upgrade', 'a1:a1', '--sql')
  expect(stdout).toBe('')
  expect(stderr).toBe('nothing to write: the script starts at a1, and would end there\n')
})

describe('init', () => {
  test('makes the folder of the ini, too', async () => {
    const project = new TestProject()
    await project.ok('init', '-c', 'conf/my.ini', 'database')
    expect(project.read('conf/my.ini')).toContain('script_location = ../database\n')
    await project.ok('-c', 'conf/my.ini', 'heads')
  })

  test('tells the next step, with a declared schema and without', async () => {
    const { stderr } = await new TestProject().ok('init', 'db')
    expect(stderr).toContain('Next: set the url in the ini, then write a revision: tsmig revision -m')
    expect(stderr).toContain('name targetMetadata in db/env.ts, then tsmig revision --autogenerate -m')
  })

  test('beside an ini that is there says that it may lead elsewhere', async () => {
    const project = new TestProject()
    await project.ok('init')
    const { stdout, stderr } = await project.ok('init', 'other')
    expect(stdout).toContain('kept    migrations.ini\n')
    expect(stderr).toContain('Next: see that script_location in migrations.ini names other')
  })
})
