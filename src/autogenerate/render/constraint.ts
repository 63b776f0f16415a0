import { check, foreignKey, primaryKey, uniqueConstraint } from '../../schema/constraints.ts'
import { exclude } from '../../schema/exclude.ts'
import { index } from '../../schema/index-definition.ts'
import type { Constraint, ExcludeConstraint, ForeignKey, Index, IndexKey } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { type Code, call, list, name, record } from './layout.ts'
import { holds } from './made-by-call.ts'
import { code, deferralOptions, type Options, optionsFor } from './options.ts'
import { constraintName, data, keyOf, sqlOrText, sqlText, text } from './value.ts'

/** How a column of the table is named: as text, or `c.name`. */
export type ColumnCode = (name: string) => Code

/** A constraint beside the columns of a table; `undefined` where the builders have no words for it. */
export function renderConstraint(constraint: Constraint, column: ColumnCode = text): Code | undefined {
  if (!isBuilt(constraint)) return undefined
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': {
      const { kind, name: named, columns, include, deferral, ...rest } = constraint
      const builder = kind === 'unique' ? 'uniqueConstraint' : 'primaryKey'
      const options = optionsFor(builder, {
        ...nameOption(named),
        ...rest,
        include: include && code(oneOrList(include, column)),
        ...deferralOptions(deferral),
      })
      return options && call(name(builder), [oneOrList(columns, column), ...options])
    }
    case 'check': {
      const { kind: _, name: named, expression, ...rest } = constraint
      const options = optionsFor('check', { ...nameOption(named), ...rest })
      return options && call(name('check'), [sqlOrText(expression), ...options])
    }
    case 'foreignKey': {
      const { kind: _, name: named, columns, references, onDeleteColumns, deferral, ...rest } = constraint
      const options = optionsFor('foreignKey', {
        ...nameOption(named),
        ...rest,
        onDeleteColumns: onDeleteColumns && code(oneOrList(onDeleteColumns, column)),
        ...deferralOptions(deferral),
      })
      if (options === undefined) return undefined
      return call(name('foreignKey'), [oneOrList(columns, column), targetOf(references), ...options])
    }
    case 'exclude': {
      const options = excludeOptions(constraint)
      const given = options && optionsFor('exclude', { ...nameOption(constraint.name), ...options })
      return given && call(name('exclude'), [elementsOf(constraint, column), ...given])
    }
    default:
      return constraint satisfies never
  }
}

/** Whether the builders make this very constraint, and refuse nothing of it. */
export function isBuilt(constraint: Constraint): boolean {
  return holds(() => isSame(built(constraint), constraint))
}

function built(constraint: Constraint): Constraint {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': {
      const { kind, columns, deferral, ...rest } = constraint
      const build = kind === 'unique' ? uniqueConstraint : primaryKey
      return build(columns, { ...rest, ...deferral })
    }
    case 'check': {
      const { kind: _, expression, ...rest } = constraint
      return check(expression, rest)
    }
    case 'foreignKey': {
      const { kind: _, columns, references, deferral, ...rest } = constraint
      const { table } = references
      const target = { table: table.name, ...(table.schema !== undefined && { schema: table.schema }) }
      return foreignKey(columns, { ...target, columns: references.columns }, { ...rest, ...deferral })
    }
    case 'exclude': {
      const { kind: _, elements, deferral, ...rest } = constraint
      const pairs = elements.map(({ operator, ...key }) => [key, operator] as const)
      return exclude(pairs, { ...rest, ...deferral })
    }
    default:
      return constraint satisfies never
  }
}

/** The option of a constraint's name. */
export function nameOption(named: string | undefined): Options {
  return named === undefined ? {} : { name: code(constraintName(named)) }
}

/** The elements of an exclusion constraint: pairs of a key and an operator. */
export function elementsOf({ elements }: ExcludeConstraint, column: ColumnCode = text): Code {
  return list(elements.map(({ operator, ...key }) => list([keyCode(key, column), text(operator)])))
}

/** Its options beside its name; `undefined` where the builder would refuse it, or write it otherwise. */
export function excludeOptions(constraint: ExcludeConstraint): Options | undefined {
  if (!isBuilt(constraint)) return undefined
  const { kind: _, name: __, elements: ___, where, deferral, ...rest } = constraint
  return { ...rest, ...deferral, where: where === undefined ? undefined : code(sqlOrText(where)) }
}

/** What a foreign key points at: `'user.id'`, or its parts where that would be read otherwise. */
export function targetOf({ table, columns }: ForeignKey['references']): Code {
  const [column] = columns
  const names = [...(table.schema === undefined ? [] : [table.schema]), table.name, column]
  if (
    columns.length === 1 &&
    names.every((part) => part !== undefined && part !== '' && !part.includes('.'))
  ) {
    return text(names.join('.'))
  }
  return data({ table: table.name, ...(table.schema !== undefined && { schema: table.schema }), columns })
}

/** An index beside the columns of a table. */
export function renderIndex(
  given: Index,
  { named: isNamed = true, column = text }: { named?: boolean; column?: ColumnCode } = {},
): Code | undefined {
  const { name: named, keys, ...rest } = given
  const options = optionsFor('index', { name: isNamed ? named : undefined, ...indexOptions(rest, column) })
  return options && isBuiltIndex(given) ? call(name('index'), [keysOf(keys, column), ...options]) : undefined
}

/** The parts of an index beside its name and keys, as options. */
export function indexOptions(
  { where, include, ...rest }: Omit<Index, 'name' | 'keys'>,
  column: ColumnCode = text,
): Options {
  return {
    ...rest,
    where: where === undefined ? undefined : code(sqlOrText(where)),
    include: include && code(list(include.map(column))),
  }
}

/** Whether the builder makes this very index, and refuses nothing of it. */
export function isBuiltIndex(given: Index): boolean {
  const { keys, ...rest } = given
  return holds(() => isSame(index(keys, rest), { kind: 'index', ...given }))
}

/** The keys of an index: one alone, or a list. */
export function keysOf(keys: readonly IndexKey[], column: ColumnCode = text): Code {
  const [first] = keys
  return first !== undefined && keys.length === 1
    ? keyCode(first, column)
    : list(keys.map((key) => keyCode(key, column)))
}

function keyCode(key: IndexKey, name: ColumnCode): Code {
  const { column, expression, ...rest } = key
  if (Object.keys(rest).length > 0) {
    const parts = Object.entries(key).map(
      ([part, value]) => [keyOf(part), part === 'column' ? name(String(value)) : data(value)] as const,
    )
    return record(parts)
  }
  if (column !== undefined) return name(column)
  return expression === undefined ? data(key) : sqlText(expression)
}

/** One column alone, several as a list. */
function oneOrList(columns: readonly string[], column: ColumnCode): Code {
  const [first] = columns
  return first !== undefined && columns.length === 1 ? column(first) : list(columns.map(column))
}
