import { transformSync } from 'esbuild'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderSchema } from '../../src/autogenerate/render-schema.ts'
import * as tsmig from '../../src/index.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { snapshot } from './arbitrary-snapshot.ts'

/** What a schema file exports. It can import nothing but tsmig. */
function evaluate(code: string): Record<string, unknown> {
  const { code: script } = transformSync(code, { loader: 'ts', format: 'cjs' })
  const module = { exports: {} }
  const require = (name: string): unknown => {
    if (name === 'tsmig') return tsmig
    throw new Error(`imports ${name}`)
  }
  new Function('module', 'exports', 'require', 'Buffer', script)(module, module.exports, require, Buffer)
  return { ...module.exports }
}

test('a file declares the snapshot that it was rendered from', () => {
  fc.assert(
    fc.property(snapshot, (given) => {
      const { tables, objects } = declaredSnapshot(evaluate(renderSchema(given)))
      expect(tables).toEqual(given.tables)
      expect(objects).toEqual(given.objects)
    }),
    { numRuns: 1500 },
  )
})
