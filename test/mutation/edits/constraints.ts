import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { Constraint, ForeignKey, Index } from '../../../src/schema/model.ts'
import { type Declared, isSameName, tableNamed, withTable } from '../declared.ts'
import { type Making, makeCheck, makeForeignKey, makeIndex, targetsIn } from '../make-parts.ts'
import { makeUnique, withForeignKey } from '../make-table.ts'
import { partName } from '../names.ts'
import { anyTable, type Edit } from './edit.ts'

/** What may become of constraints and indexes. */
export const constraintEdits: readonly Edit[] = [
  { name: 'addIndex', apply: addIndex },
  { name: 'dropIndex', apply: dropIndex },
  { name: 'changeIndex', apply: changeIndex },
  { name: 'addUnique', apply: (declared, making) => addConstraint(declared, making, makeUnique) },
  { name: 'addCheck', apply: (declared, making) => addConstraint(declared, making, makeCheck) },
  { name: 'changeCheck', apply: changeCheck },
  { name: 'addForeignKey', apply: addForeignKey },
  { name: 'changeForeignKey', apply: changeForeignKey },
  { name: 'dropConstraint', apply: dropConstraint },
  { name: 'dropPrimaryKey', apply: dropPrimaryKey },
  { name: 'addPrimaryKey', apply: addPrimaryKey },
  { name: 'moveColumnBetweenConstraints', apply: moveColumn },
]

function withIndexes(declared: Declared, definition: TableDefinition, indexes: readonly Index[]): Declared {
  return withTable(declared, { ...definition, indexes })
}

function addIndex(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  const index = found === undefined ? undefined : makeIndex(found, declared, making)
  if (found === undefined || index === undefined) return undefined
  return withIndexes(declared, found, [...found.indexes, index])
}

function anyIndex(
  { tables }: Declared,
  { dice }: Making,
): { readonly definition: TableDefinition; readonly index: Index } | undefined {
  return dice.pick(tables.flatMap((definition) => definition.indexes.map((index) => ({ definition, index }))))
}

function dropIndex(declared: Declared, making: Making): Declared | undefined {
  const found = anyIndex(declared, making)
  if (found === undefined) return undefined
  const { definition, index } = found
  return withIndexes(
    declared,
    definition,
    definition.indexes.filter((one) => one !== index),
  )
}

/** The name stays, and all else is another. */
function changeIndex(declared: Declared, making: Making): Declared | undefined {
  const found = anyIndex(declared, making)
  if (found === undefined) return undefined
  const { definition, index } = found
  const fresh = makeIndex(definition, declared, making)
  if (fresh === undefined) return undefined
  return withIndexes(
    declared,
    definition,
    definition.indexes.map((one) => (one === index ? { ...fresh, name: index.name } : one)),
  )
}

function withConstraints(
  declared: Declared,
  definition: TableDefinition,
  constraints: readonly Constraint[],
): Declared {
  return withTable(declared, { ...definition, table: { ...definition.table, constraints } })
}

function addConstraint(
  declared: Declared,
  making: Making,
  make: (definition: TableDefinition, declared: Declared, making: Making) => Constraint | undefined,
): Declared | undefined {
  const found = anyTable(declared, making)
  const constraint = found === undefined ? undefined : make(found, declared, making)
  if (found === undefined || constraint === undefined) return undefined
  return withConstraints(declared, found, [...found.table.constraints, constraint])
}

function anyConstraint<Kind extends Constraint['kind']>(
  { tables }: Declared,
  { dice }: Making,
  ...kinds: readonly Kind[]
):
  | { readonly definition: TableDefinition; readonly constraint: Constraint & { readonly kind: Kind } }
  | undefined {
  return dice.pick(
    tables.flatMap((definition) =>
      definition.table.constraints.flatMap((constraint) =>
        isOneOf(constraint, kinds) ? [{ definition, constraint }] : [],
      ),
    ),
  )
}

function isOneOf<Kind extends Constraint['kind']>(
  constraint: Constraint,
  kinds: readonly Kind[],
): constraint is Constraint & { readonly kind: Kind } {
  return kinds.some((kind) => kind === constraint.kind)
}

function replaced(
  declared: Declared,
  definition: TableDefinition,
  was: Constraint,
  ...constraints: readonly Constraint[]
): Declared {
  return withConstraints(
    declared,
    definition,
    definition.table.constraints.flatMap((one) => (one === was ? constraints : [one])),
  )
}

