import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs'
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
 * @throws TsmigError `unreadable-file` for a link that leads nowhere, a folder that can't be read, and what has the
 *   name of a revision file and is none.
 */
export function listRevisionFiles(locations: readonly string[], recursive: boolean): string[] {
  const files = locations.flatMap((location) => listFolder(location, recursive, true))
  return [...new Set(files)]
}

function listFolder(folder: string, recursive: boolean, mayBeMissing: boolean): string[] {
  const entries = readFolder(folder, mayBeMissing).sort((one, other) => (one.name < other.name ? -1 : 1))
  const folders: string[] = []
  const files: string[] = []
  // As `join` would, once for all of them.
  const before = folder.endsWith(sep) ? folder : `${folder}${sep}`
  for (const entry of entries) {
    const path = before + entry.name
    if (entry.isDirectory() && (recursive || !isRevisionFileName(entry.name))) {
      if (recursive && !entry.name.startsWith('.') && !PASSED_OVER.has(entry.name)) {
        folders.push(path)
      }
    } else if (isRevisionFileName(entry.name)) {
      requireFile(entry, path)
      files.push(path)
    }
  }
  return [...files, ...folders.flatMap((path) => listFolder(path, recursive, false))]
}

const PASSED_OVER = new Set(['node_modules', '__pycache__'])

function readFolder(folder: string, mayBeMissing: boolean): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (mayBeMissing && (error as { code?: unknown }).code === 'ENOENT') {
      return []
    }
    throw new TsmigError(
      'unreadable-file',
      `${folder} can't be read: ${messageOf(error)}`,
      'Check version_locations.',
      {
        cause: error,
      },
    )
  }
}

function requireFile(entry: Dirent, path: string): void {
  if (entry.isFile()) return
  const target = entry.isSymbolicLink() ? targetOf(path) : entry
  if (target === undefined) {
    throw new TsmigError(
      'unreadable-file',
      `${path} is a link to a file that is not there`,
      'Restore the file, or remove the link.',
    )
  }
  if (target.isFile()) return
  throw new TsmigError(
    'unreadable-file',
    `${path} has the name of a revision file, and is ${target.isDirectory() ? 'a folder' : 'no file'}`,
    'Move it out of the version folder, or give it another name.',
  )
}

function targetOf(link: string): Stats | undefined {
  try {
    return statSync(link, { throwIfNoEntry: false })
  } catch (error) {
    throw new TsmigError(
      'unreadable-file',
      `${link} can't be read: ${messageOf(error)}`,
      'Restore the file, or remove the link.',
      { cause: error },
    )
  }
}
