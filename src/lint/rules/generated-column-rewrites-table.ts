import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const generatedColumnRewritesTable: Rule = {
  code: 'generated-column-rewrites-table',
  level: 'error',
  servers: ['postgres', 'mysql', 'mariadb'],
  title: 'a generated column is computed for every row',
  reason:
    'A stored generated column writes the whole table anew: PostgreSQL under an ACCESS EXCLUSIVE lock, MySQL and MariaDB by copying it while writers wait.',
  safe: 'a plain column that a trigger or the code fills, and op.backfill; or a virtual one, where the server has them',
  bySize: true,
  find({ step }) {
    const generated =
      step.kind === 'addColumn'
        ? step.column.generated
        : step.kind === 'alterColumn'
          ? step.to.generated
          : undefined
    if (!generated?.stored || (step.kind !== 'addColumn' && step.kind !== 'alterColumn')) return undefined
    return {
      message: `its values are computed for every row, and ${named(step.table)} is written anew meanwhile`,
    }
  },
}
