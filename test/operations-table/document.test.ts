import { expect, test } from 'vitest'
import { operationsDocument } from './document.ts'

test('docs/operations.md is what the code compiles: `npm run docs` writes it anew', async () => {
  await expect(await operationsDocument()).toMatchFileSnapshot('../../docs/operations.md')
})
