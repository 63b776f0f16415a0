import { tableNameOf } from '../../schema/names.ts'
import { constraintOptions } from '../../schema/option-names.ts'
import {
  createCheckConstraint,
  createExcludeConstraint,
  createForeignKey,
  createPrimaryKey,
  createUniqueConstraint,
  dropConstraint,
} from '../constraint-operations.ts'
import type { Op } from '../op.ts'
import { knownOptions } from '../options.ts'
import type { Turns } from '../turns.ts'

type ConstraintMethods = Pick<
  Op,
  | 'createForeignKey'
  | 'createUniqueConstraint'
  | 'createCheckConstraint'
  | 'createPrimaryKey'
  | 'createExcludeConstraint'
  | 'dropConstraint'
>

/** The methods of `op` for constraints. */
export function constraintMethods({ done }: Turns): ConstraintMethods {
  return {
    createForeignKey: (name, source, referent, local, remote, options = {}) => {
      const { sourceSchema, referentSchema, ...rules } = knownOptions('op.createForeignKey', options, [
        ...constraintOptions.foreignKey,
        'sourceSchema',
        'referentSchema',
      ])
      const table = tableNameOf(source, sourceSchema)
      return done(createForeignKey(name, table, tableNameOf(referent, referentSchema), local, remote, rules))
    },
    createUniqueConstraint: (name, table, columns, options = {}) => {
      const { schema, ...rules } = knownOptions('op.createUniqueConstraint', options, [
        ...constraintOptions.unique,
        'schema',
      ])
      return done(createUniqueConstraint(name, tableNameOf(table, schema), columns, rules))
    },
    createCheckConstraint: (name, table, condition, options = {}) => {
      const { schema, ...rules } = knownOptions('op.createCheckConstraint', options, [
        ...constraintOptions.check,
        'schema',
      ])
      return done(createCheckConstraint(name, tableNameOf(table, schema), condition, rules))
    },
    createPrimaryKey: (name, table, columns, options = {}) => {
      const { schema, ...rules } = knownOptions('op.createPrimaryKey', options, [
        ...constraintOptions.primaryKey,
        'schema',
      ])
      return done(createPrimaryKey(name, tableNameOf(table, schema), columns, rules))
    },
    createExcludeConstraint: (name, table, elements, options = {}) => {
      const { schema, ...rules } = knownOptions('op.createExcludeConstraint', options, [
        ...constraintOptions.exclude,
        'schema',
      ])
      return done(createExcludeConstraint(name, tableNameOf(table, schema), elements, rules))
    },
    dropConstraint: (name, table, options = {}) => {
      knownOptions('op.dropConstraint', options, ['type', 'ifExists', 'schema', 'was'])
      return done(dropConstraint(name, tableNameOf(table, options.schema), options))
    },
  }
}
