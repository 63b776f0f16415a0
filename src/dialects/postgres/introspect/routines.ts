import type { OtherObject, Routine } from '../../../schema/objects.ts'
import { plain } from '../object-name.ts'
import { type Catalog, firstOid } from './catalog.ts'
import type { Question } from './reader.ts'
import { numbersOf } from './relations.ts'

/** A function, a procedure or an aggregate as the catalog has it. */
export interface RoutineRow {
  readonly oid: number
  readonly name: string
  readonly schema: string
  readonly kind: 'f' | 'p' | 'a' | 'w'
  /** None where it went away meanwhile. */
  readonly arguments: string | null
  /** Its arguments as DROP and COMMENT ON take them. */
  readonly identity: string
  readonly returns: string | null
  readonly language: string
  /** What stands between the dollar quotes, or a body in standard SQL. */
  readonly body: string | null
  readonly volatility: 'i' | 's' | 'v'
  readonly strict: boolean
  readonly securityDefiner: boolean
  readonly leakproof: boolean
  readonly parallel: 's' | 'r' | 'u'
  readonly cost: number
  readonly rows: number
  readonly set: readonly string[] | null
  readonly returnsSet: boolean
  /** The whole statement, where there is more to it. */
  readonly definition: string | null
  /** What stands behind the name of an aggregate. */
  readonly aggregate: string | null
  readonly comment: string | null
}

export function routinesQuestion({ schemas, version }: Catalog): Question<RoutineRow> {
  const standard = version >= 140000 ? 'p.prosqlbody IS NOT NULL' : 'false'
  const sql = `SELECT p.oid, p.proname AS name, n.nspname AS schema, p.prokind AS kind,
  pg_get_function_arguments(p.oid) AS arguments, pg_get_function_identity_arguments(p.oid) AS identity,
  pg_get_function_result(p.oid) AS returns, l.lanname AS language,
  ${version >= 140000 ? `CASE WHEN ${standard} THEN pg_get_function_sqlbody(p.oid) ELSE p.prosrc END` : 'p.prosrc'} AS body,
  p.provolatile AS volatility, p.proisstrict AS strict, p.prosecdef AS "securityDefiner", p.proleakproof AS leakproof,
  p.proparallel AS parallel, p.procost AS cost, p.prorows AS rows, p.proconfig AS set, p.proretset AS "returnsSet",
  CASE WHEN p.prokind = 'w' OR p.prokind IN ('f', 'p') AND (l.lanname IN ('c', 'internal') OR p.protrftypes IS NOT NULL OR p.prosupport <> 0)
    THEN pg_get_functiondef(p.oid) END AS definition,
  CASE WHEN p.prokind = 'a' THEN concat_ws(', ', 'SFUNC = ' || a.aggtransfn::regproc, 'STYPE = ' || format_type(a.aggtranstype, NULL),
    'SSPACE = ' || nullif(a.aggtransspace, 0),
    'FINALFUNC = ' || nullif(a.aggfinalfn, 0)::regproc, CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
    CASE WHEN a.aggfinalfn <> 0 AND a.aggfinalmodify <> CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END THEN
      'FINALFUNC_MODIFY = ' || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
    'COMBINEFUNC = ' || nullif(a.aggcombinefn, 0)::regproc, 'SERIALFUNC = ' || nullif(a.aggserialfn, 0)::regproc,
    'DESERIALFUNC = ' || nullif(a.aggdeserialfn, 0)::regproc, 'INITCOND = ' || quote_literal(a.agginitval),
    'MSFUNC = ' || nullif(a.aggmtransfn, 0)::regproc, 'MINVFUNC = ' || nullif(a.aggminvtransfn, 0)::regproc,
    'MSTYPE = ' || format_type(nullif(a.aggmtranstype, 0), NULL), 'MSSPACE = ' || nullif(a.aggmtransspace, 0),
    'MFINALFUNC = ' || nullif(a.aggmfinalfn, 0)::regproc, CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
    CASE WHEN a.aggmfinalfn <> 0 AND a.aggmfinalmodify <> CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END THEN
      'MFINALFUNC_MODIFY = ' || CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
    'MINITCOND = ' || quote_literal(a.aggminitval),
    'SORTOP = ' || (SELECT format('OPERATOR(%I.%s)', sn.nspname, s.oprname) FROM pg_catalog.pg_operator s
      JOIN pg_catalog.pg_namespace sn ON sn.oid = s.oprnamespace WHERE s.oid = a.aggsortop),
    CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END,
    CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END) END AS aggregate,
  d.description AS comment
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0 AND d.objoid >= ${firstOid}
WHERE p.pronamespace IN (${numbersOf(schemas)}) AND p.oid >= ${firstOid}
  AND NOT (l.lanname = 'internal' AND EXISTS (SELECT FROM pg_catalog.pg_depend i
    WHERE i.classid = 'pg_catalog.pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i'))`
  return {
    what: 'functions',
    parts: [sql],
    title: `'function ' || quote_ident(q.schema) || '.' || quote_ident(q.name)`,
    isGone: (row) => row.arguments === null,
  }
}

const volatilities = { i: 'immutable', s: 'stable', v: undefined } as const
const parallels = { s: 'safe', r: 'restricted', u: undefined } as const

export function routineOf(row: RoutineRow, catalog: Catalog): Routine | OtherObject {
  if (row.aggregate !== null) return aggregateOf(row, row.aggregate, catalog)
  if (row.definition !== null) return definedOf(row, row.definition, catalog)
  const [volatility, parallel] = [volatilities[row.volatility], parallels[row.parallel]]
  const isProcedure = row.kind === 'p'
  return {
    type: isProcedure ? 'procedure' : 'function',
    ...catalog.named(row.schema, row.name),
    arguments: row.arguments ?? '',
    ...(row.returns !== null && { returns: row.returns }),
    language: row.language,
    body: row.body ?? '',
    ...(volatility !== undefined && { volatility }),
    ...(row.strict && { strict: true }),
    ...(row.securityDefiner && { securityDefiner: true }),
    ...(row.leakproof && { leakproof: true }),
    ...(parallel !== undefined && { parallel }),
    ...(!isProcedure && row.cost !== 100 && { cost: row.cost }),
    ...(!isProcedure && row.rows !== (row.returnsSet ? 1000 : 0) && { rows: row.rows }),
    ...(row.set !== null && { set: setOf(row.set) }),
    ...(row.comment !== null && { comment: row.comment }),
  }
}

function setOf(set: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    set.map((one) => {
      const at = one.indexOf('=')
      return [one.slice(0, at), one.slice(at + 1)]
    }),
  )
}

function aggregateOf(row: RoutineRow, body: string, catalog: Catalog): OtherObject {
  const name = catalog.named(row.schema, row.name)
  const signature = `${plain(name).sql}(${row.identity === '' ? '*' : row.identity})`
  return {
    type: 'other',
    what: 'aggregate',
    ...name,
    create: `CREATE AGGREGATE ${signature} (${body})`,
    drop: `DROP AGGREGATE ${signature}`,
    ...(row.comment !== null && { comment: row.comment }),
  }
}

function definedOf(row: RoutineRow, definition: string, catalog: Catalog): OtherObject {
  const name = catalog.named(row.schema, row.name)
  const what = row.kind === 'p' ? 'procedure' : 'function'
  return {
    type: 'other',
    what,
    ...name,
    create: definition.replace(/^CREATE OR REPLACE/, 'CREATE').trimEnd(),
    drop: `DROP ${what.toUpperCase()} ${plain(name).sql}(${row.identity})`,
    ...(row.comment !== null && { comment: row.comment }),
  }
}
