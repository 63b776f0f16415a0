import type { TableDefinition } from '../../../schema/define-table.ts'
import type { CheckConstraint, Column, Constraint, MysqlTable } from '../../../schema/model.ts'
import type { View } from '../../../schema/objects.ts'
import { isSql } from '../../../schema/values.ts'
import type { Query } from '../../dialect.ts'
import { isReadOnly } from '../../driver-errors.ts'
import { ReadOnlyServerError } from '../../errors.ts'
import type { ColumnText } from '../column-text.ts'
import { type Flavour, flavourRules } from '../flavour.ts'
import { ddl, tableName } from '../identifier.ts'
import { textIn, textOrEmpty } from '../introspect/catalog-row.ts'
import { columnOf } from '../introspect/column.ts'
import { queryIn } from '../introspect/exact.ts'
import { schemataQuery, serverQuery } from '../introspect/queries.ts'
import { isNumeric } from '../introspect/type.ts'
import { parseTable, type TableText } from '../parse-table.ts'
import { ownText, withoutParentheses } from '../server-text.ts'
import { createTable } from '../tables.ts'
import { createView } from '../views.ts'

/** Makes what is declared beside what is there, to read how the server spells it. */
export class Planter {
  readonly #query: Query
  readonly #flavour: Flavour
  readonly #schema: string
  readonly #engine: string
  readonly #collation: string

  private constructor(
    query: Query,
    facts: {
      readonly flavour: Flavour
      readonly schema: string
      readonly engine: string
      readonly collation: string
    },
  ) {
    this.#query = query
    this.#flavour = facts.flavour
    this.#schema = facts.schema
    this.#engine = facts.engine
    this.#collation = facts.collation
  }

  static async open(query: Query): Promise<Planter> {
    const [server = {}] = await query(serverQuery)
    const schema = textOrEmpty(server, 'name')
    const flavour = /mariadb/i.test(textOrEmpty(server, 'version')) ? 'mariadb' : 'mysql'
    const [row = {}] = schema === '' ? [] : await query(schemataQuery([schema], flavour === 'mariadb'))
    return new Planter(query, {
      flavour,
      schema,
      engine: textOrEmpty(server, 'engine'),
      collation: textOrEmpty(row, 'collation'),
    })
  }

