import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { packageVersion } from '../../support/package-version.ts'
import type { LoadOptions } from '../load-options.ts'
import type { Build, BuiltCode } from './built-code.ts'
import { cacheFolder } from './cache-folder.ts'
import { type BesideCode, besideCode } from './kept-beside.ts'
import { findBuild, keepBuild } from './kept-builds.ts'
import type { Look } from './observation.ts'
import { looksAtImport, looksAtSources } from './resolution.ts'
import { type Settings, settingsAbove } from './settings.ts'

/** A build, made or kept. */
export interface CachedBuild extends BesideCode {
  readonly code: BuiltCode
}

/** What `build` gives in that form: from the cache where it would give the same again. */
export async function cachedBuild(
  paths: readonly string[],
  form: BuiltCode['form'],
  options: LoadOptions,
  build: () => Promise<Build>,
): Promise<CachedBuild> {
  const folder = cacheFolder(options.directory)
  // tsmig's own sources would be part of the build.
  if (folder === undefined || options.selfUrl?.endsWith('.ts')) return uncached(await build())
  const directory = resolve(options.directory)
  const asked = JSON.stringify({
    form,
    node: process.version,
    // The name of this very file tells which build of tsmig asks; two versions may have it at the same place.
    builder: [packageVersion(), import.meta.url],
    platform: process.platform,
    modules: process.env.NODE_PATH ?? '',
    directory: [directory, realpathSync(options.directory)],
    self: options.selfUrl ?? '',
    paths: paths.map((path) => [path, realpathSync.native(path)]),
  })
  const found = findBuild(folder, asked)
  const beside = found && besideCode(folder, found)
  if (found !== undefined && beside !== undefined) return { code: found.code, ...beside }
  const begun = Date.now()
  const built = await build()
  const looks = looksAt(built)
  const kept = looks && keepBuild(folder, { asked, looks, build: built, directory, begun })
  return { ...uncached(built), ...(kept && besideCode(folder, kept)) }
}

function uncached({ code, sourceMap }: Build): CachedBuild {
  return { code, sourceMap: () => sourceMap }
}

/** All that decided the build; `undefined` where something did that can't be looked at. */
function looksAt({ code, sources, imports }: Build): readonly Look[] | undefined {
  // An import of whatever fits a pattern: each new file could be one.
  const texts = code.form === 'files' ? Object.values(code.files) : [code.code]
  if (texts.some((text) => text.includes('__glob('))) return undefined
  const builder = createRequire(import.meta.url).resolve('esbuild/package.json')
  const known = new Map<string, Settings | undefined>()
  const settingsOf = (folder: string): Settings | undefined => {
    if (!known.has(folder)) known.set(folder, settingsAbove(folder))
    return known.get(folder)
  }
  const looks = [
    looksAtSources(sources, settingsOf),
    ...imports.map((resolved) => looksAtImport(resolved, settingsOf)),
  ]
  if (looks.some((each) => each === undefined)) return undefined
  return [{ kind: 'file', path: builder }, ...looks.flatMap((each) => each ?? [])]
}
