import type { DialectName } from '../schema/dialect-name.ts'
import type { Dialect } from './dialect.ts'

/** The dialect of a name. Only that one's code is loaded. */
export async function loadDialect(name: DialectName): Promise<Dialect> {
  switch (name) {
    case 'postgres':
      return (await import('./postgres/dialect.ts')).postgres
    case 'sqlite':
      return (await import('./sqlite/dialect.ts')).sqlite
    case 'mysql':
      return (await import('./mysql/dialect.ts')).mysql
    default:
      return name satisfies never
  }
}
