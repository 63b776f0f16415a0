import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { TestProject } from './support/project.ts'
import { runNode } from './support/run-node.ts'

/** The built program by itself, as npm would install it, without what an earlier run has kept. */
function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-installed-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const root = fileURLToPath(new URL('../', import.meta.url))
  for (const name of ['bin', 'dist', 'templates', 'package.json']) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => path !== join(root, 'dist/code'),
    })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** The files of the code that is kept, by their names. */
function codeOf(folder: string): Map<string, Buffer> {
  const [build = '', ...others] = readdirSync(join(folder, 'dist/code'))
  expect(others).toEqual([])
  expect(build.startsWith(`${process.version}-${process.arch}-`)).toBe(true)
  const path = join(folder, 'dist/code', build)
  return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))]))
}

/** The packs whose code is kept; V8 doesn't make as many bytes of one each time. */
function packsIn(bytes: Buffer = Buffer.of()): readonly string[] {
  const end = bytes.indexOf('\n') + 1
  const sizes: readonly [pack: string, size: number][] = JSON.parse(bytes.toString('latin1', 0, end))
  expect(sizes.reduce((sum, [, size]) => sum + size, end)).toBe(bytes.length)
  return sizes.map(([pack]) => pack)
}

function keepCode(folder: string, name: string, bytes: Buffer): void {
  const [build = ''] = readdirSync(join(folder, 'dist/code'))
  writeFileSync(join(folder, 'dist/code', build, name), bytes)
}

const run = (folder: string, ...args: string[]) => runNode([join(folder, 'bin/tsmig.cjs'), ...args], folder)
const help = (folder: string) => run(folder, 'upgrade', '--help')

test('fifty processes at once keep code that the next one takes', async () => {
  const folder = installed()
  const first = await Promise.all(Array.from({ length: 50 }, () => help(folder)))
  const [one] = first
  expect(one?.code).toBe(0)
  expect(one?.output).toContain('Usage: tsmig upgrade')
  expect(first.every(({ code, output }) => code === 0 && output === one?.output)).toBe(true)
  // Nothing half-written lies about, and nothing is written again.
  const kept = codeOf(folder)
  expect([...kept.keys()]).toEqual(['upgrade'])
  expect(await help(folder)).toEqual(one)
  expect(codeOf(folder)).toEqual(kept)
})

test('each command keeps its own code', async () => {
  const folder = installed()
  await help(folder)
  const { code } = await run(folder, 'heads', '--help')
  expect(code).toBe(0)
  const kept = codeOf(folder)
  expect([...kept.keys()]).toEqual(['heads', 'upgrade'])
  expect(kept.get('heads')).not.toEqual(kept.get('upgrade'))
  await run(folder, '--no-color', 'heads', '--help')
  expect([...codeOf(folder).keys()]).toEqual(['heads', 'others', 'upgrade'])
})

test('what is no command keeps none', async () => {
  const folder = installed()
  expect((await run(folder, 'upgarde', 'head')).code).toBe(2)
  expect(existsSync(join(folder, 'dist/code'))).toBe(false)
})

test('a command that comes to need more keeps that, too', async () => {
  const folder = installed()
  await help(folder)
  const before = codeOf(folder).get('upgrade')
  const project = TestProject.create()
  project.revision('a1', null)
  const upgrade = () => runNode([join(folder, 'bin/tsmig.cjs'), 'upgrade', 'head'], project.directory)
  expect((await upgrade()).code).toBe(0)
  const after = codeOf(folder).get('upgrade')
  expect(after?.length).toBeGreaterThan((before?.length ?? 0) * 2)
  await upgrade()
  await help(folder)
  expect(codeOf(folder).get('upgrade')).toEqual(after)
})

test.each([0, 1, 20, 400, 20_000])(
  'kept code of which only %i bytes are there is made anew',
  async (length) => {
    const folder = installed()
    const plain = await help(folder)
    const whole = codeOf(folder).get('upgrade')
    keepCode(folder, 'upgrade', whole?.subarray(0, length) ?? Buffer.of())
    expect(await help(folder)).toEqual(plain)
    expect(packsIn(codeOf(folder).get('upgrade'))).toEqual(packsIn(whole))
  },
)

test('where no code can be kept, the program runs without', async () => {
  const folder = installed()
  writeFileSync(join(folder, 'dist/code'), '')
  expect((await help(folder)).output).toContain('Usage: tsmig upgrade')
})

test('TSMIG_CACHE names the place of the code, too, or that there is none', async () => {
  const folder = installed()
  vi.stubEnv('TSMIG_CACHE', 'off')
  await help(folder)
  expect(existsSync(join(folder, 'dist/code'))).toBe(false)
  mkdirSync(join(folder, 'cache'))
  vi.stubEnv('TSMIG_CACHE', join(folder, 'cache'))
  const { output } = await help(folder)
  expect(existsSync(join(folder, 'dist/code'))).toBe(false)
  expect(readdirSync(join(folder, 'cache/code')).length).toBe(1)
  expect(await help(folder)).toEqual({ code: 0, output })
})
