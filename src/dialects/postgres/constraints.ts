import type { AddConstraint, DropConstraint } from '../../operations/operation.ts'
import type {
  CheckConstraint,
  Constraint,
  Deferral,
  ExcludeConstraint,
  ForeignKey,
  PrimaryKey,
  TableName,
  UniqueConstraint,
} from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { commentStatement } from './comments.ts'
import { ddl } from './identifier.ts'
import { indexKey } from './indexes.ts'
import { settings } from './settings.ts'

export function addConstraint({ table, constraint }: AddConstraint): readonly Sql[] {
  return [
    ddl`ALTER TABLE ${table} ADD ${constraintClause(constraint)}`,
    ...constraintComments(table, [constraint]),
  ]
}

/** The comments of constraints that have a name. */
export function constraintComments(table: TableName, constraints: readonly Constraint[]): readonly Sql[] {
  return constraints.flatMap(({ name, comment }) =>
    name === undefined || comment === undefined
      ? []
      : [commentStatement(ddl`CONSTRAINT ${name} ON ${table}`, comment)],
  )
}

export function dropConstraint({ table, name, ifExists }: DropConstraint): readonly Sql[] {
  if (name === '') {
    throw new UnsupportedOperationError(
      'postgres',
      'has no constraints without names',
      'Name it: see \\d in psql.',
    )
  }
  return [ddl`ALTER TABLE ${table} DROP CONSTRAINT ${raw(ifExists === true ? 'IF EXISTS ' : '')}${name}`]
}

/** A constraint as in CREATE TABLE; `inline`: as it stands on its own column, without naming it. */
export function constraintClause(constraint: Constraint, place: { readonly inline?: true } = {}): Sql {
  const inline = place.inline === true
  const name = constraint.name === undefined ? undefined : ddl`CONSTRAINT ${constraint.name}`
  const notEnforced =
    'notEnforced' in constraint && constraint.notEnforced === true ? raw('NOT ENFORCED') : undefined
  const notValid = 'notValid' in constraint && constraint.notValid === true ? raw('NOT VALID') : undefined
  return join([name, bodyOf(constraint, inline), deferralOf(constraint), notEnforced, notValid], ' ')
}

function bodyOf(constraint: Constraint, inline: boolean): Sql {
  switch (constraint.kind) {
    case 'check':
      return checkBody(constraint)
    case 'primaryKey':
      return keyBody('PRIMARY KEY', constraint, inline)
    case 'unique':
      return keyBody(
        constraint.nullsNotDistinct === true ? 'UNIQUE NULLS NOT DISTINCT' : 'UNIQUE',
        constraint,
        inline,
      )
    case 'exclude':
      return excludeBody(constraint)
    case 'foreignKey':
      return foreignKeyBody(constraint, inline)
    default:
      return constraint satisfies never
  }
}

function keyBody(keyword: string, key: PrimaryKey | UniqueConstraint, inline: boolean): Sql {
  const include = key.include === undefined ? undefined : ddl`INCLUDE (${key.include})`
  const columns = lastAs(key.columns, key.withoutOverlaps, (name) => ddl`${name} WITHOUT OVERLAPS`)
  return join([raw(keyword), inline ? undefined : ddl`(${columns})`, include, ...indexParts(key)], ' ')
}

/** A list of columns whose last one is written otherwise, where that is asked for. */
function lastAs(columns: readonly string[], asked: true | undefined, write: (name: string) => Sql): Sql {
  return join(
    columns.map((name, at) => (asked === true && at === columns.length - 1 ? write(name) : ddl`${name}`)),
  )
}

/** What is said of the index behind a constraint. */
function indexParts({
  storage,
  tablespace,
}: PrimaryKey | UniqueConstraint | ExcludeConstraint): readonly (Sql | undefined)[] {
  return [
    storage === undefined ? undefined : ddl`WITH ${settings(storage)}`,
    tablespace === undefined ? undefined : ddl`USING INDEX TABLESPACE ${tablespace}`,
  ]
}

function checkBody({ expression: condition, noInherit }: CheckConstraint): Sql {
  return ddl`CHECK (${expression(condition)})${raw(noInherit === true ? ' NO INHERIT' : '')}`
}

function excludeBody(constraint: ExcludeConstraint): Sql {
  const { elements, method, where } = constraint
  const list = elements.map(({ operator, ...key }) => ddl`${indexKey(key)} WITH ${raw(operator)}`)
  const condition = where === undefined ? undefined : ddl`WHERE (${expression(where)})`
  return join(
    [ddl`EXCLUDE USING ${method ?? 'gist'} (${join(list)})`, ...indexParts(constraint), condition],
    ' ',
  )
}

function foreignKeyBody(key: ForeignKey, inline: boolean): Sql {
  const { table, columns } = key.references
  if (key.match === 'partial') {
    throw new UnsupportedOperationError(
      'postgres',
      'does not implement MATCH PARTIAL',
      "Use match: 'full', or leave it out.",
    )
  }
  const list = (names: readonly string[]) => lastAs(names, key.period, (name) => ddl`PERIOD ${name}`)
  return join(
    [
      inline ? undefined : ddl`FOREIGN KEY (${list(key.columns)})`,
      ddl`REFERENCES ${table} (${list(columns)})`,
      key.match === undefined ? undefined : raw(`MATCH ${key.match.toUpperCase()}`),
      key.onDelete === undefined ? undefined : raw(`ON DELETE ${key.onDelete.toUpperCase()}`),
      key.onDeleteColumns === undefined ? undefined : ddl`(${key.onDeleteColumns})`,
      key.onUpdate === undefined ? undefined : raw(`ON UPDATE ${key.onUpdate.toUpperCase()}`),
    ],
    ' ',
  )
}

function deferralOf(constraint: Constraint): Sql | undefined {
  const deferral: Deferral | undefined = 'deferral' in constraint ? constraint.deferral : undefined
  return deferral === undefined ? undefined : deferralText(deferral)
}

/** When a constraint, or a constraint trigger, is checked. */
export function deferralText({ deferrable, initially }: Deferral): Sql {
  const when = initially === undefined ? '' : ` INITIALLY ${initially.toUpperCase()}`
  return raw(`${deferrable ? 'DEFERRABLE' : 'NOT DEFERRABLE'}${when}`)
}
