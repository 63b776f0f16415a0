import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type TestContext, test } from 'vitest'
import { runNode } from './support/run-node.ts'

const script = `
const fs = require('fs')
const { readFileSync } = fs
let readings = 0
fs.readFileSync = (file, ...how) => {
  if (String(file).endsWith('pg.pack')) readings += 1
  return readFileSync(file, ...how)
}
process.env.TSMIG_CACHE = process.argv[2] ?? ''
const { keepCodeOf, load } = require('./dist/load-chunks.cjs')
keepCodeOf('upgrade')
const { requirePackage } = load('load-packages.cjs')
let said
try {
  const { seen, where } = requirePackage('pg')
  const isSame = requirePackage('pg').seen === seen && require('pg').seen === seen && require('pg/lib/a.js') === require.cache[require.resolve('pg/lib/a.js')].exports
  said = { isPacked: where.includes('pg.pack'), readings, answer: [isSame, ...seen] }
} catch (error) {
  said = { isPacked: false, readings, answer: error.message }
}
console.log(JSON.stringify(said))
`

const packages = {
  'pg/package.json': '{ "name": "pg", "main": "lib" }',
  'pg/lib/index.js': `#!/usr/bin/env node
'use strict'
exports.early = 'early'
const { join } = require('path')
exports.seen = [
  require('./a'), require('helper'), require("./data.json"), join('x', 'y'), (() => this === exports)(),
  __filename, __dirname, module.id, module.loaded, require.resolve('helper'),
  (function () { return this === undefined })(),
]
exports.where = new Error().stack // the end`,
  'pg/lib/a.js': "exports.early = require('./index').early\nexports.name = 'a'",
  'pg/lib/data.json': '{ "n": 1 }',
  'helper/package.json': '{ "main": "main.js" }',
  'helper/main.js': "module.exports = 'näher 1'",
  'helper/other.js': "module.exports = 'other'",
}

/** The built loader by itself, with packages of ours. */
function installed(onTestFinished: TestContext['onTestFinished']) {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-packages-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const dist = fileURLToPath(new URL('../dist', import.meta.url))
  cpSync(dist, join(folder, 'dist'), { recursive: true, filter: (path) => path !== join(dist, 'code') })
  const write = (name: string, text: string): void => {
    const path = join(folder, 'node_modules', name)
    const before = statSync(path, { throwIfNoEntry: false })
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    if (before !== undefined) utimesSync(path, before.atime, before.mtime)
  }
  for (const [name, text] of Object.entries(packages)) write(name, text)
  writeFileSync(join(folder, 'run.cjs'), script)
  const run = async (cache = ''): Promise<{ isPacked: boolean; answer: unknown }> => {
    const { output } = await runNode([join(folder, 'run.cjs'), cache], folder)
    const { readings, ...said } = JSON.parse(output)
    expect(readings).toBe(cache === 'off' ? 0 : 1)
    return said
  }
  return { folder, write, run, path: (name: string) => join(folder, 'node_modules', name) }
}

/** Nothing is packed that was changed two seconds ago. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 2100))

type Edit = (project: ReturnType<typeof installed>) => void

const edits: readonly (readonly [string, Edit])[] = [
  [
    'a file of as many bytes and of the same time',
    ({ write }) => write('helper/main.js', "module.exports = 'näher 2'"),
  ],
  ['another main', ({ write }) => write('helper/package.json', '{ "main": "other.js" }')],
  [
    'a package nearer by',
    ({ write }) => write('pg/node_modules/helper/index.js', "module.exports = 'nearer'"),
  ],
  [
    'a folder in the place of a file',
    ({ write, path }) => {
      write('pg/lib/a/index.js', "exports.name = 'b'")
      rmSync(path('pg/lib/a.js'))
      write('pg/lib/a.js/index.js', "exports.name = 'c'")
    },
  ],
  ['a file that throws', ({ write }) => write('helper/main.js', "throw new Error('broken')")],
  ['a package that has gone', ({ path }) => rmSync(path('helper'), { recursive: true })],
]

test.concurrent.for(edits)('packed, and changed: %s', async ([, edit], { expect, onTestFinished }) => {
  const project = installed(onTestFinished)
  const { run } = project
  const plain = await run('off')
  expect(plain.isPacked).toBe(false)
  await pause()
  expect(await run()).toEqual(plain)
  expect(await run()).toEqual({ ...plain, isPacked: true })
  edit(project)
  const changed = await run('off')
  expect(changed.answer).not.toEqual(plain.answer)
  expect(await run()).toEqual(changed)
  await pause()
  await run()
  expect((await run()).answer).toEqual(changed.answer)
  expect((await run()).answer).toEqual(changed.answer)
})

test('two installations with one folder to keep things in have each its own packages', async ({
  onTestFinished,
}) => {
  const [one, other] = [installed(onTestFinished), installed(onTestFinished)]
  other.write('helper/main.js', "module.exports = 'another'")
  const cache = mkdtempSync(join(tmpdir(), 'tsmig-cache-'))
  onTestFinished(() => rmSync(cache, { recursive: true, force: true }))
  const [first, second] = [await one.run('off'), await other.run('off')]
  expect(second.answer).not.toEqual(first.answer)
  await pause()
  for (const isPacked of [false, true]) {
    expect(await one.run(cache)).toEqual({ ...first, isPacked })
    expect(await other.run(cache)).toEqual({ ...second, isPacked })
  }
})

test('a copy of an installation, with all that it has kept, has its own packages', async ({
  onTestFinished,
}) => {
  const { folder, run } = installed(onTestFinished)
  await pause()
  await run()
  expect((await run()).isPacked).toBe(true)
  const copy = installed(onTestFinished)
  cpSync(join(folder, 'dist'), join(copy.folder, 'dist'), { recursive: true })
  expect((await copy.run()).answer).toEqual((await copy.run('off')).answer)
})

test('nothing is packed while a file of it may still change without its times telling', async ({
  onTestFinished,
}) => {
  const { run, path } = installed(onTestFinished)
  const soon = new Date(Date.now() + 60_000)
  utimesSync(path('helper/main.js'), soon, soon)
  await pause()
  const plain = await run('off')
  expect(await run()).toEqual(plain)
  expect(await run()).toEqual({ ...plain, isPacked: false })
})

test('fifty at once pack what the next one takes', async ({ onTestFinished }) => {
  const { folder, run } = installed(onTestFinished)
  mkdirSync(join(folder, 'dist/code'))
  await pause()
  const all = await Promise.all(Array.from({ length: 50 }, () => run()))
  const plain = await run('off')
  expect(all.map(({ answer }) => answer)).toEqual(all.map(() => plain.answer))
  expect(await run()).toEqual({ ...plain, isPacked: true })
  const [build = ''] = readdirSync(join(folder, 'dist/code'))
  expect(readdirSync(join(folder, 'dist/code', build)).sort()).toEqual([
    expect.stringMatching(/-dist-pg\.pack$/),
    'upgrade',
  ])
})

test('whoever gives Node options gets the files themselves', async ({ onTestFinished }) => {
  const { folder, run } = installed(onTestFinished)
  mkdirSync(join(folder, 'dist/code'))
  await pause()
  await run()
  expect((await run()).isPacked).toBe(true)
  const { output } = await runNode(['--no-warnings', join(folder, 'run.cjs')], folder)
  expect(JSON.parse(output).isPacked).toBe(false)
  expect(existsSync(join(folder, 'dist/code'))).toBe(true)
})
