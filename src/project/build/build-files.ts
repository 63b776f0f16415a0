/** A build as ES modules, which Node imports from a private temporary folder. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf, TsmigError } from '../../support/errors.ts'
import type { Build, BuiltFiles } from '../cache/built-code.ts'
import type { ResolvedImport } from '../cache/resolution.ts'
import { importFile } from '../import-file.ts'
import type { LoadOptions } from '../load-options.ts'
import { buildSettings } from './build-settings.ts'
import { leadBackFiles } from './lead-back.ts'
import type { OpenedModules } from './opened-modules.ts'

/** One run of esbuild over the files; what several of them import is shared. */
export async function buildFiles(paths: readonly string[], options: LoadOptions): Promise<Build<BuiltFiles>> {
  const { build } = await import('esbuild')
  const imports: ResolvedImport[] = []
  const settings = buildSettings(options, imports)
  const directory = settings.absWorkingDir
  const { outputFiles, metafile } = await build({
    ...settings,
    entryPoints: Object.fromEntries(paths.map((path, index) => [`${index}`, path])),
    outExtension: { '.js': '.mjs' },
    // A single file holds all it needs, so that its lazy imports still work when the folder is gone.
    splitting: paths.length > 1,
    format: 'esm',
    sourcemap: 'inline',
    // The built files will stand elsewhere.
    sourceRoot: `${pathToFileURL(directory).href}/`,
    banner: { js: requireBanner(options.directory) },
  })
  return {
    code: {
      form: 'files',
      files: Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text])),
    },
    sources: Object.keys(metafile.inputs).map((name) => resolve(directory, name)),
    imports,
  }
}

/** Writes the files to their folder. Throws TsmigError `no-temporary-folder`. */
export function openFiles({ files }: BuiltFiles): OpenedModules {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text)
  leadBackFiles()
  return {
    load: (index) => importFile(pathToFileURL(join(folder.path, `${index}.mjs`)).href),
    dispose: folder.remove,
  }
}

interface TemporaryFolder {
  readonly path: string
  remove(): void
}

function temporaryFolder(): TemporaryFolder {
  try {
    const path = realpathSync(mkdtempSync(join(tmpdir(), 'tsmig-')))
    // Without it, a package.json further up could tell Node that these files are something else.
    writeFileSync(join(path, 'package.json'), '{"type":"module"}')
    const remove = (): void => {
      process.off('exit', remove)
      rmSync(path, { recursive: true, force: true })
    }
    process.on('exit', remove)
    return { path, remove }
  } catch (error) {
    throw new TsmigError(
      'no-temporary-folder',
      `no folder for built modules can be made in ${tmpdir()}: ${messageOf(error)}`,
      'Set TMPDIR to a folder that can be written to.',
      { cause: error },
    )
  }
}

/** Built files are ES modules: a `require` that stays in them has to come from somewhere. */
function requireBanner(directory: string): string {
  const from = JSON.stringify(join(resolve(directory), 'index.js'))
  return `import { createRequire as __tsmigCreateRequire } from 'node:module'; const require = __tsmigCreateRequire(${from});`
}
