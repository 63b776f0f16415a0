import type { CreateIndex, DropIndex } from '../../operations/operation.ts'
import type { IndexKey, TableName } from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { ddl } from './identifier.ts'
import { quoted } from './literal.ts'
import { settings } from './settings.ts'

export function createIndex({ table, index, ifNotExists, concurrently }: CreateIndex): readonly Sql[] {
  const { name, keys, unique, where, method, include, nullsNotDistinct, storage, tablespace, comment } = index
  return [
    join(
      [
        raw(unique === true ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX'),
        raw(concurrently === true ? 'CONCURRENTLY' : ''),
        raw(ifNotExists === true ? 'IF NOT EXISTS' : ''),
        ddl`${name} ON ${table}`,
        method === undefined ? undefined : ddl`USING ${method}`,
        ddl`(${join(keys.map(indexKey))})`,
        include === undefined ? undefined : ddl`INCLUDE (${include})`,
        nullsNotDistinct === true ? raw('NULLS NOT DISTINCT') : undefined,
        storage === undefined ? undefined : ddl`WITH ${settings(storage)}`,
        tablespace === undefined ? undefined : ddl`TABLESPACE ${tablespace}`,
        where === undefined ? undefined : ddl`WHERE ${raw(where)}`,
      ],
      ' ',
    ),
    ...(comment === undefined ? [] : [indexComment(name, table, comment)]),
  ]
}

function indexComment(name: string, { schema }: TableName, comment: string): Sql {
  const index = schema === undefined ? { name } : { name, schema }
  return ddl`COMMENT ON INDEX ${index} IS ${raw(quoted(comment))}`
}

/** An index lives in the schema of its table. */
export function dropIndex({ name, table, schema, ifExists, concurrently }: DropIndex): readonly Sql[] {
  const place = table?.schema ?? schema
  return [
    join(
      [
        raw('DROP INDEX'),
        raw(concurrently === true ? 'CONCURRENTLY' : ''),
        raw(ifExists === true ? 'IF EXISTS' : ''),
        ddl`${{ name, ...(place === undefined ? {} : { schema: place }) }}`,
      ],
      ' ',
    ),
  ]
}

/** `gin_trgm_ops`, with its schema where it has one, and with options: `gist_trgm_ops (siglen=32)`. */
function classText(operatorClass: string): Sql {
  const [, first = operatorClass, second, options] =
    /^("(?:[^"]|"")+"|[^".(]+?)(?:\.("(?:[^"]|"")+"|[^".(]+?))?\s*(\(.*\))?$/s.exec(operatorClass) ?? []
  const name =
    second === undefined ? ddl`${bare(first)}` : ddl`${{ schema: bare(first), name: bare(second) }}`
  return join([name, raw(options ?? '')], ' ')
}

function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}

/** A key as in CREATE INDEX. */
export function indexKey(key: IndexKey): Sql {
  const { column, order, nulls, collation, operatorClass } = key
  return join(
    [
      column === undefined ? ddl`(${expression(key.expression ?? '')})` : ddl`${column}`,
      collation === undefined ? undefined : ddl`COLLATE ${collation}`,
      operatorClass === undefined ? undefined : classText(operatorClass),
      order === undefined ? undefined : raw(order.toUpperCase()),
      nulls === undefined ? undefined : raw(`NULLS ${nulls.toUpperCase()}`),
    ],
    ' ',
  )
}
