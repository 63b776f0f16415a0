const imported = /^(?:import \{([^}]*)\} from|const \{([^}]*)\} = require\()\s*(['"])tsmig\3\)?;?[ \t]*$/gm

/** The source with the names that it imports from `tsmig` in one line, where they stood in several. */
export function mergeImports(source: string): string {
  const lines = [...source.matchAll(imported)]
  const [first, ...more] = lines
  if (first === undefined || more.length === 0) return source
  const names = [...new Set(lines.flatMap(([, module, commonjs]) => namesIn(module ?? commonjs ?? '')))]
  const sorted = names.sort((left, right) => (bare(left) < bare(right) ? -1 : 1))
  const merged = first[0].replace(/\{[^}]*\}/, () => `{ ${sorted.join(', ')} }`)
  let written = false
  return source.replace(new RegExp(`${imported.source}\\n?`, 'gm'), (line) => {
    if (written) return ''
    written = true
    return line.replace(first[0], () => merged)
  })
}

function namesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** Where a name stands in the order: `type Op` by its name. */
function bare(name: string): string {
  return name.replace(/^type /, '').toLowerCase()
}
