/** Keeps files that are written inside the folder they belong to. */
import { existsSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { TsmigError } from '../support/errors.ts'
import { makeFolder } from './write-new.ts'

const WINDOWS_DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i
const LONGEST_NAME = 255

/**
 * The path of `name` inside `folder`; the folders in between are made. `name` may hold `/` only when
 * `nested`.
 * @throws TsmigError `unsafe-path`: names that mean something else somewhere, and ways out of the folder.
 */
export function pathInside(folder: string, name: string, nested: boolean): string {
  const parts = name.split('/')
  if (parts.length > 1 && !nested)
    throw unsafe(name, 'it holds a "/"', 'Take it out, or write recursive_version_locations = true.')
  const problem = problemOf(parts)
  if (problem !== undefined) {
    throw unsafe(name, `it holds ${problem}`)
  }
  const path = join(folder, ...parts)
  makeFolder(folder)
  const root = realpathSync(folder)
  refuseWayOut(root, nearestExisting(dirname(path)), name)
  makeFolder(dirname(path))
  refuseWayOut(root, dirname(path), name)
  return path
}

function problemOf(parts: readonly string[]): string | undefined {
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..') {
      return 'an empty part, "." or ".."'
    }
    if (/[\\:*?"<>|]|\p{C}/u.test(part)) {
      return 'a character that is not allowed in file names everywhere'
    }
    if (WINDOWS_DEVICES.test(part) || /[. ]$/.test(part)) {
      return 'a name that is reserved on Windows'
    }
    if (/^[~. ]/.test(part)) {
      return 'a part that starts with "~", "." or a space'
    }
    if (Buffer.byteLength(part) > LONGEST_NAME) {
      return `a part of more than ${LONGEST_NAME} bytes`
    }
  }
  return undefined
}

function nearestExisting(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearestExisting(dirname(path))
}

function refuseWayOut(root: string, path: string, name: string): void {
  const inside = relative(root, realpathSync(path))
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw unsafe(name, `a link leads out of ${root}`)
  }
}

function unsafe(
  name: string,
  why: string,
  hint = 'Check --rev-id, the message, and file_template.',
): TsmigError {
  const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name
  return new TsmigError('unsafe-path', `no file is written to ${JSON.stringify(shown)}: ${why}`, hint)
}
