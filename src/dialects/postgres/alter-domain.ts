import type { AlterDomain } from '../../operations/object-operation.ts'
import type { CheckConstraint, NotNull } from '../../schema/model.ts'
import type { QualifiedName } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { raw } from '../ddl.ts'
import { notNullText } from './columns.ts'
import { commentStatement } from './comments.ts'
import { constraintClause } from './constraints.ts'
import { ddl } from './identifier.ts'
import { defaultLiteral } from './literal.ts'
import { plain } from './object-name.ts'

/** A statement each: what goes, what is renamed, what comes. */
export function alterDomain({ domain, to, was }: AlterDomain): readonly Sql[] {
  const { dropChecks = [], renameChecks = [], addChecks = [], comment } = to
  const alter = ddl`ALTER DOMAIN ${plain(domain)}`
  return [
    ...dropChecks.map((name) => ddl`${alter} DROP CONSTRAINT ${name}`),
    ...renameChecks.map((one) => ddl`${alter} RENAME CONSTRAINT ${one.name} TO ${one.to}`),
    ...(to.default === undefined
      ? []
      : to.default === null
        ? [ddl`${alter} DROP DEFAULT`]
        : [ddl`${alter} SET DEFAULT ${raw(defaultLiteral(to.default, was?.dataType))}`]),
    ...(to.nullable === undefined
      ? []
      : to.nullable
        ? [ddl`${alter} DROP NOT NULL`]
        : notNull(domain, to.notNull)),
    ...addChecks.flatMap((one) => addedCheck(domain, one)),
    ...(comment === undefined ? [] : [commentStatement(ddl`DOMAIN ${plain(domain)}`, comment)]),
  ]
}

/** A check with its comment. */
export function addedCheck(domain: QualifiedName, check: CheckConstraint): readonly Sql[] {
  return [
    ddl`ALTER DOMAIN ${plain(domain)} ADD ${constraintClause(check)}`,
    ...constraintComment(domain, check),
  ]
}

/** The comment of a constraint that has a name. */
export function constraintComment(
  domain: QualifiedName,
  { name, comment }: { readonly name?: string; readonly comment?: string },
): readonly Sql[] {
  if (name === undefined || comment === undefined) return []
  return [commentStatement(ddl`CONSTRAINT ${name} ON DOMAIN ${plain(domain)}`, comment)]
}

/** One that has a name, or a comment, is there or not: the server gives another only to a new one. */
function notNull(domain: QualifiedName, parts: NotNull | undefined): readonly Sql[] {
  const alter = ddl`ALTER DOMAIN ${plain(domain)}`
  if (parts === undefined) return [ddl`${alter} SET NOT NULL`]
  return [
    ddl`${alter} DROP NOT NULL`,
    parts.name === undefined ? ddl`${alter} SET NOT NULL` : ddl`${alter} ADD ${notNullText(parts)}`,
    ...constraintComment(domain, parts),
  ]
}
