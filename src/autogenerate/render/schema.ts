import type { ColumnType } from '../../schema/column-type.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { qualifiedKey, type SchemaSnapshot, sortSnapshot, type UnreadPart } from '../../schema/snapshot.ts'
import { importLine } from './body.ts'
import { renderDeclaredObject, renderDeclaredTable } from './declaration.ts'
import { type ImportedName, layOut, namesIn } from './layout.ts'
import type { EnumVariable } from './type.ts'
import { lineComment } from './value.ts'
import { type Declarable, variableNames } from './variable-names.ts'

/** One `export const`, as text. */
export interface SchemaDeclaration {
  readonly part: Declarable
  /** The variable of the table that it belongs to; its own, where it is one. */
  readonly table?: string
  readonly variable: string
  /** With its note above it. */
  readonly code: string
  /** What it needs from `tsmig`. */
  readonly names: readonly ImportedName[]
  /** Variables of other declarations that it needs. */
  readonly uses: readonly string[]
}

/** A file that declares a schema. */
export interface SchemaFile {
  readonly path: string
  readonly content: string
}

/** A snapshot as a TypeScript file that declares it. Evaluated, it gives the same snapshot. */
export function renderSchema(snapshot: SchemaSnapshot): string {
  const declarations = renderDeclarations(snapshot)
  return fileOf(declarations, [], snapshot.unread)
}

/** The text of one file: what could not be read, what it imports, what it declares. */
export function fileOf(
  declarations: readonly SchemaDeclaration[],
  imports: readonly string[],
  unread: readonly UnreadPart[] = [],
): string {
  const names = [...new Set(declarations.flatMap((one) => one.names))].sort()
  const head = [
    ...unread.map(({ what, reason }) => `${lineComment(`Not read: ${what}: ${reason}`)}\n`),
    ...(names.length > 0 ? [`${importOf(names)}\n`] : []),
    ...imports.map((line) => `${line}\n`),
  ]
  const parts = declarations.map(({ code }) => code)
  const blocks = [...(head.length > 0 ? [head.join('')] : []), ...parts]
  return blocks.length === 0 ? 'export {}\n' : blocks.join('\n')
}

function importOf(names: readonly ImportedName[]): string {
  const line = importLine(names, 'module')
  if (line.length <= 110) return line
  return `import {\n${names.map((name) => `  ${name},\n`).join('')}} from 'tsmig'`
}

/** What a snapshot holds, in an order in which nothing is used before it is declared. */
export function renderDeclarations(given: SchemaSnapshot): readonly SchemaDeclaration[] {
  const snapshot = sortSnapshot(given)
  const variables = variableNames(snapshot)
  const enums = new Map(
    snapshot.objects.flatMap((object) =>
      object.type === 'enum' ? [[qualifiedKey(object), { object, variable: variables.get(object) }]] : [],
    ),
  )
  return inTurn(snapshot).map(({ part, owner }) => {
    const uses: string[] = []
    const enumVariable: EnumVariable = (type) => {
      if (type.name === undefined) return undefined
      const known = enums.get(qualifiedKey({ ...type, name: type.name }))
      if (known?.variable === undefined || !sameLabels(type, known.object.values)) return undefined
      uses.push(known.variable)
      return known.variable
    }
    const { code, note } =
      'type' in part ? renderDeclaredObject(part, enumVariable) : renderDeclaredTable(part, enumVariable)
    const variable = variables.get(part) ?? ''
    const text = layOut([`export const ${variable} = `, code], '')
    const table = owner === undefined ? undefined : variables.get(owner)
    return {
      part,
      ...(table !== undefined && { table }),
      variable,
      code: `${note === undefined ? '' : `// ${note}\n`}${text}\n`,
      names: namesIn(code),
      uses: [...new Set(uses)].sort(),
    }
  })
}

function sameLabels({ values }: Extract<ColumnType, { type: 'enum' }>, labels: readonly string[]): boolean {
  return values.length === labels.length && values.every((value, at) => value === labels[at])
}

const before: readonly SchemaObject['type'][] = [
  'schema',
  'extension',
  'enum',
  'composite',
  'domain',
  'sequence',
]
const behind: readonly SchemaObject['type'][] = [
  'view',
  'trigger',
  'policy',
  'function',
  'procedure',
  'other',
  'grant',
]

/** Types first; each table with what belongs to it; then the rest. */
function inTurn({ tables, objects }: SchemaSnapshot): readonly Placed[] {
  const owned = new Map<string, SchemaObject[]>(tables.map(({ table }) => [qualifiedKey(table.table), []]))
  const alone: SchemaObject[] = []
  for (const object of objects) {
    const table = 'table' in object ? object.table : undefined
    const own = table === undefined ? undefined : owned.get(qualifiedKey(table))
    ;(own ?? alone).push(object)
  }
  const ofTypes = (types: readonly SchemaObject['type'][]) =>
    types.flatMap((type) => alone.filter((object) => object.type === type).map((part) => ({ part })))
  return [
    ...ofTypes(before),
    ...tables.flatMap((owner) => {
      const own = owned.get(qualifiedKey(owner.table.table)) ?? []
      return [owner, ...own].map((part) => ({ part, owner }))
    }),
    ...ofTypes(behind),
  ]
}

/** A part, and the table that it belongs to, or is. */
interface Placed {
  readonly part: Declarable
  readonly owner?: TableDefinition
}
