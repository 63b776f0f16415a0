import { deepFreeze } from '../../schema/freeze.ts'
import type { Deferral } from '../../schema/model.ts'
import { nameOf, tableNameOf } from '../../schema/names.ts'
import type { PostgresView } from '../../schema/objects.ts'
import { isOn } from '../../schema/options.ts'
import { given, namePart, oneOf, settingsOf } from '../../schema/parts.ts'
import type { AlterConstraint, AlterIndex, AlterView, IndexChange, ViewChange } from '../alterations.ts'
import { settingChangesOf, takenAway } from '../change-arguments.ts'
import { OperationError } from '../errors.ts'
import { qualified } from '../object-operations.ts'
import { knownOptions } from '../options.ts'
import { present } from '../setting-changes.ts'
import type { TableArgument } from '../table-argument.ts'
import type { SchemaOption } from '../table-operations.ts'
import type { Turns } from '../turns.ts'

/** What becomes of a foreign key: what isn't named stays. */
export interface ConstraintChanges {
  /** `null`: it is checked at once, always. */
  readonly deferral?: Deferral | null
  /** PostgreSQL 18. */
  readonly notEnforced?: boolean
}

interface Was<Before> extends SchemaOption {
  /** What it was before, so that it can be reversed: what is absent was not there. */
  readonly was?: Before
}

/** `op`'s methods for what a constraint, an index or a view is beside what it says: it isn't dropped. */
export interface AlterationMethods {
  /** When a foreign key is checked: `op.alterConstraint('fk', 'item', { deferral: { deferrable: true } })`. PostgreSQL. */
  alterConstraint(
    name: string,
    table: TableArgument,
    changes: ConstraintChanges,
    options?: Was<NonNullable<AlterConstraint['was']>>,
  ): Promise<void>
  /**
   * An index, or the one behind a constraint: `op.alterIndex('ix', 'item', { storage: { fillfactor: 70 } })`, which is for
   * what is written from now on.
   */
  alterIndex(
    name: string,
    table: TableArgument,
    changes: IndexChange,
    options?: Was<NonNullable<AlterIndex['was']>>,
  ): Promise<void>
  /** `op.alterView('v', { options: { security_barrier: true }, checkOption: null })`. PostgreSQL. */
  alterView(
    name: string,
    changes: Omit<ViewChange, 'postgres'>,
    options?: Was<Pick<NonNullable<AlterView['was']>, 'options' | 'checkOption'>>,
  ): Promise<void>
  /** `op.alterMaterializedView('v', { options: { fillfactor: 70 }, postgres: { clusterOn: 'ix' } })` */
  alterMaterializedView(
    name: string,
    changes: Omit<ViewChange, 'checkOption'>,
    options?: Was<Pick<NonNullable<AlterView['was']>, 'options' | 'postgres'>>,
  ): Promise<void>
}

export function alterationMethods({ done }: Turns): AlterationMethods {
  return {
    alterConstraint: (name, table, changes, options = {}) => {
      const call = 'op.alterConstraint'
      const { schema, was } = knownOptions(call, options, ['schema', 'was'])
      const to = constraintParts(call, changes)
      return done(
        deepFreeze({
          kind: 'alterConstraint',
          table: tableNameOf(table, schema),
          name: nameOf(name, "The constraint's name"),
          to: changing(`the constraint ${name}`, to),
          ...(was !== undefined && { was: formerConstraint(call, was) }),
        }),
      )
    },
    alterIndex: (name, table, changes, options = {}) => {
      const call = 'op.alterIndex'
      const { schema, was } = knownOptions(call, options, ['schema', 'was'])
      return done(
        deepFreeze({
          kind: 'alterIndex',
          table: tableNameOf(table, schema),
          name: nameOf(name, "The index's name"),
          to: changing(`the index ${name}`, indexChange(call, name, changes)),
          ...(was !== undefined && { was: formerIndex(call, name, was) }),
        }),
      )
    },
    alterView: (name, changes, options = {}) => {
      const call = 'op.alterView'
      const { schema, was } = knownOptions(call, options, ['schema', 'was'])
      knownOptions(call, changes, ['options', 'checkOption'])
      if (was !== undefined) knownOptions(`\`was\` of ${call}`, was, ['options', 'checkOption'])
      return done(viewAlteration({ view: qualified(name, schema) }, changes, was))
    },
    alterMaterializedView: (name, changes, options = {}) => {
      const call = 'op.alterMaterializedView'
      const { schema, was } = knownOptions(call, options, ['schema', 'was'])
      knownOptions(call, changes, ['options', 'postgres'])
      if (was !== undefined) knownOptions(`\`was\` of ${call}`, was, ['options', 'postgres'])
      return done(viewAlteration({ view: qualified(name, schema), materialized: true }, changes, was))
    },
  }
}

