import type { Identity } from '../../../schema/model.ts'
import { UnsupportedOperationError } from '../../errors.ts'
import { autoincrement } from '../define/column.ts'
import { conflictText } from '../define/constraint.ts'
import { type ColumnDefinition, primaryKeyOf, type TableDefinition } from '../definition.ts'
import { columnNamed, type Draft, replaceColumn } from '../draft.ts'
import { sameName } from '../tokenize.ts'
import { isIntegerType, readType } from '../types.ts'
import { dropConstraintsOf } from './change-constraint.ts'

/**
 * Makes a column AUTOINCREMENT, or takes that away (`null`) and leaves the primary key. Only a whole number that alone
 * is the primary key can be numbered: one that is none yet waits for it. A table that is numbered already goes on
 * where it is.
 */
export function alterIdentity(before: Draft, name: string, identity: Identity | null | undefined): Draft {
  if (identity === undefined) return before
  const draft = identity === null ? withoutWaiting(before, name) : before
  const column = draft.definition.columns.find((one) => one.name === name)
  const key = primaryKeyOf(draft.definition)
  if (identity !== null && key === undefined) return { ...draft, waiting: { column: name, identity } }
  const numbered = key?.autoincrement === true && isKey(draft.definition, name)
  if (column === undefined || numbered === (identity !== null)) return draft
  const keyName = key?.name === undefined ? {} : { name: key.name }
  const details = key?.constraint.kind === 'primaryKey' ? key.constraint.sqlite : undefined
  const clause =
    identity === null
      ? ({
          kind: 'constraint',
          ...keyName,
          constraint: {
            kind: 'primaryKey',
            columns: [name],
            ...keyName,
            ...(details !== undefined && { sqlite: details }),
          },
          text: `PRIMARY KEY${conflictText(details?.onConflict)}`,
        } as const)
      : autoincrement({ name, type: readType(column.type) }, identity, {
          strict: draft.definition.strict,
          ...(isKey(draft.definition, name) ? { key: 'whole' as const } : {}),
          ...(key?.name === undefined ? {} : { keyName: key.name }),
          ...(details === undefined ? {} : { keyDetails: details }),
        })
  if (identity !== null && draft.definition.withoutRowid) throw noRowid(draft, name)
  const { gone } = draft
  const without = { ...dropConstraintsOf(draft, (one) => one === key), gone }
  const bare: ColumnDefinition = columnNamed(without, currentNameOf(without, name))
  const type = isIntegerType(readType(bare.type)) ? 'INTEGER' : bare.type
  const altered = replaceColumn(without, { ...bare, type, clauses: [...bare.clauses, clause] })
  const start = identity?.start
  return start === undefined ? altered : { ...altered, firstNumber: Number(start) }
}

function withoutWaiting({ waiting, ...draft }: Draft, name: string): Draft {
  return waiting === undefined || waiting.column === name ? draft : { ...draft, waiting }
}

/** The table whose primary key has come, with the numbering that waited for it. */
export function numberWaiting(draft: Draft): Draft {
  const { waiting, ...rest } = draft
  if (waiting === undefined || primaryKeyOf(draft.definition) === undefined) return draft
  if (waiting.isOptional && !isKey(draft.definition, waiting.column)) return draft
  return alterIdentity(rest, waiting.column, waiting.identity)
}

/** Throws where a column still waits for a primary key. */
export function refuseWaiting({ definition, waiting }: Draft): void {
  const column = definition.columns.find(({ name }) => name === waiting?.column)
  if (waiting === undefined || waiting.isOptional || column === undefined) return
  autoincrement({ name: column.name, type: readType(column.type) }, waiting.identity, definition)
}

function currentNameOf(draft: Draft, name: string): string {
  return draft.renames.findLast((rename) => sameName(rename.column, name))?.to ?? name
}

function isKey(definition: TableDefinition, name: string): boolean {
  const key = primaryKeyOf(definition)?.constraint
  const columns = key?.kind === 'primaryKey' ? key.columns : []
  return columns.length === 1 && columns.every((column) => sameName(column, name))
}

function noRowid(draft: Draft, column: string): UnsupportedOperationError {
  return new UnsupportedOperationError(
    'sqlite',
    `can't number the rows of a table WITHOUT ROWID, and "${draft.table.name}"."${column}" is to be numbered`,
    'Leave the identity out, or make the table anew with a rowid.',
  )
}
