import type { Operation } from '../../operations/operation.ts'
import { referenceOf } from '../../operations/reverse/object.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { identifiersIn } from '../identifiers-in.ts'
import { partsInOrder } from '../order/create-all.ts'
import { namesTaken, relationName } from '../order/names-taken.ts'
import { remadeAround } from '../order/remade-around.ts'
import type { RenameMap } from './rename-map.ts'
import { folded } from './renamed-text.ts'

/**
 * The objects that have the new name of a table, and those whose text speaks of something that is renamed, with all that
 * stands on them: views everywhere, triggers where their text is SQL, policies with subqueries, routines and other objects
 * of PostgreSQL. What such a text is afterwards is the server's secret, or the text still speaks of what is no more. They
 * are dropped before, each with its definition, so that comparing makes those anew that are still declared.
 */
export function madeWay(before: SchemaSnapshot, map: RenameMap): readonly SchemaObject[] {
  const [speaking, hasNewName] = [speaker(map), named(map)]
  const first = new Set(before.objects.filter((one) => speaking(one) || hasNewName(one)).map(objectKey))
  if (first.size === 0) return []
  const gone = new Set([...first, ...remadeAround(before, { columns: new Map() }, first, map.dialect)])
  const views = new Set(
    before.objects.flatMap((one) =>
      one.type === 'view' && gone.has(objectKey(one)) ? [qualifiedKey(one)] : [],
    ),
  )
  const isGone = (object: SchemaObject) =>
    gone.has(objectKey(object)) ||
    (object.type === 'grant' && object.on.kind === 'table' && views.has(qualifiedKey(object.on)))
  return partsInOrder(before, map.dialect)
    .toReversed()
    .flatMap((part) => (part.kind === 'object' && isGone(part.object) ? [part.object] : []))
}

/** An object's drop, which can be undone. */
export function dropOfObject(object: SchemaObject): Operation {
  return object.type === 'other'
    ? { kind: 'dropObject', object }
    : { kind: 'dropObject', object: referenceOf(object), was: object }
}

/** Whether an object has the name that a table gets. */
function named({ dialect, touched, table }: RenameMap): (object: SchemaObject) => boolean {
  const given = new Set(
    touched.filter(({ isRenamed }) => isRenamed).map((one) => relationName(table(one.table))),
  )
  return (object) => namesTaken({ kind: 'object', object }, dialect).some((name) => given.has(name))
}

/** Whether an object's text speaks of a renamed table, or of a table and a renamed column of it. */
function speaker(map: RenameMap): (object: SchemaObject) => boolean {
  const { dialect, touched } = map
  return (object) => {
    const text = secretText(object, dialect)
    if (text === undefined) return false
    const names = new Set([...identifiersIn(text, dialect)].map((name) => folded(name, dialect)))
    const own = 'table' in object && object.table !== undefined ? qualifiedKey(object.table) : undefined
    return touched.some(({ table, isRenamed, columns }) => {
      const isNamed = names.has(folded(table.name, dialect))
      if (isNamed && isRenamed) return true
      return (isNamed || own === qualifiedKey(table)) && columns.some((one) => names.has(one))
    })
  }
}

/** The text of an object that a rename makes another, or leaves behind. */
function secretText(object: SchemaObject, dialect: DialectName): string | undefined {
  switch (object.type) {
    case 'view':
      return object.query
    case 'trigger': {
      if (dialect === 'postgres') return undefined
      return [object.body, object.when ?? '', ...(object.columns ?? []).map(doubleQuoted)].join(' ')
    }
    case 'policy': {
      const text = `${object.using ?? ''} ${object.check ?? ''}`
      return /\bselect\b/i.test(text) ? text : undefined
    }
    case 'function':
    case 'procedure': {
      if (dialect !== 'postgres') return undefined
      const body = /^\s*begin\s+atomic\b/i.test(object.body) ? object.body : ''
      return `${object.arguments} ${object.returns ?? ''} ${body}`
    }
    case 'other':
      return dialect === 'postgres' && object.what !== 'event trigger' ? object.create : undefined
    default:
      return undefined
  }
}

function doubleQuoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
