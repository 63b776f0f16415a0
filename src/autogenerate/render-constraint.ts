import { isDeepStrictEqual } from 'node:util'
import { exclude } from '../schema/exclude.ts'
import type { Constraint, ExcludeConstraint, ForeignKey, Index, IndexKey } from '../schema/model.ts'
import { holds } from './made-by-call.ts'
import { type Code, call, list, name } from './render-layout.ts'
import { code, deferralOptions, type Options, optionsFor } from './render-options.ts'
import { constraintName, data, oneOrList, sqlText, text } from './render-value.ts'

/** A constraint beside the columns of a table; `undefined` where the builders have no words for it. */
export function renderConstraint(constraint: Constraint): Code | undefined {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': {
      const { kind, name: named, columns, deferral, ...rest } = constraint
      const builder = kind === 'unique' ? 'uniqueConstraint' : 'primaryKey'
      const options = optionsFor(builder, { ...nameOption(named), ...rest, ...deferralOptions(deferral) })
      return options && call(name(builder), [oneOrList(columns), ...options])
    }
    case 'check': {
      const { kind: _, name: named, expression, ...rest } = constraint
      const options = optionsFor('check', { ...nameOption(named), ...rest })
      return options && call(name('check'), [sqlText(expression), ...options])
    }
    case 'foreignKey': {
      const { kind: _, name: named, columns, references, deferral, ...rest } = constraint
      const options = optionsFor('foreignKey', {
        ...nameOption(named),
        ...rest,
        ...deferralOptions(deferral),
      })
      return options && call(name('foreignKey'), [oneOrList(columns), targetOf(references), ...options])
    }
    case 'exclude': {
      const options = excludeOptions(constraint)
      const given = options && optionsFor('exclude', { ...nameOption(constraint.name), ...options })
      return given && call(name('exclude'), [elementsOf(constraint), ...given])
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
export function elementsOf({ elements }: ExcludeConstraint): Code {
  return list(elements.map(({ operator, ...key }) => list([keyCode(key), text(operator)])))
}

/** Its options beside its name; `undefined` where the builder would refuse it, or write it otherwise. */
export function excludeOptions(constraint: ExcludeConstraint): Options | undefined {
  const { kind: _, name: named, elements, where, deferral, ...rest } = constraint
  const options = { ...rest, ...deferral }
  const pairs = elements.map(({ operator, ...key }) => [key, operator] as const)
  const all = {
    ...options,
    ...(named !== undefined && { name: named }),
    ...(where !== undefined && { where }),
  }
  if (!holds(() => isDeepStrictEqual(exclude(pairs, all), constraint))) return undefined
  return { ...options, where: where === undefined ? undefined : code(sqlText(where)) }
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
  index: Index,
  { named: isNamed = true }: { named?: boolean } = {},
): Code | undefined {
  const { name: named, keys, ...rest } = index
  const options = optionsFor('index', { name: isNamed ? named : undefined, ...indexOptions(rest) })
  return options && hasPlainMethod(index) ? call(name('index'), [keysOf(keys), ...options]) : undefined
}

/** The parts of an index beside its name and keys, as options. */
export function indexOptions({ where, ...rest }: Omit<Index, 'name' | 'keys'>): Options {
  return { ...rest, where: where === undefined ? undefined : code(sqlText(where)) }
}

/** Whether builders take it as it is: they write the method in lower case. */
export function hasPlainMethod({ method, unique, nullsNotDistinct }: Index): boolean {
  return (
    (method === undefined || method === method.toLowerCase()) &&
    (nullsNotDistinct === undefined || unique === true)
  )
}

/** The keys of an index: one alone, or a list. */
export function keysOf(keys: readonly IndexKey[]): Code {
  const [first] = keys
  return first !== undefined && keys.length === 1 ? keyCode(first) : list(keys.map(keyCode))
}

function keyCode(key: IndexKey): Code {
  const { column, expression, ...rest } = key
  if (Object.keys(rest).length > 0) return data(key)
  if (column !== undefined) return text(column)
  return expression === undefined ? data(key) : sqlText(expression)
}
