import type { CreateIndex, DropIndex } from '../../operations/operation.ts'
import type { Index, IndexKey } from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import type { TableDraft } from './draft.ts'
import type { FlavourRules } from './flavour.ts'
import { guardOf } from './guard.ts'
import { ddl } from './identifier.ts'
import { commentText } from './quote.ts'
import { refuseParts, unsupported } from './unsupported.ts'

/** `concurrently` is LOCK=NONE: rows can be written meanwhile, or the server says that they can't. */
export function createIndex(operation: CreateIndex, draft: TableDraft): readonly Sql[] {
  const { table, index, ifNotExists, concurrently } = operation
  if (ifNotExists === true && draft.hasIndex(index.name)) return []
  draft.addIndex(index.name)
  const guard = guardOf('IF NOT EXISTS', ifNotExists, draft, 'an index')
  const { kind, method, keys, comment } = indexParts(index, draft.rules)
  return [
    join(
      [
        ddl`CREATE ${raw(kind)}INDEX ${guard}${index.name}`,
        method,
        ddl`ON ${table} (${keys})`,
        comment,
        concurrently === true ? raw('LOCK = NONE') : undefined,
      ],
      ' ',
    ),
  ]
}

/** An index as it stands in CREATE TABLE. */
export function indexClause(index: Index, rules: FlavourRules): Sql {
  const { kind, method, keys, comment } = indexParts(index, rules)
  return join([ddl`${raw(kind)}INDEX ${index.name}`, method, ddl`(${keys})`, comment], ' ')
}

export function dropIndex(operation: DropIndex, draft: TableDraft | undefined): readonly Sql[] {
  const { name, table, ifExists, concurrently } = operation
  if (table === undefined || draft === undefined) {
    throw unsupported(
      `drops an index from its table, and the table of ${name} is not told`,
      `Name it: op.dropIndex('${name}', { table: … }).`,
    )
  }
  if (ifExists === true && draft.isKnown && !draft.hasIndex(name)) return []
  draft.dropConstraint(name)
  const guard = guardOf('IF EXISTS', ifExists, draft, 'an index')
  const lock = raw(concurrently === true ? ', LOCK = NONE' : '')
  return [ddl`ALTER TABLE ${table} DROP INDEX ${guard}${name}${lock}`]
}

interface IndexParts {
  /** With a space behind it, or empty. */
  readonly kind: string
  readonly method: Sql | undefined
  readonly keys: Sql
  readonly comment: Sql | undefined
}

function indexParts(index: Index, rules: FlavourRules): IndexParts {
  const { name, unique, where, include, nullsNotDistinct, storage, tablespace, comment } = index
  refuseParts(`the index ${name}`, {
    'partial indexes': where,
    'INCLUDE columns': include,
    'NULLS NOT DISTINCT': nullsNotDistinct,
    'storage parameters of an index': storage,
    'tablespaces of an index': tablespace,
  })
  const method = index.method?.toLowerCase()
  const isKind = method === 'fulltext' || method === 'spatial'
  if (method !== undefined && !isKind && method !== 'btree' && method !== 'hash') {
    throw unsupported(`has no index method ${method}`, 'Use btree, hash, fulltext or spatial.')
  }
  if (isKind && unique === true) {
    throw unsupported(`has no unique ${method} index`, 'Leave `unique` or `method` out.')
  }
  return {
    kind: isKind ? `${method.toUpperCase()} ` : unique === true ? 'UNIQUE ' : '',
    method: method === undefined || isKind ? undefined : raw(`USING ${method.toUpperCase()}`),
    keys: join(index.keys.map((one) => keyText(name, one, rules))),
    comment: comment === undefined ? undefined : raw(`COMMENT ${commentText(comment)}`),
  }
}

/** `name(10)`, where a number stands for an argument, is a column with the length of its prefix. */
const prefix = /^\s*(?:`((?:[^`]|``)+)`|([\w$]+))\s*\(\s*(\d+)\s*\)\s*$/

function keyText(index: string, key: IndexKey, rules: FlavourRules): Sql {
  const { order, nulls, collation, operatorClass } = key
  refuseParts(`the index ${index}`, {
    'place for NULLs in an index': nulls,
    'collation of its own for an index': collation,
    'operator classes': operatorClass,
  })
  return join([keyed(index, key, rules), order === undefined ? undefined : raw(order.toUpperCase())], ' ')
}

function keyed(index: string, { column, expression: text = '' }: IndexKey, rules: FlavourRules): Sql {
  if (column !== undefined) return ddl`${column}`
  const [, quoted, plain, length] = prefix.exec(text) ?? []
  const name = quoted?.replaceAll('``', '`') ?? plain
  if (name !== undefined) return ddl`${name}(${raw(length ?? '')})`
  if (rules.expressionKeys) return ddl`(${expression(text)})`
  throw unsupported(
    `has no indexes on expressions, and the index ${index} has one`,
    'Add a generated column with the expression, and index that.',
  )
}
