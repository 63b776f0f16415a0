import type { Constraint, Deferral } from '../../../schema/model.ts'

/** A constraint without what it would be without saying so: NO ACTION, MATCH SIMPLE, NOT DEFERRABLE. */
export function withoutUsualParts(constraint: Constraint): Constraint {
  if (constraint.kind === 'check') return constraint
  const { deferral, ...rest } = constraint
  return { ...withoutUsualActions(rest), ...shortDeferral(deferral) }
}

type Deferrable = Exclude<Constraint, { kind: 'check' }>

function withoutUsualActions(constraint: Omit<Deferrable, 'deferral'> & Deferrable): Deferrable {
  if (constraint.kind !== 'foreignKey') return constraint
  const { onDelete, onUpdate, match, ...rest } = constraint
  return {
    ...rest,
    ...(onDelete !== undefined && onDelete !== 'no action' && { onDelete }),
    ...(onUpdate !== undefined && onUpdate !== 'no action' && { onUpdate }),
    ...(match !== undefined && match !== 'simple' && { match }),
  }
}

function shortDeferral(deferral: Deferral | undefined): { readonly deferral?: Deferral } {
  if (deferral?.deferrable !== true) return {}
  return {
    deferral: { deferrable: true, ...(deferral.initially === 'deferred' && { initially: 'deferred' }) },
  }
}
