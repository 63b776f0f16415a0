import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runInNode } from './plain-node.ts'
import { tempProject } from './temp-project.ts'

const sourceText = 'type A = 1\n\nexport const fail = () => (new Error("at").stack ?? "").split("\\n")[1]'

const script = `
  import { readFileSync } from 'node:fs'
  import { loadModules } from './src/project/load-module.ts'
  const { path, before, directory, cache } = JSON.parse(readFileSync(0, 'utf8'))
  process.env.TSMIG_CACHE = cache
  if (before) await loadModules([before], { directory })
  const { fail } = (await loadModules([path], { directory })).get(path)
  console.log(fail())`

/** A file of long ago in a project that keeps what it builds; `run` gives the first line of a stack in that file. */
function keepingProject(kept?: string) {
  const folder = tempProject({
    'package.json': '{"type":"module"}',
    'x.ts': sourceText,
    'y.ts': 'export const other = 1',
  })
  const path = join(folder, 'x.ts')
  for (const name of ['x.ts', 'y.ts']) utimesSync(join(folder, name), 1e9, 1e9)
  const cache = kept ?? join(folder, 'cache')
  const find = (ending: string) => readdirSync(cache).filter((name) => name.endsWith(ending))
  return {
    path,
    cache,
    find,
    async run({ line = 3, before = '' } = {}) {
      // The time of a file's change can't be set: a build is kept a second behind it.
      await new Promise((resolve) => setTimeout(resolve, 1100))
      const told = { path, directory: folder, cache, before: before && join(folder, before) }
      const { stdout, stderr } = await runInNode(script, told)
      expect(stderr).toBe('')
      expect(stdout).toContain(`${path}:${line}:`)
    },
  }
}

test('the compiled code of a script is kept beside it, and taken', async () => {
  const { cache, find, run } = keepingProject()
  await run()
  const kept = find('.code').map((name) => readFileSync(join(cache, name)))
  expect(kept).toHaveLength(1)
  const [name = ''] = find('.code')
  utimesSync(join(cache, name), 1e9, 1e9)
  await run()
  expect(find('.code').map((each) => readFileSync(join(cache, each)))).toEqual(kept)
})

test.each(['', 'not code at all'])('compiled code that is %j is made again', async (content) => {
  const { cache, find, run } = keepingProject()
  await run()
  const [name = ''] = find('.code')
  const kept = readFileSync(join(cache, name))
  writeFileSync(join(cache, name), content)
  await run()
  expect(readFileSync(join(cache, name)).length).toBeGreaterThan(kept.length / 2)
})

test.each(['.code', '.map'])('a script whose %s has gone is led back all the same', async (ending) => {
  const { cache, find, run } = keepingProject()
  await run()
  for (const name of find(ending)) rmSync(join(cache, name))
  await run()
  expect(find(ending)).toHaveLength(1)
})

test('a script that is the same from other lines is led back to those', async () => {
  const { path, run } = keepingProject()
  await run()
  writeFileSync(path, `// what it is for\n\n${sourceText}`)
  await run({ line: 5 })
})

test('a script that another project keeps, too, is led back to its own', async () => {
  const { cache, run } = keepingProject()
  await run()
  await keepingProject(cache).run()
})

test('a script that another one is opened before is led back to its own', async () => {
  const { run } = keepingProject()
  await run()
  await run({ before: 'y.ts' })
  await run({ before: 'y.ts' })
})
