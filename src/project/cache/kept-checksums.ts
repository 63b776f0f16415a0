/**
 * Checksums of what counts in revision files, kept in a file of the cache by those of their whole texts: a run of
 * thousands, as test suites have it again and again, would read and take apart each file for them. What can't be read or
 * written is as good as not there.
 */
import { readFileSync } from 'node:fs'
import { makeFolder } from '../write-new.ts'
import { cacheFolder, fileFor } from './cache-folder.ts'
import { writeWhole } from './write-whole.ts'

export interface KeptChecksums {
  /** What was kept for a text, or what `make` makes of it. */
  of(text: string, make: () => string): string
  /** Writes down what was made. */
  save(): void
}

interface KeptFile {
  /** All that decides what a text comes to. */
  readonly asked: string
  readonly checksums: Readonly<Record<string, string>>
}

/** So few are made sooner than the file is read. */
const few = 50

/** Behind as many, those that this run didn't ask for are dropped. */
const many = 20_000

/** Opens what is kept for a way of taking texts apart. */
export function openKeptChecksums(directory: string, asked: string): KeptChecksums {
  const folder = cacheFolder(directory)
  if (folder === undefined) return { of: (_text, make) => make(), save: () => {} }
  const file = fileFor(folder, 'checksums', asked)
  const used = new Map<string, string>()
  let kept: ReadonlyMap<string, string> | undefined
  let made = 0
  return {
    of(text, make) {
      if (used.size >= few) kept ??= readKept(file, asked)
      const found = used.get(text) ?? kept?.get(text)
      if (found === undefined) made += 1
      const checksum = found ?? make()
      used.set(text, checksum)
      return checksum
    },
    save() {
      if (made <= few) return
      const all = new Map([...(kept ?? []), ...used])
      const content: KeptFile = { asked, checksums: Object.fromEntries(all.size > many ? used : all) }
      try {
        makeFolder(folder)
        writeWhole(file, JSON.stringify(content))
      } catch {
        // Another time, or never: they were made.
      }
    },
  }
}

function readKept(file: string, asked: string): ReadonlyMap<string, string> {
  try {
    const kept: KeptFile = JSON.parse(readFileSync(file, 'utf8'))
    return new Map(kept.asked === asked ? Object.entries(kept.checksums) : [])
  } catch {
    return new Map()
  }
}
