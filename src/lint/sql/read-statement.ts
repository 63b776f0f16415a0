import type { DialectName } from '../../schema/dialect-name.ts'
import type { Column, Constraint, IndexKey } from '../../schema/model.ts'
import type { Step } from '../entry.ts'
import { readAlteration } from './read-alteration.ts'
import { readColumn } from './read-column.ts'
import { readConstraint } from './read-constraint.ts'
import { SqlReader } from './sql-reader.ts'

/**
 * What a statement does, as far as rules know it: CREATE, ALTER and DROP of tables, indexes and what they have. Nothing
 * for any other. It reads what is there, and leaves what it doesn't understand.
 */
export function readStatement(sql: string, dialect: DialectName): readonly Step[] {
  const reader = readerOf(sql, dialect)
  if (reader === undefined) return []
  if (reader.take('ALTER', 'TABLE')) return readAlterTable(reader)
  if (reader.take('ALTER', 'TYPE')) return readAlterType(reader)
  if (reader.take('CREATE')) return readCreation(reader)
  if (reader.take('DROP')) return readDrop(reader)
  if (reader.take('REFRESH', 'MATERIALIZED', 'VIEW')) {
    const concurrently = reader.take('CONCURRENTLY')
    const view = reader.qualified()
    return view === undefined ? [] : [{ kind: 'refreshView', view, ...(concurrently && { concurrently }) }]
  }
  return []
}

/** The statement word by word; `undefined` for one that is not whole. */
export function readerOf(sql: string, dialect: DialectName): SqlReader | undefined {
  try {
    return SqlReader.of(sql, dialect)
  } catch {
    return undefined
  }
}

function readAlterTable(reader: SqlReader): readonly Step[] {
  reader.takeGuard()
  reader.take('ONLY')
  const table = reader.qualified()
  return table === undefined ? [] : reader.split().flatMap((action) => readAlteration(action, table) ?? [])
}

function readAlterType(reader: SqlReader): readonly Step[] {
  const name = reader.qualified()
  if (name === undefined || !reader.take('ADD', 'VALUE')) return []
  reader.takeGuard()
  const value = reader.next() ?? ''
  return [{ kind: 'addEnumValue', enum: name, value: value.slice(1, -1).replaceAll("''", "'") }]
}

function readCreation(reader: SqlReader): readonly Step[] {
  const temporary = reader.take('TEMPORARY') || reader.take('TEMP')
  reader.take('UNLOGGED')
  if (reader.take('TABLE')) return readTable(reader, temporary)
  const unique = reader.take('UNIQUE')
  const method = ['FULLTEXT', 'SPATIAL'].find((word) => reader.take(word))?.toLowerCase()
  if (!reader.take('INDEX')) return []
  const concurrently = reader.take('CONCURRENTLY')
  reader.takeGuard()
  const name = reader.sees('ON') ? '' : (reader.qualified()?.name ?? '')
  if (!reader.take('ON')) return []
  reader.take('ONLY')
  const table = reader.qualified()
  if (table === undefined) return []
  if (reader.take('USING')) reader.name()
  const keys = reader.parts().map((part): IndexKey => {
    const column = part.name()
    return part.sees('(') || column === undefined ? { expression: part.again().rest() } : { column }
  })
  const index = { name, keys, ...(unique && { unique }), ...(method !== undefined && { method }) }
  return [{ kind: 'createIndex', table, index, ...(concurrently && { concurrently }) }]
}

function readTable(reader: SqlReader, temporary: boolean): readonly Step[] {
  const ifNotExists = reader.takeGuard()
  const table = reader.qualified()
  if (table === undefined) return []
  const columns: Column[] = []
  const constraints: Constraint[] = []
  for (const part of reader.parts()) {
    const constraint = readConstraint(part)
    if (constraint !== undefined) constraints.push(constraint)
    else {
      const read = readColumn(part.again())
      if (read === undefined) continue
      columns.push(read.column)
      constraints.push(...read.constraints)
    }
  }
  return [
    {
      kind: 'createTable',
      table: { table, columns, constraints, ...(temporary && { temporary }) },
      ...(ifNotExists && { ifNotExists }),
    },
  ]
}

const dropped = ['VIEW', 'SEQUENCE', 'FUNCTION', 'PROCEDURE', 'TYPE'] as const

function readDrop(reader: SqlReader): readonly Step[] {
  if (reader.take('TABLE')) {
    reader.takeGuard()
    return reader.split().flatMap((part) => {
      const table = part.qualified()
      return table === undefined ? [] : { kind: 'dropTable', table }
    })
  }
  if (reader.take('INDEX')) {
    const concurrently = reader.take('CONCURRENTLY')
    reader.takeGuard()
    return reader.split().flatMap((part): readonly Step[] => {
      const index = part.qualified()
      const table = part.take('ON') ? part.qualified() : undefined
      if (index === undefined) return []
      return [
        {
          kind: 'dropIndex',
          name: index.name,
          ...(table !== undefined && { table }),
          ...(concurrently && { concurrently }),
        },
      ]
    })
  }
  reader.take('MATERIALIZED')
  const type = dropped.find((word) => reader.take(word))
  if (type === undefined) return []
  reader.takeGuard()
  const object = reader.qualified()
  if (object === undefined) return []
  switch (type) {
    case 'VIEW':
    case 'SEQUENCE':
      return [{ kind: 'dropObject', object: { type: type === 'VIEW' ? 'view' : 'sequence', ...object } }]
    default:
      return []
  }
}
