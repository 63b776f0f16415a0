import type { RefreshView } from '../../operations/object-operation.ts'
import type { View } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { commentOn } from './columns.ts'
import { commentOf, commentStatement } from './comments.ts'
import { dollarQuoted } from './dollar-quote.ts'
import { ddl } from './identifier.ts'
import { createIndex } from './indexes.ts'
import { objectName, plain } from './object-name.ts'
import { settings } from './settings.ts'

export function createView(view: View, guard: Sql): Sql {
  if (view.materialized === true) return materialized(view, guard)
  return definition(ddl`CREATE VIEW`, view)
}

/**
 * CREATE OR REPLACE keeps what depends on the view, and takes new columns only at its end. Where that doesn't do, and
 * it is known what the view was, it is dropped and created; a materialized one always is.
 */
export function replaceView(view: View, was: View | undefined): readonly Sql[] {
  const comment =
    view.comment === undefined && was?.comment !== undefined
      ? [commentStatement(objectName(view), null)]
      : commentOf(view)
  if (view.materialized === true)
    return [drop(view), materialized(view, raw('')), ...viewParts(view), ...comment]
  const replacement = definition(ddl`CREATE OR REPLACE VIEW`, view)
  return [
    was === undefined ? replacement : replacedOrMade(view, replacement),
    ...formerComments(view, was),
    ...viewParts(view),
    ...comment,
  ]
}

/** Takes the comments away that columns of the view had, and have no more. */
function formerComments(view: View, was: View | undefined): readonly Sql[] {
  const { name, schema, columnComments = {} } = view
  const table = schema === undefined ? { name } : { name, schema }
  return Object.keys(was?.columnComments ?? {})
    .filter((column) => !Object.hasOwn(columnComments, column))
    .map((column) => commentOn(table, column, null))
}

/** The indexes of a view, and the comments of its columns. */
export function viewParts({ name, schema, indexes, columnComments, postgres }: View): readonly Sql[] {
  const table = schema === undefined ? { name } : { name, schema }
  return [
    ...(indexes ?? []).flatMap((index) => createIndex({ kind: 'createIndex', table, index })),
    ...(postgres?.clusterOn === undefined
      ? []
      : [ddl`ALTER MATERIALIZED VIEW ${table} CLUSTER ON ${postgres.clusterOn}`]),
    ...Object.entries(columnComments ?? {}).map(([column, comment]) => commentOn(table, column, comment)),
  ]
}

export function refreshView({ view, concurrently, withoutData }: RefreshView): Sql {
  const way = raw(concurrently === true ? 'CONCURRENTLY ' : '')
  return ddl`REFRESH MATERIALIZED VIEW ${way}${plain(view)}${raw(withoutData === true ? ' WITH NO DATA' : '')}`
}

function replacedOrMade(view: View, replacement: Sql): Sql {
  const body = `BEGIN
  ${replacement.sql};
EXCEPTION WHEN invalid_table_definition THEN
  ${drop(view).sql};
  ${definition(ddl`CREATE VIEW`, view).sql};
END`
  return raw(`DO ${dollarQuoted(`\n${body}\n`)}`)
}

function drop(view: View): Sql {
  return ddl`DROP ${objectName(view)}`
}

function definition(create: Sql, view: View): Sql {
  const { columns, options, checkOption, query } = view
  return join(
    [
      ddl`${create} ${plain(view)}`,
      columns === undefined ? undefined : ddl`(${columns})`,
      options === undefined ? undefined : ddl`WITH ${settings(options)}`,
      raw(`AS\n${expression(query).sql}`),
      checkOption === undefined ? undefined : raw(`WITH ${checkOption.toUpperCase()} CHECK OPTION`),
    ],
    ' ',
  )
}

function materialized(view: View, guard: Sql): Sql {
  const { columns, options, query, withoutData, postgres } = view
  return join(
    [
      ddl`CREATE MATERIALIZED VIEW ${guard}${plain(view)}`,
      columns === undefined ? undefined : ddl`(${columns})`,
      postgres?.accessMethod === undefined ? undefined : ddl`USING ${postgres.accessMethod}`,
      options === undefined ? undefined : ddl`WITH ${settings(options)}`,
      postgres?.tablespace === undefined ? undefined : ddl`TABLESPACE ${postgres.tablespace}`,
      raw(`AS\n${expression(query).sql}`),
      withoutData === true ? raw('WITH NO DATA') : undefined,
    ],
    ' ',
  )
}
