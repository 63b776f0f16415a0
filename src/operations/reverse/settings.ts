import type { PostgresView } from '../../schema/objects.ts'
import type {
  Alteration,
  AlterConstraint,
  AlterExtension,
  AlterIndex,
  AlterSchema,
  AlterView,
} from '../alterations.ts'
import { present, settingsAfter, settingsBefore } from '../setting-changes.ts'
import type { Reversal } from './reversal.ts'

/** What makes what was altered again what it was, or why there is nothing. */
export function reverseSettings(operation: Alteration): Reversal {
  switch (operation.kind) {
    case 'alterConstraint':
      return reverseConstraint(operation)
    case 'alterIndex':
      return reverseIndex(operation)
    case 'alterView':
      return reverseView(operation)
    case 'alterSchema':
      return reverseSchema(operation)
    case 'alterExtension':
      return reverseExtension(operation)
    default:
      return operation satisfies never
  }
}

function reverseConstraint({ table, name, to, was }: AlterConstraint): Reversal {
  if (was === undefined) return unknown(`the constraint ${name} of ${table.name}`)
  const { deferral, notEnforced } = { ...was, ...to }
  const operation: AlterConstraint = {
    kind: 'alterConstraint',
    table,
    name,
    to: {
      ...(to.deferral !== undefined && { deferral: was.deferral ?? null }),
      ...(to.notEnforced !== undefined && { notEnforced: was.notEnforced === true }),
    },
    was: {
      ...(deferral !== null && deferral !== undefined && { deferral }),
      ...(notEnforced === true && { notEnforced }),
    },
  }
  return { operation: Object.freeze(operation) }
}

function reverseIndex({ table, name, to, was }: AlterIndex): Reversal {
  if (was === undefined) return unknown(`the index ${name} of ${table.name}`)
  const storage = settingsAfter(to.storage, was.storage)
  const { tablespace, invisible } = { ...was, ...to }
  const operation: AlterIndex = {
    kind: 'alterIndex',
    table,
    name,
    to: {
      ...(to.storage !== undefined && { storage: settingsBefore(to.storage, was.storage) }),
      ...(to.tablespace !== undefined && { tablespace: was.tablespace ?? null }),
      ...(to.invisible !== undefined && { invisible: was.invisible === true }),
    },
    was: {
      ...(storage && { storage }),
      ...(tablespace !== null && tablespace !== undefined && { tablespace }),
      ...(invisible === true && { invisible }),
    },
  }
  return { operation: Object.freeze(operation) }
}

function reverseView({ view, materialized, to, was }: AlterView): Reversal {
  if (was === undefined) {
    return unknown(`the ${materialized === true ? 'materialized view' : 'view'} ${view.name}`)
  }
  const options = settingsAfter(to.options, was.options)
  const { checkOption } = { ...was, ...to }
  const former: PostgresView = was.postgres ?? {}
  const postgres: PostgresView = present({ ...former, ...to.postgres })
  const operation: AlterView = {
    kind: 'alterView',
    view,
    ...(materialized && { materialized }),
    to: {
      ...(to.options !== undefined && { options: settingsBefore(to.options, was.options) }),
      ...(to.checkOption !== undefined && { checkOption: was.checkOption ?? null }),
      ...(to.postgres !== undefined && { postgres: postgresBefore(to.postgres, former) }),
    },
    was: {
      ...(options && { options }),
      ...(checkOption !== null && checkOption !== undefined && { checkOption }),
      ...(Object.keys(postgres).length > 0 && { postgres }),
    },
  }
  return { operation: Object.freeze(operation) }
}

function postgresBefore(
  change: NonNullable<AlterView['to']['postgres']>,
  was: PostgresView,
): NonNullable<AlterView['to']['postgres']> {
  return {
    ...(change.tablespace !== undefined && { tablespace: was.tablespace ?? null }),
    ...(change.accessMethod !== undefined && { accessMethod: was.accessMethod ?? null }),
    ...(change.clusterOn !== undefined && { clusterOn: was.clusterOn ?? null }),
  }
}

function reverseSchema({ name, to: { owner }, was }: AlterSchema): Reversal {
  if (was === undefined) return unknown(`the schema ${name}`)
  const operation: AlterSchema = {
    kind: 'alterSchema',
    name,
    to: { owner: was.owner ?? null },
    was: owner === null ? {} : { owner },
  }
  return { operation: Object.freeze(operation) }
}

function reverseExtension({ name, to, was }: AlterExtension): Reversal {
  if (to.version !== undefined) {
    return { reason: `the scripts of the extension ${name} lead to newer versions, and hardly ever back` }
  }
  if (was === undefined) return unknown(`the extension ${name}`)
  const operation: AlterExtension = {
    kind: 'alterExtension',
    name,
    to: { ...(to.schema !== undefined && { schema: was.schema ?? null }) },
    was: present({ ...was, ...to }),
  }
  return { operation: Object.freeze(operation) }
}

function unknown(what: string): Reversal {
  return { reason: `what ${what} was like is not known: tell it in \`was\`` }
}
