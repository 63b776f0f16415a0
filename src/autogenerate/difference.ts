import type { TableDefinition } from '../schema/define-table.ts'
import type { Constraint, TableName } from '../schema/model.ts'
import type { SchemaObject } from '../schema/objects.ts'
import { isRoutine } from '../schema/routine.ts'
import { isSame } from '../schema/same.ts'
import { inOneOrder, objectKey, qualifiedKey, type SchemaSnapshot, sortSnapshot } from '../schema/snapshot.ts'

/** One thing that is in one schema only, or not the same in both. */
export interface Difference {
  readonly change: 'added' | 'removed' | 'changed'
  /** `table`, `column`, `index`, `primaryKey`, `view`, `trigger`. */
  readonly what: string
  readonly name: string
  readonly schema?: string
  /** The table that it is part of. */
  readonly table?: TableName
  /** What of it is not the same: names of its parts. */
  readonly parts?: readonly string[]
}

/** What leads from one schema to another, by the names of things: tables first, each with its parts. */
export function differences(before: SchemaSnapshot, after: SchemaSnapshot): readonly Difference[] {
  const [old, fresh] = [sortSnapshot(before), sortSnapshot(after)]
  return [
    ...keyed(old.tables, fresh.tables, ({ table }) => qualifiedKey(table.table), {
      about: ({ table }) => ({ what: 'table', ...table.table }),
      inside: tableDifferences,
    }),
    ...keyed(old.objects, fresh.objects, objectKey, {
      about: aboutObject,
      inside: (a, b) => changed(aboutObject(b), a, b),
    }),
  ]
}

type About = Omit<Difference, 'change' | 'parts'>

function keyed<Part>(
  before: readonly Part[],
  after: readonly Part[],
  key: (part: Part) => string,
  {
    about,
    inside,
  }: {
    readonly about: (part: Part) => About
    readonly inside: (was: Part, is: Part) => readonly Difference[]
  },
): readonly Difference[] {
  const old = new Map(before.map((part) => [key(part), part]))
  const fresh = new Map(after.map((part) => [key(part), part]))
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((one): readonly Difference[] => {
    const was = old.get(one)
    const is = fresh.get(one)
    if (is === undefined) return was === undefined ? [] : [{ change: 'removed', ...about(was) }]
    return was === undefined ? [{ change: 'added', ...about(is) }] : inside(was, is)
  })
}

function changed(about: About, was: object, is: object): readonly Difference[] {
  const parts = changedParts(was, is)
  return parts.length === 0 ? [] : [{ change: 'changed', ...about, parts }]
}

function changedParts(was: object, is: object): readonly string[] {
  const [old, fresh] = [new Map(Object.entries(was)), new Map(Object.entries(is))]
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((part) => !isSame(old.get(part), fresh.get(part)))
    .sort()
}

function tableDifferences(was: TableDefinition, is: TableDefinition): readonly Difference[] {
  if (isSame(was, is)) return []
  const { table } = is.table
  const inTable = (what: string, name: string): About => ({ what, name, table })
  const own = ({ table: { columns: _, constraints: __, ...rest } }: TableDefinition) => rest
  return [
    ...changed({ what: 'table', ...table }, own(was), own(is)),
    ...keyed(was.table.columns, is.table.columns, ({ name }) => name, {
      about: ({ name }) => inTable('column', name),
      inside: (a, b) => changed(inTable('column', b.name), a, b),
    }),
    ...columnOrder(was, is),
    ...keyed(was.table.constraints, is.table.constraints, constraintKey, {
      about: (one) => inTable(one.kind, constraintName(one)),
      inside: (a, b) => changed(inTable(b.kind, constraintName(b)), a, b),
    }),
    ...keyed(was.indexes, is.indexes, ({ name }) => name, {
      about: ({ name }) => inTable('index', name),
      inside: (a, b) => changed(inTable('index', b.name), a, b),
    }),
  ]
}

/** The same without what no database can change of a table that is there: the order of its columns. */
export function differencesToMend(before: SchemaSnapshot, after: SchemaSnapshot): readonly Difference[] {
  return differences(before, after).filter(({ parts }) => parts === undefined || parts[0] !== columnOrderPart)
}

const columnOrderPart = 'order of columns'

/** Columns that both have stand in another order. */
function columnOrder(was: TableDefinition, is: TableDefinition): readonly Difference[] {
  const names = ({ table }: TableDefinition) => table.columns.map(({ name }) => name)
  const [old, fresh] = [names(was), names(is)]
  const common = (list: readonly string[], other: readonly string[]) =>
    list.filter((name) => other.includes(name))
  if (isSame(common(old, fresh), common(fresh, old))) return []
  return [{ change: 'changed', what: 'table', ...is.table.table, parts: [columnOrderPart] }]
}

function constraintKey(constraint: Constraint): string {
  return `${constraint.kind}\0${constraint.name ?? inOneOrder(constraint)}`
}

/** Its name; else what it is over. */
function constraintName(constraint: Constraint): string {
  if (constraint.name !== undefined) return constraint.name
  switch (constraint.kind) {
    case 'check':
      return `(${constraint.expression})`
    case 'exclude':
      return `(${constraint.elements.map(({ column, expression }) => column ?? expression).join(', ')})`
    default:
      return `(${constraint.columns.join(', ')})`
  }
}

function aboutObject(object: SchemaObject): About {
  const what = object.type === 'other' ? object.what : object.type
  if (object.type === 'grant') {
    return { what, name: `${object.privileges.join(', ')} on ${object.on.name} to ${object.to.join(', ')}` }
  }
  return {
    what,
    name: isRoutine(object) ? `${object.name}(${object.arguments})` : object.name,
    ...('table' in object && object.table !== undefined && { table: object.table }),
    ...('schema' in object && object.schema !== undefined && { schema: object.schema }),
  }
}
