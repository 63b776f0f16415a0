import { named } from '../../operations/describe.ts'
import { constraintsMade } from '../constraints-of.ts'
import { hasIndexOn } from '../known-schema.ts'
import type { Rule } from '../rule.ts'

export const foreignKeyWithoutIndex: Rule = {
  code: 'foreign-key-without-index',
  level: 'warning',
  servers: ['postgres', 'sqlite'],
  title: 'no index begins with the columns of a foreign key',
  reason: 'Every delete and key update of the referenced table reads the whole table that refers to it.',
  safe: "op.createIndex(null, 'order', 'customer_id')",
  alsoNew: true,
  find({ step }, { final }) {
    return constraintsMade(step).flatMap(({ table, constraint }) => {
      if (constraint.kind !== 'foreignKey') return []
      const known = final.find(table)
      // A table that was made out of sight may have an index that nobody tells.
      if (known === undefined || (!known.isWhole && !known.isNew)) return []
      if (hasIndexOn(known, constraint.columns)) return []
      return {
        message: `${named(table)} has no index on (${constraint.columns.join(', ')}): whoever deletes from ${named(constraint.references.table)} reads all of it`,
      }
    })
  },
}
