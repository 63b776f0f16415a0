/**
 * Builds that are kept in a folder, each with what decided it: one is given back only while all of that is as it was.
 * What can't be read or written is as good as not there.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from '../read-text.ts'
import { makeFolder } from '../write-new.ts'
import type { Build, BuiltFiles, BuiltScript, KeptBuild } from './built-code.ts'
import { keepSourceMap } from './kept-beside.ts'
import { type Look, type Observation, observe, stillHolds } from './observation.ts'
import { writeWhole } from './write-whole.ts'

/** The first line of a file, as JSON. Behind it stands the text of a script as it is: as JSON it would take longer to read. */
interface Head {
  /** All that was asked for: two questions never share an answer. */
  readonly asked: string
  readonly observations: readonly Observation[]
  readonly code: BuiltFiles | Omit<BuiltScript, 'code'>
  /** The checksum of what stands behind. */
  readonly checksum: string
  /** The checksum of that, its folder and its source map: V8's compiled code and the map tell of these. */
  readonly name: string
}

const mostKept = 200
const clockTolerance = 1000

/** The build that was kept for what is asked; `undefined` where there is none, or anything is different now. */
export function findBuild(folder: string, asked: string): KeptBuild | undefined {
  try {
    const bytes = readFileSync(fileOf(folder, asked))
    const end = bytes.indexOf('\n')
    const head: Head = JSON.parse(bytes.toString('utf8', 0, end))
    const rest = bytes.subarray(end + 1)
    const { code, checksum, name } = head
    if (head.asked !== asked || checksumOf(rest) !== checksum || !head.observations.every(stillHolds))
      return undefined
    return { code: code.form === 'files' ? code : { ...code, code: decode(rest) }, name }
  } catch {
    return undefined
  }
}

/** A build to be kept. */
export interface NewBuild {
  readonly asked: string
  /** All that decided it. */
  readonly looks: readonly Look[]
  readonly build: Build
  /** The folder that the names in its source map are relative to. */
  readonly directory: string
  /** When it began, in milliseconds. */
  readonly begun: number
}

/**
 * Keeps a build, and gives it as it is kept; `undefined` where it is not: where a file was changed about the time it
 * began, since the build may have seen it as it was before. Others may write at the same time: a file is whole, or not
 * there.
 */
export function keepBuild(
  folder: string,
  { asked, looks, build, directory, begun }: NewBuild,
): KeptBuild | undefined {
  const different = [...new Map(looks.map((look) => [JSON.stringify(look), look])).values()]
  if (different.some(({ path }) => changedSince(path, begun - clockTolerance))) return undefined
  const { code, sourceMap } = build
  const { code: text, ...about } = code.form === 'files' ? { ...code, code: '' } : code
  const checksum = checksumOf(text)
  const name = checksumOf(JSON.stringify([directory, checksum, sourceMap]))
  const head: Head = { asked, observations: different.map(observe), code: about, checksum, name }
  try {
    makeFolder(folder)
    if (code.form === 'script' && sourceMap !== undefined) keepSourceMap(folder, name, sourceMap)
    writeWhole(fileOf(folder, asked), `${JSON.stringify(head)}\n${text}`)
    removeOldest(folder)
    return { code, name }
  } catch {
    // Another time, or never: it was built.
    return undefined
  }
}

function changedSince(path: string, time: number): boolean {
  try {
    return statSync(path).ctimeMs >= time
  } catch {
    return false
  }
}

function fileOf(folder: string, asked: string): string {
  return join(folder, `${checksumOf(asked)}.build`)
}

function checksumOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32)
}

function removeOldest(folder: string): void {
  const names = readdirSync(folder)
  if (names.length <= mostKept) return
  const aged = names.map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
  for (const { path } of aged.sort((a, b) => b.at - a.at).slice(mostKept / 2)) rmSync(path, { force: true })
}
