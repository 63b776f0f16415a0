/**
 * `__dirname`, `__filename` and `import.meta.url` of bundled files. Each mention that isn't the file's own
 * variable becomes a name of ours, and each file declares these names, on its first line, so that no
 * line moves.
 */
import { readFileSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Loader, Plugin } from 'esbuild'

/** For esbuild's `define`, which leaves alone what a file declares itself. */
export const SOURCE_DEFINES: Readonly<Record<string, string>> = {
  __dirname: '__tsmigDirectory',
  __filename: '__tsmigFile',
  'import.meta.dirname': '__tsmigDirectory',
  'import.meta.filename': '__tsmigFile',
  'import.meta.url': '__tsmigUrl',
}

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
}

/** Reads source files with the declarations in front. */
export function readSourceFiles(): Plugin {
  return {
    name: 'tsmig-source-names',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, ({ path }) => {
        const source = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
        const loader = LOADERS[extname(path)]
        if (loader === undefined) {
          return undefined
        }
        // What stood on a first line that starts with #! was never code.
        const rest = source.startsWith('#!') ? `//${source}` : source
        return { contents: sourcePrefix(path) + rest, loader, resolveDir: dirname(path) }
      })
    },
  }
}

/** How many characters stand before the first line of a file, for columns in messages. */
export function sourcePrefixLength(path: string): number {
  return Buffer.byteLength(sourcePrefix(path))
}

function sourcePrefix(path: string): string {
  const url = JSON.stringify(pathToFileURL(path).href)
  return `var __tsmigDirectory=${JSON.stringify(dirname(path))},__tsmigFile=${JSON.stringify(path)},__tsmigUrl=${url};`
}
