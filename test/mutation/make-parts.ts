import type { TableDefinition } from '../../src/schema/define-table.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'
import type {
  CheckConstraint,
  Column,
  ForeignKey,
  Index,
  IndexKey,
  ReferentialAction,
  Table,
  TableName,
} from '../../src/schema/model.ts'
import type { Declared } from './declared.ts'
import type { Dice } from './dice.ts'
import { isDomain } from './domains.ts'
import { enumKind, type Kind, kindOf, kindsOf } from './kinds.ts'
import { columnName, partName } from './names.ts'

/** What a schema is made for and of. */
export interface Making {
  readonly dialect: DialectName
  readonly dice: Dice
}

/** A name as SQL has it. */
export function quoted(name: string, dialect: DialectName): string {
  return dialect === 'mysql' ? `\`${name}\`` : `"${name}"`
}

/** A column of any kind that the database has. */
export function makeColumn(declared: Declared, taken: readonly string[], making: Making): Column {
  const { dice } = making
  const kind = anyKind(declared, making)
  const fallback = dice.chance(40) ? dice.pick(kind.defaults) : undefined
  const nullable = fallback === undefined || dice.chance(50)
  const isText = kind.family === 'text'
  return {
    name: columnName(taken, dice),
    type: kind.type,
    nullable,
    ...(fallback !== undefined && { default: fallback }),
    ...(isText && dice.chance(10) && { collation: collationFor(making.dialect, dice) }),
    ...(making.dialect !== 'sqlite' && dice.chance(15) && { comment: comment(dice) }),
  }
}

export function comment(dice: Dice): string {
  return dice.one(['what it is', "it's one", 'two\nlines', 'a "quoted" one', 'with \\ in it'])
}

export function collationFor(dialect: DialectName, dice: Dice): string {
  if (dialect === 'postgres') return dice.one(['C', 'POSIX', 'ucs_basic'])
  return dialect === 'sqlite'
    ? dice.one(['NOCASE', 'RTRIM'])
    : dice.one(['utf8mb4_bin', 'utf8mb4_unicode_ci'])
}

/** Now and then an enum: a declared one on PostgreSQL, else one without a name. */
function anyKind(declared: Declared, { dialect, dice }: Making): Kind {
  if (dice.chance(10)) {
    if (dialect !== 'postgres')
      return enumKind({ type: 'enum', values: dice.one([['a', 'b'], ['new', "it's", 'done'], ['x']]) })
    const found = dice.pick(declared.objects.filter((object) => object.type === 'enum'))
    if (found !== undefined) {
      const { name, schema, values } = found
      return enumKind({ type: 'enum', values, name, ...(schema !== undefined && { schema }) })
    }
  }
  return dice.pick(kindsOf(dialect)) ?? enumKind({ type: 'enum', values: ['a'] })
}

/** A column that the database computes from another; none where there is nothing to compute from. */
export function makeGenerated(table: Table, making: Making): Column | undefined {
  const { dialect, dice } = making
  const { columns } = table
  const sources = columns.filter(
    (one) => isComputable(one, table, dialect) || isSpelling(one, table, dialect),
  )
  const source = dice.pick(sources)
  if (source === undefined) return undefined
  const isText = isSpelling(source, table, dialect)
  const number = dialect === 'postgres' ? ({ type: 'numeric' } as const) : ({ type: 'bigint' } as const)
  return {
    name: columnName(
      columns.map(({ name }) => name),
      dice,
    ),
    type: isText ? { type: 'varchar', length: 60 } : number,
    nullable: true,
    generated: {
      expression: isText ? spelling(source.name, making) : computation(source.name, making),
      stored: dialect === 'postgres' || dice.chance(50),
    },
  }
}

/** What a computed column may compute of a number. */
export function computation(column: string, { dialect, dice }: Making): string {
  const name = quoted(column, dialect)
  return dice.one([`${name} * 2`, `${name} + 1`, `(${name} - 1) * 3`, `abs(${name})`])
}

/** What a computed column may make of a text. */
export function spelling(column: string, { dialect, dice }: Making): string {
  const name = quoted(column, dialect)
  const longer = dialect === 'mysql' ? `concat(${name}, '!')` : `${name} || '!'`
  return dice.one([`lower(${name})`, `upper(${name})`, longer])
}

/** A column that isn't computed. */
export function isPlain({ generated }: Column): boolean {
  return generated === undefined
}

/** A number that others may be computed of; MariaDB takes none that it gives out itself. */
export function isComputable(column: Column, table: Table, dialect: DialectName): boolean {
  // What is unsigned is never less than nothing, not even in between.
  const isNumber = column.type.type !== 'raw' && kindOf(column.type, dialect).family === 'number'
  return isNumber && isPlain(column) && isStated(column, table, dialect)
}

/** A text that others may be computed of; what MariaDB's `char` reads as depends on the connection. */
export function isSpelling(column: Column, table: Table, dialect: DialectName): boolean {
  const types = dialect === 'mysql' ? ['varchar', 'text'] : ['varchar', 'char', 'text']
  const isText = types.includes(column.type.type)
  return isText && isPlain(column) && isStated(column, table, dialect) && column.collation === undefined
}

