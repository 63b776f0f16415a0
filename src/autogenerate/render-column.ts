import { isDeepStrictEqual } from 'node:util'
import type { ColumnType } from '../schema/column-type.ts'
import { identityOf } from '../schema/identity.ts'
import type { Column, Constraint, Identity, UniqueConstraint } from '../schema/model.ts'
import { holds } from './made-by-call.ts'
import { nameOption, targetOf } from './render-constraint.ts'
import { type Code, call, list, name } from './render-layout.ts'
import { deferralOptions, optionsFor } from './render-options.ts'
import { constraintName, sqlText, text, valueOrSql } from './render-value.ts'

/** The type with its builder: `t.varchar(50)`. `undefined` where the builders have no words for it. */
export function renderType(type: ColumnType): Code | undefined {
  switch (type.type) {
    case 'numeric':
      if (type.scale === undefined) return typed('numeric', numbers(type.precision))
      return type.precision === undefined ? undefined : typed('numeric', numbers(type.precision, type.scale))
    case 'varchar':
    case 'char':
    case 'binary':
      return typed(type.type, numbers(type.length))
    case 'time':
    case 'timestamp': {
      if (type.withTimeZone) return typed(`${type.type}tz`, numbers(type.precision))
      return typed(type.type, optionsFor('time', { precision: type.precision }))
    }
    case 'interval':
      return typed('interval', optionsFor('interval', { fields: type.fields, precision: type.precision }))
    case 'enum': {
      const options = optionsFor('enum', { name: type.name, schema: type.schema })
      return options && typed('enum', [list(type.values.map(text)), ...options])
    }
    case 'array': {
      const of = renderType(type.of)
      return of && [of, '.array()']
    }
    case 'raw':
      return typed('raw', [text(type.sql)])
    default:
      return typed(type.type, [])
  }
}

function typed(method: string, parts: readonly Code[] | undefined): Code | undefined {
  return parts && call([name('t'), `.${method}`], parts)
}

function numbers(...values: readonly (number | undefined)[]): readonly Code[] {
  return values.flatMap((value) => (value === undefined ? [] : String(value)))
}

/**
 * A column with its builder, and the constraints that are written on it. `keyed`: a primary key beside the columns
 * makes it not null. `undefined` where the builders have no words for it.
 */
export function renderColumn(
  column: Omit<Column, 'name'> & { readonly name?: string },
  constraints: readonly Constraint[],
  options: { readonly keyed?: boolean } = {},
): Code | undefined {
  const { name: _, type, nullable, default: value, identity, generated, collation, comment, ...rest } = column
  const inTurn = constraints.map((constraint) => renderOn(constraint, column.name))
  const isKey = constraints.some(({ kind }) => kind === 'primaryKey')
  if (Object.keys(rest).length > 0 || value === null || (nullable && (isKey || options.keyed === true))) {
    return undefined
  }
  return chain([
    renderType(type),
    nullable || isKey || identity !== undefined || options.keyed === true ? '' : '.notNull()',
    identity === undefined ? '' : renderIdentity(identity),
    identity !== undefined && nullable ? '.nullable()' : '',
    generated === undefined ? '' : renderGenerated(generated.expression, generated.stored),
    value === undefined ? '' : call('.default', [valueOrSql(value)]),
    ...inTurn,
    collation === undefined ? '' : call('.collate', [text(collation)]),
    comment === undefined ? '' : call('.comment', [text(comment)]),
  ])
}

function chain(links: readonly (Code | undefined)[]): Code | undefined {
  const known = links.filter((link) => link !== undefined)
  return known.length === links.length ? known.filter((link) => link !== '') : undefined
}

function renderIdentity(identity: Identity): Code | undefined {
  const options = identityOptions(identity)
  return options && call('.identity', options)
}

/** An identity as options; `undefined` where its numbers don't fit together. */
export function identityOptions(identity: Identity): readonly Code[] | undefined {
  const { mode, ...numbers } = identity
  const always = mode === 'always'
  if (!holds(() => isDeepStrictEqual(identityOf({ always, ...numbers }), { ...identity }))) return undefined
  return optionsFor('identity', { always: always ? true : undefined, ...numbers })
}

function renderGenerated(expression: string, stored: boolean): Code | undefined {
  const options = optionsFor('generatedAs', { stored: stored ? undefined : false })
  return options && call('.generatedAs', [sqlText(expression), ...options])
}

/** Whether a constraint can be written on its column. */
export function standsOn(constraint: Constraint, column: string): boolean {
  return renderOn(constraint, column) !== undefined
}

function renderOn(constraint: Constraint, column: string | undefined): Code | undefined {
  if (constraint.kind === 'exclude') return undefined
  if (constraint.kind === 'check') {
    const { kind: _, name: named, expression, ...rest } = constraint
    const options = optionsFor('check', rest)
    return options && call('.check', [sqlText(expression), ...nameAndOptions(named, options)])
  }
  if (constraint.columns.length !== 1 || constraint.columns[0] !== column) return undefined
  const { kind: _, columns: __, ...parts } = constraint
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': {
      const { name: named, deferral, ...rest } = parts as Omit<UniqueConstraint, 'kind' | 'columns'>
      const builder = constraint.kind === 'unique' ? 'uniqueConstraint' : 'primaryKey'
      const options = optionsFor(builder, { ...rest, ...deferralOptions(deferral) })
      return (
        options &&
        call(constraint.kind === 'unique' ? '.unique' : '.primaryKey', nameAndOptions(named, options))
      )
    }
    case 'foreignKey': {
      const { references, columns: ___, kind: ____, name: named, deferral, ...rules } = constraint
      const options = optionsFor('foreignKey', {
        ...nameOption(named),
        ...rules,
        ...deferralOptions(deferral),
      })
      if (references.columns.length !== 1 || options === undefined) return undefined
      return call('.references', [targetOf(references), ...options])
    }
    default:
      return constraint satisfies never
  }
}

/** The name is left out where nothing stands behind it. */
function nameAndOptions(named: string | undefined, options: readonly Code[]): readonly Code[] {
  if (named !== undefined) return [constraintName(named), ...options]
  return options.length === 0 ? [] : ['undefined', ...options]
}
