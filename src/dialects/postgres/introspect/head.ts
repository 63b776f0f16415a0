import type { Extension, SchemaNamespace } from '../../../schema/objects.ts'
import type { Query } from '../../dialect.ts'
import { type Catalog, catalogs, typeIndex } from './catalog.ts'
import { attempt, isForbidden, type MissedPart, messageOf } from './reader.ts'
import { nameOf } from './text.ts'

/** What the database says of itself, before anything else is asked. Lists are JSON. */
export interface HeadRow {
  readonly version: number
  readonly own: string | null
  readonly schemas: string | null
  readonly extensions: string | null
  readonly members: string | null
  readonly operatorClasses: string | null
  readonly collations: string | null
}

/** Constants are printed in the same way whatever the connection is set to; for this transaction only. */
const printed = {
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  // Catalogs that were written to a moment ago have no statistics: the planner would take them for tiny.
  enable_nestloop: 'off',
  // A plan that has to nest loops all the same looks costly enough to be compiled.
  jit: 'off',
}

const settings = `SELECT ${Object.entries(printed)
  .map(([name, value]) => `set_config('${name}', '${value}', true),`)
  .join(' ')}
  current_setting('server_version_num')::integer AS version, current_schema()::text AS own`

const lists = {
  schemas: `(SELECT json_agg(json_build_object('oid', n.oid::bigint, 'name', n.nspname, 'comment', d.description,
      'owner', CASE WHEN pg_get_userbyid(n.nspowner) <> current_user THEN pg_get_userbyid(n.nspowner) END))
    FROM pg_catalog.pg_namespace n
    LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_namespace'::regclass AND d.objoid = n.oid
    WHERE (n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') OR n.oid = pg_my_temp_schema())::text`,
  extensions: `(SELECT json_agg(json_build_object('name', e.extname, 'schema', n.nspname, 'schemaOid', n.oid::bigint,
      'version', CASE WHEN e.extversion <> a.default_version THEN e.extversion END,
      'comment', CASE WHEN d.description IS DISTINCT FROM a.comment THEN d.description END))
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_extension'::regclass AND d.objoid = e.oid
    LEFT JOIN pg_available_extensions() a ON a.name = e.extname WHERE e.extname <> 'plpgsql')::text`,
  members: `(SELECT json_agg(d.classid::bigint || '/' || d.objid::bigint) FROM pg_catalog.pg_depend d
    WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e')::text`,
  operatorClasses: `(SELECT json_agg(json_build_array(o.oid::bigint, CASE WHEN pg_opclass_is_visible(o.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END
      || quote_ident(o.opcname), o.opcdefault))
    FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace)::text`,
  collations: `(SELECT json_agg(json_build_array(c::bigint, c::regcollation::text)) FROM
    (SELECT DISTINCT unnest(indcollation::oid[]) AS c FROM pg_catalog.pg_index) used WHERE c <> 0)::text`,
} as const

const titles: Readonly<Record<keyof typeof lists, string>> = {
  schemas: 'schemas',
  extensions: 'extensions',
  members: 'what belongs to extensions',
  operatorClasses: 'operator classes',
  collations: 'collations of indexes',
}

const names = Object.keys(lists) as readonly (keyof typeof lists)[]

/** One query for all. */
export async function readHead(query: Query): Promise<HeadRow> {
  const [row] = await query(`${settings},\n${names.map((name) => `${lists[name]} AS "${name}"`).join(',\n')}`)
  return row as unknown as HeadRow
}

/** The same where some of it can't be read. */
export async function readHeadCarefully(query: Query, missed: MissedPart[]): Promise<HeadRow> {
  const [row] = await query(settings)
  const found: Partial<Record<keyof typeof lists, string | null>> = {}
  for (const name of names) {
    try {
      const [list] = await attempt<{ readonly list: string | null }>(query, `SELECT ${lists[name]} AS list`)
      found[name] = list?.list ?? null
    } catch (error) {
      if (!isForbidden(error)) throw error
      missed.push({ question: name, what: titles[name], reason: messageOf(error) })
      found[name] = null
    }
  }
  return { ...row, ...found } as unknown as HeadRow
}

export interface FoundSchema {
  readonly oid: number
  readonly name: string
  readonly comment: string | null
  /** Where it is not who asks. */
  readonly owner: string | null
}

interface FoundExtension {
  readonly name: string
  readonly schema: string
  readonly schemaOid: number
  /** Where it is not the one that the server would give. */
  readonly version: string | null
  readonly comment: string | null
}

/** All schemas but the server's own. */
export function schemasIn({ schemas }: HeadRow): readonly FoundSchema[] {
  return listOf<FoundSchema>(schemas)
}

/**
 * What the rest is read against; `only`: the schemas to read, all but the server's own unless given. The one of this
 * session's temporary objects has to be named.
 */
export function catalogOf(row: HeadRow, only: readonly string[] | undefined): Catalog {
  const members = new Set(listOf<string>(row.members))
  const schemas = schemasIn(row).filter(({ name }) => only?.includes(name) ?? !name.startsWith('pg_'))
  const classes = listOf<readonly [number, string, boolean]>(row.operatorClasses)
  return {
    version: row.version,
    whole: only === undefined,
    schemas: new Map(schemas.map(({ oid, name }) => [oid, name])),
    operatorClasses: new Map(classes.map(([oid, spelled, usual]) => [oid, { spelled, usual }])),
    collations: new Map(
      listOf<readonly [number, string]>(row.collations).map(([oid, spelled]) => [oid, nameOf(spelled)]),
    ),
    named: (schema, name) => (schema === row.own ? { name } : { name, schema }),
    isExtensions: (catalog, oid) => members.has(`${catalog}/${oid}`),
    ...typeIndex(),
  }
}

/** Schemas and extensions. What is in every new database is not among them: `public`, and `plpgsql`. */
export function spacesOf(row: HeadRow, catalog: Catalog): readonly (SchemaNamespace | Extension)[] {
  const schemas = schemasIn(row).filter(
    ({ oid, name }) =>
      name !== 'public' &&
      name !== row.own &&
      catalog.schemas.has(oid) &&
      !catalog.isExtensions(catalogs.schema, oid),
  )
  const extensions = listOf<FoundExtension>(row.extensions).filter(
    ({ schemaOid, schema }) => catalog.schemas.has(schemaOid) || schema.startsWith('pg_'),
  )
  return [
    ...schemas.map(
      ({ name, owner, comment }): SchemaNamespace => ({
        type: 'schema',
        name,
        ...(owner !== null && { owner }),
        ...(comment !== null && { comment }),
      }),
    ),
    ...extensions.map(
      ({ name, schema, schemaOid, version, comment }): Extension => ({
        type: 'extension',
        ...(schema.startsWith('pg_') || catalog.isExtensions(catalogs.schema, schemaOid)
          ? { name }
          : catalog.named(schema, name)),
        ...(version !== null && { version }),
        ...(comment !== null && { comment }),
      }),
    ),
  ]
}

function listOf<Part>(json: string | null): readonly Part[] {
  return json === null ? [] : JSON.parse(json)
}
