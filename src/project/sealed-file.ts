/** Files that a command writes again and again: a seal tells whether somebody has changed one meanwhile. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { messageOf, TsmigError } from '../support/errors.ts'
import { cannotWrite, makeFolder } from './write-new.ts'

export type SealedFormat = 'ts' | 'json' | 'sql'

/** What became of a file. */
export interface WrittenFile {
  readonly path: string
  readonly state: 'written' | 'unchanged' | 'removed'
}

const seal = /^.*Written by tsmig, which replaces it as long as nobody else changes it: ([0-9a-f]{16}).*\n/m

/** The text with a line that holds its checksum: a comment at the top, or the first key of JSON. */
export function sealed(text: string, format: SealedFormat): string {
  const line = `Written by tsmig, which replaces it as long as nobody else changes it: ${checksum(text)}`
  switch (format) {
    case 'ts':
      return `// ${line}\n${text}`
    case 'sql':
      return `-- ${line}\n${text}`
    case 'json':
      return text.replace('{\n', () => `{\n  "note": "${line}",\n`)
    default:
      return format satisfies never
  }
}

/** Whether a file is as it was written: line ends don't count. */
export function isAsSealed(content: string): boolean {
  const text = content.replaceAll('\r\n', '\n')
  const [line, sum] = seal.exec(text) ?? []
  return line !== undefined && checksum(text.replace(line, '')) === sum
}

/**
 * Writes sealed files. One that is there is replaced where it is as it was written, or where `force` says so; all are
 * looked at before the first is written. `folder`: sealed files in it that are none of these are removed.
 * @throws TsmigError `file-changed`, `cannot-write`, `unreadable-file`.
 */
export function writeSealed(
  files: readonly { readonly path: string; readonly text: string }[],
  options: { readonly format: SealedFormat; readonly force: boolean; readonly folder?: string },
): readonly WrittenFile[] {
  const contents = files.map(({ path, text }) => ({ path, content: sealed(text, options.format) }))
  const planned = contents.map((file) => ({ ...file, before: readIfThere(file.path) }))
  for (const { path, content, before } of planned) {
    if (before !== undefined && before !== content && !options.force && !isAsSealed(before))
      throw changed(path)
  }
  const kept = new Set(files.map(({ path }) => path))
  const stale = options.folder === undefined ? [] : sealedIn(options.folder, kept)
  const written = planned.map(({ path, content, before }): WrittenFile => {
    if (before === content) return { path, state: 'unchanged' }
    write(path, content)
    return { path, state: 'written' }
  })
  for (const path of stale) rmSync(path)
  return [...written, ...stale.map((path): WrittenFile => ({ path, state: 'removed' }))]
}

function sealedIn(folder: string, kept: ReadonlySet<string>): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(folder, entry.name))
    .filter((path) => !kept.has(path) && isAsSealed(readIfThere(path) ?? ''))
    .sort()
}

function readIfThere(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TsmigError(
      'unreadable-file',
      `${path} can't be read: ${messageOf(cause)}`,
      'Name a file, and check its rights.',
      { cause },
    )
  }
}

function write(path: string, content: string): void {
  makeFolder(dirname(path))
  try {
    writeFileSync(path, content)
  } catch (cause) {
    throw cannotWrite(path, cause)
  }
}

function changed(path: string): TsmigError {
  return new TsmigError(
    'file-changed',
    `${path} was not written by tsmig, or was changed since`,
    'Give another --out, or --force to replace it.',
  )
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
