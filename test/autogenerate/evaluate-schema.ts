import { transformSync } from 'esbuild'
import type { SchemaFile } from '../../src/autogenerate/render/schema.ts'
import * as tsmig from '../../src/index.ts'

type Exports = Readonly<Record<string, unknown>>

/** What a schema file exports. It can import nothing but tsmig. */
export function evaluateSchema(code: string): Exports {
  return run(code, (name) => {
    if (name === 'tsmig') return tsmig
    throw new Error(`imports ${name}`)
  })
}

/** What the `index.ts` of some files exports, which import each other and tsmig. */
export function evaluateFiles(files: readonly SchemaFile[]): Exports {
  const loaded = new Map<string, Exports>()
  const load = (path: string): Exports => {
    const file = files.find((one) => one.path === path)
    if (file === undefined) throw new Error(`there is no ${path}`)
    const known = loaded.get(path) ?? evaluateWith(file.content)
    loaded.set(path, known)
    return known
  }
  const evaluateWith = (code: string) =>
    run(code, (name) => (name === 'tsmig' ? tsmig : load(name.replace(/^\.\/(.*)\.js$/, '$1.ts'))))
  return load('index.ts')
}

function run(code: string, require: (name: string) => unknown): Exports {
  const { code: script } = transformSync(code, { loader: 'ts', format: 'cjs' })
  const module = { exports: {} }
  new Function('module', 'exports', 'require', 'Buffer', script)(module, module.exports, require, Buffer)
  return { ...module.exports }
}
