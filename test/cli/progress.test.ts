import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { readingProgress } from '../../src/cli/progress.ts'
import { createProject } from '../support/databases.ts'
import { binary } from '../support/project.ts'

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

test('a step that the server works on stands there, behind the one that is done', async () => {
  const { project } = await createProject('postgres')
  project.revision('a1', null, { upgrade: "await op.execute('SELECT 1')" })
  project.revision('b2', 'a1', { upgrade: "await op.execute('SELECT pg_sleep(60)')" })
  const child = spawn(process.execPath, [binary, 'upgrade', 'head'], {
    cwd: project.directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const told: string[] = []
  child.stderr.on('data', (text) => told.push(String(text)))
  const ended = new Promise((resolve) => child.once('close', resolve))
  await expect
    .poll(() => told.join(''), { timeout: 20_000 })
    .toMatch(/^Running upgrade <base> -> a1, \S+ \(\d+ ms\)\nRunning upgrade a1 -> b2, \S+$/)
  child.kill()
  await ended
})
