import type { Dialect } from '../dialect.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { columnDefinition } from './columns.ts'
import { compile } from './compile.ts'
import { copyRows } from './copy-rows.ts'
import { identifier, tableName } from './identifier.ts'
import { inline } from './inline.ts'
import { grantsOnViews, privilegesOnRoutines } from './introspect/grants.ts'
import { introspect } from './introspect.ts'
import { keepQuestions } from './kept-questions.ts'
import { leftoversOf } from './leftover.ts'
import { sessionLimits } from './limits.ts'
import { literal } from './literal.ts'
import { messageChain } from './message-chain.ts'
import { messageClock } from './message-clock.ts'
import { oneRow } from './one-row.ts'
import { settle } from './settle.ts'
import { settleOffline } from './settle-offline.ts'
import { traceOf } from './trace.ts'
import { walk } from './walk.ts'

/** PostgreSQL, 12 and later. */
export const postgres: Dialect = Object.freeze<Dialect>({
  name: 'postgres',
  title: 'PostgreSQL',
  transactionalDdl: true,
  bracket: Object.freeze({ begin: 'BEGIN', afterEnd: Object.freeze([]) }),
  // A shell takes the encoding of the database, unless told otherwise.
  scriptEncoding: "SET client_encoding = 'UTF8'",
  needs: () => [],
  compile,
  copyRows,
  traceOf,
  leftoversOf,
  async shapeOf(_query, table) {
    throw new UnsupportedOperationError(
      'postgres',
      `is never asked what the table ${table.name} is like`,
      'It alters every table in place: `needs` names none.',
    )
  },
  walk,
  introspect,
  keepQuestions,
  grantsOnViews,
  privilegesOnRoutines,
  settle,
  settleOffline,
  literal,
  inline,
  identifier,
  tableName,
  placeholder: (position) => `$${position}`,
  columnDefinition: (column) => columnDefinition(column).sql,
  oneRow,
  messageClock,
  messageChain,
  sessionLimits,
})
