import type { Constraint } from '../../schema/model.ts'
import type { SqlReader } from './sql-reader.ts'

/** A constraint of a table, or of one column, `of`. `undefined` for anything else, and for one that takes an index that is there. */
export function readConstraint(reader: SqlReader, of?: readonly string[]): Constraint | undefined {
  const name = reader.take('CONSTRAINT') ? reader.name() : undefined
  const named = name === undefined ? {} : { name }
  const columns = (): readonly string[] => of ?? reader.names()
  if (reader.take('PRIMARY', 'KEY')) {
    if (reader.sees('USING', 'INDEX')) return undefined
    return { kind: 'primaryKey', ...named, columns: columns() }
  }
  if (reader.take('UNIQUE')) {
    if (reader.sees('USING', 'INDEX')) return undefined
    return { kind: 'unique', ...named, columns: columns() }
  }
  if (reader.take('CHECK')) {
    const expression = reader.parenthesis()?.rest() ?? ''
    return { kind: 'check', ...named, expression, ...notValid(reader) }
  }
  if (reader.take('FOREIGN', 'KEY') || (of !== undefined && reader.sees('REFERENCES'))) {
    const local = columns()
    if (!reader.take('REFERENCES')) return undefined
    const table = reader.qualified()
    if (table === undefined) return undefined
    const references = { table, columns: reader.names() }
    return { kind: 'foreignKey', ...named, columns: local, references, ...notValid(reader) }
  }
  if (of === undefined && reader.take('EXCLUDE')) {
    reader.until()
    return { kind: 'exclude', ...named, elements: [] }
  }
  return undefined
}

function notValid(reader: SqlReader): { readonly notValid?: true } {
  return reader.find('NOT', 'VALID') ? { notValid: true } : {}
}
