import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderSchema } from '../../src/autogenerate/render-schema.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { snapshot } from './arbitrary-snapshot.ts'
import { evaluateSchema } from './evaluate-schema.ts'

test('a file declares the snapshot that it was rendered from', () => {
  fc.assert(
    fc.property(snapshot, (given) => {
      const { tables, objects } = declaredSnapshot(evaluateSchema(renderSchema(given)))
      expect(tables).toEqual(given.tables)
      expect(objects).toEqual(given.objects)
    }),
    { numRuns: 500 },
  )
})
