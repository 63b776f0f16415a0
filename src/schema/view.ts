import { DefinitionError } from './errors.ts'
import { deepFreeze } from './freeze.ts'
import { type IndexDefinition, indexName } from './index-definition.ts'
import type { Index } from './model.ts'
import { nameOf, namesOf, sqlText } from './names.ts'
import type { PostgresView, View } from './objects.ts'
import { given, knownParts, namePart, on, oneOf, settingsOf, textOf } from './parts.ts'
import type { Sql } from './values.ts'

/** A view without its name and query. */
export interface ViewParts {
  /** The names of its columns, where the query's own won't do. */
  readonly columns?: string | readonly string[]
  /** Rows written through the view have to stay in it. */
  readonly checkOption?: 'local' | 'cascaded'
  /** PostgreSQL: `{ security_invoker: true }`. */
  readonly options?: Readonly<Record<string, string | number | boolean>>
  /** Comments of its columns, by name. PostgreSQL. */
  readonly columnComments?: Readonly<Record<string, string>>
  readonly comment?: string
}

/** A materialized view without its name and query. */
export interface MaterializedViewParts {
  readonly columns?: string | readonly string[]
  /** Made without its rows, until `op.refreshMaterializedView`. */
  readonly withoutData?: boolean
  /** Storage parameters. */
  readonly options?: Readonly<Record<string, string | number | boolean>>
  /** `[index('day', { unique: true })]` */
  readonly indexes?: readonly IndexDefinition[]
  /** Comments of its columns, by name. */
  readonly columnComments?: Readonly<Record<string, string>>
  readonly postgres?: PostgresView
  readonly comment?: string
}

export const viewParts = ['columns', 'checkOption', 'options', 'columnComments', 'comment'] as const
export const materializedViewParts = [
  'columns',
  'withoutData',
  'options',
  'indexes',
  'columnComments',
  'postgres',
  'comment',
] as const

/** A view as data. */
export function view(name: string, query: string | Sql, parts: ViewParts = {}, schema?: string): View {
  const { checkOption } = knownParts('A view', parts, viewParts)
  return deepFreeze({
    ...common(name, query, parts, schema),
    ...given({ checkOption: oneOf(checkOption, ['local', 'cascaded'], 'The check option of a view') }),
  })
}

/** A materialized view as data. PostgreSQL. */
export function materializedView(
  name: string,
  query: string | Sql,
  parts: MaterializedViewParts = {},
  schema?: string,
): View {
  const { withoutData, indexes, postgres } = knownParts('A materialized view', parts, materializedViewParts)
  return deepFreeze({
    ...common(name, query, parts, schema),
    materialized: true,
    ...given({
      withoutData: on(withoutData, '`withoutData`'),
      indexes: indexes === undefined ? undefined : indexesOf(name, indexes),
      postgres: postgres === undefined ? undefined : postgresOf(postgres),
    }),
  })
}

function postgresOf(settings: PostgresView): PostgresView {
  const what = '`postgres` of a materialized view'
  const { tablespace, accessMethod, clusterOn } = knownParts(what, settings, [
    'tablespace',
    'accessMethod',
    'clusterOn',
  ])
  return given({
    tablespace: namePart(tablespace, 'The tablespace'),
    accessMethod: namePart(accessMethod, 'The access method'),
    clusterOn: namePart(clusterOn, 'The index to cluster on'),
  })
}

function indexesOf(view: string, indexes: readonly IndexDefinition[]): readonly Index[] {
  if (!Array.isArray(indexes) || indexes.length === 0 || indexes.some((one) => one?.kind !== 'index')) {
    throw new DefinitionError(`\`indexes\` of ${view} is no list of them`, "Give [index('day'), …].")
  }
  return indexes.map(({ kind, ...rest }: IndexDefinition) => ({
    ...rest,
    name: indexName(view, { kind, ...rest }),
  }))
}

function columnCommentsOf(
  view: string,
  comments: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  settingsOf(comments, `The comments on columns of ${view}`)
  if (comments === undefined) return undefined
  for (const [column, comment] of Object.entries(comments))
    textOf(comment, `The comment of ${view}.${column}`)
  return Object.fromEntries(Object.entries(comments))
}

function common(
  name: string,
  query: string | Sql,
  parts: Pick<ViewParts, 'columns' | 'options' | 'columnComments' | 'comment'>,
  schema: string | undefined,
): View {
  const { columns, options, columnComments, comment } = parts
  return {
    type: 'view',
    name: nameOf(name, "A view's name"),
    query: withoutEnd(sqlText(query, `The query of ${name}`), `The query of ${name}`),
    ...given({
      schema: namePart(schema, `The schema of ${name}`),
      columns: columns === undefined ? undefined : namesOf(columns, `The view ${name}`),
      options: settingsOf(options, `The options of ${name}`),
      columnComments: columnCommentsOf(name, columnComments),
      comment: textOf(comment, `The comment of ${name}`),
    }),
  }
}

/** SQL text without the semicolon that ends it. */
export function withoutEnd(sql: string, what: string): string {
  const text = sql.replace(/[\s;]+$/, '')
  if (text !== '') return text
  throw new DefinitionError(`${what} is empty`, 'Write it as text or as sql`…`.')
}
