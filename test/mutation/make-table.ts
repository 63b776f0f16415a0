import type { TableDefinition } from '../../src/schema/define-table.ts'
import type {
  Column,
  Constraint,
  Identity,
  PostgresTable,
  Table,
  UniqueConstraint,
} from '../../src/schema/model.ts'
import { type Declared, withNewTable, withTable } from './declared.ts'
import {
  comment,
  isKeyable,
  type Making,
  makeCheck,
  makeColumn,
  makeForeignKey,
  makeGenerated,
  makeIndex,
  targetsIn,
} from './make-parts.ts'
import { partName, tableName } from './names.ts'

/** The schema with one table more, of any kind. */
export function addTable(declared: Declared, making: Making): Declared {
  const { dialect, dice } = making
  const schema = dialect === 'postgres' && dice.chance(20) ? otherSchema(declared) : undefined
  const table = { name: tableName(declared, dice), ...(schema !== undefined && { schema }) }
  const own = settings(making)
  const columns = [keyColumn(making, own.withoutRowid === true)]
  const count = 1 + dice.below(5)
  for (let at = 0; at < count; at++) {
    columns.push(
      makeColumn(
        declared,
        columns.map(({ name }) => name),
        making,
      ),
    )
  }
  const computed = dice.chance(20) ? makeGenerated({ table, columns, constraints: [] }, making) : undefined
  if (computed !== undefined) columns.push(computed)
  const definition: TableDefinition = {
    table: {
      table,
      columns,
      constraints: [{ kind: 'primaryKey', name: partName('pk', declared, dice), columns: ['id'] }],
      ...(dialect !== 'sqlite' && dice.chance(20) && { comment: comment(dice) }),
      ...own,
    },
    indexes: [],
  }
  const bare = withNewTable(declared, definition)
  return withKeys(withParts(bare, definition, making), definition, making)
}

function otherSchema({ objects }: Declared): string | undefined {
  return objects.find(({ type }) => type === 'schema')?.type === 'schema'
    ? objects.flatMap((object) => (object.type === 'schema' ? object.name : []))[0]
    : undefined
}

/** What of a table only one database has. */
function settings({ dialect, dice }: Making): Pick<Table, 'strict' | 'withoutRowid' | 'postgres'> {
  if (dialect === 'mysql') return {}
  if (dialect === 'sqlite') return dice.chance(10) ? { withoutRowid: true } : {}
  const storage = dice.chance(10) ? { storage: { fillfactor: 80 } } : {}
  const unlogged: PostgresTable = {}
  const postgres = { ...storage, ...unlogged }
  return Object.keys(postgres).length === 0 ? {} : { postgres }
}

/** The column that all rows have their number in. */
function keyColumn({ dialect, dice }: Making, isBare: boolean): Column {
  const type = { type: dice.one(['integer', 'bigint'] as const) }
  const column = { name: 'id', type, nullable: false }
  if (isBare || dice.chance(50)) return column
  if (dialect === 'postgres' && dice.chance(30)) return { ...column, serial: true }
  return { ...column, identity: identityFor({ dialect, dice }) }
}

/** How a database may number rows. */
export function identityFor({ dialect, dice }: Making): Identity {
  if (dialect !== 'postgres') return { mode: 'by default' }
  return {
    mode: dice.one(['always', 'by default']),
    ...(dice.chance(20) && { start: 100 }),
    ...(dice.chance(20) && { increment: 5 }),
    ...(dice.chance(10) && { cache: 10 }),
    ...(dice.chance(10) && { maximum: 1000000 }),
    ...(dice.chance(10) && { cycle: true as const }),
  }
}

function withParts(declared: Declared, definition: TableDefinition, making: Making): Declared {
  const { dice } = making
  let made = declared
  let last = definition
  const add = (part: Constraint | undefined) => {
    if (part === undefined) return
    last = { ...last, table: { ...last.table, constraints: [...last.table.constraints, part] } }
    made = withTable(made, last)
  }
  if (dice.chance(35)) add(makeUnique(last, made, making))
  if (dice.chance(35)) add(makeCheck(last, made, making))
  for (let count = dice.below(3); count > 0; count--) {
    const index = makeIndex(last, made, making)
    if (index === undefined) break
    last = { ...last, indexes: [...last.indexes, index] }
    made = withTable(made, last)
  }
  return made
}

/** A unique constraint over columns whose values differ from row to row. */
export function makeUnique(
  definition: TableDefinition,
  declared: Declared,
  { dialect, dice }: Making,
): UniqueConstraint | undefined {
  const taken = definition.table.constraints.flatMap((one) =>
    one.kind === 'unique' || one.kind === 'primaryKey' ? [JSON.stringify(one.columns)] : [],
  )
  const columns = dice
    .some(
      definition.table.columns.filter((column) => isKeyable(column, dialect)),
      2,
    )
    .map(({ name }) => name)
  if (columns.length === 0 || taken.includes(JSON.stringify(columns))) return undefined
  return {
    kind: 'unique',
    name: partName('uq', declared, dice),
    columns,
    ...(dialect === 'postgres' && dice.chance(15) && { nullsNotDistinct: true }),
    ...(dialect === 'postgres' &&
      dice.chance(15) && {
        deferral: { deferrable: true, initially: dice.one(['immediate', 'deferred'] as const) },
      }),
    ...(dialect !== 'sqlite' && dice.chance(10) && { comment: comment(dice) }),
  }
}

/** Foreign keys to other tables, and to the table itself. */
function withKeys(declared: Declared, { table }: TableDefinition, making: Making): Declared {
  const { dice } = making
  let made = declared
  for (let count = dice.below(3); count > 0; count--) {
    const target = dice.pick(targetsIn(made))
    const definition = made.tables.find((one) => one.table.table.name === table.table.name)
    if (target === undefined || definition === undefined) return made
    made = withForeignKey(made, definition, target, making)
  }
  return made
}

/** The schema with one foreign key more, in columns of its own. */
export function withForeignKey(
  declared: Declared,
  definition: TableDefinition,
  target: ReturnType<typeof targetsIn>[number],
  making: Making,
): Declared {
  const taken = definition.table.columns.map(({ name }) => name)
  const { columns, key } = makeForeignKey(taken, target, declared, making)
  return withTable(declared, {
    ...definition,
    table: {
      ...definition.table,
      columns: [...definition.table.columns, ...columns],
      constraints: [...definition.table.constraints, key],
    },
  })
}