function changing<Change extends object>(what: string, change: Change): Change {
  if (Object.keys(change).length > 0) return change
  throw new OperationError(`Altering ${what} changes nothing`, 'Say what to change.')
}

function constraintParts(call: string, changes: ConstraintChanges): AlterConstraint['to'] {
  const { deferral, notEnforced } = knownOptions(call, changes, ['deferral', 'notEnforced'])
  return {
    ...(deferral !== undefined && { deferral: deferral === null ? null : deferralOf(call, deferral) }),
    ...(notEnforced !== undefined && { notEnforced: isOn('notEnforced', notEnforced, refusal) }),
  }
}

function deferralOf(call: string, deferral: Deferral): Deferral {
  const { deferrable, initially } = knownOptions(`\`deferral\` of ${call}`, deferral, [
    'deferrable',
    'initially',
  ])
  return {
    deferrable: isOn('deferrable', deferrable, refusal),
    ...given({ initially: oneOf(initially, ['immediate', 'deferred'], '`initially`') }),
  }
}

function formerConstraint(
  call: string,
  was: NonNullable<AlterConstraint['was']>,
): NonNullable<AlterConstraint['was']> {
  const what = `\`was\` of ${call}`
  const { deferral, notEnforced } = knownOptions(what, was, ['deferral', 'notEnforced'])
  return {
    ...(deferral !== undefined && { deferral: deferralOf(what, deferral) }),
    ...(isOn('notEnforced', notEnforced, refusal) && { notEnforced: true as const }),
  }
}

const ofIndex = ['storage', 'tablespace', 'invisible'] as const

function indexChange(call: string, name: string, changes: IndexChange): IndexChange {
  const { storage, tablespace, invisible } = knownOptions(call, changes, ofIndex)
  return {
    ...(storage !== undefined && {
      storage: settingChangesOf(`The storage parameters of ${name}`, storage),
    }),
    ...(tablespace !== undefined && {
      tablespace: tablespace === null ? null : nameOf(tablespace, `The tablespace of ${name}`),
    }),
    ...(invisible !== undefined && { invisible: isOn('invisible', invisible, refusal) }),
  }
}

function formerIndex(
  call: string,
  name: string,
  was: NonNullable<AlterIndex['was']>,
): NonNullable<AlterIndex['was']> {
  const { storage, tablespace, invisible } = knownOptions(`\`was\` of ${call}`, was, ofIndex)
  return given({
    storage: settingsOf(storage, `The storage parameters of ${name}`),
    tablespace: namePart(tablespace, `The tablespace of ${name}`),
    invisible: isOn('invisible', invisible, refusal) ? (true as const) : undefined,
  })
}

function viewAlteration(
  reference: Pick<AlterView, 'view' | 'materialized'>,
  { options, checkOption, postgres }: ViewChange,
  was: AlterView['was'],
): AlterView {
  const { name } = reference.view
  const to: ViewChange = {
    ...(options !== undefined && { options: settingChangesOf(`The options of ${name}`, options) }),
    ...(checkOption !== undefined && {
      checkOption: checkOption === null ? null : checkOptionOf(checkOption),
    }),
    ...(postgres !== undefined && {
      postgres: { ...takenAway(postgres), ...postgresOf(name, present(known(name, postgres))) },
    }),
  }
  return deepFreeze({
    kind: 'alterView',
    ...reference,
    to: changing(`the view ${name}`, to),
    ...(was !== undefined && { was: formerView(name, was) }),
  })
}

function formerView(
  name: string,
  { options, checkOption, postgres }: NonNullable<AlterView['was']>,
): NonNullable<AlterView['was']> {
  return {
    ...given({ options: settingsOf(options, `The options of ${name}`) }),
    ...(checkOption !== undefined && { checkOption: checkOptionOf(checkOption) }),
    ...(postgres !== undefined && { postgres: postgresOf(name, known(name, postgres)) }),
  }
}

function known<Parts extends { readonly [Key in keyof PostgresView]?: unknown }>(
  name: string,
  parts: Parts,
): Parts {
  return knownOptions(`\`postgres\` of ${name}`, parts, ['tablespace', 'accessMethod', 'clusterOn'])
}

function postgresOf(name: string, { tablespace, accessMethod, clusterOn }: PostgresView): PostgresView {
  return given({
    tablespace: namePart(tablespace, `The tablespace of ${name}`),
    accessMethod: namePart(accessMethod, `The access method of ${name}`),
    clusterOn: namePart(clusterOn, 'The index to cluster on'),
  })
}

function checkOptionOf(option: 'local' | 'cascaded'): 'local' | 'cascaded' {
  const known = oneOf(option, ['local', 'cascaded'], 'The check option of a view')
  if (known !== undefined) return known
  throw new OperationError('The check option of a view is not told', "Give 'local' or 'cascaded'.")
}

const refusal = (message: string, hint: string) => new OperationError(message, hint)
