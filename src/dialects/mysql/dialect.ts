import type { Dialect } from '../dialect.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { columnDefinition } from './columns.ts'
import { commits, compile, needs } from './compile.ts'
import { type Flavour, flavourRules } from './flavour.ts'
import { identifier, tableName } from './identifier.ts'
import { inline } from './inline.ts'
import { introspect } from './introspect.ts'
import { sessionLimits } from './limits.ts'
import { literal } from './literal.ts'
import { scriptText } from './script.ts'
import { settle } from './settle.ts'
import { settleOffline } from './settle-offline.ts'
import { shapeOf } from './shape.ts'
import { traceOf } from './trace.ts'
import { walk } from './walk.ts'

/** What sets a session up, whichever of the two servers it is on. */
const session: readonly string[] = Object.freeze([
  'SET NAMES utf8mb4',
  // Dates are written in UTC.
  "SET time_zone = '+00:00'",
  // Comments come as plain strings only, which would mean two things otherwise; drivers escape with backslashes, too.
  "SET sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')",
])

function mysqlDialect(flavour: Flavour): Dialect {
  const rules = flavourRules[flavour]
  return Object.freeze<Dialect>({
    name: 'mysql',
    title: rules.title,
    transactionalDdl: false,
    bracket: Object.freeze({ begin: 'START TRANSACTION', afterEnd: Object.freeze([]) }),
    session,
    needs: (operation) => needs(operation, rules),
    compile: (operation, shapes) => called(rules.title, () => compile(operation, shapes, rules)),
    commits,
    traceOf,
    shapeOf,
    walk,
    introspect,
    settle,
    settleOffline,
    literal,
    inline,
    scriptText,
    sessionLimits: sessionLimits(flavour),
    identifier,
    tableName,
    placeholder: () => '?',
    columnDefinition: (column) => called(rules.title, () => columnDefinition(column, rules).sql),
  })
}

/** What neither of the two can do is refused in the name of the one that is used. */
function called<T>(title: string, compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    if (!(error instanceof UnsupportedOperationError)) throw error
    throw new UnsupportedOperationError(error.dialect, error.what, error.hint, title)
  }
}

/** MySQL 8 and later. A schema is a database there. */
export const mysql: Dialect = mysqlDialect('mysql')

/** MariaDB 10.11 and later. */
export const mariadb: Dialect = mysqlDialect('mariadb')
