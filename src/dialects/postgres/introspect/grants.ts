import type { Grant, RoutinePrivileges } from '../../../schema/objects.ts'
import type { Query } from '../../dialect.ts'
import { firstOid } from './catalog.ts'

/** Privileges of one role on a view, or on some of its columns. */
interface GrantRow {
  readonly name: string
  /** `null` where it is the connection's own. */
  readonly schema: string | null
  readonly columns: readonly string[] | null
  readonly role: string
  readonly passed: boolean
  readonly privileges: readonly string[]
}

const privileges = `SELECT c.oid, NULL::text AS column, c.relowner AS owner, acl.*
  FROM pg_catalog.pg_class c, aclexplode(c.relacl) acl WHERE c.relkind IN ('v', 'm')
UNION ALL SELECT c.oid, a.attname::text, c.relowner, acl.*
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped, aclexplode(a.attacl) acl
  WHERE c.relkind IN ('v', 'm')`

const grouped = `SELECT p.oid, p.column, p.grantee, p.is_grantable, array_agg(DISTINCT lower(p.privilege_type)) AS privileges
  FROM (${privileges}) p WHERE p.grantee <> p.owner GROUP BY 1, 2, 3, 4`

const question = `SELECT c.relname AS name, CASE WHEN n.nspname <> current_schema() THEN n.nspname END AS schema,
  array_agg(g.column ORDER BY g.column) FILTER (WHERE g.column IS NOT NULL) AS columns,
  CASE g.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(g.grantee)::text END AS role, g.is_grantable AS passed, g.privileges
FROM (${grouped}) g JOIN pg_catalog.pg_class c ON c.oid = g.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
GROUP BY c.relname, n.nspname, g.grantee, g.is_grantable, g.privileges, g.column IS NULL
ORDER BY n.nspname, c.relname, role, passed, g.column IS NULL DESC, g.privileges`

/** The privileges that roles other than the owner have on views: they go with a view that is made anew. */
export async function grantsOnViews(query: Query): Promise<readonly Grant[]> {
  const rows = (await query(question)) as unknown as readonly GrantRow[]
  return rows.map(({ name, schema, columns, role, passed, privileges: list }) => ({
    type: 'grant',
    privileges: list,
    ...(columns !== null && { columns }),
    on: { kind: 'table', name, ...(schema !== null && { schema }) },
    to: [role],
    ...(passed && { withGrantOption: true }),
  }))
}

/** A routine, and who may call it beside its owner. */
interface RoutineRow {
  readonly name: string
  /** `null` where it is the connection's own. */
  readonly schema: string | null
  readonly type: RoutinePrivileges['type']
  readonly arguments: string
  readonly roles: RoutinePrivileges['roles']
}

const routines = `SELECT p.proname AS name, CASE WHEN n.nspname <> current_schema() THEN n.nspname END AS schema,
  CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS type, pg_get_function_arguments(p.oid) AS arguments,
  (SELECT coalesce(json_agg(r ORDER BY r.name), '[]') FROM (
    SELECT CASE acl.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(acl.grantee)::text END AS name, acl.is_grantable AS "isPassed"
    FROM aclexplode(p.proacl) acl WHERE acl.grantee <> p.proowner) r) AS roles
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE p.proacl IS NOT NULL AND p.prokind IN ('f', 'p') AND p.oid >= ${firstOid}
ORDER BY n.nspname, p.proname, 4`

/** Who may call the functions and procedures of which it was said: that goes with one that is made anew. */
export async function privilegesOnRoutines(query: Query): Promise<readonly RoutinePrivileges[]> {
  const rows = (await query(routines)) as unknown as readonly RoutineRow[]
  return rows.map(({ schema, ...row }) => ({ ...row, ...(schema !== null && { schema }) }))
}
