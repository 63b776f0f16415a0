import { withDefaultCheckNames, withDefaultNames } from '../../schema/default-names.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Constraint } from '../../schema/model.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { inOneOrder, objectKey, qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { withKeyIndexes } from '../compare/key-indexes.ts'
import { freeNames, type LikelyNamed } from './free-names.ts'

/** The two sides of a comparison, and the declaration before the server's spelling was asked for. */
interface Sides {
  readonly database: SchemaSnapshot
  readonly declared: SchemaSnapshot
  readonly written: SchemaSnapshot
}

/**
 * The declared schema, in which constraints that were given no name have that of the constraint which does the same in
 * the database, whatever it is. Those that are new get one by PostgreSQL's rule that nothing else is to have, on every
 * database: what has a name can be dropped again. Primary keys have no name but PostgreSQL's. MySQL: foreign keys have
 * their indexes (`withKeyIndexes`).
 */
export function withStandingNames(
  { database, declared, written }: Sides,
  dialect: DialectName,
): SchemaSnapshot {
  const [standing, given] = [byKey(database), byKey(written)]
  const likes = declared.tables.map((definition): LikelyNamed => {
    const key = qualifiedKey(definition.table.table)
    const was = standing.get(key)
    if (definition === was) return { definition, was, nameless: new Set() }
    return { ...withNamesOfLikes(definition, was, { given: namesIn(given.get(key)), dialect }), was }
  })
  const naming = freeNames(likes, declared.objects, dialect)
  const tables = likes.map((one) => {
    const { definition, was } = one
    if (definition === was) return definition
    const whole = naming(one)
    return dialect === 'mysql' && was !== undefined ? withKeyIndexes(whole, was) : whole
  })
  return { ...declared, tables, objects: withDomainNames({ database, declared, written }) }
}

/**
 * The declared schema, in which constraints without names have those of the rule: so the server is asked for their
 * spelling, whatever stands in the database.
 */
export function withRuleNames(written: SchemaSnapshot, dialect: DialectName): SchemaSnapshot {
  if (dialect === 'postgres') return written
  const tables = written.tables.map((definition) => {
    const { table } = definition
    if (table.constraints.every((one) => one.kind !== 'check' || one.name !== undefined)) return definition
    const byRule = withDefaultNames(table).constraints
    const constraints = table.constraints.map((one, at): Constraint => {
      const name = one.kind === 'check' ? byRule[at]?.name : one.name
      return name === undefined ? one : { ...one, name }
    })
    return { ...definition, table: { ...table, constraints } }
  })
  return { ...written, tables }
}

/**
 * The checks of a domain that were given no name have that of their like, or, where it is there already, one by the
 * rule.
 */
function withDomainNames({ database, declared, written }: Sides): readonly SchemaObject[] {
  const domains = (snapshot: SchemaSnapshot) =>
    new Map(
      snapshot.objects.flatMap((one) => (one.type === 'domain' ? [[objectKey(one), one] as const] : [])),
    )
  const [standing, given] = [domains(database), domains(written)]
  return declared.objects.map((object) => {
    if (object.type !== 'domain') return object
    const names = new Set(given.get(objectKey(object))?.checks.flatMap(({ name }) => name ?? []) ?? [])
    const was = standing.get(objectKey(object))
    if (was === undefined) return object
    const likes = was.checks.filter(({ name }) => name === undefined || !names.has(name))
    const checks = object.checks.map((check) => {
      if (check.name !== undefined && names.has(check.name)) return check
      const at = likes.findIndex((like) => contentOf(like) === contentOf(check))
      const [like] = at === -1 ? [] : likes.splice(at, 1)
      const { name: _, ...unnamed } = check
      return like ?? unnamed
    })
    return withDefaultCheckNames({ ...object, checks })
  })
}

function byKey({ tables }: SchemaSnapshot): ReadonlyMap<string, TableDefinition> {
  return new Map(tables.map((one) => [qualifiedKey(one.table.table), one]))
}

/** On MySQL a unique index is read as a constraint: it has its name from the declaration, too. */
function namesIn(definition: TableDefinition | undefined): ReadonlySet<string> {
  return new Set([
    ...(definition?.table.constraints.flatMap(({ name }) => name ?? []) ?? []),
    ...(definition?.indexes.map(({ name }) => name) ?? []),
  ])
}

/** Those that were given no name get the name of their like. */
function withNamesOfLikes(
  definition: TableDefinition,
  was: TableDefinition | undefined,
  { given, dialect }: { readonly given: ReadonlySet<string>; readonly dialect: DialectName },
): Pick<LikelyNamed, 'definition' | 'nameless'> {
  const { table } = definition
  const likes = likesIn(was, given)
  const nameless = new Set<Constraint>()
  const constraints = table.constraints.map((one): Constraint => {
    if (one.name !== undefined && given.has(one.name)) return one
    const { name: _, ...rest } = one
    const like = likes.get(contentOf(one))?.shift()
    const named: Constraint = like?.name === undefined ? rest : { ...rest, name: like.name }
    const hasNone = one.kind === 'primaryKey' && dialect !== 'postgres'
    if (hasNone || (like !== undefined && like.name === undefined)) nameless.add(named)
    return named
  })
  return { definition: { ...definition, table: { ...table, constraints } }, nameless }
}

/** Constraints of the database by what they do, but for those that a declaration calls by name. */
function likesIn(
  was: TableDefinition | undefined,
  given: ReadonlySet<string>,
): ReadonlyMap<string, Constraint[]> {
  const likes = new Map<string, Constraint[]>()
  for (const one of was?.table.constraints ?? []) {
    if (one.name !== undefined && given.has(one.name)) continue
    const known = likes.get(contentOf(one))
    if (known === undefined) likes.set(contentOf(one), [one])
    else known.push(one)
  }
  return likes
}

function contentOf({ name: _, ...rest }: Constraint): string {
  return inOneOrder(rest)
}
