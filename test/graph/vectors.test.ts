import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { replayFile } from '../conformance/replay-file.ts'

const folder = join(import.meta.dirname, '../vectors')
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'graphs.json')

describe('recorded answers', () => {
  test.each(files)('%s', (file) => {
    const { passed, failures } = replayFile(join(folder, file))
    expect(failures.map(({ vector, reason }) => `${vector.id} ${vector.op}: ${reason}`)).toEqual([])
    expect(passed).toBeGreaterThan(0)
  })
})
