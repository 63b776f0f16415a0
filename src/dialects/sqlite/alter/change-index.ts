import type { CreateIndex, DropIndex } from '../../../operations/operation.ts'
import type { Index } from '../../../schema/model.ts'
import { createIndexText } from '../define/indexes.ts'
import { columnNamed, type Draft, translate } from '../draft.ts'
import { alreadyThere, noSuchIndex } from '../shape-errors.ts'
import { sameName } from '../tokenize.ts'

/** Adds an index, to be created with those that the table has. */
export function createIndexOn(draft: Draft, change: CreateIndex): Draft {
  const { name } = change.index
  if (draft.indexes.some((index) => sameName(index.name, name))) {
    if (change.ifNotExists) return draft
    throw alreadyThere(draft.table.name, `an index "${name}"`)
  }
  const sql = createIndexText({ name: draft.table.name }, withOldNames(draft, change.index))
  return { ...draft, indexes: [...draft.indexes, { name, sql }] }
}

function withOldNames(draft: Draft, index: Index): Index {
  const keys = index.keys.map((key) => ({
    ...key,
    ...(key.column === undefined ? {} : { column: columnNamed(draft, key.column).name }),
    ...(key.expression === undefined ? {} : { expression: translate(draft, key.expression) }),
  }))
  return { ...index, keys, ...(index.where === undefined ? {} : { where: translate(draft, index.where) }) }
}

/** Takes an index away; one that went along with its column is gone already. */
export function dropIndexFrom(draft: Draft, change: DropIndex): Draft {
  const indexes = draft.indexes.filter((index) => !sameName(index.name, change.name))
  const missing = indexes.length === draft.indexes.length
  if (missing && !change.ifExists && !draft.gone.some((name) => sameName(name, change.name))) {
    const known = draft.indexes.map((index) => index.name)
    throw noSuchIndex(draft.table.name, change.name, known)
  }
  return { ...draft, indexes }
}
