import { DefinitionError } from './errors.ts'
import { type IndexKeyInput, keyOf } from './index-definition.ts'
import type { MysqlTable, PostgresTable, Table, TableName } from './model.ts'
import { nameOf, tableNameOf } from './names.ts'
import { given, knownParts, namePart, on, oneOf, settingsOf, sqlPart, textOf } from './parts.ts'
import { wholeNumber } from './type-arguments.ts'
import type { Sql } from './values.ts'

export interface TableOptions {
  readonly schema?: string
  readonly comment?: string
  /** It is there for this connection only. */
  readonly temporary?: boolean
  /** SQLite: types are enforced. */
  readonly strict?: boolean
  /** SQLite: the primary key is the table. */
  readonly withoutRowid?: boolean
  readonly postgres?: PostgresTableOptions
  readonly mysql?: MysqlTableOptions
}

/** The options of a table that has columns of others. */
export interface InheritingOptions {
  readonly postgres: { readonly inherits: NonNullable<PostgresTableOptions['inherits']> }
}

/** What only PostgreSQL's tables have. */
export interface PostgresTableOptions {
  /** Its rows are gone after a crash. */
  readonly unlogged?: boolean
  /** The rows stand in partitions: `{ strategy: 'range', keys: 'day' }`. */
  readonly partitionBy?: {
    readonly strategy: 'range' | 'list' | 'hash'
    readonly keys: IndexKeyInput | readonly IndexKeyInput[]
  }
  /** It is a partition, and has the columns of that table unless it tells all of them itself: `{ table, bounds: "FOR VALUES IN ('a')" }`, or `DEFAULT`. */
  readonly partitionOf?: { readonly table: string | TableName; readonly bounds: string }
  readonly inherits?: string | TableName | readonly (string | TableName)[]
  /** Its columns are the attributes of this composite type, and stay so: all of them have to be told. */
  readonly ofType?: string | TableName
  /** Storage parameters: `{ fillfactor: 70 }`. */
  readonly storage?: Readonly<Record<string, string | number | boolean>>
  readonly tablespace?: string
  readonly accessMethod?: string
  /**
   * Policies decide who sees which row: for everybody but the owner, or for the owner too (`forced`). `forced but
   * disabled`: they don't, and would for the owner too if they did.
   */
  readonly rowSecurity?: PostgresTable['rowSecurity']
  /** The index that CLUSTER sorts by. */
  readonly clusterOn?: string
  /** What logical replication sends of an old row; the primary key unless given. */
  readonly replicaIdentity?: 'full' | 'nothing' | { readonly index: string }
}

/** What only MySQL's and MariaDB's tables have. */
export interface MysqlTableOptions {
  readonly engine?: string
  readonly characterSet?: string
  readonly collation?: string
  readonly autoIncrement?: number
  readonly rowFormat?: string
  /** Other options by name: `{ stats_persistent: 1 }`. */
  readonly options?: Readonly<Record<string, string | number>>
  /** What stands behind PARTITION BY: `HASH (id) PARTITIONS 4`. */
  readonly partitionBy?: string | Sql
}

/** The options of a table as the model has them. Throws `DefinitionError` for such as contradict each other. */
export function tableOptionsOf(
  table: TableName,
  options: TableOptions,
): Omit<Table, 'table' | 'columns' | 'constraints'> {
  const { comment, temporary, strict, withoutRowid, postgres, mysql } = options
  if (temporary === true && table.schema !== undefined) {
    throw contradiction(table, '`temporary` and a schema', 'A temporary table has a schema of its own.')
  }
  if (temporary === true && postgres?.unlogged === true) {
    throw contradiction(table, '`temporary` and `unlogged`', 'A temporary table is never logged: keep one.')
  }
  return given({
    comment: textOf(comment, `The comment of ${table.name}`),
    temporary: on(temporary, '`temporary`'),
    strict: on(strict, '`strict`'),
    withoutRowid: on(withoutRowid, '`withoutRowid`'),
    postgres: postgres === undefined ? undefined : postgresOf(table, postgres),
    mysql: mysql === undefined ? undefined : mysqlOf(mysql),
  })
}

/** The bounds of a partition as they stand behind its name: `FOR VALUES FROM (1) TO (10)`, `DEFAULT`. */
export function boundsOf(bounds: string): string {
  const text = sqlPart(bounds, 'The bounds of a partition')?.trim() ?? ''
  if (/^(default$|for\s+values\b)/i.test(text)) return text
  throw new DefinitionError(
    `The bounds of a partition are ${JSON.stringify(bounds)}`,
    "Write 'FOR VALUES FROM (1) TO (10)', 'FOR VALUES IN (…)', 'FOR VALUES WITH (MODULUS …, REMAINDER …)' or 'DEFAULT'.",
  )
}

