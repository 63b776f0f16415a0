import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, TsmigError } from '../support/errors.ts'

/**
 * Writes a file that must not exist. One that can't be written to its end is not left behind.
 * @throws TsmigError `file-exists` with `hint`; `cannot-write`.
 */
export function writeNew(path: string, content: string, hint: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx' })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') {
      throw new TsmigError('file-exists', `${path} exists, and files are never overwritten`, hint)
    }
    throw cannotWrite(path, error)
  }
  try {
    writeFileSync(path, content)
  } catch (error) {
    rmSync(path, { force: true })
    throw cannotWrite(path, error)
  }
}

/**
 * Makes a folder and those above it, where they are missing.
 * @throws TsmigError `cannot-write`.
 */
export function makeFolder(path: string): void {
  try {
    makeWithParents(resolve(path))
  } catch (error) {
    throw cannotWrite(path, error)
  }
}

/** Node's own `recursive` never ends where a folder is there and takes none: below /proc. */
function makeWithParents(path: string): void {
  if (isFolder(path)) return
  const parent = dirname(path)
  if (parent !== path) makeWithParents(parent)
  try {
    mkdirSync(path)
  } catch (error) {
    // Another run may have made it in between.
    if (!isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** That a file can't be written, and why. */
export function cannotWrite(path: string, cause: unknown): TsmigError {
  return new TsmigError(
    'cannot-write',
    `${path} can't be written: ${messageOf(cause)}`,
    'Check that you may write there, and that there is room.',
    { cause },
  )
}
