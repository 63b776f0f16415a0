import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exitCodeOf, exitCodes } from '../../src/cli/exit-codes.ts'
import { TsmigError } from '../../src/support/errors.ts'
import { errorCodes, errorCodesDocument } from './error-codes.ts'

const page = new URL('../../docs/exit-codes.md', import.meta.url)
const mark = '<!-- The codes of errors: written by `npm run docs`. -->\n\n'

test('the codes of errors in docs/exit-codes.md are those of the source: `npm run docs` writes them anew', async () => {
  const text = readFileSync(page, 'utf8')
  expect(text).toContain(mark)
  const head = text.slice(0, text.indexOf(mark) + mark.length)
  await expect(head + errorCodesDocument()).toMatchFileSnapshot('../../docs/exit-codes.md')
})

test('the source makes every error that has an exit code of its own', () => {
  const codes = errorCodes()
  expect(codes).toEqual(
    expect.arrayContaining(['usage', 'locked', 'table-locked', 'not-at-head', 'phase-order']),
  )
  expect(exitCodeOf(new TsmigError('usage', '', ''))).toBe(exitCodes.usage)
})
