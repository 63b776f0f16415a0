import { describe, expect, test } from 'vitest'
import { readingProgress } from '../../src/cli/progress.ts'

/** A stream that keeps what is written, and a clock that stands until it is moved. */
function terminal(isTTY: boolean, quiet = false) {
  const written: string[] = []
  let time = 5000
  const stream = { isTTY, write: (text: string) => written.push(text) }
  return {
    written,
    pass: (milliseconds: number) => {
      time += milliseconds
    },
    ...readingProgress(stream, { quiet, now: () => time }),
  }
}

describe('the line of progress', () => {
  test('is there past one second, is written over, and goes in the end', () => {
    const { written, pass, onProgress, end } = terminal(true)
    onProgress?.('tables', 1, 9)
    pass(999)
    onProgress?.('columns', 2, 9)
    expect(written).toEqual([])
    pass(1)
    onProgress?.('indexes', 3, 9)
    onProgress?.('sequences', 4, 9)
    end()
    expect(written).toEqual([
      '\r\u001b[Kreading indexes (3 of 9)',
      '\r\u001b[Kreading sequences (4 of 9)',
      '\r\u001b[K',
    ])
  })

  test('leaves nothing behind where it was never shown', () => {
    const { written, onProgress, end } = terminal(true)
    onProgress?.('tables', 1, 9)
    end()
    expect(written).toEqual([])
  })

  test.each([
    ['no terminal', false, false],
    ['--quiet', true, true],
  ])('is not there with %s', (_, isTTY, quiet) => {
    const { written, pass, onProgress, end } = terminal(isTTY, quiet)
    pass(5000)
    onProgress?.('tables', 1, 9)
    end()
    expect(written).toEqual([])
  })
})
