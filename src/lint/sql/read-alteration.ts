import type { AlterColumn, ColumnChange } from '../../operations/operation.ts'
import type { TableName } from '../../schema/model.ts'
import type { Step } from '../entry.ts'
import { readColumn, readType } from './read-column.ts'
import { readConstraint } from './read-constraint.ts'
import type { SqlReader } from './sql-reader.ts'

/** One action of ALTER TABLE; `undefined` where it is none of those that rules know. */
export function readAlteration(reader: SqlReader, table: TableName): Step | undefined {
  if (reader.take('ADD')) return readAddition(reader, table)
  if (reader.take('DROP', 'CONSTRAINT')) {
    reader.takeGuard()
    return { kind: 'dropConstraint', table, name: reader.name() ?? '' }
  }
  if (reader.take('DROP', 'PRIMARY', 'KEY'))
    return { kind: 'dropConstraint', table, name: 'PRIMARY', type: 'primaryKey' }
  if (reader.take('DROP', 'FOREIGN', 'KEY'))
    return { kind: 'dropConstraint', table, name: reader.name() ?? '', type: 'foreignKey' }
  if (reader.take('DROP', 'INDEX') || reader.take('DROP', 'KEY'))
    return { kind: 'dropIndex', table, name: reader.name() ?? '' }
  if (reader.take('DROP')) {
    reader.take('COLUMN')
    reader.takeGuard()
    const column = reader.name()
    return column === undefined ? undefined : { kind: 'dropColumn', table, column }
  }
  if (reader.take('RENAME', 'TO')) return renamed(reader, table)
  if (reader.take('RENAME', 'CONSTRAINT') || reader.take('RENAME', 'INDEX')) return undefined
  if (reader.take('RENAME')) {
    reader.take('COLUMN')
    const column = reader.name()
    const to = reader.take('TO') ? reader.name() : undefined
    return column === undefined || to === undefined
      ? undefined
      : { kind: 'alterColumn', table, column, to: { name: to } }
  }
  if (reader.take('VALIDATE', 'CONSTRAINT'))
    return { kind: 'validateConstraint', table, name: reader.name() ?? '' }
  if (reader.take('ATTACH', 'PARTITION')) return partition(reader, table, 'attachPartition')
  if (reader.take('DETACH', 'PARTITION')) return partition(reader, table, 'detachPartition')
  if (reader.take('ENABLE', 'ROW', 'LEVEL', 'SECURITY'))
    return { kind: 'setRowSecurity', table, enabled: true }
  if (reader.take('MODIFY')) return modification(reader, table, false)
  if (reader.take('CHANGE')) return modification(reader, table, true)
  if (reader.take('ALTER')) return columnAlteration(reader, table)
  if (reader.take('CONVERT', 'TO', 'CHARACTER', 'SET'))
    return { kind: 'alterTableOptions', table, to: { mysql: { characterSet: reader.name() ?? '' } } }
  if (reader.take('ENGINE')) {
    reader.take('=')
    return { kind: 'alterTableOptions', table, to: { mysql: { engine: reader.name() ?? '' } } }
  }
  if (reader.take('SET', 'LOGGED'))
    return { kind: 'alterTableOptions', table, to: { postgres: { unlogged: false } } }
  if (reader.take('SET', 'UNLOGGED'))
    return { kind: 'alterTableOptions', table, to: { postgres: { unlogged: true } } }
  if (reader.take('SET', 'TABLESPACE'))
    return { kind: 'alterTableOptions', table, to: { postgres: { tablespace: reader.name() ?? '' } } }
  return undefined
}

function renamed(reader: SqlReader, table: TableName): Step | undefined {
  const to = reader.name()
  return to === undefined ? undefined : { kind: 'renameTable', table, to }
}

function readAddition(reader: SqlReader, table: TableName): Step | undefined {
  if (['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN', 'EXCLUDE'].some((word) => reader.sees(word))) {
    const constraint = readConstraint(reader)
    return constraint === undefined ? undefined : { kind: 'addConstraint', table, constraint }
  }
  if (reader.take('INDEX') || reader.take('KEY')) {
    const name = reader.name() ?? ''
    return { kind: 'createIndex', table, index: { name, keys: reader.names().map((column) => ({ column })) } }
  }
  reader.take('COLUMN')
  reader.takeGuard()
  const read = readColumn(reader)
  return read === undefined
    ? undefined
    : { kind: 'addColumn', table, column: read.column, constraints: read.constraints }
}

function partition(
  reader: SqlReader,
  table: TableName,
  kind: 'attachPartition' | 'detachPartition',
): Step | undefined {
  const part = reader.qualified()
  if (part === undefined) return undefined
  if (kind === 'attachPartition') return { kind, table, partition: part, bounds: reader.rest() }
  return { kind, table, partition: part, ...(reader.take('CONCURRENTLY') && { concurrently: true as const }) }
}

/** MODIFY and CHANGE, which gives it a name too: the column is told anew, as a whole. */
function modification(reader: SqlReader, table: TableName, isChange: boolean): Step | undefined {
  reader.take('COLUMN')
  const former = isChange ? reader.name() : undefined
  const read = readColumn(reader)
  if (read === undefined) return undefined
  const { name, type, nullable } = read.column
  const column = former ?? name
  return { kind: 'alterColumn', table, column, to: { type, nullable, ...(name !== column && { name }) } }
}

function columnAlteration(reader: SqlReader, table: TableName): AlterColumn | undefined {
  reader.take('COLUMN')
  const column = reader.name()
  if (column === undefined) return undefined
  const to = changeOf(reader)
  return to === undefined ? undefined : { kind: 'alterColumn', table, column, to }
}

function changeOf(reader: SqlReader): ColumnChange | undefined {
  if (reader.take('SET', 'NOT', 'NULL')) return { nullable: false }
  if (reader.take('DROP', 'NOT', 'NULL')) return { nullable: true }
  if (reader.take('DROP', 'DEFAULT')) return { default: null }
  if (reader.take('SET', 'DEFAULT')) return { default: { sql: reader.rest() } }
  if (reader.take('TYPE') || reader.take('SET', 'DATA', 'TYPE')) {
    const type = readType(
      reader.until('USING', 'COLLATE').replace(/^(?:character|char) varying\s*/i, 'varchar'),
    )
    return reader.take('USING') ? { type, using: reader.rest() } : { type }
  }
  return undefined
}
