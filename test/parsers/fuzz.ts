/** Feeds each parser with random texts; one that throws what it should not, or does not end, is told with its text. */
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import fc from 'fast-check'
import { connectionUrl } from './connection-url.ts'
import { ini } from './ini.ts'
import type { Parser } from './parser.ts'
import { revisionHeader } from './revision-header.ts'
import { sqlFile } from './sql-file.ts'
import { sqlSplitter } from './sql-splitter.ts'
import { target } from './target.ts'

const parsers: readonly Parser[] = [
  ini,
  revisionHeader,
  sqlFile,
  sqlSplitter('postgres'),
  sqlSplitter('sqlite'),
  sqlSplitter('mysql'),
  target,
  connectionUrl,
]
/** A text that takes this many milliseconds hangs. The longest has some 200,000 characters. */
const HANG = 10_000

interface Task {
  readonly name: string
  readonly inputs: number
  readonly seed: number
  /** The text being read, as UTF-16: its length in the first four bytes. */
  readonly current: SharedArrayBuffer
}

interface Result {
  readonly failure?: string
  readonly slowest: number
}

/** In the worker: each text is put down before it is read, so that the watcher can tell it. */
async function readAll({ name, inputs, seed, current }: Task): Promise<Result> {
  const parser = parsers.find((one) => one.name === name)
  if (parser === undefined) throw new Error(`no parser ${name}`)
  const length = new Int32Array(current, 0, 2)
  const units = new Uint16Array(current, 8)
  let slowest = 0
  let count = 0
  const property = fc.asyncProperty(parser.inputs, async (text) => {
    const kept = Math.min(text.length, 2000)
    for (let at = 0; at < kept; at++) units[at] = text.charCodeAt(at)
    Atomics.store(length, 0, kept)
    Atomics.store(length, 1, ++count)
    const start = performance.now()
    await parser.read(text)
    slowest = Math.max(slowest, performance.now() - start)
  })
  const run = await fc.check(property, { numRuns: inputs, seed })
  return run.failed ? { failure: fc.defaultReportMessage(run) ?? 'failed', slowest } : { slowest }
}

/** Runs one parser in a thread of its own, which is ended when one text takes too long. */
function watch(name: string, inputs: number, seed: number): Promise<Result> {
  const current = new SharedArrayBuffer(8 + 2 * 2000)
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { name, inputs, seed, current } satisfies Task,
  })
  const length = new Int32Array(current, 0, 2)
  return new Promise((resolve, reject) => {
    let seen = -1
    const watcher = setInterval(() => {
      const count = Atomics.load(length, 1)
      if (count !== seen || count === 0) {
        seen = count
        return
      }
      const text = String.fromCharCode(...new Uint16Array(current, 8).slice(0, Atomics.load(length, 0)))
      clearInterval(watcher)
      void worker.terminate()
      resolve({ failure: `hangs on ${JSON.stringify(text)} (its first 2,000 characters)`, slowest: HANG })
    }, HANG)
    worker.once('message', (result: Result) => {
      clearInterval(watcher)
      resolve(result)
    })
    worker.once('error', (error) => {
      clearInterval(watcher)
      reject(error)
    })
  })
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { inputs: { type: 'string' }, seed: { type: 'string' } },
  })
  const inputs = Number(values.inputs ?? 100_000)
  const seed = Number(values.seed ?? process.env.TSMIG_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const chosen = parsers.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  if (chosen.length === 0) {
    const names = parsers.map(({ name }) => `"${name}"`).join(' ')
    console.error(`usage: npm run parsers -- [NAME …] [--inputs N] [--seed S], with the names ${names}`)
    process.exitCode = 2
  }
  for (const { name } of chosen) {
    const { failure, slowest } = await watch(name, inputs, seed)
    if (failure !== undefined) {
      console.error(failure)
      process.exitCode = 1
    }
    const outcome = failure === undefined ? 'none failed' : 'FAILED'
    console.log(`${name}: ${inputs} texts, ${outcome}, the slowest ${Math.ceil(slowest)} ms (seed ${seed})`)
  }
}

if (isMainThread) await main()
else parentPort?.postMessage(await readAll(workerData))
