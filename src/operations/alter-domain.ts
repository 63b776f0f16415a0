import type { AnyColumn } from '../schema/column-builder.ts'
import { defaultOf } from '../schema/column-builder.ts'
import { deepFreeze } from '../schema/freeze.ts'
import type { CheckConstraint, NotNull } from '../schema/model.ts'
import { nameOf, namesOf } from '../schema/names.ts'
import { given, namePart, textOf } from '../schema/parts.ts'
import { domain } from '../schema/user-types.ts'
import type { Sql, SqlValue } from '../schema/values.ts'
import { OperationError } from './errors.ts'
import type { AlterDomain } from './object-operation.ts'
import { qualified } from './object-operations.ts'
import { knownOptions, onOrOff } from './options.ts'
import type { SchemaOption } from './table-operations.ts'

/** What becomes of a domain. What isn't named stays; `null` takes the default or the comment away. */
export interface DomainChanges {
  readonly default?: SqlValue | Sql | null
  readonly nullable?: boolean
  /** PostgreSQL 17: the name and the comment of the NOT NULL; one that stands is made anew. */
  readonly notNull?: Pick<NotNull, 'name' | 'comment'>
  /** Names of checks. */
  readonly dropChecks?: string | readonly string[]
  /** Checks that get other names: `[{ name: 'email_check', to: 'has_at' }]`. */
  readonly renameChecks?: readonly { readonly name: string; readonly to: string }[]
  /** `[check("VALUE LIKE '%@%'", { name: 'has_at' })]` */
  readonly addChecks?: readonly CheckConstraint[]
  readonly comment?: string | null
}

const changeKeys = [
  'default',
  'nullable',
  'notNull',
  'dropChecks',
  'renameChecks',
  'addChecks',
  'comment',
] as const

/** The change of a domain as data. Throws `OperationError` where nothing changes, or what can't be meant does. */
export function alterDomain(
  name: string,
  changes: DomainChanges,
  options: SchemaOption & { readonly was?: AnyColumn },
): AlterDomain {
  const { schema, was } = knownOptions('op.alterDomain', options, ['schema', 'was'])
  const { nullable, notNull, comment, ...rest } = knownOptions('op.alterDomain', changes, changeKeys)
  const former = was === undefined ? undefined : domain(name, was, schema)
  if (notNull !== undefined && nullable !== false) {
    throw new OperationError(
      `The domain ${name} gets a NOT NULL, and no \`nullable: false\``,
      'Say both, or leave `notNull` out.',
    )
  }
  const to = given({
    default:
      rest.default === undefined || rest.default === null
        ? rest.default
        : defaultOf(rest.default, former?.dataType),
    nullable: onOrOff('nullable', nullable),
    notNull: notNull === undefined ? undefined : notNullOf(notNull),
    dropChecks: rest.dropChecks === undefined ? undefined : namesOf(rest.dropChecks, `The domain ${name}`),
    renameChecks: listOf(rest.renameChecks, 'renameChecks', name)?.map(renameOf),
    addChecks: listOf(rest.addChecks, 'addChecks', name)?.map((one) => checkOf(name, one)),
    comment: comment === null ? null : textOf(comment, `The comment of ${name}`),
  })
  if (Object.keys(to).length === 0) {
    throw new OperationError(`Altering the domain ${name} changes nothing`, 'Say what to change.')
  }
  return deepFreeze({
    kind: 'alterDomain',
    domain: qualified(name, schema),
    to,
    ...(former === undefined ? {} : { was: former }),
  })
}

function notNullOf(notNull: Pick<NotNull, 'name' | 'comment'>): Pick<NotNull, 'name' | 'comment'> {
  const { name, comment } = knownOptions('The NOT NULL of a domain', notNull, ['name', 'comment'])
  return given({
    name: namePart(name, 'The name of a NOT NULL'),
    comment: textOf(comment, 'The comment of a NOT NULL'),
  })
}

function listOf<One>(
  list: readonly One[] | undefined,
  key: keyof DomainChanges,
  name: string,
): readonly One[] | undefined {
  if (list === undefined || Array.isArray(list)) return list
  throw new OperationError(`\`${key}\` of the domain ${name} is no list`, 'Write [ … ] around it.')
}

function renameOf(one: { readonly name: string; readonly to: string }) {
  return { name: nameOf(one?.name, 'The name of a check'), to: nameOf(one?.to, 'The new name') }
}

function checkOf(name: string, constraint: CheckConstraint): CheckConstraint {
  if (constraint?.kind === 'check') return constraint
  throw new OperationError(
    `The domain ${name} gets something other than a check`,
    "Write check('VALUE > 0', { name: 'positive' }).",
  )
}
