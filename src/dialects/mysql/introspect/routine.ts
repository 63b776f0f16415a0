import type { MysqlRoutine, OtherObject, Routine, Trigger } from '../../../schema/objects.ts'
import { identifier, tableName } from '../identifier.ts'
import { createRoutine } from '../routines.ts'
import { type Row, sortedByNumber, textIn, textOrEmpty } from './catalog-row.ts'
import { nameIn } from './table.ts'

/** A function or procedure by its row, its parameters and its body. */
export function routineOf(
  row: Row,
  parameters: readonly Row[],
  body: string,
  own: string | undefined,
): Routine {
  const schema = textOrEmpty(row, 'schema')
  const surroundings = textIn(row, 'surroundings')
  const isProcedure = textOrEmpty(row, 'type') === 'PROCEDURE'
  const comment = textOrEmpty(row, 'comment')
  return {
    type: isProcedure ? 'procedure' : 'function',
    ...nameIn(schema, textOrEmpty(row, 'name'), own),
    arguments: sortedByNumber(parameters, 'place')
      .map((one) => parameterText(one, surroundings))
      .join(', '),
    ...(!isProcedure && { returns: typed(row, 'returns', surroundings) }),
    ...conduct(row, isProcedure),
    body,
    ...(comment !== '' && { comment }),
  }
}

function parameterText(row: Row, surroundings: string | undefined): string {
  const mode = textOrEmpty(row, 'mode')
  const words = mode === 'IN' || mode === '' ? '' : `${mode} `
  return `${words}${identifier(textOrEmpty(row, 'name'))} ${typed(row, 'type', surroundings)}`
}

/** The type with the collation that it has, where that is not the database's. */
function typed(row: Row, column: string, surroundings: string | undefined): string {
  const collation = textIn(row, 'collation')
  const charset = textIn(row, 'charset')
  const type = textOrEmpty(row, column)
  if (collation === undefined || charset === undefined || collation === surroundings) return type
  return `${type} CHARSET ${charset} COLLATE ${collation}`
}

/** What a routine does with data, in the model's words where they say it. */
function conduct(row: Row, isProcedure: boolean): Pick<Routine, 'volatility' | 'mysql'> {
  const deterministic = textOrEmpty(row, 'is_deterministic') === 'YES'
  const use = textOrEmpty(row, 'data_use').toLowerCase()
  const security = textOrEmpty(row, 'security') === 'INVOKER' ? ({ security: 'invoker' } as const) : {}
  const volatility = isProcedure ? undefined : volatilityOf(deterministic, use)
  const mysql: MysqlRoutine = {
    ...(volatility === undefined && deterministic && { deterministic: true }),
    ...(volatility === undefined && isDataUse(use) && { dataUse: use }),
    ...security,
  }
  return {
    ...(volatility !== undefined && { volatility }),
    ...(Object.keys(mysql).length > 0 && { mysql }),
  }
}

/** The model's own word for what a function does, where it has one. */
export function volatilityOf(deterministic: boolean, use: string | undefined): Routine['volatility'] {
  return volatilities[`${deterministic} ${use}`]
}

const volatilities: Readonly<Record<string, NonNullable<Routine['volatility']>>> = {
  'true no sql': 'immutable',
  'false reads sql data': 'stable',
  'false modifies sql data': 'volatile',
}

function isDataUse(use: string): use is NonNullable<MysqlRoutine['dataUse']> {
  return use === 'no sql' || use === 'reads sql data' || use === 'modifies sql data'
}

/** A trigger by its row and its body; `follows` is the one of the same moment that runs before it. */
export function triggerOf(
  row: Row,
  body: string,
  follows: string | undefined,
  own: string | undefined,
): Trigger {
  const event = textOrEmpty(row, 'event').toLowerCase()
  return {
    type: 'trigger',
    name: textOrEmpty(row, 'name'),
    table: nameIn(textOrEmpty(row, 'schema'), textOrEmpty(row, 'table_name'), own),
    timing: textOrEmpty(row, 'timing') === 'BEFORE' ? 'before' : 'after',
    events: [event === 'update' || event === 'delete' ? event : 'insert'],
    forEach: 'row',
    body,
    ...(follows !== undefined && { follows }),
  }
}

/** An aggregate function of MariaDB, by the statements that make it and take it away. */
export function aggregateOf(routine: Routine): OtherObject {
  const { name, schema } = routine
  const place = { name, ...(schema !== undefined && { schema }) }
  const text = createRoutine(routine, {}).sql
  return {
    type: 'other',
    what: 'aggregate function',
    ...place,
    create: text.replace(/^CREATE FUNCTION/, 'CREATE AGGREGATE FUNCTION'),
    drop: `DROP FUNCTION ${tableName(place)}`,
  }
}
