import type { OtherObject } from '../../../schema/objects.ts'
import { join, raw } from '../../ddl.ts'
import { ddl } from '../identifier.ts'
import { replaceView } from '../views.ts'
import type { Catalog } from './catalog.ts'
import type { Relation } from './relation.ts'
import { viewOf } from './tables.ts'

/** The views that ask themselves, by way of others: CREATE OR REPLACE makes such circles. By their numbers. */
export function viewsInCircles(views: readonly Relation[]): ReadonlySet<number> {
  const asks = new Map(views.map(({ row }) => [row.oid, row.asks?.split(' ').map(Number) ?? []]))
  // What asks nobody, or only such as are gone, is in no circle; nor is what nobody asks.
  for (const turned of [false, true]) {
    for (let size = -1; size !== asks.size; ) {
      size = asks.size
      const asked = new Set([...asks.values()].flat())
      for (const [view, others] of asks) {
        const isLoose = turned ? !asked.has(view) : !others.some((other) => asks.has(other))
        if (isLoose) asks.delete(view)
      }
    }
  }
  return new Set(asks.keys())
}

/**
 * A view in a circle, by its statements: first one with the same columns that asks nobody, which the others can be made
 * over, then the view itself in its place. It is dropped the other way round.
 */
export function viewInTwoSteps(relation: Relation, catalog: Catalog): readonly OtherObject[] {
  const { table, columns } = relation
  const { comment, ...view } = viewOf(relation, catalog)
  const list = columns.map(
    ({ name, type, collation }) =>
      ddl`NULL::${raw(type)}${raw(collation === null ? '' : ` COLLATE ${collation}`)} AS ${name}`,
  )
  const empty = ddl`VIEW ${table} AS SELECT ${join(list)}`.sql
  return [
    {
      type: 'other',
      what: 'view in a circle',
      ...table,
      create: `CREATE ${empty}`,
      drop: ddl`DROP VIEW ${table}`.sql,
      ...(comment !== undefined && { comment }),
    },
    {
      type: 'other',
      what: 'query of a view in a circle',
      ...table,
      name: `query of ${table.name}`,
      table,
      create: replaceView(view, undefined)
        .map(({ sql }) => sql)
        .join(';\n'),
      drop: `CREATE OR REPLACE ${empty}`,
    },
  ]
}
