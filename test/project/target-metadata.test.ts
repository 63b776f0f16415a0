import { expect, test } from 'vitest'
import { schemaFiles } from '../../src/project/target-metadata.ts'
import { TestProject } from '../support/project.ts'

const files = [
  'src/models/account.ts',
  'src/models/account.test.ts',
  'src/models/types.d.ts',
  'src/models/notes.md',
  'src/models/deep/er/product.mts',
  'src/models/deep/old.cjs',
  'src/models/.hidden/secret.ts',
  'src/models/node_modules/pkg/index.ts',
  'src/other/order.ts',
  'src/odd (1)+[x].ts',
]

test.each([
  ['src/models/account.ts', ['src/models/account.ts']],
  ['./src/models/account.ts', ['src/models/account.ts']],
  ['src/models/*.ts', ['src/models/account.test.ts', 'src/models/account.ts']],
  [
    'src/models/**/*.{ts,mts}',
    ['src/models/account.test.ts', 'src/models/account.ts', 'src/models/deep/er/product.mts'],
  ],
  ['src/**/o*', ['src/models/deep/old.cjs', 'src/odd (1)+[x].ts', 'src/other/order.ts']],
  ['src/models/**', expect.arrayContaining(['src/models/deep/old.cjs'])],
  ['src/{models,other}/[ao]?*er.ts', ['src/other/order.ts']],
  ['src/odd (1)+[[]x].ts', ['src/odd (1)+[x].ts']],
  ['**/.hidden/*.ts', ['src/models/.hidden/secret.ts']],
])('%s leads to its files', (pattern, expected) => {
  const project = new TestProject()
  for (const path of files) project.write(path, '')
  const found = schemaFiles([pattern], project.directory)
  expect(found.map((path) => path.slice(project.directory.length + 1))).toEqual(expected)
})

test('a pattern behind ! takes files away', () => {
  const project = new TestProject()
  for (const path of files) project.write(path, '')
  const found = schemaFiles(['src/models/*.ts', '!**/*.test.ts'], project.directory)
  expect(found).toEqual([project.path('src/models/account.ts')])
})

test('a pattern that leads to nothing is an error', () => {
  const project = new TestProject()
  for (const pattern of ['src/*.ts', 'src/a.ts', 'src']) {
    expect(() => schemaFiles([pattern], project.directory)).toThrow(
      `targetMetadata names "${pattern}", and there is no such file`,
    )
  }
})