function postgresOf(table: TableName, options: PostgresTableOptions): PostgresTable {
  const what = `\`postgres\` of ${table.name}`
  const { unlogged, partitionBy, partitionOf, inherits, storage, tablespace, accessMethod, ...rest } =
    knownParts(what, options, [
      'unlogged',
      'partitionBy',
      'partitionOf',
      'inherits',
      'ofType',
      'storage',
      'tablespace',
      'accessMethod',
      'rowSecurity',
      'clusterOn',
      'replicaIdentity',
    ])
  if (inherits !== undefined && (partitionBy !== undefined || partitionOf !== undefined)) {
    throw contradiction(
      table,
      `\`inherits\` and \`${partitionOf === undefined ? 'partitionBy' : 'partitionOf'}\``,
      'A table is partitioned, a partition, or inherits.',
    )
  }
  if (rest.ofType !== undefined && (inherits !== undefined || partitionOf !== undefined)) {
    throw contradiction(
      table,
      `\`ofType\` and \`${inherits === undefined ? 'partitionOf' : 'inherits'}\``,
      'A table has its columns from a type, or from tables.',
    )
  }
  const parents = inherits === undefined ? undefined : Array.isArray(inherits) ? inherits : [inherits]
  if (parents?.length === 0)
    throw new DefinitionError(`\`inherits\` of ${table.name} is empty`, 'Name a table.')
  return given({
    unlogged: on(unlogged, '`unlogged`'),
    partitionBy: partitionBy === undefined ? undefined : partitioningOf(table, partitionBy),
    partitionOf:
      partitionOf === undefined
        ? undefined
        : { table: tableNameOf(partitionOf.table), bounds: boundsOf(partitionOf.bounds) },
    inherits: parents?.map((parent: string | TableName) => tableNameOf(parent)),
    storage: settingsOf(storage, `The storage parameters of ${table.name}`),
    tablespace: namePart(tablespace, 'The tablespace'),
    accessMethod: namePart(accessMethod, 'The access method'),
    ofType: rest.ofType === undefined ? undefined : tableNameOf(rest.ofType),
    rowSecurity: oneOf(rest.rowSecurity, ['enabled', 'forced', 'forced but disabled'], '`rowSecurity`'),
    clusterOn: namePart(rest.clusterOn, 'The index to cluster on'),
    replicaIdentity: replicaIdentityOf(rest.replicaIdentity),
  })
}

function replicaIdentityOf(
  identity: PostgresTableOptions['replicaIdentity'],
): PostgresTable['replicaIdentity'] {
  if (typeof identity !== 'object') return oneOf(identity, ['full', 'nothing'], '`replicaIdentity`')
  return { index: nameOf(identity?.index, 'The index of the replica identity') }
}

function partitioningOf(
  table: TableName,
  { strategy, keys }: NonNullable<PostgresTableOptions['partitionBy']>,
): NonNullable<PostgresTable['partitionBy']> {
  const checked = oneOf(strategy, ['range', 'list', 'hash'], 'The strategy of a partitioned table')
  const list = Array.isArray(keys) ? keys : [keys]
  if (checked !== undefined && list.length > 0) return { strategy: checked, keys: list.map(keyOf) }
  throw new DefinitionError(
    `\`partitionBy\` of ${table.name} lacks its ${checked === undefined ? 'strategy' : 'keys'}`,
    "Write { strategy: 'range', keys: 'day' }.",
  )
}

function mysqlOf(options: MysqlTableOptions): MysqlTable {
  const { engine, characterSet, collation, autoIncrement, rowFormat, partitionBy } = knownParts(
    '`mysql` of a table',
    options,
    ['engine', 'characterSet', 'collation', 'autoIncrement', 'rowFormat', 'options', 'partitionBy'],
  )
  return given({
    engine: namePart(engine, 'The engine'),
    characterSet: namePart(characterSet, 'The character set'),
    collation: namePart(collation, 'The collation'),
    autoIncrement:
      autoIncrement === undefined ? undefined : wholeNumber(autoIncrement, '`autoIncrement` of a table', 1),
    rowFormat: namePart(rowFormat, 'The row format'),
    options: engineOptionsOf(options.options),
    partitionBy: sqlPart(partitionBy, '`partitionBy`'),
  })
}

/** Numbers and words. */
function engineOptionsOf(options: MysqlTableOptions['options']): MysqlTable['options'] | undefined {
  const settings = settingsOf(options, 'The options of a table')
  if (settings === undefined) return undefined
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? Number(value) : value,
    ]),
  )
}

function contradiction(table: TableName, what: string, hint: string): DefinitionError {
  return new DefinitionError(`The table ${table.name} has ${what} at once`, hint)
}
