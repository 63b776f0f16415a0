import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/operations/entry.ts'
import { OperationStream } from '../../src/runtime/stream.ts'

const execute = (sql: string): Entry => ({ kind: 'execute', sql })
const pause = () => new Promise((resolve) => setTimeout(resolve, 0))

/** A stream that records what it takes, each after a pause; `fails` is refused. */
function recordingStream(fails?: string) {
  const taken: string[] = []
  const stream = new OperationStream(async (entry) => {
    await pause()
    const sql = entry.kind === 'execute' ? entry.sql : entry.kind
    if (sql === fails) throw new Error(`refused ${sql}`)
    taken.push(sql)
  })
  return { stream, taken }
}

describe('the stream of a revision', () => {
  test('takes calls in their order, whichever of them are awaited', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 12 }), async (awaited) => {
        const { stream, taken } = recordingStream()
        for (const [index, wait] of awaited.entries()) {
          const turn = stream.submit(execute(String(index)))
          if (wait) await turn
        }
        await stream.drain()
        expect(taken).toEqual(awaited.map((_, index) => String(index)))
      }),
      { numRuns: 50 },
    )
  })

  test('runs nothing behind a failure, and reports it at the drain', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(7),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        async (bad, awaited) => {
          const { stream, taken } = recordingStream(String(bad))
          for (const [index, wait] of awaited.entries()) {
            const turn = stream.submit(execute(String(index)))
            if (wait) await turn.catch(() => undefined)
          }
          await expect(stream.drain()).rejects.toThrow(`refused ${bad}`)
          expect(taken).toEqual(Array.from({ length: bad }, (_, index) => String(index)))
        },
      ),
      { numRuns: 50 },
    )
  })

  test('waits for calls that are made while it drains', async () => {
    const { stream, taken } = recordingStream()
    void stream.submit(execute('1')).then(() => stream.submit(execute('2')))
    await stream.drain()
    expect(taken).toEqual(['1', '2'])
  })

  test('refuses a call behind its end', async () => {
    const { stream, taken } = recordingStream()
    await stream.drain()
    await expect(stream.submit(execute('late'))).rejects.toThrow('after its revision had ended')
    expect(taken).toEqual([])
  })

  test('gives what the exception of the revision was, and runs no call behind it', async () => {
    const { stream, taken } = recordingStream()
    void stream.submit(execute('1'))
    void stream.submit(execute('2'))
    stream.stop(new Error('of the revision'))
    await expect(stream.drain()).rejects.toThrow('of the revision')
    expect(taken).toEqual([])
  })

  test('refuses a call from inside the code of op.run', async () => {
    const stream: OperationStream = new OperationStream((entry) =>
      entry.kind === 'code' ? entry.run(undefined as never) : Promise.resolve(),
    )
    const inside: Entry = { kind: 'code', label: 'code', run: () => stream.submit(execute('1')) }
    await expect(stream.submit(inside)).rejects.toThrow('inside op.run')
  })

  test('remembers the call that failed, with its place', async () => {
    const { stream } = recordingStream('bad')
    void stream.submit(execute('bad'))
    await expect(stream.drain()).rejects.toThrow()
    expect(stream.failedCall?.stack).toContain('stream.test.ts')
  })
})
