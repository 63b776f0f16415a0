import type { Dialect } from '../dialect.ts'
import { quoteIdentifier, quoteTableName } from '../identifier.ts'
import { compile, needs } from './compile.ts'
import { defineColumn } from './define/column.ts'
import { printColumn } from './definition.ts'
import { inline } from './inline.ts'
import { introspect } from './introspect.ts'
import { literal } from './literal.ts'
import { settleTo } from './settle.ts'
import { settleOffline } from './settle-offline.ts'
import { shapeOf } from './shape.ts'
import { traceOf } from './trace.ts'
import { walk } from './walk.ts'

/**
 * SQLite. Foreign keys are off while a transaction runs, as dropping a table in a rebuild would otherwise delete the
 * rows that refer to it, and are checked before it ends.
 */
export const sqlite: Dialect = {
  name: 'sqlite',
  title: 'SQLite',
  transactionalDdl: true,
  bracket: {
    begin: 'BEGIN IMMEDIATE',
    // A rebuild that failed half-way may have left it on.
    afterEnd: ['PRAGMA legacy_alter_table = OFF'],
    foreignKeys: {
      read: 'PRAGMA foreign_keys',
      off: 'PRAGMA foreign_keys = OFF',
      on: 'PRAGMA foreign_keys = ON',
      violations: 'PRAGMA foreign_key_check',
    },
  },
  needs,
  compile,
  traceOf,
  shapeOf,
  walk,
  introspect,
  settle: (_, declared, actual) => Promise.resolve().then(() => settleTo(declared, actual)),
  settleOffline,
  spelledLike: settleTo,
  literal,
  inline: ({ sql, bindings }) => inline(sql, bindings),
  identifier: (name) => quoteIdentifier(name),
  tableName: (table) => quoteTableName(table),
  placeholder: () => '?',
  columnDefinition: (column) =>
    printColumn(
      defineColumn(
        column,
        column.identity === undefined ? { strict: false } : { strict: false, key: 'whole' },
      ),
    ),
}