/** MariaDB takes no expression over a column that numbers the rows, or may come to, nor over a foreign key's. */
function isStated({ name }: Column, { constraints }: Table, dialect: DialectName): boolean {
  if (dialect !== 'mysql') return true
  return name !== 'id' && !constraints.some((one) => one.kind === 'foreignKey' && one.columns.includes(name))
}

export function isKeyable(column: Column, dialect: DialectName): boolean {
  return isPlain(column) && kindOf(column.type, dialect).keyable
}

/** A check that holds for every row of `kinds`; none where nothing can be said of the columns. */
export function makeCheck(
  definition: TableDefinition,
  declared: Declared,
  making: Making,
): CheckConstraint | undefined {
  const expression = makeCondition(definition.table, making)
  if (expression === undefined) return undefined
  const { dialect, dice } = making
  return {
    kind: 'check',
    name: partName('ck', declared, dice),
    expression,
    ...(dialect === 'postgres' && dice.chance(10) && { noInherit: true }),
    ...(dialect === 'postgres' && dice.chance(10) && { notValid: true }),
    ...(dialect === 'postgres' && dice.chance(10) && { comment: comment(dice) }),
  }
}

/** A condition over some of the columns that every row meets. */
export function makeCondition(table: Table, making: Making): string | undefined {
  const { dice } = making
  const conditions = table.columns
    .filter((column) => isPlain(column) && isStated(column, table, making.dialect))
    .flatMap((column) => conditionOn(column, making))
  const [one, other] = dice.some(conditions, 2)
  if (one === undefined || other === undefined) return one
  return dice.chance(50) ? `${one} OR ${other}` : `(${one}) AND (${other})`
}

function conditionOn(column: Column, { dialect, dice }: Making): readonly string[] {
  const name = quoted(column.name, dialect)
  const { family, group } = kindOf(column.type, dialect)
  switch (family) {
    case 'number':
      return [
        dice.one([
          `${name} > -100`,
          group === 'float' ? `${name} < 99.5` : `${name} IN (0, 1, 2, 3, 4)`,
          `${name} BETWEEN -5 AND 5000`,
          `${name} <> 77`,
          `NOT ${name} = 78 AND ${name} < 90000`,
        ]),
      ]
    case 'text':
      return [
        dice.one([
          `${name} <> 'no'`,
          `${name} NOT IN ('x''y', 'q')`,
          `length(${name}) < 50`,
          `lower(${name}) <> 'zzz'`,
          `${name} LIKE '%'`,
        ]),
      ]
    case 'moment':
      return [`${name} > '2000-01-01'`]
    case 'enum': {
      // What rows and defaults hold, and what stays when values go.
      const first = column.type.type === 'enum' ? column.type.values[0] : undefined
      return first === undefined ? [] : [`${name} = '${first.replaceAll("'", "''")}'`]
    }
    case 'flag':
      return [dice.one([`${name} IS NOT NULL`, `${name} OR NOT ${name}`])]
    default:
      return []
  }
}

/** An index over one or more columns, or expressions of them. */
export function makeIndex(
  definition: TableDefinition,
  declared: Declared,
  making: Making,
): Index | undefined {
  const { dialect, dice } = making
  const { columns } = definition.table
  const special = dialect === 'postgres' && dice.chance(15) ? specialKey(columns, making) : undefined
  if (special !== undefined) return { name: partName('ix', declared, dice), ...special }
  const keyable = columns.filter((column) => isKeyable(column, dialect))
  const keys = dice.some(keyable, 3).map((column) => indexKey(column, making))
  if (keyable.length === 0) return undefined
  const where = dialect !== 'mysql' && dice.chance(25) ? makeCondition(definition.table, making) : undefined
  const unique = dice.chance(25) && keys.every(({ expression }) => expression === undefined)
  const included =
    dialect === 'postgres' && dice.chance(15)
      ? columns.filter((one) => isPlain(one) && !keys.some(({ column }) => column === one.name)).slice(0, 1)
      : []
  return {
    name: partName('ix', declared, dice),
    keys,
    ...(unique && { unique }),
    ...(where !== undefined && { where }),
    ...(included.length > 0 && { include: included.map(({ name }) => name) }),
    ...(dialect === 'postgres' && dice.chance(10) && { storage: { fillfactor: 70 } }),
    ...(dialect === 'postgres' && unique && dice.chance(20) && { nullsNotDistinct: true }),
    ...(dialect !== 'sqlite' && dice.chance(10) && { comment: comment(dice) }),
  }
}

