import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { lex, type Token } from './lex.ts'
import { isName, isPunctuator } from './literal.ts'

const TYPESCRIPT = new Set(['.ts', '.mts', '.cts', '.tsx'])

/**
 * Whether a file has to be built before Node can import it: TypeScript, and JavaScript that imports
 * files of the application (which may be TypeScript), or tsmig (which may be installed elsewhere), or
 * that is written in the module syntax that Node doesn't expect from it.
 */
export function needsBuild(path: string, source: string): boolean {
  const extension = extname(path)
  if (TYPESCRIPT.has(extension)) {
    return true
  }
  const { tokens } = lex(source)
  return specifiers(tokens).some(isOurs) || isModule(tokens) !== nodeExpectsModule(path, extension)
}

/** Packages are Node's business: files, subpath imports, tsmig, and what isn't known, are ours. */
function isOurs(specifier: string | undefined): boolean {
  if (specifier === undefined) {
    return true
  }
  if (isBuiltin(specifier)) {
    return false
  }
  return /^[./#~@]/.test(specifier) ? !/^@[^/]+\/./.test(specifier) : /^tsmig(?:\/|$)/.test(specifier)
}

/** What a file imports; `undefined` for an import whose specifier is no literal. */
function specifiers(tokens: readonly Token[]): (string | undefined)[] {
  const found: (string | undefined)[] = []
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (isPunctuator(tokens[index - 1], '.', '?.')) {
      continue
    }
    if (isName(token, 'from', 'import') && next?.kind === 'string') {
      found.push(next.text)
    } else if (isName(token, 'require', 'import') && isPunctuator(next, '(')) {
      const argument = tokens[index + 2]
      found.push(argument?.kind === 'string' ? argument.text : undefined)
    }
  }
  return found
}

function isModule(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token, index) =>
      token.depth === 0 &&
      isName(token, 'import', 'export') &&
      !isPunctuator(tokens[index - 1], '.') &&
      !isPunctuator(tokens[index + 1], '('),
  )
}

/** Whether Node takes the file for an ES module, by its name and the nearest package.json. */
export function nodeExpectsModule(path: string, extension: string): boolean {
  return extension === '.mjs' || (extension === '.js' && packageType(path) === 'module')
}

/** The `type` of the nearest package.json, which says what a `.js` file is. */
function packageType(path: string): string {
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
      return String((manifest as { type?: unknown }).type ?? 'commonjs')
    } catch {
      if (directory === dirname(directory)) {
        return 'commonjs'
      }
    }
  }
}
