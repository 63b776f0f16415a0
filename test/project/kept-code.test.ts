import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runInNode } from './plain-node.ts'
import { tempProject } from './temp-project.ts'

const script = `
  import { readFileSync } from 'node:fs'
  import { loadModules } from './src/project/load-module.ts'
  const { path, directory, cache } = JSON.parse(readFileSync(0, 'utf8'))
  process.env.TSMIG_CACHE = cache
  const { fail } = (await loadModules([path], { directory })).get(path)
  console.log(fail())`

/** A file of long ago in a project that keeps what it builds; `run` gives the first line of a stack in that file. */
function keepingProject() {
  const folder = tempProject({
    'package.json': '{"type":"module"}',
    'x.ts': 'type A = 1\n\nexport const fail = () => (new Error("at").stack ?? "").split("\\n")[1]',
  })
  const path = join(folder, 'x.ts')
  utimesSync(path, 1e9, 1e9)
  const cache = join(folder, 'cache')
  const find = (ending: string) => readdirSync(cache).filter((name) => name.endsWith(ending))
  return {
    cache,
    find,
    async run() {
      // The time of a file's change can't be set: a build is kept a second behind it.
      await new Promise((resolve) => setTimeout(resolve, 1100))
      const { stdout, stderr } = await runInNode(script, { path, directory: folder, cache })
      expect(stderr).toBe('')
      expect(stdout).toContain(`${path}:3:`)
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
