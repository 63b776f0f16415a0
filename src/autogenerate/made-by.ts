import type { Operation } from '../operations/operation.ts'

/** Names of tables and objects, with the schemas that they were told with. */
export class MadeNames {
  readonly #schemas = new Map<string, Set<string | undefined>>()

  add(name: string, schema: string | undefined): void {
    const known = this.#schemas.get(name)
    if (known === undefined) this.#schemas.set(name, new Set([schema]))
    else known.add(schema)
  }

  /** Without a schema, either name means the connection's own, which may be any. */
  has(name: string, schema: string | undefined): boolean {
    const known = this.#schemas.get(name)
    return known !== undefined && (schema === undefined || known.has(undefined) || known.has(schema))
  }
}

/** Adds the names of what an operation makes, as far as it tells them. */
export function addMadeNames(made: MadeNames, operation: Operation): void {
  switch (operation.kind) {
    case 'createTable':
      made.add(operation.table.table.name, operation.table.table.schema)
      break
    case 'renameTable':
      made.add(operation.to, operation.table.schema)
      break
    case 'createObject':
    case 'replaceObject': {
      const { object } = operation
      if ('name' in object) made.add(object.name, 'schema' in object ? object.schema : undefined)
      break
    }
    case 'renameObject':
      made.add(operation.to, 'schema' in operation.object ? operation.object.schema : undefined)
      break
    case 'execute':
      addNamesInSql(made, operation.sql)
      break
    default:
  }
}

const name = '(?:"(?:[^"]|"")+"|[`](?:[^`]|[`][`])+[`]|[\\p{L}_][\\p{L}\\p{N}_$]*)'
const kinds =
  'table|view|sequence|type|domain|function|procedure|trigger|policy|schema|extension|rule|aggregate'
const creation = new RegExp(
  `\\bcreate\\b[^;(]*?\\b(?:${kinds})\\s+(?:if\\s+not\\s+exists\\s+)?(${name})(?:\\s*\\.\\s*(${name}))?`,
  'giu',
)
const renaming = new RegExp(`\\brename\\s+to\\s+(${name})`, 'giu')

/** What stands behind CREATE and RENAME TO. */
function addNamesInSql(made: MadeNames, sql: string): void {
  for (const [, first = '', second] of sql.matchAll(creation)) {
    const [schema, own] = second === undefined ? [undefined, first] : [first, second]
    for (const spelled of spellings(own))
      made.add(spelled, schema === undefined ? undefined : spellings(schema)[0])
  }
  for (const [, renamed = ''] of sql.matchAll(renaming)) {
    for (const spelled of spellings(renamed)) made.add(spelled, undefined)
  }
}

/** A quoted name as it is; a bare one in lower case, and as written, which is what it is on some servers. */
function spellings(written: string): readonly string[] {
  const quote = written[0] ?? ''
  if (quote === '"' || quote === '`') return [written.slice(1, -1).replaceAll(quote + quote, quote)]
  return [written.toLowerCase(), written]
}
