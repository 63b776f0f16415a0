/**
 * What is kept beside a built script, under its checksum: its source map, and V8's compiled code, which V8 takes as it is.
 * Whoever may write there could change the script as well.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuiltCode } from './built-code.ts'
import { writeWhole } from './write-whole.ts'

export interface BesideCode {
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
export function besideCode(folder: string, code: BuiltCode): BesideCode | undefined {
  if (code.form === 'files') return { sourceMap: () => undefined }
  const stem = stemOf(folder, code.code)
  if (!existsSync(`${stem}.map`)) return undefined
  const compiledFile = `${stem}-${process.version}-${process.arch}.code`
  const compiled = readOrNone(compiledFile)
  return {
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

/** Keeps the source map of a script in a folder that is there. Throws what Node throws. */
export function keepSourceMap(folder: string, code: string, sourceMap: string): void {
  const file = `${stemOf(folder, code)}.map`
  if (!existsSync(file)) writeWhole(file, sourceMap)
}

function stemOf(folder: string, code: string): string {
  return join(folder, createHash('sha256').update(code).digest('hex').slice(0, 32))
}

function readOrNone(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
