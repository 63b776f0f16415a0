import type { Routine } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { commentOf, commentStatement } from './comments.ts'
import { dollarQuoted } from './dollar-quote.ts'
import { ddl, identifier } from './identifier.ts'
import { quoted } from './literal.ts'
import { objectName, plain } from './object-name.ts'
import { settingName } from './settings.ts'

export function createRoutine(routine: Routine, verb = 'CREATE'): Sql {
  const { type, language, returns, body } = routine
  return join(
    [
      raw(`${verb} ${type.toUpperCase()}`),
      ddl`${plain(routine)}(${raw(routine.arguments)})`,
      returns === undefined ? undefined : raw(`RETURNS ${returns}`),
      ddl`LANGUAGE ${identifierOf(language ?? 'sql')}`,
      ...traits(routine).map(raw),
      ...Object.entries(routine.set ?? {}).map(([name, value]) => setting(name, value)),
      raw(isStandardBody(routine) ? body : `AS ${dollarQuoted(body)}`),
    ],
    ' ',
  )
}

/** A body that is read when the routine is made: it stands without quotes. PostgreSQL 14. */
export function isStandardBody({ language = 'sql', body }: Routine): boolean {
  return language.toLowerCase() === 'sql' && /^\s*(?:begin\s+atomic\b|return\b)/i.test(body)
}

/**
 * A routine with other arguments is another routine, and one with another result can't take the place of the first:
 * where that is known, the old one is dropped.
 */
export function replaceRoutine(routine: Routine, was: Routine | undefined): readonly Sql[] {
  const other = was !== undefined && (was.arguments !== routine.arguments || was.returns !== routine.returns)
  const comment =
    !other && routine.comment === undefined && was?.comment !== undefined
      ? [commentStatement(objectName(routine), null)]
      : commentOf(routine)
  if (other) return [ddl`DROP ${objectName(was)}`, createRoutine(routine), ...comment]
  return [createRoutine(routine, 'CREATE OR REPLACE'), ...comment]
}

function traits(routine: Routine): readonly string[] {
  const { volatility, strict, leakproof, securityDefiner, parallel, cost, rows } = routine
  return [
    ...(volatility === undefined ? [] : [volatility.toUpperCase()]),
    ...(strict === true ? ['STRICT'] : []),
    ...(leakproof === true ? ['LEAKPROOF'] : []),
    ...(securityDefiner === true ? ['SECURITY DEFINER'] : []),
    ...(parallel === undefined ? [] : [`PARALLEL ${parallel.toUpperCase()}`]),
    ...(cost === undefined ? [] : [`COST ${cost}`]),
    ...(rows === undefined ? [] : [`ROWS ${rows}`]),
  ]
}

/** A path is a list of names; anything else is one value. */
function setting(name: string, value: string): Sql {
  const isList = ['search_path', 'temp_tablespaces'].includes(name.toLowerCase())
  const items = isList ? (value.match(/"(?:[^"]|"")*"|[^\s,"]+/g) ?? ['']) : [value]
  const values = items.map((item) =>
    quoted(isList && item.startsWith('"') ? item.slice(1, -1).replaceAll('""', '"') : item),
  )
  return raw(`SET ${settingName(name)} TO ${values.join(', ')}`)
}

/** Languages are written as the user writes them, folded as PostgreSQL folds them. */
function identifierOf(language: string): Sql {
  return raw(identifier(language.toLowerCase()))
}
