import { deepFreeze } from '../schema/freeze.ts'
import { nearest } from '../support/suggest.ts'
import { checkedBackfill } from './backfill-operation.ts'
import { refuseContradictions } from './batch-conflicts.ts'
import { customOperation } from './custom-operation.ts'
import { customDefinition } from './custom-registry.ts'
import { OperationError } from './errors.ts'
import type { Operation } from './operation.ts'

type Part = 'text' | 'object' | 'list' | 'name' | 'boolean' | 'nullable text' | 'anything'
type Kinds = { readonly [Kind in Operation['kind']]: Readonly<Record<string, Part>> }

/** What each kind can't do without. A name is `{ name, schema? }`. */
const required: Kinds = {
  createTable: { table: 'object' },
  dropTable: { table: 'name' },
  renameTable: { table: 'name', to: 'text' },
  addColumn: { table: 'name', column: 'object' },
  dropColumn: { table: 'name', column: 'text' },
  alterColumn: { table: 'name', column: 'text', to: 'object' },
  addConstraint: { table: 'name', constraint: 'object' },
  dropConstraint: { table: 'name', name: 'nullable text' },
  createIndex: { table: 'name', index: 'name' },
  dropIndex: { name: 'text' },
  alterTable: { table: 'name', changes: 'list', recreate: 'text' },
  insertRows: { table: 'name', columns: 'list', rows: 'list' },
  backfill: { table: 'name', set: 'list' },
  execute: { sql: 'text' },
  createObject: { object: 'object' },
  dropObject: { object: 'object' },
  replaceObject: { object: 'object' },
  renameObject: { object: 'object', to: 'text' },
  alterSequence: { sequence: 'name', to: 'object' },
  alterPolicy: { name: 'text', table: 'name', to: 'object' },
  alterDomain: { domain: 'name', to: 'object' },
  alterCompositeType: { compositeType: 'name', to: 'object' },
  addEnumValue: { enum: 'name', value: 'text' },
  renameEnumValue: { enum: 'name', from: 'text', to: 'text' },
  setComment: { on: 'object', comment: 'nullable text' },
  setRowSecurity: { table: 'name', enabled: 'boolean' },
  alterTableOptions: { table: 'name', to: 'object' },
  validateConstraint: { table: 'name', name: 'text' },
  renameConstraint: { table: 'name', name: 'text', to: 'text' },
  renameIndex: { table: 'name', name: 'text', to: 'text' },
  attachPartition: { table: 'name', partition: 'name', bounds: 'text' },
  detachPartition: { table: 'name', partition: 'name' },
  refreshView: { view: 'name' },
  alterConstraint: { table: 'name', name: 'text', to: 'object' },
  alterIndex: { table: 'name', name: 'text', to: 'object' },
  alterView: { view: 'name', to: 'object' },
  alterSchema: { name: 'text', to: 'object' },
  alterExtension: { name: 'text', to: 'object' },
  custom: { name: 'text', data: 'anything' },
}

/**
 * An operation given as data, checked and frozen. The caller's own object is left as it is.
 * Throws `OperationError` for an unknown kind or a part that is missing or of the wrong sort.
 */
export function invokedOperation(given: Operation): Operation {
  const kind: unknown = (given as { kind?: unknown } | null | undefined)?.kind
  if (typeof kind !== 'string' || !Object.hasOwn(required, kind)) throw unknownKind(given, kind)
  refuseBadParts('op.invoke', given, required[kind as Operation['kind']])
  if (given.kind === 'custom') {
    customDefinition(given.name)
    return customOperation(given.name, given.data)
  }
  if (given.kind === 'createTable') {
    refuseBadParts('op.invoke', given.table, { table: 'name', columns: 'list', constraints: 'list' })
  }
  if (given.kind === 'alterTable') {
    const changes = given.changes.map(changeOfTable)
    refuseContradictions(given.table.name, changes)
    return deepFreeze({ ...copyOf({ ...given, changes: [] }), changes })
  }
  // Bindings belong to the driver, and may be of its own kinds.
  if (given.kind === 'execute') return Object.freeze({ ...given })
  if (given.kind === 'backfill') return checkedBackfill(copyOf(given))
  return deepFreeze(copyOf(given))
}

function copyOf<Given extends Operation>(given: Given): Given {
  try {
    return structuredClone(given)
  } catch (cause) {
    throw new OperationError(
      `op.invoke got ${given.kind} with more than data in it`,
      'Functions, promises and the like have no place in an operation.',
      { cause },
    )
  }
}

const changing: readonly Operation['kind'][] = [
  ...(['addColumn', 'dropColumn', 'alterColumn'] as const),
  ...(['addConstraint', 'dropConstraint', 'createIndex', 'dropIndex'] as const),
]

function changeOfTable<Change extends Operation>(change: Change): Change {
  const checked = invokedOperation(change)
  if (changing.includes(checked.kind)) return checked as Change
  throw new OperationError(
    `op.invoke got an alterTable with ${checked.kind} among its changes`,
    `The changes of one table are: ${changing.join(', ')}.`,
  )
}

function refuseBadParts(call: string, given: object, parts: Readonly<Record<string, Part>>): void {
  const kind = 'kind' in given ? String(given.kind) : 'table'
  for (const [key, part] of Object.entries(parts)) {
    const value: unknown = (given as Readonly<Record<string, unknown>>)[key]
    if (isPart(part, value)) continue
    throw new OperationError(
      `${call} got ${kind} with ${value === undefined ? 'no' : 'a wrong'} ${JSON.stringify(key)}`,
      `${kind} needs ${Object.entries(parts)
        .map(([name, sort]) => `${name} (${words[sort]})`)
        .join(', ')}.`,
    )
  }
}

const words: Readonly<Record<Part, string>> = {
  text: 'text',
  object: 'an object',
  list: 'a list',
  name: '{ name, schema? }',
  boolean: 'true or false',
  'nullable text': 'text or null',
  anything: 'any data',
}

function isPart(part: Part, value: unknown): boolean {
  switch (part) {
    case 'text':
      return typeof value === 'string' && value !== ''
    case 'nullable text':
      return value === null || typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'list':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'name':
      return isPart('object', value) && isPart('text', (value as { name?: unknown }).name)
    case 'anything':
      return true
    default:
      return part satisfies never
  }
}

function unknownKind(given: unknown, kind: unknown): OperationError {
  if (typeof kind !== 'string') {
    const sort =
      given === null ? 'null' : Array.isArray(given) ? 'a list' : `a ${typeof given} without a kind`
    return new OperationError(
      `op.invoke got ${sort}`,
      "Give an operation as data: { kind: 'dropTable', table: { name: 'a' } }.",
    )
  }
  const meant = nearest(kind, Object.keys(required))
  return new OperationError(
    `op.invoke got the unknown kind ${JSON.stringify(kind)}`,
    meant === undefined
      ? "Operations that a plugin registered are of kind 'custom', with a name."
      : `Did you mean "${meant}"?`,
  )
}
