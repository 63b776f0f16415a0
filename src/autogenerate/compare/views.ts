import type { AlterView } from '../../operations/alterations.ts'
import type { Operation } from '../../operations/operation.ts'
import { referenceOf } from '../../operations/reverse/object.ts'
import type { Index } from '../../schema/model.ts'
import type { PostgresView, View } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'
import { commentChange } from './comment.ts'
import { compareIndexes, indexCreationOf, indexDropOf } from './parts.ts'
import { changed, settingsChange, someOf, withUsualNames } from './table-options.ts'

/**
 * What leads from one view of PostgreSQL to another with the same query: its options, its indexes, its comments.
 * `undefined`: it has to be dropped and made again, as with another query, for whether that only adds columns its text
 * doesn't tell.
 */
export function viewChanges(was: View, now: View): readonly Operation[] | undefined {
  if (!isSame(lasting(was), lasting(now))) return undefined
  const { name, schema } = now
  const view = { name, ...(schema !== undefined && { schema }) }
  const owner = { table: view, isPartitioned: false }
  const indexes = compareIndexes(owner, was.indexes ?? [], now.indexes ?? [], 'postgres')
  const free = withoutIndexes(settingsOf(was), indexes.dropped)
  return [
    ...step(now, settingsOf(was), free),
    ...indexes.dropped.map((index) => indexDropOf(view, index)),
    ...indexes.added.map((index) => indexCreationOf(view, index)),
    ...indexes.altered,
    ...step(now, free, settingsOf(now)),
    ...columnComments(was, now),
    ...commentChange(referenceOf(now), was, now),
  ]
}

/** What can't be altered. */
function lasting(view: View): object {
  const {
    indexes: _,
    columnComments: __,
    comment: ___,
    options: ____,
    checkOption: _____,
    postgres: ______,
    ...rest
  } = view
  return rest
}

type ViewSettings = NonNullable<AlterView['was']>

function settingsOf({ options, checkOption, postgres }: View): ViewSettings {
  const settings = postgres && withUsualNames(postgres)
  return {
    ...(options && { options }),
    ...(checkOption && { checkOption }),
    ...(settings && Object.keys(settings).length > 0 && { postgres: settings }),
  }
}

/** An index that goes takes with it that the view is clustered on it. */
function withoutIndexes(settings: ViewSettings, dropped: readonly Index[]): ViewSettings {
  const { clusterOn, ...postgres } = settings.postgres ?? {}
  if (clusterOn === undefined || !dropped.some(({ name }) => name === clusterOn)) return settings
  const { postgres: _, ...rest } = settings
  return Object.keys(postgres).length === 0 ? rest : { ...rest, postgres }
}

function step(view: View, was: ViewSettings, now: ViewSettings): readonly Operation[] {
  const options = settingsChange(was.options, now.options)
  const before: PostgresView = was.postgres ?? {}
  const after: PostgresView = now.postgres ?? {}
  const postgres = someOf({
    ...changed(before, after, 'tablespace'),
    ...changed(before, after, 'accessMethod'),
    ...changed(before, after, 'clusterOn'),
  })
  const to = someOf({
    ...(options && { options }),
    ...changed(was, now, 'checkOption'),
    ...(postgres && { postgres }),
  })
  if (to === undefined) return []
  const { name, schema, materialized } = view
  const reference = { name, ...(schema !== undefined && { schema }) }
  return [{ kind: 'alterView', view: reference, ...(materialized && { materialized }), to, was }]
}

/** The comment of a column is altered with its column, also that of a view. */
function columnComments(
  { columnComments: before = {} }: View,
  { name, schema, columnComments: after = {} }: View,
): readonly Operation[] {
  const columns = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return columns
    .filter((column) => before[column] !== after[column])
    .map((column) => ({
      kind: 'alterColumn',
      table: { name, ...(schema !== undefined && { schema }) },
      column,
      to: { comment: after[column] ?? null },
      existing: { comment: before[column] ?? null },
    }))
}
