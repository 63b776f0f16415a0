/**
 * Builds that are kept in a folder, each with what decided it: one is given back only while all of that is as it was.
 * What can't be read or written is as good as not there.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../write-new.ts'
import type { Build, BuiltCode } from './built-code.ts'
import { keepSourceMap } from './kept-beside.ts'
import { type Look, type Observation, observe, stillHolds } from './observation.ts'
import { writeWhole } from './write-whole.ts'

interface KeptBuild {
  /** All that was asked for: two questions never share an answer. */
  readonly asked: string
  readonly observations: readonly Observation[]
  readonly code: BuiltCode
}

const mostKept = 200
const clockTolerance = 1000

/** The build that was kept for what is asked; `undefined` where there is none, or anything is different now. */
export function findBuild(folder: string, asked: string): BuiltCode | undefined {
  try {
    const kept: KeptBuild = JSON.parse(readFileSync(fileOf(folder, asked), 'utf8'))
    return kept.asked === asked && kept.observations.every(stillHolds) ? kept.code : undefined
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
  /** When it began, in milliseconds. */
  readonly begun: number
}

/**
 * Keeps a build, and tells whether it could: not where a file was changed about the time it began, since the build may
 * have seen it as it was before. Others may write at the same time: a file is whole, or not there.
 */
export function keepBuild(folder: string, { asked, looks, build, begun }: NewBuild): boolean {
  const different = [...new Map(looks.map((look) => [JSON.stringify(look), look])).values()]
  if (different.some(({ path }) => changedSince(path, begun - clockTolerance))) return false
  const { code, sourceMap } = build
  const kept: KeptBuild = { asked, observations: different.map(observe), code }
  try {
    makeFolder(folder)
    if (code.form === 'script' && sourceMap !== undefined) keepSourceMap(folder, code.code, sourceMap)
    writeWhole(fileOf(folder, asked), JSON.stringify(kept))
    removeOldest(folder)
    return true
  } catch {
    // Another time, or never: it was built.
    return false
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
