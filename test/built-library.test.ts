import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import * as source from '../src/index.ts'
import * as testing from '../src/testing.ts'
import { runNode } from './support/run-node.ts'

const require = createRequire(import.meta.url)

/** What each export is: commands are loaded when they are called, which only an async function can be. */
const kindsOf = (library: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(library).map(([name, value]) => [
      name,
      typeof value === 'function' ? value.constructor.name : typeof value,
    ]),
  )

test.each([
  ['index', source],
  ['testing', testing],
])('the built %s exports what its source does, by require and by import', async (entry, library) => {
  const path = fileURLToPath(new URL(`../dist/${entry}`, import.meta.url))
  expect(kindsOf(require(`${path}.cjs`))).toEqual(kindsOf(library))
  // In a plain Node: the test runner has a way of its own with modules.
  const program = `import * as imported from ${JSON.stringify(pathToFileURL(`${path}.js`).href)}
import required from ${JSON.stringify(pathToFileURL(`${path}.cjs`).href)}
const names = Object.keys(required)
const same = names.filter((name) => imported[name] === required[name]).length
console.log(names.length, same, Object.keys(imported).length)`
  const { code, output } = await runNode(['--input-type=module', '-e', program], dirname(path))
  const count = Object.keys(library).length
  expect({ code, output }).toEqual({ code: 0, output: `${count} ${count} ${count}\n` })
})
