import { expect, test } from 'vitest'
import { RevisionGraph } from '../../src/graph/graph.ts'
import { getRevision } from '../../src/graph/resolve.ts'
import type { TsmigError } from '../../src/support/errors.ts'

const graph = RevisionGraph.build([
  { id: '3c1f0a7be521', parents: [], dependsOn: [], labels: [], message: '' },
  { id: '8e52d94c60af', parents: ['3c1f0a7be521'], dependsOn: [], labels: ['orders'], message: '' },
])

test.each([
  ['ordrs', 'orders'],
  ['haed', 'head'],
  ['8e52d94c60fa', '8e52d94c60af'],
])('the hint for "%s" names "%s"', (name, meant) => {
  const thrown = (): TsmigError | undefined => {
    try {
      getRevision(graph, name)
    } catch (error) {
      return error as TsmigError
    }
  }
  expect(thrown()?.code).toBe('not-found')
  expect(thrown()?.hint).toContain(`Did you mean "${meant}"?`)
})
