/** What a schema file declares beside tables. Each gives plain frozen data. */

import type { AnyColumn } from './column-builder.ts'
import { type GrantOn, type GrantParts, grant as grantObject } from './grant.ts'
import type { TableName } from './model.ts'
import { tableNameOf } from './names.ts'
import {
  type ExtensionParts,
  extension as extensionObject,
  type NamespaceParts,
  namespace,
} from './namespace.ts'
import type {
  CompositeType,
  DeclaredEnum,
  Domain,
  Extension,
  Grant,
  Policy,
  Routine,
  SchemaNamespace,
  Sequence,
  Trigger,
  View,
} from './objects.ts'
import { type PolicyParts, policy as policyObject } from './policy.ts'
import {
  type FunctionParts,
  sqlFunction as functionObject,
  type ProcedureParts,
  procedure as procedureObject,
} from './routine.ts'
import { type SequenceParts, sequence as sequenceObject } from './sequence.ts'
import { type TriggerParts, trigger as triggerObject } from './trigger.ts'
import {
  type AttributeRecord,
  type CommentPart,
  compositeType as compositeObject,
  domain as domainObject,
  enumType as enumObject,
} from './user-types.ts'
import type { Sql } from './values.ts'
import {
  type MaterializedViewParts,
  materializedView as materializedObject,
  type ViewParts,
  view as viewObject,
} from './view.ts'

/** The database schema something is in; without one, the connection's own. */
export interface InSchema {
  readonly schema?: string
}

/** Declares a database schema. */
export function schema(name: string, parts: NamespaceParts = {}): SchemaNamespace {
  return namespace(name, parts)
}

/** Declares an extension of PostgreSQL. */
export function extension(name: string, parts: ExtensionParts = {}): Extension {
  return extensionObject(name, parts)
}

/** Declares an enum type: `const mood = enumType('mood', ['sad', 'glad'])`, and a column of it: `t.enum(mood)`. */
export function enumType<const Label extends string>(
  name: string,
  values: readonly Label[],
  { schema: inSchema, ...parts }: CommentPart & InSchema = {},
): DeclaredEnum<Label> {
  return enumObject(name, values, parts, inSchema) as DeclaredEnum<Label>
}

/** Declares a composite type: `compositeType('address', { street: t.text() })`. PostgreSQL. */
export function compositeType(
  name: string,
  attributes: AttributeRecord,
  { schema: inSchema, ...parts }: CommentPart & InSchema = {},
): CompositeType {
  return compositeObject(name, attributes, parts, inSchema)
}

/** Declares a domain: `domain('email', t.text().check("VALUE LIKE '%@%'"))`. PostgreSQL. */
export function domain(name: string, column: AnyColumn, { schema: inSchema }: InSchema = {}): Domain {
  return domainObject(name, column, inSchema)
}

/** Declares a sequence. PostgreSQL, MariaDB. */
export function sequence(
  name: string,
  { schema: inSchema, ...parts }: SequenceParts & InSchema = {},
): Sequence {
  return sequenceObject(name, parts, inSchema)
}

/** Declares a view: ``view('adult', sql`SELECT * FROM person WHERE age >= 18`)``. */
export function view(
  name: string,
  query: string | Sql,
  { schema: inSchema, ...parts }: ViewParts & InSchema = {},
): View {
  return viewObject(name, query, parts, inSchema)
}

/** Declares a materialized view. PostgreSQL. */
export function materializedView(
  name: string,
  query: string | Sql,
  { schema: inSchema, ...parts }: MaterializedViewParts & InSchema = {},
): View {
  return materializedObject(name, query, parts, inSchema)
}

/** Declares a function of the database. */
export function sqlFunction(name: string, { schema: inSchema, ...parts }: FunctionParts & InSchema): Routine {
  return functionObject(name, parts, inSchema)
}

/** Declares a procedure of the database. */
export function procedure(name: string, { schema: inSchema, ...parts }: ProcedureParts & InSchema): Routine {
  return procedureObject(name, parts, inSchema)
}

/** Declares a trigger of a table or view. */
export function trigger(name: string, on: string | TableName, parts: TriggerParts): Trigger {
  return triggerObject(name, tableNameOf(on), parts)
}

/** Declares a row-level security policy. PostgreSQL. */
export function policy(name: string, on: string | TableName, parts: PolicyParts = {}): Policy {
  return policyObject(name, tableNameOf(on), parts)
}

/** Declares privileges. */
export function grant(
  privileges: string | readonly string[],
  on: GrantOn,
  to: string | readonly string[],
  parts: GrantParts = {},
): Grant {
  return grantObject(privileges, on, to, parts)
}
