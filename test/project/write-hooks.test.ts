import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/project/config.ts'
import { splitArguments } from '../../src/project/split-arguments.ts'
import { type HookReport, readWriteHooks, runWriteHooks } from '../../src/project/write-hooks.ts'
import { tempProject, thrownBy } from './temp-project.ts'

const SHOW = 'console.log(JSON.stringify([process.cwd(), process.argv.slice(2)]))'
const BIN = `#!${process.execPath}\n${SHOW}`

async function run(
  section: string,
  revision = 'v/a b.ts',
  files: Record<string, string> = {},
): Promise<{ reports: HookReport[]; folder: string; path: string }> {
  const folder = tempProject({
    'migrations.ini': `[tsmig]\nscript_location = m\n[post_write_hooks]\n${section}`,
    'show.cjs': SHOW,
    'node_modules/.bin/shower': BIN,
    'sub/x': '',
    ...files,
  })
  chmodSync(join(folder, 'node_modules/.bin/shower'), 0o755)
  const path = join(folder, revision)
  const hooks = readWriteHooks(await loadConfig({ cwd: folder, env: {} }))
  return { reports: await runWriteHooks(hooks, path), folder, path }
}

const shown = (report: HookReport | undefined): unknown => JSON.parse(report?.output ?? '')

test('no section, no hooks', async () => {
  expect((await run('')).reports).toEqual([])
})

test('exec: the file comes first unless its place is named', async () => {
  const { reports, folder, path } = await run(
    `hooks = a, b\na.type = exec\na.executable = ${process.execPath}\na.options = %(here)s/show.cjs --fix "two words" REVISION_SCRIPT_FILENAME '$HOME' *\n` +
      'b.type = module\nb.module = show.cjs\nb.options = -x\nb.cwd = sub',
  )
  expect(shown(reports[0])).toEqual([folder, ['--fix', 'two words', path, '$HOME', '*']])
  expect(shown(reports[1])).toEqual([join(folder, 'sub'), [path, '-x']])
})

test.each(['console_scripts', 'bin', 'npm'])('%s finds what packages install', async (type) => {
  const { reports, path, folder } = await run(`hooks = a\na.type = ${type}\na.entrypoint = shower`)
  expect(shown(reports[0])).toEqual([folder, [path]])
})

test('no shell reads the file name', async () => {
  const revision = 'v/$(touch canary);`x` & "y".ts'
  const { reports, folder, path } = await run(
    'hooks = a\na.type = bin\na.entrypoint = shower\na.options = --in=REVISION_SCRIPT_FILENAME',
    revision,
  )
  expect(shown(reports[0])).toEqual([folder, [`--in=${path}`]])
})

describe('failures', () => {
  test('name the hook and show what it printed; the next ones do not run', async () => {
    const error = await thrownBy(() =>
      run(
        'hooks = bad, next\nbad.type = module\nbad.module = fail.cjs\nnext.type = module\nnext.module = mark.cjs',
        'a.ts',
        {
          'fail.cjs': "console.log('some'); console.error('trouble'); process.exitCode = 3",
          'mark.cjs': "require('fs').writeFileSync('ran', '')",
        },
      ),
    )
    expect(error.code).toBe('hook-failed')
    expect(error.message).toMatch(
      /the post-write hook "bad" exited with 3 .*\n(some\ntrouble|trouble\nsome)$/,
    )
  })

  test('a program that is not there, and one that is killed', async () => {
    const gone = await thrownBy(() => run('hooks = a\na.type = exec\na.executable = no-such-program-here'))
    expect(gone.message).toMatch(/"a" could not be started: .*ENOENT/)
    const killed = await thrownBy(() =>
      run('hooks = a\na.type = module\na.module = kill.cjs', 'a.ts', {
        'kill.cjs': "process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 5000)",
      }),
    )
    expect(killed.message).toMatch(/"a" was ended by SIGTERM/)
  })

  test.each([
    ['hooks = a', /:4: a\.type is missing/],
    ['hooks = a\na.type = exce', /:5: a\.type is no type of hook/],
    ['hooks = a\na.type = exec', /:4: a\.executable is missing/],
    ['hooks = a\na.type = console_scripts', /a\.entrypoint is missing/],
    ['hooks = a\na.type = exec\na.executable = x\na.options = "open', /:7: a\.options has a quote/],
  ])('%j', async (section, message) => {
    const error = await thrownBy(() => run(section))
    expect([error.code, error.message]).toEqual(['bad-option', expect.stringMatching(message)])
  })
})

describe('splitArguments', () => {
  test.each([
    ['', []],
    ['  a   b ', ['a', 'b']],
    [`a'b c'd "e f"`, ['ab cd', 'e f']],
    ['""', ['']],
    ['a\\ b', ['a b']],
    [`"a\\"b" "c\\\\d" "e\\f"`, ['a"b', 'c\\d', 'e\\f']],
    [`'a\\'`, ['a\\']],
    ['a\\', undefined],
    ["'a", undefined],
  ])('%j', (line, expected) => {
    expect(splitArguments(line)).toEqual(expected)
  })

  test('gives back what was quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (args) => {
        expect(splitArguments(args.map((text) => `'${text.replaceAll("'", `'"'"'`)}'`).join(' '))).toEqual(
          args,
        )
      }),
      { numRuns: 500 },
    )
  })
})
