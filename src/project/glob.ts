import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a pattern is more than a path. */
export function isPattern(text: string): boolean {
  return /[*?{[]/.test(text)
}

/**
 * The files below a folder whose paths a pattern fits, sorted: `*` and `?` within a name, `**` over folders,
 * `{a,b}`, `[ab]`. `node_modules` and what begins with a dot are passed over unless the pattern names them.
 */
export function filesMatching(pattern: string, directory: string): readonly string[] {
  const parts = pattern.replace(/^\.\//, '').split('/')
  const fixed = parts.findIndex(isPattern)
  const start = fixed === -1 ? parts.slice(0, -1) : parts.slice(0, fixed)
  const expression = patternOf(parts.slice(start.length).join('/'))
  const root = start.length === 0 ? directory : join(isAbsolute(pattern) ? '/' : directory, ...start)
  return walk(root, '', (name) => isHidden(name) && !parts.includes(name))
    .filter((path) => expression.test(path))
    .map((path) => join(root, path))
    .sort()
}

function isAbsolute(pattern: string): boolean {
  return pattern.startsWith('/')
}

function isHidden(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.')
}

function walk(folder: string, under: string, isPassed: (name: string) => boolean): readonly string[] {
  let entries: import('node:fs').Dirent[]
  try {
    entries = readdirSync(join(folder, under), { withFileTypes: true })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return []
    throw error
  }
  return entries.flatMap((entry) => {
    const path = under === '' ? entry.name : `${under}/${entry.name}`
    if (isPassed(entry.name)) return []
    return entry.isDirectory() ? walk(folder, path, isPassed) : entry.isFile() ? [path] : []
  })
}

/** A pattern as a regular expression over paths with `/` between their parts. */
function patternOf(pattern: string): RegExp {
  const source = pattern.replace(
    /\*\*\/|\*\*|\*|\?|\{([^{}]*)\}|\[(!?)([^\]]*)\]|[.+^$()|\\{}[\]]/g,
    (found, choices: string | undefined, not: string | undefined, set: string | undefined) => {
      if (found === '**/') return '(?:[^/]+/)*'
      if (found === '**') return '.*'
      if (found === '*') return '[^/]*'
      if (found === '?') return '[^/]'
      if (choices !== undefined) {
        return `(?:${choices
          .split(',')
          .map((one) => patternOf(one).source.slice(1, -1))
          .join('|')})`
      }
      if (set !== undefined && set !== '')
        return `[${not === '!' ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`
      return `\\${found}`
    },
  )
  return new RegExp(`^${source}$`, 'u')
}
