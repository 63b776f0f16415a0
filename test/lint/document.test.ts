import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rulesDocument } from './document.ts'

const page = new URL('../../docs/lint.md', import.meta.url)
const mark = '<!-- The rules: written by `npm run docs`. -->\n\n'

test('the rules of docs/lint.md are those of the code: `npm run docs` writes them anew', async () => {
  const text = readFileSync(page, 'utf8')
  const head = text.slice(0, text.indexOf(mark) + mark.length)
  expect(text).toContain(mark)
  await expect(head + rulesDocument()).toMatchFileSnapshot('../../docs/lint.md')
})
