import { expect, test } from 'vitest'
import { checkNewId, checkNewLabel, problemOfNewId } from '../../src/graph/revision-id.ts'

test.each(['a', '5a5a17843e58', 'add_users', 'v1.2', 'x'.repeat(32)])('"%s" can be a new id', (id) => {
  expect(problemOfNewId(id)).toBeUndefined()
})

test.each([
  '',
  'a@b',
  'a-b',
  'a+b',
  'a:b',
  'a/b',
  'a\\b',
  '../a',
  'a b',
  'a\nb',
  'a\u0000',
  'head',
  'heads',
  'base',
  'current',
  '.hidden',
  'x'.repeat(33),
])('"%s" cannot', (id) => {
  expect(() => checkNewId(id)).toThrow(expect.objectContaining({ code: 'illegal-revision-id' }))
})

test.each(['orders', 'release-2', 'v1.2', 'c++', 'ü'])('"%s" can be a new label', (label) => {
  expect(() => checkNewLabel(label)).not.toThrow()
})

test.each(['', 'a@b', 'a:b', '+1', '-x', 'a b', 'a,b', 'head', 'base', 'current'])(
  'label "%s" cannot',
  (label) => {
    expect(() => checkNewLabel(label)).toThrow(expect.objectContaining({ code: 'illegal-branch-label' }))
  },
)
