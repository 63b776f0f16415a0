import type { Sql } from '../../schema/values.ts'
import { raw } from '../ddl.ts'
import { identifier } from './identifier.ts'
import { literal } from './literal.ts'

/** Parameters as they stand behind WITH: `("fillfactor" = 70)`. */
export function settings(parameters: Readonly<Record<string, string | number | boolean>>): Sql {
  const list = Object.entries(parameters).map(([name, value]) => `${settingName(name)} = ${literal(value)}`)
  return raw(`(${list.join(', ')})`)
}

/** A parameter's name in quotes; one with a dot in it has two parts: `toast.fillfactor`. */
export function settingName(name: string): string {
  return name.split('.').map(identifier).join('.')
}
