import { isDeepStrictEqual } from 'node:util'
import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type {
  Column,
  Constraint,
  PrimaryKey,
  TableName,
  UniqueConstraint,
} from '../../../src/schema/model.ts'
import { type Declared, isSameName, tableNamed, withTable } from '../declared.ts'
import { comment, isKeyable, isPlain, type Making, makeCheck, targetsIn } from '../make-parts.ts'
import { identityFor, makeUnique } from '../make-table.ts'
import { partName } from '../names.ts'
import { withoutColumn } from '../without.ts'
import { anyTable, type Edit } from './edit.ts'

type Key = PrimaryKey | UniqueConstraint

/** What may become of primary keys and unique constraints, and constraints that nobody named. */
export const keyEdits: readonly Edit[] = [
  { name: 'changeKeyIndex', dialects: ['postgres'], apply: changeKeyIndex },
  { name: 'changeKeyComment', dialects: ['postgres', 'mysql'], apply: changeKeyComment },
  { name: 'changeKeyDeferral', dialects: ['postgres'], apply: changeKeyDeferral },
  { name: 'changeKeyConflict', dialects: ['sqlite'], apply: changeKeyConflict },
  { name: 'widenPrimaryKey', apply: widenPrimaryKey },
  { name: 'cutPrimaryKey', dialects: ['mysql'], apply: cutPrimaryKey },
  { name: 'widenNumber', apply: widenNumber },
  { name: 'addNumberColumn', apply: addNumberColumn },
  { name: 'dropNumberColumn', apply: dropNumberColumn },
  { name: 'addUnnamedUnique', apply: (declared, making) => addUnnamed(declared, making, makeUnique) },
  { name: 'addUnnamedCheck', apply: (declared, making) => addUnnamed(declared, making, makeCheck) },
  { name: 'addUnnamedForeignKey', apply: addUnnamedForeignKey },
  { name: 'forgetName', apply: forgetName },
]

interface Found<Kind extends Constraint> {
  readonly definition: TableDefinition
  readonly constraint: Kind
}

function anyKey<Kind extends Key>(
  { tables }: Declared,
  { dice }: Making,
  isOne: (constraint: Constraint, definition: TableDefinition) => constraint is Kind,
): Found<Kind> | undefined {
  return dice.pick(
    tables.flatMap((definition) =>
      definition.table.constraints.flatMap((constraint) =>
        isOne(constraint, definition) ? [{ definition, constraint }] : [],
      ),
    ),
  )
}

function isKey(constraint: Constraint): constraint is Key {
  return constraint.kind === 'primaryKey' || constraint.kind === 'unique'
}

function isPrimaryKey(constraint: Constraint): constraint is PrimaryKey {
  return constraint.kind === 'primaryKey'
}

function replacing(
  declared: Declared,
  { definition, constraint }: Found<Constraint>,
  fresh: Constraint,
): Declared | undefined {
  if (isDeepStrictEqual(constraint, fresh)) return undefined
  const constraints = definition.table.constraints.map((one) => (one === constraint ? fresh : one))
  return withTable(declared, { ...definition, table: { ...definition.table, constraints } })
}

function changeKeyIndex(declared: Declared, making: Making): Declared | undefined {
  const { dice } = making
  const found = anyKey(declared, making, isKey)
  if (found === undefined) return undefined
  const { include, storage, ...rest } = found.constraint
  const spare = found.definition.table.columns.find(
    (column) => isPlain(column) && !rest.columns.includes(column.name),
  )
  return replacing(declared, found, {
    ...rest,
    ...(include === undefined && spare !== undefined && dice.chance(50) && { include: [spare.name] }),
    ...(storage === undefined && dice.chance(50) && { storage: { fillfactor: 70 } }),
  })
}

function changeKeyComment(declared: Declared, making: Making): Declared | undefined {
  const found = anyKey(declared, making, isKey)
  // MariaDB makes such an index the key of the table while that is made again.
  if (found?.definition.indexes.some(({ unique, invisible }) => unique && invisible) !== false)
    return undefined
  const { comment: was, ...rest } = found.constraint
  return replacing(declared, found, was === undefined ? { ...rest, comment: comment(making.dice) } : rest)
}

