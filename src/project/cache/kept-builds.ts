/**
 * Builds that are kept in a folder, each with what decided it: one is given back only while all of that is as it was.
 * What can't be read or written is as good as not there.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../write-new.ts'
import { type Look, type Observation, observe, stillHolds } from './observation.ts'
import { writeWhole } from './write-whole.ts'

/** The files that a build gave: their names in its folder, and their text. */
export type BuiltFiles = Readonly<Record<string, string>>

interface KeptBuild {
  /** All that was asked for: two questions never share an answer. */
  readonly asked: string
  readonly observations: readonly Observation[]
  readonly files: BuiltFiles
}

const mostKept = 200
const clockTolerance = 1000

/** The build that was kept for what is asked; `undefined` where there is none, or anything is different now. */
export function findBuild(folder: string, asked: string): BuiltFiles | undefined {
  try {
    const kept: KeptBuild = JSON.parse(readFileSync(fileOf(folder, asked), 'utf8'))
    return kept.asked === asked && kept.observations.every(stillHolds) ? kept.files : undefined
  } catch {
    return undefined
  }
}

/**
 * Keeps a build that began at `begun`, in milliseconds: not where a file was changed about that time, since the build may
 * have seen it as it was before. Others may write at the same time: a file is whole, or not there.
 */
export function keepBuild(
  folder: string,
  asked: string,
  looks: readonly Look[],
  files: BuiltFiles,
  begun: number,
): void {
  const different = [...new Map(looks.map((look) => [JSON.stringify(look), look])).values()]
  if (different.some(({ path }) => changedSince(path, begun - clockTolerance))) return
  const kept: KeptBuild = { asked, observations: different.map(observe), files }
  try {
    makeFolder(folder)
    writeWhole(fileOf(folder, asked), JSON.stringify(kept))
    removeOldest(folder)
  } catch {
    // Another time, or never: it was built.
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
  return join(folder, `${createHash('sha256').update(asked).digest('hex').slice(0, 32)}.json`)
}

function removeOldest(folder: string): void {
  const names = readdirSync(folder)
  if (names.length <= mostKept) return
  const aged = names.map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
  for (const { path } of aged.sort((a, b) => b.at - a.at).slice(mostKept / 2)) rmSync(path, { force: true })
}
