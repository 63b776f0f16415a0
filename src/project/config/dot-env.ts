import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { messageOf, TsmigError } from '../../support/errors.ts'

/**
 * The variables of the `.env` in `directory`, none when there is no such file. `process.env` stays as it is.
 * @throws TsmigError `unreadable-env-file` when the file is there and can't be read.
 */
export function readDotEnv(directory: string): Record<string, string> {
  const file = join(directory, '.env')
  try {
    return Object.fromEntries(
      Object.entries(parseEnv(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    )
  } catch (error) {
    const code = (error as { code?: unknown }).code
    // A folder of that name is a Python environment, and none of our business.
    if (code === 'ENOENT' || code === 'EISDIR') {
      return {}
    }
    throw new TsmigError(
      'unreadable-env-file',
      `${file} can't be read: ${messageOf(error)}`,
      'Check its rights.',
    )
  }
}