/** No foreign key points at one that may be broken for a while. */
function changeKeyDeferral(declared: Declared, making: Making): Declared | undefined {
  const found = anyKey(declared, making, isKey)
  if (found === undefined || isPointedAt(declared, found)) return undefined
  const { deferral: was, ...rest } = found.constraint
  const deferral = { deferrable: true, initially: making.dice.one(['immediate', 'deferred'] as const) }
  return replacing(declared, found, was === undefined ? { ...rest, deferral } : rest)
}

function isPointedAt({ tables }: Declared, { definition, constraint }: Found<Key>): boolean {
  return tables.some(({ table }) =>
    table.constraints.some(
      (one) =>
        one.kind === 'foreignKey' &&
        isSameName(one.references.table, definition.table.table) &&
        one.references.columns.every((name) => constraint.columns.includes(name)),
    ),
  )
}

function changeKeyConflict(declared: Declared, making: Making): Declared | undefined {
  const found = anyKey(declared, making, isKey)
  if (found === undefined) return undefined
  const { sqlite: was, ...rest } = found.constraint
  const isNumbered = found.definition.table.columns.some(({ identity }) => identity !== undefined)
  const [first] = rest.columns
  const sqlite = {
    onConflict: making.dice.one(['ignore', 'replace', 'rollback'] as const),
    ...(!isNumbered && first !== undefined && making.dice.chance(50) && { descending: [first] }),
  }
  return replacing(declared, found, was === undefined ? { ...rest, sqlite } : rest)
}

/** By another column that is never empty, or back to the number alone. */
function widenPrimaryKey(declared: Declared, making: Making): Declared | undefined {
  const { dialect } = making
  const found = anyKey(declared, making, isPrimaryKey)
  if (found === undefined || isPointedAt(declared, found)) return undefined
  const { definition, constraint } = found
  if (definition.table.columns.some(({ identity }) => identity !== undefined) && dialect === 'sqlite')
    return undefined
  const { keys: _, include: __, sqlite: ___, ...rest } = constraint
  if (constraint.columns.length > 1 && constraint.columns[0] === 'id')
    return replacing(declared, found, { ...rest, columns: ['id'] })
  const other = making.dice.pick(
    definition.table.columns.filter(
      (column) =>
        !column.nullable &&
        column.default === undefined &&
        isKeyable(column, dialect) &&
        !constraint.columns.includes(column.name),
    ),
  )
  if (other === undefined) return undefined
  return replacing(declared, found, { ...rest, columns: [...constraint.columns, other.name] })
}

/** With the beginning of a text. */
function cutPrimaryKey(declared: Declared, making: Making): Declared | undefined {
  const found = anyKey(declared, making, isPrimaryKey)
  if (found === undefined || isPointedAt(declared, found)) return undefined
  const { definition, constraint } = found
  const text = definition.table.columns.find(
    ({ type, nullable, name }) => type.type === 'varchar' && !nullable && !constraint.columns.includes(name),
  )
  if (text === undefined || constraint.keys !== undefined) return undefined
  const columns = [...constraint.columns, text.name]
  return replacing(declared, found, {
    ...constraint,
    columns,
    keys: columns.map((column) => (column === text.name ? { column, prefix: 6 } : { column })),
  })
}

/** A number, with the columns that refer to it. */
function widenNumber(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(
    declared.tables.filter(({ table }) =>
      table.columns.some(
        ({ name, type, identity }) =>
          name === 'id' && type.type === 'integer' && (identity === undefined || making.dialect !== 'sqlite'),
      ),
    ),
  )
  if (found === undefined) return undefined
  const widened: { readonly table: TableName; readonly column: string }[] = [
    { table: found.table.table, column: 'id' },
  ]
  for (const { table, column } of widened) {
    for (const one of declared.tables) {
      for (const key of one.table.constraints) {
        if (key.kind !== 'foreignKey' || !isSameName(key.references.table, table)) continue
        const own = key.columns[key.references.columns.indexOf(column)]
        const isKnown = widened.some((each) => each.column === own && isSameName(each.table, one.table.table))
        if (own !== undefined && !isKnown) widened.push({ table: one.table.table, column: own })
      }
    }
  }
  const isWidened = (table: TableName, name: string) =>
    widened.some((one) => one.column === name && isSameName(one.table, table))
  return {
    ...declared,
    tables: declared.tables.map((one) => ({
      ...one,
      table: {
        ...one.table,
        columns: one.table.columns.map((column) =>
          isWidened(one.table.table, column.name) ? { ...column, type: { type: 'bigint' } } : column,
        ),
      },
    })),
  }
}

