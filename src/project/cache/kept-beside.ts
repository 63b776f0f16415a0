/**
 * What is kept beside a built script, under its name: its source map, and V8's compiled code, which V8 takes as it is.
 * Whoever may write there could change the script as well.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptBuild } from './built-code.ts'
import { writeWhole } from './write-whole.ts'

export interface BesideCode {
  /** What V8 is to call it, which its compiled code says for ever; absent where none is kept. */
  readonly name?: string
  /** Leads positions in a script back to its sources. */
  sourceMap(): string | undefined
  /** V8's compiled code of a script. */
  readonly compiled?: Buffer
  /** Keeps the compiled code for the next time. */
  keep?(compiled: Buffer): void
}

/**
 * What is there of a build that is kept; `undefined` where a script has lost its source map: what was kept longest goes
 * first, each file by itself.
 */
export function besideCode(folder: string, { code, name }: KeptBuild): BesideCode | undefined {
  if (code.form === 'files') return { sourceMap: () => undefined }
  const stem = join(folder, name)
  if (!existsSync(`${stem}.map`)) return undefined
  const compiledFile = `${stem}-${process.version}-${process.arch}.code`
  const compiled = readOrNone(compiledFile)
  return {
    name,
    sourceMap: () => readOrNone(`${stem}.map`)?.toString(),
    ...(compiled && { compiled }),
    keep(bytes) {
      try {
        writeWhole(compiledFile, bytes)
      } catch {
        // Compiled anew the next time.
      }
    },
  }
}

/** Keeps the source map of the script of that name in a folder that is there. Throws what Node throws. */
export function keepSourceMap(folder: string, name: string, sourceMap: string): void {
  const file = join(folder, `${name}.map`)
  if (!existsSync(file)) writeWhole(file, sourceMap)
}

function readOrNone(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