function changeCheck(declared: Declared, making: Making): Declared | undefined {
  const found = anyConstraint(declared, making, 'check')
  const fresh = found === undefined ? undefined : makeCheck(found.definition, declared, making)
  if (found === undefined || fresh === undefined) return undefined
  const { definition, constraint } = found
  const { name } = constraint
  return replaced(declared, definition, constraint, { ...fresh, ...(name !== undefined && { name }) })
}

function addForeignKey(declared: Declared, making: Making): Declared | undefined {
  const found = anyTable(declared, making)
  const target = making.dice.pick(targetsIn(declared))
  // A table of an engine without foreign keys takes them, and forgets them.
  if (found === undefined || target === undefined || found.table.mysql?.engine !== undefined) return undefined
  return withForeignKey(declared, found, target, making)
}

/** The same columns and target, with other options. */
function changeForeignKey(declared: Declared, making: Making): Declared | undefined {
  const found = anyConstraint(declared, making, 'foreignKey')
  if (found === undefined) return undefined
  const { definition, constraint } = found
  const target = targetsIn(declared).find((one) => isSameName(one.table, constraint.references.table))
  if (target === undefined) return undefined
  const { key } = makeForeignKey([], target, declared, making)
  const { name, columns, references } = constraint
  const { onDeleteColumns: _, ...rest } = key
  const fresh: ForeignKey = { ...rest, ...(name !== undefined && { name }), columns, references }
  return replaced(declared, definition, constraint, fresh)
}

function dropConstraint(declared: Declared, making: Making): Declared | undefined {
  const found = anyConstraint(declared, making, 'check', 'unique', 'foreignKey', 'exclude')
  if (found === undefined) return undefined
  const { definition, constraint } = found
  return replaced(
    withoutKeysOn(declared, definition, constraint),
    nowOf(declared, definition, constraint),
    constraint,
  )
}

function nowOf(declared: Declared, definition: TableDefinition, constraint: Constraint): TableDefinition {
  const rest = withoutKeysOn(declared, definition, constraint)
  return tableNamed(rest, definition.table.table) ?? definition
}

/** Foreign keys that point at a key go with it. */
function withoutKeysOn(declared: Declared, { table }: TableDefinition, key: Constraint): Declared {
  if (key.kind !== 'primaryKey' && key.kind !== 'unique') return declared
  const points = (one: Constraint) =>
    one.kind === 'foreignKey' &&
    isSameName(one.references.table, table.table) &&
    one.references.columns.join('\0') === key.columns.join('\0')
  return {
    ...declared,
    tables: declared.tables.map((one) =>
      one.table.constraints.some(points)
        ? {
            ...one,
            table: { ...one.table, constraints: one.table.constraints.filter((each) => !points(each)) },
          }
        : one,
    ),
  }
}

/** But where the database numbers the rows by it, or keeps them by it. */
function dropPrimaryKey(declared: Declared, making: Making): Declared | undefined {
  const found = anyConstraint(declared, making, 'primaryKey')
  if (found === undefined) return undefined
  const { definition, constraint } = found
  const isNumbered = definition.table.columns.some(({ identity }) => identity !== undefined)
  if ((isNumbered && making.dialect !== 'postgres') || definition.table.withoutRowid === true)
    return undefined
  // MariaDB makes such an index the key of the table, and then refuses that it is invisible.
  if (definition.indexes.some(({ unique, invisible }) => unique && invisible)) return undefined
  return replaced(
    withoutKeysOn(declared, definition, constraint),
    nowOf(declared, definition, constraint),
    constraint,
  )
}

function addPrimaryKey(declared: Declared, making: Making): Declared | undefined {
  const found = making.dice.pick(
    declared.tables.filter(
      ({ table }) =>
        !table.constraints.some(({ kind }) => kind === 'primaryKey') &&
        table.columns.some(({ name }) => name === 'id'),
    ),
  )
  if (found === undefined) return undefined
  return withConstraints(declared, found, [
    ...found.table.constraints,
    { kind: 'primaryKey', name: partName('pk', declared, making.dice), columns: ['id'] },
  ])
}

/** A unique constraint is over one column more, or one less. */
function moveColumn(declared: Declared, making: Making): Declared | undefined {
  const found = anyConstraint(declared, making, 'unique')
  if (found === undefined) return undefined
  const { definition, constraint } = found
  const fresh = makeUnique(definition, declared, making)
  if (fresh === undefined) return undefined
  const rest = withoutKeysOn(declared, definition, constraint)
  const now = tableNamed(rest, definition.table.table) ?? definition
  return replaced(rest, now, constraint, { ...constraint, columns: fresh.columns })
}