/** A table without one gets a column by which its rows are numbered. */
function addNumberColumn(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(
    declared.tables.filter(
      ({ table }) =>
        !table.columns.some(({ name, identity }) => name === 'id' || identity !== undefined) &&
        !table.constraints.some(isPrimaryKey),
    ),
  )
  if (found === undefined) return undefined
  const column: Column = {
    name: 'id',
    type: { type: 'integer' },
    nullable: false,
    identity: identityFor(making),
  }
  const key: PrimaryKey = {
    kind: 'primaryKey',
    name: partName('pk', declared, making.dice),
    columns: ['id'],
  }
  return withTable(declared, {
    ...found,
    table: {
      ...found.table,
      columns: [...found.table.columns, column],
      constraints: [...found.table.constraints, key],
    },
  })
}

function dropNumberColumn(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(
    declared.tables.filter(
      ({ table, indexes }) =>
        table.columns.length > 2 &&
        table.columns.some(({ name }) => name === 'id') &&
        table.withoutRowid !== true &&
        !indexes.some(({ unique, invisible }) => unique && invisible),
    ),
  )
  if (found === undefined) return undefined
  return withoutColumn(declared, found.table.table, 'id')
}

function addUnnamed(
  declared: Declared,
  making: Making,
  make: (definition: TableDefinition, declared: Declared, making: Making) => Constraint | undefined,
): Declared | undefined {
  const found = anyTable(declared, making)
  const made = found === undefined ? undefined : make(found, declared, making)
  if (found === undefined || made === undefined) return undefined
  const { name: _, ...constraint } = made
  // Two that say the same can't be told apart.
  if (found.table.constraints.some((one) => isAlike(one, constraint))) return undefined
  return withTable(declared, {
    ...found,
    table: { ...found.table, constraints: [...found.table.constraints, constraint] },
  })
}

function isAlike({ name: _, ...one }: Constraint, other: Constraint): boolean {
  return isDeepStrictEqual(one, other)
}

/** From a column that is there to its like. */
function addUnnamedForeignKey(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  const target = making.dice.pick(targetsIn(declared).filter(({ columns }) => columns.length === 1))
  const [wanted] = target?.columns ?? []
  if (found === undefined || target === undefined || wanted === undefined) return undefined
  if (found.table.mysql?.engine !== undefined || found.table.columns.some(({ name }) => name === 'alike'))
    return undefined
  const { name, type, collation } = wanted
  return withTable(declared, {
    ...found,
    table: {
      ...found.table,
      columns: [
        ...found.table.columns,
        { name: 'alike', type, nullable: true, ...(collation !== undefined && { collation }) },
      ],
      constraints: [
        ...found.table.constraints,
        { kind: 'foreignKey', columns: ['alike'], references: { table: target.table, columns: [name] } },
      ],
    },
  })
}

/** A constraint is declared without its name: it keeps the one that it has. */
function forgetName(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  const constraint =
    found && making.dice.pick(found.table.constraints.filter((one) => one.name !== undefined))
  if (found === undefined || constraint === undefined) return undefined
  const now = tableNamed(declared, found.table.table)
  if (now?.table.constraints.some((one) => one !== constraint && isAlike(one, withoutName(constraint))))
    return undefined
  const forgetting = replacing(declared, { definition: found, constraint }, withoutName(constraint))
  const { name } = constraint
  if (forgetting === undefined || name === undefined) return undefined
  return { ...forgetting, forgotten: [...(declared.forgotten ?? []), name] }
}

function withoutName({ name: _, ...constraint }: Constraint): Constraint {
  return constraint
}
