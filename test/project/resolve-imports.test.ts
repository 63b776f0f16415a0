import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { expect, test } from 'vitest'
import { resolveImports } from '../../src/project/build/resolve-imports.ts'
import type { ResolvedImport } from '../../src/project/cache/resolution.ts'
import { tempProject } from './temp-project.ts'

/** The plugin, and the questions it has asked esbuild. */
function watched(): { readonly plugin: Plugin; readonly asked: string[]; readonly told: ResolvedImport[] } {
  const [asked, told]: [string[], ResolvedImport[]] = [[], []]
  const { name, setup } = resolveImports({ selfUrl: undefined, tell: (resolved) => told.push(resolved) })
  return {
    asked,
    told,
    plugin: {
      name,
      setup: (inner) =>
        setup({
          ...inner,
          resolve: (path, options) => {
            asked.push(path)
            return inner.resolve(path, options)
          },
        }),
    },
  }
}

test('what many revisions import out of one folder is resolved once, and the revisions themselves not at all', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `r${index}`)
  const folder = tempProject({
    'package.json': '{}',
    'app/roles.ts': "export const admin = 'admin'",
    ...Object.fromEntries(
      ids.map((id) => [
        `versions/${id}.ts`,
        `import { admin } from '../app/roles'\nexport const ${id} = admin`,
      ]),
    ),
    'more/last.ts': "export { admin } from '../app/roles'",
  })
  const { plugin, asked, told } = watched()
  const paths = [...ids.map((id) => join(folder, `versions/${id}.ts`)), join(folder, 'more/last.ts')]
  const { outputFiles } = await build({
    absWorkingDir: folder,
    stdin: {
      contents: `module.exports = [${paths.map((path) => `() => import(${JSON.stringify(path)})`)}]`,
      resolveDir: folder,
    },
    bundle: true,
    format: 'cjs',
    write: false,
    plugins: [plugin],
  })
  expect(outputFiles[0]?.text.match(/admin = "admin"/g)).toHaveLength(1)
  expect(asked).toEqual(['../app/roles', '../app/roles'])
  expect(told.sort((one, other) => one.from.localeCompare(other.from))).toEqual(
    ['more', 'versions'].map((from) => ({
      specifier: '../app/roles',
      from: join(folder, from),
      to: join(folder, 'app/roles.ts'),
    })),
  )
})
