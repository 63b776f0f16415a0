import { mkdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { TestProject } from '../support/project.ts'
import { expectRefusal } from './refusal.ts'

describe('configuration', () => {
  test('no ini', async () => {
    const project = new TestProject()
    await expectRefusal(project, ['upgrade', 'head'], {
      code: 2,
      error: 'no migrations.ini in ',
      hint: 'tsmig init',
    })
  })

  test('an ini that is named and is not there', async () => {
    const project = new TestProject()
    await expectRefusal(project, ['-c', 'other.ini', 'heads'], { code: 2, error: /.*other\.ini/, hint: /\w/ })
  })

  test('no script_location', async () => {
    const project = new TestProject()
    project.write('migrations.ini', '[tsmig]\nurl = sqlite:///app.db\n')
    await expectRefusal(project, ['upgrade', 'head'], {
      code: 2,
      error: /.*\[tsmig\] has no script_location/,
      hint: 'script_location = migrations',
    })
  })

  test('no such section', async () => {
    const project = TestProject.create()
    await expectRefusal(project, ['-n', 'tsmg', 'heads'], {
      code: 2,
      error: /.*has no section \[tsmg\]/,
      hint: 'Did you mean [tsmig]?',
    })
  })

  test('an ini without a section', async () => {
    const project = new TestProject()
    project.write('migrations.ini', '')
    await expectRefusal(project, ['heads'], {
      code: 2,
      error: /.*has no section \[tsmig\]/,
      hint: 'The file has no sections: write its keys under [tsmig], as "tsmig init" does.',
    })
  })

  test('a path separator that is none', async () => {
    const project = TestProject.create({ ini: 'version_locations = a\npath_separator = comma' })
    await expectRefusal(project, ['heads'], {
      code: 2,
      error: /.*migrations\.ini:5: the path separator is not known/,
      hint: 'path_separator = os',
    })
  })

  test('no url', async () => {
    const project = new TestProject()
    project.write('migrations.ini', '[tsmig]\nscript_location = migrations\n')
    mkdirSync(project.path('migrations/versions'), { recursive: true })
    await expectRefusal(project, ['current'], { code: 2, error: /.*names no database/, hint: 'DATABASE_URL' })
  })

  test('an unknown key is told, with the nearest that is known', async () => {
    const project = TestProject.create({ ini: 'file_tempalte = x' })
    const { stderr } = await project.ok('heads')
    expect(stderr).toMatch(
      /^warning: .*migrations\.ini:4: key "file_tempalte" .*did you mean "file_template"\?/,
    )
  })

  test('a command that is none', async () => {
    const project = TestProject.create()
    const ran = await project.run('upgrad', 'head')
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain("unknown command 'upgrad'")
    expect(ran.stderr).toContain('upgrade')
  })
})

describe('revision files', () => {
  const heads = (project: TestProject, refusal: { error: string | RegExp; hint: string | RegExp }) =>
    expectRefusal(project, ['heads'], refusal)

  test('with a syntax error', async () => {
    const project = TestProject.create()
    project.revision('a1', null)
    project.revision('b2', 'a1', { upgrade: 'await op.dropTable("x"' })
    await expectRefusal(project, ['upgrade', 'head'], {
      error: /.*b2_\.ts:15:/,
      hint: /\w/,
    })
  })

  test('without a revision', async () => {
    const project = TestProject.create({ files: { 'migrations/versions/x.ts': 'export const down = 1\n' } })
    await heads(project, { error: /.*versions\/x\.ts.*exports no revision/, hint: 'export const revision' })
  })

  test('that are empty', async () => {
    const project = TestProject.create({ files: { 'migrations/versions/x.ts': '' } })
    await heads(project, { error: /.*versions\/x\.ts.*empty/, hint: /\w/ })
  })

  test('two with one id', async () => {
    const project = TestProject.create()
    project.revision('a1', null, { file: 'a1_one.ts' })
    project.revision('a1', null, { file: 'a1_two.ts' })
    await heads(project, { error: /.*a1.*(a1_one\.ts.*a1_two\.ts|a1_two\.ts.*a1_one\.ts)/, hint: /\w/ })
  })

  test('in a cycle', async () => {
    const project = TestProject.create()
    project.revision('a1', 'b2')
    project.revision('b2', 'a1')
    await heads(project, { error: /.*cycle.*a1_\.ts.*b2_\.ts/, hint: /\w/ })
  })

  test('in a cycle that holds a whole history', async () => {
    const project = TestProject.create()
    const ids = Array.from({ length: 40 }, (_, at) => `r${String(at).padStart(2, '0')}`)
    for (const [at, id] of ids.entries()) project.revision(id, ids.at(at - 1) ?? null)
    await heads(project, {
      error: /.*cycle: r\d+ -> .* -> \(30 more\) -> r\d+ -> r\d+ -> r\d+ -> r\d+\n/,
      hint: /\w/,
    })
  })

  test('in a cycle beside a history that is whole', async () => {
    const project = TestProject.create()
    project.revision('a0', null)
    project.revision('a1', ['a0', 'b2'])
    project.revision('b2', 'a1')
    project.revision('c3', 'b2')
    await heads(project, { error: /.*cycle.*a1_\.ts.*b2_\.ts/, hint: /\w/ })
  })

  test('that build on themselves', async () => {
    const project = TestProject.create()
    project.revision('a1', 'a1')
    await heads(project, { error: /.*a1_\.ts/, hint: /\w/ })
  })

  test('whose parent is missing', async () => {
    const project = TestProject.create()
    project.revision('b2', 'a1')
    await heads(project, { error: /.*b2_\.ts.*a1/, hint: /\w/ })
  })

  test('whose label is used twice', async () => {
    const project = TestProject.create()
    project.revision('a1', null, { labels: ['shop'] })
    project.revision('b2', null, { labels: ['shop'] })
    await heads(project, { error: /.*shop/, hint: /\w/ })
  })

  test('several broken ones are told together', async () => {
    const project = TestProject.create({
      files: { 'migrations/versions/x.ts': '', 'migrations/versions/y.ts': 'export const revision = 5\n' },
    })
    await heads(project, { error: /.*x\.ts.*y\.ts/, hint: /\w/ })
  })
})

describe('init and revision', () => {
  test('init into a folder that is not empty', async () => {
    const project = new TestProject()
    project.write('migrations/notes.txt', 'mine')
    await expectRefusal(project, ['init'], { error: /.*migrations is not empty/, hint: 'tsmig init' })
  })

  test.each([
    'a@b',
    'a-b',
    'a+b',
    'a:b',
    '../../x',
    'a/b',
    'a\\b',
    'head',
    'base',
    '',
    'x'.repeat(33),
    '.x',
    'a b',
  ])('revision --rev-id %j', async (id) => {
    const project = TestProject.create()
    await expectRefusal(project, ['revision', '-m', 'x', '--rev-id', id], { error: /./, hint: /\w/ })
  })

  test('revision --rev-id of a revision that is there', async () => {
    const project = TestProject.create()
    project.revision('a1', null)
    await expectRefusal(project, ['revision', '--rev-id', 'a1'], { error: /.*a1.*a1_\.ts/, hint: '--rev-id' })
  })

  test('revision on a parent that others build on', async () => {
    const project = TestProject.create()
    project.revision('a1', null)
    project.revision('b2', 'a1')
    await expectRefusal(project, ['revision', '--head', 'a1'], { error: /.*a1/, hint: '--splice' })
    await project.ok('revision', '--head', 'a1', '--splice', '--rev-id', 'c3')
    expect((await project.ok('branches')).stdout).toBe(
      'a1 (branchpoint)\n   -> b2 (head), b2\n   -> c3 (head), empty message\n',
    )
  })

  test('revision into a folder that is no version location', async () => {
    const project = TestProject.create()
    await expectRefusal(project, ['revision', '--version-path', '..'], {
      error: /.*none of the version locations/,
      hint: '--version-path',
    })
  })

  test('merge of one head', async () => {
    const project = TestProject.create()
    project.revision('a1', null)
    await expectRefusal(project, ['merge', 'heads'], {
      error: /.*two revisions or more/,
      hint: 'tsmig heads',
    })
  })
})
