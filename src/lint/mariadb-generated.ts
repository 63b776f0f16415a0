import type { Step } from './entry.ts'
import type { KnownColumn, KnownTable } from './known-schema.ts'

/**
 * What MariaDB does while writers wait because the table has generated columns, and does otherwise where it has none;
 * `undefined` where they make no difference. Measured on MariaDB 10.11.
 */
export function waitsForGenerated(step: Step, known: KnownTable): string | undefined {
  const indexed = virtualKeys(known)
  const beside = indexed[0] && `beside ${indexed[0]}, which is virtual and has an index`
  switch (step.kind) {
    case 'alterColumn': {
      const { nullable, generated, type } = step.to
      if (generated && !generated.stored && indexed.includes(step.column))
        return `${step.column}, which has an index, is computed otherwise`
      if (type !== undefined || nullable === undefined) return undefined
      if (nullable) return beside && `${step.column} becomes nullable ${beside}`
      const stored = [...known.columns].find(([, { generated }]) => generated?.stored)
      const why = stored === undefined ? beside : `beside ${stored[0]}, which is stored`
      return why && `${step.column} becomes NOT NULL ${why}`
    }
    case 'dropColumn': {
      // Alone, a virtual column goes with its index.
      if (isVirtual(known.columns.get(step.column)))
        return isUnique(known, step.column) ? `${step.column}, which is virtual and unique, goes` : undefined
      return beside && `${step.column} goes ${beside}`
    }
    case 'addColumn':
      return isVirtual(step.column) ? undefined : beside && `${step.column.name} is added ${beside}`
    case 'addConstraint':
      return step.constraint.kind === 'primaryKey' ? beside && `a primary key is added ${beside}` : undefined
    case 'alterTableOptions': {
      const { engine, rowFormat } = step.to.mysql ?? {}
      if (engine === undefined && rowFormat === undefined) return undefined
      return beside && `another ${engine === undefined ? 'row format' : 'engine'} ${beside}`
    }
    default:
      return undefined
  }
}

/** Virtual columns that stand in an index. */
function virtualKeys({ columns, indexes, constraints }: KnownTable): readonly string[] {
  const keys = new Set([
    ...indexes.flatMap(({ keys }) => keys.map(({ column }) => column)),
    ...constraints.flatMap((one) => (one.kind === 'unique' ? one.columns : [])),
  ])
  return [...columns].filter(([name, column]) => isVirtual(column) && keys.has(name)).map(([name]) => name)
}

function isVirtual(column: KnownColumn | undefined): boolean {
  return column?.generated?.stored === false
}

function isUnique({ indexes, constraints }: KnownTable, name: string): boolean {
  return (
    indexes.some(({ unique, keys }) => unique && keys.some(({ column }) => column === name)) ||
    constraints.some((one) => one.kind === 'unique' && one.columns.includes(name))
  )
}
