/** The files of a new project. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { TsmigError } from '../support/errors.ts'
import { CONFIG_FILE } from './config/find-config.ts'
import { fillTemplate, findTemplate } from './template.ts'
import { makeFolder, writeNew } from './write-new.ts'

export interface InitOptions {
  /** Where env.ts and its like go, relative to `cwd`; `migrations` unless given. */
  readonly directory?: string
  /** The template's name; `generic` unless given. */
  readonly template?: string
  /** The ini, relative to `cwd`; migrations.ini unless given. */
  readonly config?: string
  readonly cwd: string
}

export interface InitFiles {
  /** Folders to make, as absolute paths. */
  readonly folders: readonly string[]
  /** Files to write, as absolute paths. */
  readonly files: readonly { readonly path: string; readonly content: string }[]
  /** Files that stay as they are. */
  readonly kept: readonly string[]
}

const NOT_COPIED = new Set(['migrations.ini.ejs'])

/**
 * What `init` would write. Nothing is written.
 * @throws TsmigError `not-empty`, `no-such-template`, `bad-directory`.
 */
export async function planInit(options: InitOptions): Promise<InitFiles> {
  const template = findTemplate(options.template ?? 'generic')
  const directory = resolve(options.cwd, options.directory ?? 'migrations')
  const ini = resolve(options.cwd, options.config ?? CONFIG_FILE)
  refuseOccupied(directory)
  const scriptLocation = spellForIni(directory, dirname(ini))
  // Not every file system has its names in order.
  const names = readdirSync(template.directory)
    .filter((name) => !NOT_COPIED.has(name) && isForUsers(name))
    .sort()
  const files = names.map((name) => ({
    path: join(directory, name),
    content: readFileSync(join(template.directory, name), 'utf8'),
  }))
  const kept = existsSync(ini) ? [ini] : []
  const iniFile =
    kept.length > 0 ? [] : [{ path: ini, content: await fillIni(template.directory, scriptLocation) }]
  return { folders: [directory, join(directory, 'versions')], files: [...iniFile, ...files], kept }
}

/**
 * Makes the folders and writes the files. A file that appeared in the meantime is not overwritten.
 * @throws TsmigError `file-exists`, `cannot-write`.
 */
export function writeInitFiles({ folders, files }: InitFiles): void {
  for (const folder of folders) {
    makeFolder(folder)
  }
  for (const { path, content } of files) {
    makeFolder(dirname(path))
    writeNew(path, content, 'Choose another folder.')
  }
}

/** The templates of other languages stay in the package, and are found there. */
function isForUsers(name: string): boolean {
  return !name.startsWith('script.') || name === 'script.ts.ejs'
}

function refuseOccupied(directory: string): void {
  const found = statSync(directory, { throwIfNoEntry: false })
  if (found === undefined || (found.isDirectory() && readdirSync(directory).length === 0)) {
    return
  }
  const what = found.isDirectory() ? 'is not empty' : 'is not a folder'
  throw new TsmigError('not-empty', `${directory} ${what}`, 'Name another folder: tsmig init DIRECTORY')
}

async function fillIni(directory: string, scriptLocation: string): Promise<string> {
  return fillTemplate(join(directory, 'migrations.ini.ejs'), { scriptLocation })
}

function spellForIni(directory: string, from: string): string {
  const path = relative(from, directory)
  const spelled = path === '' ? '.' : isAbsolute(path) ? path : path.split(sep).join('/')
  if (/[\r\n\0]|^\s|\s$/.test(spelled)) {
    throw new TsmigError(
      'bad-directory',
      `the name of the folder ${JSON.stringify(basename(directory))} can't be written into an ini`,
      'Choose one without line breaks, and without spaces at its ends.',
    )
  }
  return spelled.replaceAll('%', '%%').replaceAll('${', '$$${')
}