  /** Without the engine and the collation that a table has anyway. */
  withoutUsual({ table, indexes }: TableDefinition): TableDefinition {
    const { mysql, ...rest } = table
    const { engine, collation, ...others } = mysql ?? {}
    const isOwn = table.table.schema === undefined
    const kept: MysqlTable = {
      ...others,
      ...(engine !== undefined && engine.toLowerCase() !== this.#engine.toLowerCase() && { engine }),
      ...(collation !== undefined && !(isOwn && collation === this.#collation) && { collation }),
    }
    return { table: { ...rest, ...(Object.keys(kept).length > 0 && { mysql: kept }) }, indexes }
  }

  /** The table in the server's spelling; as it is where the server does not take it. */
  async table(declared: TableDefinition, actual: TableDefinition): Promise<TableDefinition> {
    const name = { name: `tsmig_settle_${crypto.randomUUID().replaceAll('-', '')}` }
    const text = await this.#shown(name.name, declared)
    return text === undefined ? declared : this.#merged(declared, parseTable(text), text, actual)
  }

  /** The view in the server's spelling; as it is where the server does not take it. */
  async view(declared: View): Promise<View> {
    const name = `tsmig_settle_${crypto.randomUUID().replaceAll('-', '')}`
    const { columns: _, ...rest } = declared
    const place = { name, ...(declared.schema !== undefined && { schema: declared.schema }) }
    try {
      await this.#query(createView({ ...declared, name }, {}).sql)
    } catch (error) {
      if (isReadOnly(error)) throw new ReadOnlyServerError(error)
      return declared
    }
    try {
      const [row = {}] = await this.#query(`SHOW CREATE VIEW ${tableName(place)}`)
      const text = queryIn(textOrEmpty(row, 'Create View'))
      return text === undefined
        ? declared
        : { ...rest, query: ownText(text, declared.schema ?? this.#schema) }
    } finally {
      await this.#query(ddl`DROP VIEW ${place}`.sql)
    }
  }

  /** SHOW CREATE TABLE of a temporary table like the declared one. */
  async #shown(name: string, { table }: TableDefinition): Promise<string | undefined> {
    const { collation, characterSet } = table.mysql ?? {}
    const mysql = {
      ...(collation !== undefined && { collation }),
      ...(characterSet !== undefined && { characterSet }),
    }
    const planted = { ...table, table: { name }, temporary: true, mysql } as const
    const constraints = table.constraints.map(withPlantedName).filter(({ kind }) => kind === 'check')
    try {
      for (const { sql } of createTable(
        {
          kind: 'createTable',
          table: { ...planted, constraints, columns: planted.columns.map(withoutCounter) },
        },
        flavourRules[this.#flavour],
      )) {
        await this.#query(sql)
      }
    } catch (error) {
      if (isReadOnly(error)) throw new ReadOnlyServerError(error)
      return undefined
    }
    try {
      const [row = {}] = await this.#query(ddl`SHOW CREATE TABLE ${{ name }}`.sql)
      return textIn(row, 'Create Table')
    } finally {
      await this.#query(ddl`DROP TEMPORARY TABLE ${{ name }}`.sql)
    }
  }

  #merged(
    { table, indexes }: TableDefinition,
    read: TableText,
    text: string,
    actual: TableDefinition,
  ): TableDefinition {
    const collation = /\) ENGINE=[\s\S]* COLLATE=(\w+)/.exec(text)?.[1]
    const { characterSet, ...others } = table.mysql ?? {}
    const found = collation ?? others.collation
    const mysql: MysqlTable = {
      ...others,
      ...(characterSet !== undefined && found === undefined && { characterSet }),
      ...(found !== undefined && found !== this.#collation && { collation: found }),
    }
    const { mysql: _, ...rest } = table
    return {
      table: {
        ...rest,
        columns: table.columns.map((one) => this.#column(one, read.columns.get(one.name), found, actual)),
        constraints: table.constraints.map((one, at) => this.#constraint(one, at, read)),
        ...(Object.keys(mysql).length > 0 && { mysql }),
      },
      indexes,
    }
  }

  #constraint(one: Constraint, at: number, read: TableText): Constraint {
    if (one.kind !== 'check') return one
    const text = read.checks.get(withPlantedName(one, at).name ?? '')
    return text === undefined ? one : this.#check(one, text)
  }

  #check(one: CheckConstraint, text: string): CheckConstraint {
    const condition = text.replace(/^CHECK\s*/i, '').replace(/\s*\/\*!\d+ NOT ENFORCED \*\/\s*$/, '')
    return { ...one, expression: withoutParentheses(ownText(condition, this.#schema)) }
  }

  #column(
    declared: Column,
    read: ColumnText | undefined,
    tableCollation: string | undefined,
    actual: TableDefinition,
  ): Column {
    if (read === undefined) return declared
    const check = read.rest.find((part) => /^CHECK\b/i.test(part))?.replace(/^CHECK\s*/i, '')
    const [, computed, kind] =
      /^GENERATED ALWAYS AS\s*(\([\s\S]*\))\s*(\w+)$/i.exec(read.generated ?? '') ?? []
    const found = columnOf(
      {
        name: declared.name,
        default_text: bareNumber(read),
        nullable: read.nullable ? 'YES' : 'NO',
        type: read.type,
        collation: read.collation ?? tableCollation,
        extra: [kind, read.onUpdate && `on update ${read.onUpdate}`].filter(Boolean).join(' '),
        computed,
      },
      {
        isMariadb: true,
        schema: this.#schema,
        collation: tableCollation,
        check: check === undefined ? undefined : withoutParentheses(ownText(check, this.#schema)),
      },
    )
    return mergedColumn(declared, found, actual)
  }
}

/** A constraint with a name to find it again by: the server's own would not be known. */
function withPlantedName(constraint: Constraint, at: number): Constraint {
  return { ...constraint, name: constraint.name ?? `tsmig_settle_${at}` }
}

/** MySQL shows numbers as strings. */
function bareNumber({ type, default: text }: ColumnText): string | undefined {
  return text !== undefined && isNumeric(type) ? text.replace(/^'([^']*)'$/, '$1') : text
}

/** A temporary table without keys takes no counter. */
function withoutCounter({ identity: _, ...column }: Column): Column {
  return column
}

function mergedColumn(declared: Column, found: Column, actual: TableDefinition): Column {
  const { default: value, collation: _, mysql, ...rest } = declared
  const read = isIllegible(value) ? value : found.default
  const before = actual.table.columns.find(({ name }) => name === declared.name)?.default
  const { onUpdate, check } = found.mysql ?? {}
  const settled = {
    ...(mysql?.invisible === true && { invisible: true as const }),
    ...(onUpdate !== undefined && { onUpdate }),
    ...(check !== undefined && { check }),
  }
  return {
    ...rest,
    // Labels are data: what the server shows of them can be poorer.
    type: declared.type.type === 'enum' ? declared.type : found.type,
    ...(read !== undefined && { default: typeof before === 'boolean' && isBit(read) ? read === 1 : read }),
    ...(found.generated !== undefined && { generated: found.generated }),
    ...(found.collation !== undefined && { collation: found.collation }),
    ...(Object.keys(settled).length > 0 && { mysql: settled }),
  }
}

function isBit(value: unknown): boolean {
  return value === 0 || value === 1
}

/** Whether SHOW CREATE TABLE may show it poorer than it is. */
function isIllegible(value: Column['default']): boolean {
  if (value === undefined || value === null || isSql(value)) return false
  return (
    value instanceof Uint8Array || (typeof value === 'string' && /[?\\\u{10000}-\u{10ffff}]/u.test(value))
  )
}
