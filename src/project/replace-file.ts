import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { TsmigError } from '../support/errors.ts'
import { cannotWrite, writeNew } from './write-new.ts'

/**
 * Gives a file another text, at once and whole, where it still has the one that is known.
 * @throws TsmigError `file-changed`, `cannot-write`.
 */
export function replaceFile(path: string, known: string, text: string): void {
  const real = realpathSync(path)
  const beside = join(dirname(real), `.${basename(real)}.${randomBytes(6).toString('hex')}`)
  try {
    writeNew(beside, text, 'Try again.')
    chmodSync(beside, statSync(real).mode)
    if (readFileSync(real, 'utf8') !== known) {
      throw new TsmigError(
        'file-changed',
        `${path} was changed by somebody else meanwhile, and is left as it is`,
        'Run the command again.',
      )
    }
    renameSync(beside, real)
  } catch (cause) {
    rmSync(beside, { force: true })
    throw cause instanceof TsmigError ? cause : cannotWrite(path, cause)
  }
}
