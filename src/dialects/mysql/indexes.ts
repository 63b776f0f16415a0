import type { AlterIndex } from '../../operations/alterations.ts'
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
  draft.addIndex(index.name, wholeColumns(index))
  const guard = guardOf('IF NOT EXISTS', ifNotExists, draft, 'an index')
  const { kind, method, keys, others } = indexParts(index, draft.rules)
  return [
    join(
      [
        ddl`CREATE ${raw(kind)}INDEX ${guard}${index.name}`,
        method,
        ddl`ON ${table} (${keys})`,
        others,
        concurrently === true ? raw('LOCK = NONE') : undefined,
      ],
      ' ',
    ),
  ]
}

/** Whether the server makes use of it. */
export function alterIndex({ table, name, to }: AlterIndex, rules: FlavourRules): readonly Sql[] {
  refuseParts(`the index ${name}`, {
    'storage parameters of an index': to.storage,
    'tablespaces of an index': to.tablespace,
  })
  if (to.invisible === undefined) return []
  const [seen, unseen] = rules.visibility
  return [ddl`ALTER TABLE ${table} ALTER INDEX ${name} ${raw(to.invisible ? unseen : seen)}`]
}

/** An index as it stands in CREATE TABLE. */
export function indexClause(index: Index, rules: FlavourRules): Sql {
  const { kind, method, keys, others } = indexParts(index, rules)
  return join([ddl`${raw(kind)}INDEX ${index.name}`, method, ddl`(${keys})`, others], ' ')
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
  const instead = indexesInstead(name, draft)
  const guard = guardOf('IF EXISTS', ifExists, draft, 'an index')
  const lock = concurrently === true ? [raw('LOCK = NONE')] : []
  const actions = [ddl`DROP INDEX ${guard}${name}`, ...instead, ...lock]
  return [ddl`ALTER TABLE ${table} ${join(actions)}`]
}

/**
 * Takes an index out of the draft, and adds those that the server would make for the foreign keys that made use of it:
 * it drops no index that a foreign key needs.
 */
export function indexesInstead(name: string, draft: TableDraft): readonly Sql[] {
  const needed = draft.foreignKeysOn(name)
  draft.dropConstraint(name)
  return needed.map(([key, columns]) => {
    const isFree = !draft.hasIndex(key)
    if (isFree) draft.addIndex(key, columns)
    return isFree ? ddl`ADD INDEX ${key} (${columns})` : ddl`ADD INDEX (${columns})`
  })
}

/** The columns that the index holds whole, up to the first that it doesn't. */
function wholeColumns({ keys }: Index): readonly string[] {
  const end = keys.findIndex(({ column, prefix: length }) => column === undefined || length !== undefined)
  return (end === -1 ? keys : keys.slice(0, end)).flatMap(({ column }) => column ?? [])
}

interface IndexParts {
  /** With a space behind it, or empty. */
  readonly kind: string
  readonly method: Sql | undefined
  readonly keys: Sql
  /** What stands behind the keys. */
  readonly others: Sql
}

function indexParts(index: Index, rules: FlavourRules): IndexParts {
  const { name, unique, where, include, nullsNotDistinct, storage, tablespace, comment, invisible } = index
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
    keys: keysText(`the index ${name}`, index.keys, rules),
    others: join(
      [
        comment === undefined ? undefined : raw(`COMMENT ${commentText(comment)}`),
        invisible === true ? raw(rules.visibility[1]) : undefined,
      ],
      ' ',
    ),
  }
}

/** `name(10)`, where a number stands for an argument, is a column with the length of its prefix. */
const prefix = /^\s*(?:`((?:[^`]|``)+)`|([\w$]+))\s*\(\s*(\d+)\s*\)\s*$/

/** The keys of an index, or of a primary key, between their parentheses. */
export function keysText(owner: string, keys: readonly IndexKey[], rules: FlavourRules): Sql {
  return join(keys.map((one) => keyText(owner, one, rules)))
}

function keyText(owner: string, key: IndexKey, rules: FlavourRules): Sql {
  const { order, nulls, collation, operatorClass } = key
  refuseParts(owner, {
    'place for NULLs in an index': nulls,
    'collation of its own for an index': collation,
    'operator classes': operatorClass,
  })
  return join([keyed(owner, key, rules), order === undefined ? undefined : raw(order.toUpperCase())], ' ')
}

function keyed(
  owner: string,
  { column, prefix: length, expression: text = '' }: IndexKey,
  rules: FlavourRules,
): Sql {
  if (column !== undefined)
    return length === undefined ? ddl`${column}` : ddl`${column}(${raw(String(length))})`
  const [, quoted, plain, characters] = prefix.exec(text) ?? []
  const name = quoted?.replaceAll('``', '`') ?? plain
  if (name !== undefined) return ddl`${name}(${raw(characters ?? '')})`
  if (rules.expressionKeys) return ddl`(${expression(text)})`
  throw unsupported(
    `has no indexes on expressions, and ${owner} has one`,
    'Add a generated column with the expression, and index that.',
  )
}
