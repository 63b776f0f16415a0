import { mysqlColumnOf, postgresColumnOf, sqliteColumnOf } from '../../schema/column-settings.ts'
import { identityOf } from '../../schema/identity.ts'
import type { Column, Constraint, Identity, UniqueConstraint } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { isSql } from '../../schema/values.ts'
import { isBuilt, nameOption, targetOf } from './constraint.ts'
import { type Code, call, chain } from './layout.ts'
import { holds } from './made-by-call.ts'
import { deferralOptions, optionsFor } from './options.ts'
import { type EnumVariable, renderType } from './type.ts'
import { constraintName, data, sqlOrText, text, valueOrSql } from './value.ts'

export interface ColumnSurroundings {
  /** A primary key beside the columns makes it not null. */
  readonly keyed?: boolean
  /** The variables that hold enum types. */
  readonly enumVariable?: EnumVariable
}

/**
 * A column with its builder, and the constraints that are written on it. `undefined` where the builders have no words
 * for it.
 */
export function renderColumn(
  column: Omit<Column, 'name'> & { readonly name?: string },
  constraints: readonly Constraint[],
  { keyed = false, enumVariable }: ColumnSurroundings = {},
): Code | undefined {
  const { name, type, nullable, default: value, identity, serial, generated, ...more } = column
  const { collation, comment, postgres, mysql, sqlite, ...rest } = more
  const isKey = constraints.some(({ kind }) => kind === 'primaryKey')
  const isNumbered = identity !== undefined || serial !== undefined
  if (Object.keys(rest).length > 0 || value === null || (nullable && (isKey || keyed))) return undefined
  if (!isPlain(column) || [value, identity, serial, generated].filter(isGiven).length > 1) return undefined
  return whole(renderType(type, enumVariable), [
    !(nullable || isKey || keyed || isNumbered) && '.notNull()',
    identity !== undefined && renderIdentity(identity),
    serial !== undefined && '.serial()',
    isNumbered && nullable && '.nullable()',
    generated !== undefined && renderGenerated(generated.expression, generated.stored),
    value !== undefined && call('.default', [valueOrSql(value)]),
    ...constraints.map((constraint) => renderOn(constraint, name)),
    collation !== undefined && call('.collate', [text(collation)]),
    postgres !== undefined && call('.postgres', [data(postgres)]),
    mysql !== undefined && call('.mysql', [data(mysql)]),
    sqlite !== undefined && call('.sqlite', [data(sqlite)]),
    comment !== undefined && call('.comment', [text(comment)]),
  ])
}

function isGiven(part: unknown): boolean {
  return part !== undefined
}

/** Whether the builders refuse nothing of it. */
function isPlain(column: Omit<Column, 'name'>): boolean {
  const { type, default: value, serial, generated, collation, postgres, mysql, sqlite } = column
  if (serial !== undefined && !['smallint', 'integer', 'bigint'].includes(type.type)) return false
  const sql = [isSql(value) ? value.sql : undefined, generated?.expression, collation]
  if (sql.some((text) => text?.trim() === '')) return false
  return holds(
    () =>
      (postgres === undefined || isSame(postgresColumnOf(postgres), { ...postgres })) &&
      (mysql === undefined || isSame(mysqlColumnOf(mysql), { ...mysql })) &&
      (sqlite === undefined || isSame(sqliteColumnOf(sqlite), { ...sqlite })),
  )
}

/** `false` is no link, `undefined` one that there are no words for. */
function whole(head: Code | undefined, links: readonly (Code | false | undefined)[]): Code | undefined {
  if (head === undefined || links.includes(undefined)) return undefined
  return chain(
    head,
    links.filter((link) => link !== false && link !== undefined),
  )
}

function renderIdentity(identity: Identity): Code | undefined {
  const options = identityOptions(identity)
  return options && call('.identity', options)
}

/** An identity as options; `undefined` where its numbers don't fit together. */
export function identityOptions(identity: Identity): readonly Code[] | undefined {
  const { mode, ...numbers } = identity
  const always = mode === 'always'
  if (!holds(() => isSame(identityOf({ always, ...numbers }), { ...identity }))) return undefined
  return optionsFor('identity', { always: always ? true : undefined, ...numbers })
}

function renderGenerated(expression: string, stored: boolean): Code | undefined {
  const options = optionsFor('generatedAs', { stored: stored ? undefined : false })
  return options && call('.generatedAs', [sqlOrText(expression), ...options])
}

/** Whether a constraint can be written on its column. */
export function standsOn(constraint: Constraint, column: string): boolean {
  return renderOn(constraint, column) !== undefined
}

function renderOn(constraint: Constraint, column: string | undefined): Code | undefined {
  if (constraint.kind === 'exclude' || !isBuilt(constraint)) return undefined
  if (constraint.kind === 'check') {
    const { kind: _, name: named, expression, ...rest } = constraint
    const options = optionsFor('columnCheck', rest)
    return options && call('.check', [sqlOrText(expression), ...nameAndOptions(named, options)])
  }
  if (constraint.columns.length !== 1 || constraint.columns[0] !== column) return undefined
  const { kind: _, columns: __, ...parts } = constraint
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': {
      const { name: named, deferral, ...rest } = parts as Omit<UniqueConstraint, 'kind' | 'columns'>
      // Its parts name columns: it stands beside them.
      if (constraint.sqlite !== undefined) return undefined
      const builder = constraint.kind === 'unique' ? 'columnUnique' : 'columnPrimaryKey'
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
