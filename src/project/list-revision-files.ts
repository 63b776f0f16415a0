import { type Dirent, readdirSync } from 'node:fs'
import { sep } from 'node:path'
import { messageOf, TsmigError } from '../support/errors.ts'

const REVISION_FILE = /\.(?:[cm]?[jt]s|sql)$/
const DECLARATION = /\.d\.[cm]?ts$/
const EDITORS_OWN = /^[.#]|[~#]$/

/** Where the revisions of a project stand. */
export interface VersionFolders {
  readonly versionLocations: readonly string[]
  readonly recursiveVersionLocations: boolean
  /** Those of the project, where it has several. */
  readonly databases?: readonly { readonly name: string }[]
}

/** Whether a file of this name is a revision, and not a declaration, a source map, or an editor's own. */
export function isRevisionFileName(name: string): boolean {
  return REVISION_FILE.test(name) && !DECLARATION.test(name) && !EDITORS_OWN.test(name)
}

/**
 * The revision files in the version folders, folder by folder, sorted by name. A folder that isn't there
 * has none.
 * @throws TsmigError `unreadable-file` for a folder that can't be read.
 */
export function listRevisionFiles(locations: readonly string[], recursive: boolean): string[] {
  const files = locations.flatMap((location) => (recursive ? listTree(location, true) : listFolder(location)))
  return locations.length > 1 ? [...new Set(files)] : files
}

function listFolder(folder: string): string[] {
  const names = readFolder(folder, true, () => readdirSync(folder))
  return names.filter(isRevisionFileName).sort().map(pathIn(folder))
}

function listTree(folder: string, mayBeMissing: boolean): string[] {
  const entries = readFolder(folder, mayBeMissing, () => readdirSync(folder, { withFileTypes: true }))
  const namesOf = (kept: readonly Dirent[]) => kept.map(({ name }) => name).sort()
  const folders = entries.filter((entry) => entry.isDirectory() && !isPassedOver(entry.name))
  const files = entries.filter((entry) => !entry.isDirectory() && isRevisionFileName(entry.name))
  return [
    ...namesOf(files).map(pathIn(folder)),
    ...namesOf(folders)
      .map(pathIn(folder))
      .flatMap((path) => listTree(path, false)),
  ]
}

function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === '__pycache__'
}

/** As `join` would, once for all of them. */
function pathIn(folder: string): (name: string) => string {
  const before = folder.endsWith(sep) ? folder : `${folder}${sep}`
  return (name) => before + name
}

function readFolder<T>(folder: string, mayBeMissing: boolean, read: () => readonly T[]): readonly T[] {
  try {
    return read()
  } catch (error) {
    if (mayBeMissing && (error as { code?: unknown }).code === 'ENOENT') {
      return []
    }
    throw new TsmigError(
      'unreadable-file',
      `${folder} can't be read: ${messageOf(error)}`,
      'Check its rights, and that version_locations names it.',
      { cause: error },
    )
  }
}
