import { DefinitionError } from './errors.ts'
import { type IndexDefinition, indexName } from './index-definition.ts'
import type { Constraint, ForeignKey } from './model.ts'

/**
 * How indexes (`ix`), unique constraints, checks, foreign keys and primary keys are called. Tokens: `%(table_name)s`,
 * `%(column_0_name)s` (any number; `%(column_0_N_name)s` joins all with an underscore, `%(column_0N_name)s` without),
 * `%(column_0_label)s` (table and column), `%(referred_table_name)s`, `%(referred_column_0_name)s`,
 * `%(constraint_name)s` (the name that was given).
 */
export interface NamingConvention {
  readonly ix?: string
  readonly uq?: string
  readonly ck?: string
  readonly fk?: string
  readonly pk?: string
}

/** What a name is made for. */
export interface Named {
  readonly table: string
  readonly columns: readonly string[]
  readonly references?: ForeignKey['references']
  /** The name that was given. */
  readonly name?: string
}

const prefixes = { unique: 'uq', check: 'ck', foreignKey: 'fk', primaryKey: 'pk' } as const

/**
 * The name of a constraint by a convention: a given name is left alone unless the convention makes something of it
 * (`%(constraint_name)s`), and `undefined` stays where it says nothing, or asks for a name that is not given.
 */
export function conventionalName(
  convention: NamingConvention,
  table: string,
  constraint: Constraint,
): string | undefined {
  if (constraint.kind === 'exclude') return constraint.name
  const template = convention[prefixes[constraint.kind]]
  if (template === undefined || (constraint.name !== undefined && !takesName(template)))
    return constraint.name
  if (constraint.name === undefined && takesName(template)) return undefined
  const columns = constraint.kind === 'check' ? [] : constraint.columns
  if (constraint.kind === 'check' && template.includes('%(column_')) return constraint.name
  return fillIn(template, {
    table,
    columns,
    ...(constraint.kind === 'foreignKey' ? { references: constraint.references } : {}),
    ...(constraint.name === undefined ? {} : { name: constraint.name }),
  })
}

/** The name of a constraint that is dropped by the name it was given; `kind` may be unknown. */
export function conventionalReference(
  convention: NamingConvention,
  table: string,
  name: string,
  kind: Constraint['kind'] | undefined,
): string {
  const template = kind === undefined || kind === 'exclude' ? undefined : convention[prefixes[kind]]
  const isFree = template !== undefined && takesName(template) && !/%\((?:column|referred)_/.test(template)
  return isFree ? fillIn(template, { table, columns: [], name }) : name
}

/**
 * The name of an index: its own, or one by the convention, or of the table and its columns. Throws `DefinitionError`
 * where it has none and a key is an expression.
 */
export function conventionalIndexName(
  convention: NamingConvention,
  table: string,
  definition: IndexDefinition,
): string {
  const columns = definition.keys.flatMap((key) => key.column ?? [])
  if (definition.name !== undefined || convention.ix === undefined || columns.length < definition.keys.length)
    return indexName(table, definition)
  return fillIn(convention.ix, { table, columns })
}

/** Throws `DefinitionError` for a convention of unknown kinds or tokens. */
export function checkConvention(convention: NamingConvention): NamingConvention {
  if (typeof convention !== 'object' || convention === null || Array.isArray(convention)) {
    throw new DefinitionError(
      `A naming convention is ${convention === null ? 'null' : typeof convention}`,
      "Give templates as text for ix, uq, ck, fk and pk: { uq: 'uq_%(table_name)s_%(column_0_name)s' }.",
    )
  }
  for (const [prefix, template] of Object.entries(convention)) {
    if (!['ix', 'uq', 'ck', 'fk', 'pk'].includes(prefix) || typeof template !== 'string') {
      throw new DefinitionError(
        `A naming convention has ${JSON.stringify(prefix)}`,
        'Give templates as text for ix, uq, ck, fk and pk.',
      )
    }
    fillIn(template, { table: 't', columns: Array.from({ length: 100 }, () => 'c'), references, name: 'n' })
  }
  return convention
}

const references: ForeignKey['references'] = {
  table: { name: 'r' },
  columns: Array.from({ length: 100 }, () => 'c'),
}

function takesName(template: string): boolean {
  return template.includes('%(constraint_name)s')
}

function fillIn(template: string, named: Named): string {
  return template
    .replaceAll('%%', '\0')
    .replace(/%\(([^)]*)\)s/g, (_, token: string) => {
      const value = tokenValue(token, named)
      if (value !== undefined) return value
      throw new DefinitionError(
        `The naming convention ${JSON.stringify(template)} has %(${token})s, for which ${named.table} has nothing here`,
        'Tokens are table_name, column_0_name, column_0N_name, column_0_N_name, column_0_label, referred_table_name, referred_column_0_name and constraint_name.',
      )
    })
    .replaceAll('\0', '%')
}

function tokenValue(token: string, { table, columns, references, name }: Named): string | undefined {
  if (token === 'table_name') return table
  if (token === 'constraint_name') return name
  if (token === 'referred_table_name') return references?.table.name
  const found = token.match(/^(referred_)?column_(\d+)(_?N)?_(name|label|key)$/)
  if (found === null) return undefined
  const [, referred, position, all, form] = found
  const list = (referred === undefined ? columns : (references?.columns ?? [])).slice(Number(position))
  const owner = referred === undefined ? table : references?.table.name
  const written = (all === undefined ? list.slice(0, 1) : list).map((column) =>
    form === 'label' ? `${owner}_${column}` : column,
  )
  return written.length === 0 ? undefined : written.join(all === '_N' ? '_' : '')
}
