import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { DialectName } from '../../../src/schema/dialect-name.ts'
import type { Column } from '../../../src/schema/model.ts'
import { type Declared, isSameName } from '../declared.ts'
import type { Making } from '../make-parts.ts'

/** One change that somebody may make to what is declared. */
export interface Edit {
  readonly name: string
  /** Where it can be made; everywhere unless told. */
  readonly dialects?: readonly DialectName[]
  /** The schema after it; `undefined` where there is nothing that it could change. */
  readonly apply: (declared: Declared, making: Making) => Declared | undefined
}

/** Any table that holds columns of its own. */
export function anyTable({ tables }: Declared, { dice }: Making): TableDefinition | undefined {
  return dice.pick(tables.filter(({ table }) => table.columns.length > 0))
}

/** A table and one of its columns that fits. */
export function anyColumn(
  declared: Declared,
  { dice }: Making,
  fits: (column: Column, definition: TableDefinition) => boolean,
): { readonly definition: TableDefinition; readonly column: Column } | undefined {
  const found = declared.tables.flatMap((definition) =>
    definition.table.columns
      .filter((column) => fits(column, definition))
      .map((column) => ({ definition, column })),
  )
  return dice.pick(found)
}

/** The table with another column in the place of the one that has its name. */
export function withColumn(definition: TableDefinition, column: Column): TableDefinition {
  const columns = definition.table.columns.map((one) => (one.name === column.name ? column : one))
  return { ...definition, table: { ...definition.table, columns } }
}

export function isInPrimaryKey(column: Column, { table }: TableDefinition): boolean {
  return table.constraints.some((one) => one.kind === 'primaryKey' && one.columns.includes(column.name))
}

/** Whether a foreign key starts or ends at the column. */
export function isInForeignKey(column: Column, definition: TableDefinition, { tables }: Declared): boolean {
  const { table } = definition.table
  return tables.some((one) =>
    one.table.constraints.some(
      (key) =>
        key.kind === 'foreignKey' &&
        ((isSameName(one.table.table, table) && key.columns.includes(column.name)) ||
          (isSameName(key.references.table, table) && key.references.columns.includes(column.name))),
    ),
  )
}
