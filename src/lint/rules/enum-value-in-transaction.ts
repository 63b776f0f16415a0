import { mentions } from '../mentions.ts'
import type { Rule } from '../rule.ts'
import { isSince } from '../server.ts'

export const enumValueInTransaction: Rule = {
  code: 'enum-value-in-transaction',
  level: 'error',
  servers: ['postgres'],
  title: 'a new value of an enum is used in the transaction that adds it',
  reason:
    'A value can not be used before the transaction that adds it is committed; before PostgreSQL 12 it can not even be added in one.',
  safe: 'op.outsideTransaction(() => op.addEnumValue(…)), or a revision of its own before the one that uses it',
  alsoNew: true,
  fixes: true,
  find({ step, transaction }, { revision, server, schema }) {
    if (step.kind !== 'addEnumValue' || transaction === undefined || schema.newTypes.has(step.enum.name))
      return undefined
    const fix = { outside: true } as const
    if (!isSince(server, 12))
      return { message: `${step.value} can't be added in a transaction before PostgreSQL 12`, fix }
    const at = revision.entries.findIndex((one) => one.step === step)
    const isUsed = revision.entries
      .slice(at + 1)
      .some(
        (one) =>
          one.transaction === transaction &&
          one.step.kind !== 'addEnumValue' &&
          mentions(one.step, step.value),
      )
    if (!isUsed) return undefined
    return { message: `${step.value} is used before the transaction that adds it has ended`, fix }
  },
}
