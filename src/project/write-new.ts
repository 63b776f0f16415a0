import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
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
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw cannotWrite(path, error)
  }
}

function cannotWrite(path: string, cause: unknown): TsmigError {
  return new TsmigError(
    'cannot-write',
    `${path} can't be written: ${messageOf(cause)}`,
    'Check that you may write there, and that there is room.',
    { cause },
  )
}
