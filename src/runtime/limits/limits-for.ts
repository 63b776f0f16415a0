import type { Session } from '../session.ts'
import { type LimitSurroundings, type Limits, noLimits } from './limits.ts'
import { mysqlLimits } from './mysql-limits.ts'
import { postgresLimits } from './postgres-limits.ts'

/** The limits of a run, as its database can keep them. */
export function limitsFor(session: Session, surroundings: LimitSurroundings): Limits {
  switch (session.dialect.name) {
    case 'postgres':
      return postgresLimits(session, surroundings)
    case 'mysql':
      return mysqlLimits(session, surroundings)
    case 'sqlite':
      return noLimits
  }
  return session.dialect.name satisfies never
}
