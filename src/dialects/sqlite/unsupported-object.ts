import type { ObjectOperation } from '../../operations/object-operation.ts'
import type { ObjectReference, SchemaObject } from '../../schema/objects.ts'
import { UnsupportedOperationError } from '../errors.ts'

type ForeignType = Exclude<ObjectReference['type'], 'trigger'>

/** What SQLite has instead of an object that it has not. */
const insteadOf: Readonly<Record<ForeignType, readonly [what: string, hint: string]>> = {
  schema: ['schemas', 'Leave it out: what has no schema lives in the main database file.'],
  extension: ['extensions that a migration could create', 'Load extensions where the connection is made.'],
  sequence: [
    'sequences',
    'Number rows with t.integer().identity().primaryKey(), or keep a counter in a table.',
  ],
  enum: ['enum types', 'Use t.enum([…]) on the column: it becomes text with a check.'],
  composite: ['composite types', 'Use t.json(), or columns of their own.'],
  domain: ['domains', 'Write the type and its check on each column.'],
  view: ['materialized views', 'Use a plain view, or a table that the application fills.'],
  function: [
    'stored functions',
    'Register functions where the connection is made, or use a trigger or view.',
  ],
  procedure: ['stored procedures', 'Do the work in the application, or in a trigger.'],
  policy: ['row-level security', 'Use views, or check in the application.'],
  other: ['way to rename it', 'Drop it, and create it under its new name.'],
  grant: ['users and privileges', 'Guard the database file by the means of the operating system.'],
}

/** The error for an object that SQLite has none of. */
export function unsupportedObject(object: SchemaObject | ObjectReference): UnsupportedOperationError {
  const [what, hint] = insteadOf[object.type as ForeignType]
  const title = 'name' in object ? `${object.type} "${object.name}"` : object.type
  return new UnsupportedOperationError(
    'sqlite',
    `has no ${what}: ${title} has no place there`,
    onlyElse(hint),
  )
}

type ForeignOperation = Extract<
  ObjectOperation,
  {
    kind:
      | 'alterSequence'
      | 'alterPolicy'
      | 'alterDomain'
      | 'alterCompositeType'
      | 'addEnumValue'
      | 'renameEnumValue'
      | 'setRowSecurity'
      | 'validateConstraint'
      | 'renameConstraint'
      | 'renameIndex'
      | 'attachPartition'
      | 'detachPartition'
      | 'refreshView'
      | 'alterConstraint'
      | 'alterIndex'
      | 'alterView'
      | 'alterSchema'
      | 'alterExtension'
  }
>

/** The error for an operation on what SQLite has not. */
export function unsupportedOperation(operation: ForeignOperation): UnsupportedOperationError {
  const [what, hint] = explain(operation)
  return new UnsupportedOperationError('sqlite', what, onlyElse(hint))
}

function explain(operation: ForeignOperation): readonly [what: string, hint: string] {
  switch (operation.kind) {
    case 'alterSequence':
      return [`has no sequences, and "${operation.sequence.name}" is to be altered`, insteadOf.sequence[1]]
    case 'alterDomain':
      return [`has no domains, and "${operation.domain.name}" is to be altered`, insteadOf.domain[1]]
    case 'alterCompositeType':
      return [
        `has no composite types, and "${operation.compositeType.name}" is to be altered`,
        insteadOf.composite[1],
      ]
    case 'addEnumValue':
    case 'renameEnumValue':
      return [
        `has no enum types, and "${operation.enum.name}" is to be altered`,
        'Alter the type of each column that holds it: op.alterColumn(table, column, { type: t.enum([…]) }).',
      ]
    case 'alterPolicy':
    case 'setRowSecurity':
      return [
        `has no row-level security, which table "${operation.table.name}" is to get`,
        insteadOf.policy[1],
      ]
    case 'validateConstraint':
      return [
        `has no constraints that are not valid, and "${operation.name}" is to be validated`,
        'Leave notValid and this out: a rebuild checks every row.',
      ]
    case 'renameConstraint':
      return [
        `has no way to rename a constraint, and "${operation.name}" of "${operation.table.name}" would be`,
        'Drop it and add it under its new name, in one op.batch.',
      ]
    case 'renameIndex':
      return [
        `has no way to rename an index, and "${operation.name}" of "${operation.table.name}" would be`,
        'Drop it, and create it under its new name.',
      ]
    case 'attachPartition':
    case 'detachPartition':
      return [
        `has no partitions, and table "${operation.partition.name}" is to be one of "${operation.table.name}"`,
        'Keep the rows in one table.',
      ]
    case 'refreshView':
      return [`has no materialized views, and "${operation.view.name}" is to be refreshed`, insteadOf.view[1]]
    case 'alterConstraint':
      return [
        `has no way to alter a constraint, and "${operation.name}" of "${operation.table.name}" would be`,
        'Drop it and add it again, in one op.batch.',
      ]
    case 'alterIndex':
      return [
        `has no settings of an index, and "${operation.name}" of "${operation.table.name}" would get some`,
        'Leave it out.',
      ]
    case 'alterView':
      return [`has no options of a view, and "${operation.view.name}" would get some`, 'Leave it out.']
    case 'alterSchema':
      return [`has no schemas, and "${operation.name}" is to be altered`, insteadOf.schema[1]]
    case 'alterExtension':
      return [
        `has no extensions that a migration could alter, and "${operation.name}" is to be`,
        insteadOf.extension[1],
      ]
    default:
      return operation satisfies never
  }
}

function onlyElse(hint: string): string {
  return `${hint} Where other databases are to have it, ask op.dialect.`
}
