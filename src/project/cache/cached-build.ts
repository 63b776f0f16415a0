import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { packageVersion } from '../../support/package-version.ts'
import type { LoadOptions } from '../load-options.ts'
import { cacheFolder } from './cache-folder.ts'
import { type BuiltFiles, findBuild, keepBuild } from './kept-builds.ts'
import type { Look } from './observation.ts'
import { looksAtImport, looksAtSource, type ResolvedImport } from './resolution.ts'

/** What a build gave, and what it read. */
export interface Build {
  readonly files: BuiltFiles
  /** The paths of the files it read. */
  readonly sources: readonly string[]
  readonly imports: readonly ResolvedImport[]
}

/** The files of `build`: from the cache where that would give the same again. */
export async function cachedBuild(
  paths: readonly string[],
  options: LoadOptions,
  build: () => Promise<Build>,
): Promise<BuiltFiles> {
  const folder = cacheFolder(options.directory)
  // tsmig's own sources would be part of the build.
  if (folder === undefined || options.selfUrl?.endsWith('.ts')) return (await build()).files
  const asked = JSON.stringify({
    node: process.version,
    // The name of this very file tells which build of tsmig asks; two versions may have it at the same place.
    builder: [packageVersion(), import.meta.url],
    platform: process.platform,
    modules: process.env.NODE_PATH ?? '',
    directory: [resolve(options.directory), realpathSync(options.directory)],
    self: options.selfUrl ?? '',
    paths: paths.map((path) => [path, realpathSync(path)]),
  })
  const found = findBuild(folder, asked)
  if (found !== undefined) return found
  const begun = Date.now()
  const built = await build()
  const looks = looksAt(built)
  if (looks !== undefined) keepBuild(folder, asked, looks, built.files, begun)
  return built.files
}

/** All that decided the build; `undefined` where something did that can't be looked at. */
function looksAt({ files, sources, imports }: Build): readonly Look[] | undefined {
  // An import of whatever fits a pattern: each new file could be one.
  if (Object.values(files).some((text) => text.includes('__glob('))) return undefined
  const builder = createRequire(import.meta.url).resolve('esbuild/package.json')
  const looks = [...sources.map(looksAtSource), ...imports.map(looksAtImport)]
  if (looks.some((each) => each === undefined)) return undefined
  return [{ kind: 'file', path: builder }, ...looks.flatMap((each) => each ?? [])]
}
