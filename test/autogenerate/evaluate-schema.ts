import { transformSync } from 'esbuild'
import * as tsmig from '../../src/index.ts'

/** What a schema file exports. It can import nothing but tsmig. */
export function evaluateSchema(code: string): Record<string, unknown> {
  const { code: script } = transformSync(code, { loader: 'ts', format: 'cjs' })
  const module = { exports: {} }
  const require = (name: string): unknown => {
    if (name === 'tsmig') return tsmig
    throw new Error(`imports ${name}`)
  }
  new Function('module', 'exports', 'require', 'Buffer', script)(module, module.exports, require, Buffer)
  return { ...module.exports }
}
