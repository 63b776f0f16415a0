/** `targetMetadata` of the env file: tables and objects, modules that export them, or patterns that lead to files. */
import { existsSync, statSync } from 'node:fs'
import { extname, relative, resolve } from 'node:path'
import { TsmigError } from '../support/errors.ts'
import { filesMatching, isPattern } from './glob.ts'
import { loadModules } from './load-module.ts'
import type { LoadOptions } from './load-options.ts'
import type { ModuleNamespace } from './module-namespace.ts'

const extensions = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs']

/**
 * What `targetMetadata` declares, with the modules in place of the texts that lead to them. Texts are paths or
 * patterns, relative to `options.directory`; one with `!` before it takes files away again.
 * @throws TsmigError `no-files` for a text that leads to no file; what loading a file throws, which names it.
 */
export async function resolveTargetMetadata(declared: unknown, options: LoadOptions): Promise<unknown> {
  const list: readonly unknown[] = Array.isArray(declared) ? declared.flat(Infinity) : [declared]
  const texts = list.filter((one) => typeof one === 'string')
  if (texts.length === 0) return declared
  const modules = await loadSchemaFiles(schemaFiles(texts, options.directory), options)
  return [...list.filter((one) => typeof one !== 'string'), ...modules]
}

/** The modules of schema files, all loaded in one go: what several of them import is there once. */
export async function loadSchemaFiles(
  paths: readonly string[],
  options: LoadOptions,
): Promise<readonly ModuleNamespace[]> {
  return [...(await loadModules(paths, options)).values()]
}

/** The files that paths and patterns lead to, each once. Throws TsmigError `no-files`. */
export function schemaFiles(texts: readonly string[], directory: string): readonly string[] {
  const left = new Set(
    texts.filter((text) => text.startsWith('!')).flatMap((text) => found(text.slice(1), directory)),
  )
  const taken = texts
    .filter((text) => !text.startsWith('!'))
    .flatMap((text) => {
      const files = found(text, directory)
      if (files.length > 0) return files
      throw new TsmigError(
        'no-files',
        `targetMetadata names ${JSON.stringify(text)}, and there is no such file`,
        `It is taken from ${relative(process.cwd(), directory) || 'this folder'}: mend it, or take it out.`,
      )
    })
  return [...new Set(taken)].filter((path) => !left.has(path))
}

function found(text: string, directory: string): readonly string[] {
  if (isPattern(text)) return filesMatching(text, directory).filter(isModule)
  const path = resolve(directory, text)
  return existsSync(path) && statSync(path).isFile() ? [path] : []
}

function isModule(path: string): boolean {
  return extensions.includes(extname(path)) && !/\.d\.[cm]?ts$/.test(path)
}
