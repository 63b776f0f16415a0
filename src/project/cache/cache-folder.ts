import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * Where builds are kept: the folder that `TSMIG_CACHE` names, `.cache/tsmig` of the nearest node_modules without it;
 * `undefined` where there is none, or `TSMIG_CACHE` is `off`.
 */
export function cacheFolder(directory: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.TSMIG_CACHE
  if (named === 'off') return undefined
  if (named) return resolve(named)
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules')
    if (existsSync(modules)) return join(modules, '.cache', 'tsmig')
    if (folder === dirname(folder)) return undefined
  }
}

/** The file in a cache for a question of some kind; whether it is the same question, the file says itself. */
export function fileFor(folder: string, kind: string, asked: string): string {
  let hash = 0
  for (let at = 0; at < asked.length; at++) hash = (Math.imul(hash, 31) + asked.charCodeAt(at)) | 0
  return join(folder, `${kind}-${(hash >>> 0).toString(36)}.json`)
}
