import { DefinitionError } from './errors.ts'
import type { SqlValue } from './values.ts'

/** Freezes plain data all the way down, and gives it back. Dates and bytes can't be frozen: they are copied on the way in. */
export function deepFreeze<T>(data: T): T {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data
  if (data instanceof Date || ArrayBuffer.isView(data)) return data
  if (Array.isArray(data)) for (let at = 0; at < data.length; at += 1) deepFreeze(data[at])
  else for (const key in data) deepFreeze(data[key])
  return Object.freeze(data)
}

/**
 * A frozen copy of a value that a cell can hold. `where` names the place in messages: `The default`.
 * Throws `DefinitionError` for a function, a Promise, undefined and whatever else isn't data.
 */
export function frozenValue(value: unknown, where: string): SqlValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value
    case 'object':
      return value === null ? null : frozenObject(value, where)
    default:
      throw new DefinitionError(`${where} is ${inWords(value)}`, adviceAgainst(value, where))
  }
}

function frozenObject(value: object, where: string): SqlValue {
  if (value instanceof Date) {
    if (!Number.isNaN(value.getTime())) return new Date(value)
    throw new DefinitionError(`${where} is an invalid Date`, 'Check how the Date was made: it holds no time.')
  }
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (Array.isArray(value)) {
    return Object.freeze(Array.from(value, (item: unknown, index) => frozenValue(item, `${where}[${index}]`)))
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new DefinitionError(`${where} is ${inWords(value)}`, adviceAgainst(value, where))
  }
  const entries = Object.entries(value).map(([key, part]) => [key, frozenValue(part, `${where}.${key}`)])
  return Object.freeze(Object.fromEntries(entries) as { [key: string]: never })
}

function inWords(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return typeof value
  if ('then' in value) return 'a Promise'
  return `an instance of ${value.constructor.name || 'a class'}`
}

function adviceAgainst(value: unknown, where: string): string {
  if (typeof value === 'function' && !where.startsWith('The default'))
    return 'Call it first, and give what it returns.'
  if (typeof value === 'function') {
    return 'Give a value, or let the database work it out with sql`…`: a function would run once, here, and not for each row.'
  }
  if (typeof value === 'object' && value !== null && 'then' in value) return 'Await it first.'
  if (value === undefined) return 'Give a value, or null, or leave it out.'
  return 'Give text, a number, a bigint, a boolean, a Date, a Uint8Array, or plain JSON data.'
}
