import type { Dialect } from '../dialect.ts'
import { columnDefinition } from './columns.ts'
import { commits, compile, needs } from './compile.ts'
import { identifier, tableName } from './identifier.ts'
import { inline } from './inline.ts'
import { introspect } from './introspect.ts'
import { literal } from './literal.ts'
import { scriptText } from './script.ts'
import { shapeOf } from './shape.ts'

/** MySQL 8 and MariaDB 10.11, and later ones of both. A schema is a database there. */
export const mysql: Dialect = Object.freeze<Dialect>({
  name: 'mysql',
  transactionalDdl: false,
  bracket: Object.freeze({ begin: 'START TRANSACTION', afterEnd: Object.freeze([]) }),
  // Dates are written in UTC.
  session: Object.freeze(['SET NAMES utf8mb4', "SET time_zone = '+00:00'"]),
  needs,
  compile,
  commits,
  shapeOf,
  introspect,
  literal,
  inline,
  scriptText,
  identifier,
  tableName,
  placeholder: () => '?',
  columnDefinition: (column) => columnDefinition(column).sql,
})
