import { existsSync } from 'node:fs'
import { filesOf } from './files.ts'
import { type FileReport, replayFile } from './replay-file.ts'

process.env.TSMIG_TEST_POSTGRES_URL ??= 'postgres://postgres@127.0.0.1:5432/postgres'

/** Prints a line a file, and below it what differs. Returns whether nothing does. */
async function replay(file: string): Promise<boolean> {
  try {
    const report = await replayFile(file)
    const { unread, differences, phantoms, left } = report
    console.log(`${file}: ${summary(report)}`)
    const most = Number(process.env.TSMIG_CORPUS_LINES ?? 10)
    for (const line of [...unread, ...differences, ...phantoms, ...left].slice(0, most))
      console.log(`  ${line.replaceAll('\n', '\n  ')}`)
    return unread.length + differences.length + phantoms.length + left.length === 0
  } catch (error) {
    console.log(`${file}: failed: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

function summary({ tables, objects, differences, unread, phantoms, left, ...reading }: FileReport): string {
  return [
    `${tables} tables, ${objects} objects, ${differences.length} differences, ${unread.length} unread`,
    `${phantoms.length} phantom, ${left.length} left after downgrade`,
    `${reading.queries} queries, ${reading.seconds.toFixed(2)} s`,
  ].join(', ')
}

const places = process.argv.slice(2)
const missing = places.find((place) => !existsSync(place))
if (places.length === 0 || missing !== undefined) {
  console.error(missing === undefined ? 'usage: npm run corpus -- DIR|FILE…' : `${missing} is not there`)
  process.exit(2)
}
let whole = true
for (const file of filesOf(places)) whole = (await replay(file)) && whole
process.exitCode = whole ? 0 : 1
