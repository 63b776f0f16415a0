import { isDeepStrictEqual } from 'node:util'
import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { MysqlTable, PostgresTable, Table } from '../../../src/schema/model.ts'
import { type Declared, isSameName, withNewTable, withTable } from '../declared.ts'
import { fitsStrict } from '../kinds.ts'
import type { Making } from '../make-parts.ts'
import { tableName } from '../names.ts'
import { anyTable, type Edit } from './edit.ts'

/** What may become of further settings of whole tables. */
export const tableSettingEdits: readonly Edit[] = [
  { name: 'addStrictTable', dialects: ['sqlite'], apply: addStrictTable },
  { name: 'switchStrict', dialects: ['sqlite'], apply: switchStrict },
  { name: 'changeTableCharacterSet', dialects: ['mysql'], apply: changeCharacterSet },
  { name: 'changeTableOptions', dialects: ['mysql'], apply: changeOptions },
  { name: 'changeHashPartitions', dialects: ['mysql'], apply: changePartitions },
  { name: 'changeCluster', dialects: ['postgres'], apply: changeCluster },
  { name: 'changeReplicaIdentity', dialects: ['postgres'], apply: changeReplicaIdentity },
]

function addStrictTable(declared: Declared, { dice }: Making): Declared | undefined {
  const table: Table = {
    table: { name: tableName(declared, dice) },
    columns: [
      { name: 'id', type: { type: 'integer' }, nullable: false },
      { name: 'name', type: { type: 'text' }, nullable: dice.chance(50) },
      ...(dice.chance(50) ? [{ name: 'body', type: { type: 'binary' as const }, nullable: true }] : []),
    ],
    constraints: [{ kind: 'primaryKey', columns: ['id'] }],
    strict: true,
  }
  return withNewTable(declared, { table, indexes: [] })
}

function switchStrict(declared: Declared, { dice }: Making): Declared | undefined {
  const found = dice.pick(declared.tables.filter(({ table }) => table.columns.every(fitsStrict)))
  if (found === undefined) return undefined
  const { strict, ...rest } = found.table
  return withTable(declared, { ...found, table: strict ? rest : { ...rest, strict: true } })
}

function withMysql(
  declared: Declared,
  found: TableDefinition,
  change: (settings: MysqlTable) => MysqlTable,
): Declared | undefined {
  const { mysql = {}, ...rest } = found.table
  const settings = change(mysql)
  if (isDeepStrictEqual(settings, mysql)) return undefined
  const table = { ...rest, ...(Object.keys(settings).length > 0 && { mysql: settings }) }
  return withTable(declared, { ...found, table })
}

function changeCharacterSet(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(declared.tables.filter((one) => isAlone(one, declared)))
  if (found === undefined) return undefined
  return withMysql(declared, found, ({ characterSet, collation, ...rest }) => {
    if (characterSet !== undefined || collation !== undefined) return rest
    return making.dice.chance(50)
      ? { ...rest, characterSet: making.dice.one(['latin1', 'utf8mb3']) }
      : { ...rest, collation: making.dice.one(['utf8mb4_bin', 'utf8mb4_unicode_ci']) }
  })
}

/** No foreign key leads to it or from it. */
function isAlone({ table }: TableDefinition, { tables }: Declared): boolean {
  return (
    !table.constraints.some(({ kind }) => kind === 'foreignKey') &&
    !tables.some((one) =>
      one.table.constraints.some(
        (key) => key.kind === 'foreignKey' && isSameName(key.references.table, table.table),
      ),
    )
  )
}

function changeOptions(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  return withMysql(declared, found, ({ options, ...rest }) =>
    options === undefined
      ? { ...rest, options: making.dice.one([{ stats_persistent: 1 }, { checksum: 1 }]) }
      : rest,
  )
}

/** Each key of such a table has to hold what its rows are told apart by. */
function changePartitions(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(
    declared.tables.filter((one) => {
      const { table, indexes } = one
      const isApart = table.constraints.every(
        (key) => (key.kind !== 'primaryKey' && key.kind !== 'unique') || key.columns.includes('id'),
      )
      return (
        isApart &&
        isAlone(one, declared) &&
        table.columns.some(({ name }) => name === 'id') &&
        indexes.every(({ unique, keys }) => !unique || keys.some(({ column }) => column === 'id'))
      )
    }),
  )
  if (found === undefined) return undefined
  return withMysql(declared, found, ({ partitionBy, ...rest }) => {
    if (partitionBy !== undefined && making.dice.chance(50)) return rest
    return { ...rest, partitionBy: `HASH (\`id\`) PARTITIONS ${making.dice.one([2, 3])}` }
  })
}

function withPostgres(
  declared: Declared,
  found: TableDefinition,
  change: (settings: PostgresTable) => PostgresTable,
): Declared | undefined {
  const { postgres = {}, ...rest } = found.table
  const settings = change(postgres)
  if (isDeepStrictEqual(settings, postgres)) return undefined
  const table = { ...rest, ...(Object.keys(settings).length > 0 && { postgres: settings }) }
  return withTable(declared, { ...found, table })
}

function changeCluster(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  const name = making.dice.pick([
    ...found.indexes.filter(({ where, method }) => where === undefined && method === undefined),
    ...found.table.constraints.filter(({ kind }) => kind === 'primaryKey' || kind === 'unique'),
  ])?.name
  return withPostgres(declared, found, ({ clusterOn, ...rest }) =>
    clusterOn !== undefined || name === undefined ? rest : { ...rest, clusterOn: name },
  )
}

function changeReplicaIdentity(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const found = anyTable(declared, making)
  if (found === undefined) return undefined
  const full = new Set(found.table.columns.filter(({ nullable }) => !nullable).map(({ name }) => name))
  const index = dice.pick(
    found.indexes.filter(
      ({ unique, where, keys }) =>
        unique === true && where === undefined && keys.every(({ column }) => full.has(column ?? '')),
    ),
  )
  return withPostgres(declared, found, ({ replicaIdentity, ...rest }) => {
    if (replicaIdentity !== undefined) return rest
    if (index !== undefined) return { ...rest, replicaIdentity: { index: index.name } }
    return { ...rest, replicaIdentity: dice.one(['full', 'nothing'] as const) }
  })
}