/** A key of another method than the usual one, or over what is inside of a value. PostgreSQL. */
function specialKey(
  columns: readonly Column[],
  { dialect, dice }: Making,
): Pick<Index, 'keys' | 'method'> | undefined {
  const found = dice.pick(columns.filter(isPlain))
  if (found === undefined) return undefined
  const { name, type } = found
  const { family, keyable } = kindOf(type, dialect)
  if (type.type === 'jsonb')
    return dice.one<Pick<Index, 'keys' | 'method'>>([
      { keys: [{ column: name }], method: 'gin' },
      { keys: [{ column: name, operatorClass: 'jsonb_path_ops' }], method: 'gin' },
      { keys: [{ expression: `${quoted(name, dialect)} ->> 'a'` }] },
    ])
  if (type.type === 'array') return { keys: [{ column: name }], method: 'gin' }
  if (type.type === 'raw' && type.sql === 'int4range') return { keys: [{ column: name }], method: 'gist' }
  if (family === 'moment') return { keys: [{ column: name }], method: 'brin' }
  if (family === 'text')
    return dice.one<Pick<Index, 'keys' | 'method'>>([
      { keys: [{ expression: `to_tsvector('english', ${quoted(name, dialect)})` }], method: 'gin' },
      { keys: [{ column: name }], method: 'hash' },
    ])
  if (family === 'number' || !keyable) return undefined
  return { keys: [{ column: name }], method: 'hash' }
}

function indexKey(column: Column, { dialect, dice }: Making): IndexKey {
  const { family } = kindOf(column.type, dialect)
  if (dialect !== 'mysql' && family === 'text' && dice.chance(20))
    return { expression: `lower(${quoted(column.name, dialect)})` }
  if (dialect === 'mysql' && column.type.type === 'varchar' && dice.chance(20))
    return { column: column.name, prefix: dice.one([4, 10]) }
  return {
    column: column.name,
    ...(dice.chance(20) && { order: 'desc' as const }),
    ...(dialect === 'postgres' && dice.chance(10) && { nulls: dice.one(['first', 'last']) }),
    ...(dialect === 'postgres' &&
      column.type.type === 'varchar' &&
      dice.chance(10) && {
        operatorClass: 'varchar_pattern_ops',
      }),
    ...(dialect === 'postgres' && family === 'text' && dice.chance(10) && { collation: 'C' }),
  }
}

/** A key that others may refer to. */
export interface Target {
  readonly table: TableName
  readonly columns: readonly Column[]
}

/** Whether any table may point at it: one that is lost in a crash may not be, nor one of an engine without keys. */
function isLasting({ postgres, mysql }: Table): boolean {
  return postgres?.unlogged !== true && mysql?.engine === undefined && mysql?.partitionBy === undefined
}

/** The primary keys and unique constraints of all tables. */
export function targetsIn({ tables }: Declared): readonly Target[] {
  return tables.flatMap(({ table }) =>
    table.postgres?.partitionOf !== undefined || !isLasting(table)
      ? []
      : table.constraints.flatMap((one) =>
          (one.kind === 'primaryKey' || one.kind === 'unique') &&
          // One of a domain may have to hold something.
          !table.columns.some(({ name, type }) => isDomain(type) && one.columns.includes(name)) &&
          !('deferral' in one && one.deferral?.deferrable)
            ? [
                {
                  table: table.table,
                  columns: one.columns.flatMap(
                    (name) => table.columns.find((column) => column.name === name) ?? [],
                  ),
                },
              ]
            : [],
        ),
  )
}

/** A foreign key to one of the targets, and the columns for it. */
export function makeForeignKey(
  taken: readonly string[],
  target: Target,
  declared: Declared,
  making: Making,
): { readonly columns: readonly Column[]; readonly key: ForeignKey } {
  const { dialect, dice } = making
  const names: string[] = []
  for (const { name } of target.columns) {
    const wanted = `${target.table.name}_${name}`.toLowerCase().replaceAll(/\W/g, '_')
    names.push([...taken, ...names].includes(wanted) ? columnName([...taken, ...names], dice) : wanted)
  }
  const onDelete = action(dialect, dice)
  const onUpdate = action(dialect, dice)
  return {
    columns: target.columns.map(({ type, collation }, at) => ({
      name: names[at] ?? '',
      type,
      nullable: true,
      ...(collation !== undefined && { collation }),
    })),
    key: {
      kind: 'foreignKey',
      name: partName('fk', declared, dice),
      columns: names,
      references: { table: target.table, columns: target.columns.map(({ name }) => name) },
      ...(onDelete !== undefined && { onDelete }),
      ...(onUpdate !== undefined && { onUpdate }),
      ...(dialect === 'postgres' &&
        onDelete === 'set null' &&
        dice.chance(20) && { onDeleteColumns: names.slice(0, 1) }),
      ...(dialect === 'postgres' && dice.chance(10) && { match: 'full' as const }),
      ...(dialect !== 'mysql' &&
        dice.chance(15) && {
          deferral: { deferrable: true, ...(dice.chance(50) && { initially: 'deferred' as const }) },
        }),
      ...(dialect === 'postgres' && dice.chance(10) && { notValid: true }),
      ...(dialect === 'postgres' && dice.chance(10) && { comment: comment(dice) }),
    },
  }
}

function action(dialect: DialectName, dice: Dice): ReferentialAction | undefined {
  if (dice.chance(50)) return undefined
  const all = ['cascade', 'set null', 'restrict', 'no action'] as const
  return dialect === 'mysql' ? dice.one(all) : dice.one([...all, 'set default'])
}
