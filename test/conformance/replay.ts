/**
 * Replays vector files against the graph: `npm run conformance -- FILE…`.
 *
 * Prints one line a file and its first failures; exits with 1 if anything
 * failed, 2 if a file could not be read.
 */
import { basename } from 'node:path'
import { messageOf } from '../../src/support/errors.ts'
import { replayFile } from './replay-file.ts'

const SHOWN_FAILURES = 5
const SHOWN_CHARACTERS = 1500

function main(files: readonly string[]): number {
  if (files.length === 0) {
    process.stderr.write('usage: npm run conformance -- FILE…\n')
    return 2
  }
  const codes = files.filter((file) => basename(file) !== 'graphs.json').map(reportFile)
  return Math.max(0, ...codes)
}

function reportFile(file: string): number {
  try {
    const { passed, failures } = replayFile(file)
    const lines = [`${basename(file)}: ${passed} passed, ${failures.length} failed`]
    for (const { vector, reason } of failures.slice(0, SHOWN_FAILURES)) {
      lines.push(`  ${vector.id} ${vector.op} ${JSON.stringify(vector.args)}`)
      lines.push(`    ${reason.slice(0, SHOWN_CHARACTERS)}`)
    }
    process.stdout.write(`${lines.join('\n')}\n`)
    return failures.length > 0 ? 1 : 0
  } catch (error) {
    process.stderr.write(`${file}: ${messageOf(error)}\n`)
    return 2
  }
}

process.exitCode = main(process.argv.slice(2))
