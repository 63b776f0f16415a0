import { isDeepStrictEqual } from 'node:util'
import type { MysqlTable, PostgresColumn, PostgresTable } from '../../../src/schema/model.ts'
import { type Declared, withTable } from '../declared.ts'
import type { Making } from '../make-parts.ts'
import { columnName, partName } from '../names.ts'
import { anyColumn, anyTable, type Edit, withColumn } from './edit.ts'

/** What may become of settings that only one database has. */
export const settingEdits: readonly Edit[] = [
  { name: 'changeStorageParameters', dialects: ['postgres'], apply: changeStorage },
  { name: 'changeRowSecurity', dialects: ['postgres'], apply: changeRowSecurity },
  { name: 'changeColumnSettings', dialects: ['postgres'], apply: changeColumn },
  { name: 'addExclusion', dialects: ['postgres'], apply: addExclusion },
  { name: 'changeRowFormat', dialects: ['mysql'], apply: changeRowFormat },
]

function withPostgres(
  declared: Declared,
  making: Making,
  change: (settings: PostgresTable) => PostgresTable,
): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  const { postgres = {}, ...rest } = found.table
  const changed = change(postgres)
  if (isDeepStrictEqual(changed, postgres)) return undefined
  const table = { ...rest, ...(Object.keys(changed).length > 0 && { postgres: changed }) }
  return withTable(declared, { ...found, table })
}

function changeStorage(declared: Declared, making: Making): Declared | undefined {
  return withPostgres(declared, making, ({ storage, ...rest }) =>
    storage !== undefined && making.dice.chance(50)
      ? rest
      : {
          ...rest,
          storage: making.dice.one<NonNullable<PostgresTable['storage']>>([
            { fillfactor: 60 },
            { autovacuum_enabled: false },
            { fillfactor: 90, autovacuum_enabled: true },
          ]),
        },
  )
}

function changeRowSecurity(declared: Declared, making: Making): Declared | undefined {
  return withPostgres(declared, making, ({ rowSecurity, ...rest }) =>
    rowSecurity !== undefined && making.dice.chance(50)
      ? rest
      : { ...rest, rowSecurity: making.dice.one(['enabled', 'forced']) },
  )
}

function changeColumn(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const found = anyColumn(declared, making, ({ type }) => ['text', 'varchar', 'jsonb'].includes(type.type))
  if (found === undefined) return undefined
  const { postgres: was, ...column } = found.column
  const postgres = dice.one<PostgresColumn>([
    { statistics: 50 },
    { storage: 'external' },
    { statistics: 200, storage: 'main' },
    { options: { n_distinct: -0.5 } },
  ])
  const isTakenAway = was !== undefined && dice.chance(40)
  if (isDeepStrictEqual(was, postgres)) return undefined
  return withTable(declared, withColumn(found.definition, { ...column, ...(!isTakenAway && { postgres }) }))
}

/** Over a range of its own: those of the rows don't overlap. */
function addExclusion(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  const { table } = found
  const name = columnName(
    table.columns.map((column) => column.name),
    making.dice,
  )
  return withTable(declared, {
    ...found,
    table: {
      ...table,
      columns: [...table.columns, { name, type: { type: 'raw', sql: 'int4range' }, nullable: true }],
      constraints: [
        ...table.constraints,
        {
          kind: 'exclude',
          name: partName('ex', declared, making.dice),
          elements: [{ column: name, operator: '&&' }],
          method: 'gist',
          ...(making.dice.chance(30) && { where: 'id > 0' }),
          ...(making.dice.chance(30) && { deferral: { deferrable: true } }),
        },
      ],
    },
  })
}

function changeRowFormat(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  const { mysql, ...rest } = found.table
  const changed: MysqlTable = { ...mysql, rowFormat: making.dice.one(['COMPACT', 'DYNAMIC']) }
  const table = mysql === undefined ? { ...rest, mysql: changed } : rest
  return withTable(declared, { ...found, table })
}
