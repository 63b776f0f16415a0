/** A kind of thing that there are no statements for. */
interface Unspoken {
  readonly what: string
  /** By which number extensions know its catalog. */
  readonly catalog: number
  readonly table: string
  /** The column that its name stands in, or an SQL expression. */
  readonly name: string
  readonly where: string
  /** The column that tells its schema. */
  readonly namespace?: string
}

/** Things that there are no statements for yet: they are told of, not passed over. */
export function unspokenSql(list: string): readonly string[] {
  const inSchemas = (what: string, catalog: number, table: string, prefix: string, and = ''): string => {
    const namespace = `${prefix}namespace`
    return unspoken({
      what,
      catalog,
      table,
      name: `${prefix}name`,
      where: `${namespace} IN (${list})${and}`,
      namespace,
    })
  }
  return [
    inSchemas('foreign table', 1259, 'pg_class', 'rel', " AND relkind = 'f'"),
    inSchemas('operator class', 2616, 'pg_opclass', 'opc'),
    inSchemas('operator family', 2753, 'pg_opfamily', 'opf'),
    inSchemas('conversion', 2607, 'pg_conversion', 'con'),
    inSchemas('text search configuration', 3602, 'pg_ts_config', 'cfg'),
    inSchemas('text search dictionary', 3600, 'pg_ts_dict', 'dict'),
    inSchemas('text search parser', 3601, 'pg_ts_parser', 'prs'),
    inSchemas('text search template', 3764, 'pg_ts_template', 'tmpl'),
    inSchemas('shell type', 1247, 'pg_type', 'typ', ' AND NOT typisdefined'),
  ]
}

/** The same of what is in no schema; what initdb made has low numbers. */
export const unspokenOutside = [
  unspoken({ what: 'publication', catalog: 6104, table: 'pg_publication', name: 'pubname', where: 'true' }),
  unspoken({
    what: 'foreign data wrapper',
    catalog: 2328,
    table: 'pg_foreign_data_wrapper',
    name: 'fdwname',
    where: 'true',
  }),
  unspoken({
    what: 'foreign server',
    catalog: 1417,
    table: 'pg_foreign_server',
    name: 'srvname',
    where: 'true',
  }),
  unspoken({ what: 'access method', catalog: 2601, table: 'pg_am', name: 'amname', where: 'oid >= 16384' }),
  unspoken({ what: 'language', catalog: 2612, table: 'pg_language', name: 'lanname', where: 'oid >= 16384' }),
  unspoken({
    what: 'transform',
    catalog: 3576,
    table: 'pg_transform',
    name: "format_type(trftype, NULL) || ' for ' || (SELECT lanname FROM pg_catalog.pg_language l WHERE l.oid = trflang)",
    where: 'true',
  }),
] as const

function unspoken({ what, catalog, table, name, where, namespace }: Unspoken): string {
  const schema =
    namespace === undefined
      ? 'NULL'
      : `(SELECT nspname::text FROM pg_catalog.pg_namespace WHERE oid = ${namespace})`
  return `SELECT '${what}' AS what, ${catalog} AS catalog, oid, (${name})::text AS name, ${schema} AS schema,
  NULL AS "tableSchema", NULL AS table, '' AS create, '' AS drop, NULL AS comment, NULL AS reason
FROM pg_catalog.${table} WHERE ${where}`
}

/** States that the model has no words for, of things that are read. In ASCII, which every database can read. */
export function notesSql(list: string, version: number): readonly string[] {
  const invalid = note(
    'index',
    'It is not valid: its making failed, or has not ended. It is read like one that is valid.',
    `pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_class t ON t.oid = i.indrelid WHERE NOT i.indisvalid AND i.indislive`,
  )
  const disabled = note(
    'foreign key',
    'Its triggers are disabled: nothing holds rows to it. It is read like one that holds.',
    `(SELECT DISTINCT k.oid, k.conname AS relname, k.connamespace AS relnamespace, g.tgrelid FROM pg_catalog.pg_trigger g
  JOIN pg_catalog.pg_constraint k ON k.oid = g.tgconstraint AND k.contype = 'f' WHERE g.tgisinternal AND g.tgenabled = 'D') c
JOIN pg_catalog.pg_class t ON t.oid = c.tgrelid WHERE true`,
  )
  const leaving = note(
    'partition',
    'Its detaching has begun and not ended: finish it with DETACH PARTITION and FINALIZE. It is read as a partition.',
    `pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
JOIN pg_catalog.pg_class t ON t.oid = i.inhparent WHERE i.inhdetachpending`,
  )
  return [invalid, disabled, ...(version >= 140000 ? [leaving] : [])].map(
    (sql) => `${sql} AND c.relnamespace IN (${list})`,
  )
}

/** `from`: `c` is what is told of, `t` the table that it is part of. */
function note(what: string, reason: string, from: string): string {
  return `SELECT '${what}' AS what, 1259 AS catalog, c.oid, c.relname::text AS name,
  (SELECT nspname::text FROM pg_catalog.pg_namespace WHERE oid = c.relnamespace) AS schema,
  (SELECT nspname::text FROM pg_catalog.pg_namespace WHERE oid = t.relnamespace) AS "tableSchema", t.relname::text AS table, '' AS create, '' AS drop, NULL AS comment,
  '${reason}' AS reason
FROM ${from}`
}
