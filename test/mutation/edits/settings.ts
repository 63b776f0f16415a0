import { isDeepStrictEqual } from 'node:util'
import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type {
  ForeignKey,
  Index,
  MysqlTable,
  PostgresColumn,
  PostgresTable,
} from '../../../src/schema/model.ts'
import { type Declared, isSameName, withObject, withTable } from '../declared.ts'
import type { Making } from '../make-parts.ts'
import { columnName, partName } from '../names.ts'
import { anyColumn, anyTable, type Edit, withColumn } from './edit.ts'

/** What may become of settings that only one database has. */
export const settingEdits: readonly Edit[] = [
  { name: 'changeStorageParameters', dialects: ['postgres'], apply: changeStorage },
  { name: 'changeRowSecurity', dialects: ['postgres'], apply: changeRowSecurity },
  { name: 'switchRowid', dialects: ['sqlite'], apply: switchRowid },
  { name: 'changeColumnSettings', dialects: ['postgres'], apply: changeColumn },
  { name: 'addExclusion', dialects: ['postgres'], apply: addExclusion },
  { name: 'changeDeferral', dialects: ['postgres'], apply: changeDeferral },
  { name: 'changeIndexSettings', dialects: ['postgres', 'mysql'], apply: changeIndex },
  { name: 'changeViewOptions', dialects: ['postgres'], apply: changeView },
  { name: 'switchLogging', dialects: ['postgres'], apply: switchLogging },
  { name: 'changeEngine', dialects: ['mysql'], apply: changeEngine },
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

/** A table that is kept through a crash points at none that isn't. */
function switchLogging(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  const { unlogged, ...rest } = found.table.postgres ?? {}
  const others = unlogged === true ? pointedAt(found, declared) : pointingAt(found, declared)
  if (others.some(({ table }) => (table.postgres?.unlogged === true) === (unlogged === true)))
    return undefined
  const { postgres: _, ...plain } = found.table
  const settings = unlogged === true ? rest : { ...rest, unlogged: true as const }
  return withTable(declared, {
    ...found,
    table: { ...plain, ...(Object.keys(settings).length > 0 && { postgres: settings }) },
  })
}

function pointedAt({ table }: TableDefinition, { tables }: Declared): readonly TableDefinition[] {
  const names = table.constraints.flatMap((one) => (one.kind === 'foreignKey' ? [one.references.table] : []))
  return tables.filter(
    (one) => one.table !== table && names.some((name) => isSameName(name, one.table.table)),
  )
}

function pointingAt(definition: TableDefinition, declared: Declared): readonly TableDefinition[] {
  return declared.tables.filter((one) => one !== definition && pointedAt(one, declared).includes(definition))
}

/** Only tables that no foreign key leads to or from: other engines know none. */
function changeEngine(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  const isAlone = !found.table.constraints.some(({ kind }) => kind === 'foreignKey')
  if (!isAlone || pointingAt(found, declared).length > 0) return undefined
  const { engine, ...rest } = found.table.mysql ?? {}
  const { mysql: _, ...plain } = found.table
  const settings: MysqlTable = engine === undefined ? { ...rest, engine: 'MyISAM' } : rest
  return withTable(declared, {
    ...found,
    table: { ...plain, ...(Object.keys(settings).length > 0 && { mysql: settings }) },
  })
}

/** A table without rowids needs a primary key, and numbers no rows by itself. */
function switchRowid(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(
    declared.tables.filter(
      ({ table }) =>
        table.constraints.some(({ kind }) => kind === 'primaryKey') &&
        table.columns.every(({ identity }) => identity === undefined),
    ),
  )
  if (found === undefined) return undefined
  const { withoutRowid, ...rest } = found.table
  return withTable(declared, {
    ...found,
    table: withoutRowid === undefined ? { ...rest, withoutRowid: true } : rest,
  })
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
  if (found === undefined || !found.table.columns.some(({ name }) => name === 'id')) return undefined
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

/** When a foreign key is checked. */
function changeDeferral(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const keys = declared.tables.flatMap((definition) =>
    definition.table.constraints.flatMap((key) => (key.kind === 'foreignKey' ? [{ definition, key }] : [])),
  )
  const found = dice.pick(keys)
  if (found === undefined) return undefined
  const { definition, key } = found
  const { deferral: was, ...rest } = key
  const deferral: ForeignKey['deferral'] = dice.one([
    { deferrable: true },
    { deferrable: true, initially: 'deferred' },
  ])
  if (isDeepStrictEqual(was, deferral)) return undefined
  const changed: ForeignKey = { ...rest, ...((was === undefined || dice.chance(50)) && { deferral }) }
  const constraints = definition.table.constraints.map((one) => (one === key ? changed : one))
  return withTable(declared, { ...definition, table: { ...definition.table, constraints } })
}

/** Storage parameters, or whether it is made use of. */
function changeIndex(declared: Declared, { dialect, dice }: Making): Declared | undefined {
  const found = dice.pick(
    declared.tables.flatMap((definition) =>
      definition.indexes.filter(({ method }) => method === undefined).map((index) => ({ definition, index })),
    ),
  )
  if (found === undefined) return undefined
  const { definition, index } = found
  const { storage, invisible, ...rest } = index
  const settings: Pick<Index, 'storage' | 'invisible'> =
    dialect === 'mysql' ? { invisible: true } : { storage: { fillfactor: dice.one([60, 80]) } }
  const isPlain = storage === undefined && invisible === undefined
  const changed = { ...rest, ...((isPlain || dice.chance(40)) && settings) }
  if (isDeepStrictEqual(changed, index)) return undefined
  const indexes = definition.indexes.map((one) => (one === index ? changed : one))
  return withTable(declared, { ...definition, indexes })
}

function changeView(declared: Declared, { dice }: Making): Declared | undefined {
  const found = dice.pick(declared.objects.filter(({ type }) => type === 'view'))
  if (found?.type !== 'view') return undefined
  const { options: was, ...rest } = found
  const options = found.materialized
    ? { fillfactor: dice.one([60, 80]) }
    : { security_barrier: dice.chance(50) }
  if (isDeepStrictEqual(was, options)) return undefined
  return withObject(declared, found, { ...rest, ...((was === undefined || dice.chance(60)) && { options }) })
}

function changeRowFormat(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  const { mysql, ...rest } = found.table
  const changed: MysqlTable = { ...mysql, rowFormat: making.dice.one(['COMPACT', 'DYNAMIC']) }
  const table = mysql === undefined ? { ...rest, mysql: changed } : rest
  return withTable(declared, { ...found, table })
}
