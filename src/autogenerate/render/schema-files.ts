import type { SchemaSnapshot } from '../../schema/snapshot.ts'
import { fileOf, renderDeclarations, type SchemaDeclaration, type SchemaFile } from './schema.ts'
import type { Declarable } from './variable-names.ts'

/**
 * A snapshot as a file a table, which holds what belongs to the table, files for what belongs to none, and `index.ts`
 * that exports all of them.
 */
export function renderSchemaFiles(snapshot: SchemaSnapshot): readonly SchemaFile[] {
  const declarations = renderDeclarations(snapshot)
  const folder = new Map<string, SchemaDeclaration[]>()
  const homes = new Map<string, string>()
  const tables = tableFiles(declarations)
  for (const declaration of declarations) {
    const file = tables.get(declaration.table ?? '') ?? commonFile(declaration.part)
    const known = folder.get(file)
    if (known === undefined) folder.set(file, [declaration])
    else known.push(declaration)
    homes.set(declaration.variable, file)
  }
  const files = [...folder].map(([file, held]) => ({
    path: `${file}.ts`,
    content: fileOf(held, importsOf(file, held, homes)),
  }))
  const exported = [...folder.keys()].sort().map((file) => `export * from './${file}.js'`)
  return [...files, { path: 'index.ts', content: fileOf([], exported, snapshot.unread) }]
}

/** What a file takes from others of the folder: a line a file. */
function importsOf(
  file: string,
  declarations: readonly SchemaDeclaration[],
  homes: ReadonlyMap<string, string>,
): readonly string[] {
  const byFile = new Map<string, Set<string>>()
  for (const variable of declarations.flatMap(({ uses }) => uses)) {
    const home = homes.get(variable)
    if (home === undefined || home === file) continue
    byFile.set(home, (byFile.get(home) ?? new Set()).add(variable))
  }
  return [...byFile].sort().map(([home, names]) => {
    return `import { ${[...names].sort().join(', ')} } from './${home}.js'`
  })
}

const common = ['index', 'types', 'views', 'functions', 'others']
/** Names of devices: on Windows no file can have them. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/** The file of each table, by its variable. */
function tableFiles(declarations: readonly SchemaDeclaration[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const taken = new Set(common)
  for (const { part, variable } of declarations) {
    if ('type' in part) continue
    const name = kebabCase(variable)
    let file = devices.test(name) || taken.has(name) ? `${name}-table` : name
    for (let number = 2; taken.has(file); number++) file = `${name}-table-${number}`
    taken.add(file)
    files.set(variable, file)
  }
  return files
}

function commonFile(part: Declarable): string {
  if (!('type' in part)) return 'others'
  switch (part.type) {
    case 'schema':
    case 'extension':
    case 'enum':
    case 'composite':
    case 'domain':
    case 'sequence':
      return 'types'
    case 'view':
    case 'trigger':
    case 'policy':
      return 'views'
    case 'function':
    case 'procedure':
      return 'functions'
    case 'other':
    case 'grant':
      return 'others'
    default:
      return part satisfies never
  }
}

function kebabCase(variable: string): string {
  return variable.replace(/\p{Lu}/gu, (letter) => `-${letter.toLowerCase()}`).replace(/^[-_]+/, '')
}
