import { describe, expect, test } from 'vitest'
import { runEdits } from './run-edits.ts'

/** Few edits: `npm run fuzz` makes thousands. */
describe.each([
  ['sqlite', 60],
  ['postgres', 25],
] as const)('edits of declared schemas on %s', (dialect, edits) => {
  test('lead to what is declared, and back', async () => {
    const seed = Number(process.env.TSMIG_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
    const failures: string[] = []
    const found = await runEdits(dialect, { edits, seed, most: 1, report: (text) => failures.push(text) })
    expect(failures).toEqual([])
    expect(found.edits).toBeGreaterThanOrEqual(edits)
  }, 300_000)
})
