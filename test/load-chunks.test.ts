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

const codeOf = (folder: string): string => join(folder, `dist/code/${process.version}-${process.arch}`)
const help = (folder: string) => runNode([join(folder, 'bin/tsmig.cjs'), 'upgrade', '--help'], folder)

test('fifty processes at once keep code that the next one takes', async () => {
  const folder = installed()
  const first = await Promise.all(Array.from({ length: 50 }, () => help(folder)))
  const [one] = first
  expect(one?.code).toBe(0)
  expect(one?.output).toContain('Usage: tsmig upgrade')
  expect(first.every(({ code, output }) => code === 0 && output === one?.output)).toBe(true)
  const names = readdirSync(codeOf(folder))
  expect(names.length).toBeGreaterThan(1)
  // Nothing half-written lies about, and nothing is written again.
  expect(names.filter((name) => !name.endsWith('.pack.cjs'))).toEqual([])
  rmSync(join(codeOf(folder), names[0] ?? ''))
  const kept = names.slice(1).map((name) => [name, readFileSync(join(codeOf(folder), name))] as const)
  expect(await help(folder)).toEqual(one)
  expect(readdirSync(codeOf(folder)).sort()).toEqual([...names].sort())
  for (const [name, bytes] of kept) expect(readFileSync(join(codeOf(folder), name)).equals(bytes)).toBe(true)
})

test.each([0, 1, 20, 400])('kept code of which only %i bytes are there is made anew', async (length) => {
  const folder = installed()
  const plain = await help(folder)
  const sizes = readdirSync(codeOf(folder)).map((name) => {
    const file = join(codeOf(folder), name)
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.subarray(0, length))
    return [name, bytes.length]
  })
  expect(await help(folder)).toEqual(plain)
  for (const [name, size] of sizes) expect(readFileSync(join(codeOf(folder), String(name))).length).toBe(size)
})

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
