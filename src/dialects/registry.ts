import type { DialectName } from '../schema/dialect-name.ts'
import type { Dialect } from './dialect.ts'
import type { Flavour } from './mysql/flavour.ts'

/** The dialect of a name, for one of the two servers where that is MySQL's. Only that one's code is loaded. */
export async function loadDialect(name: DialectName, flavour: Flavour = 'mysql'): Promise<Dialect> {
  switch (name) {
    case 'postgres':
      return (await import('./postgres/dialect.ts')).postgres
    case 'sqlite':
      return (await import('./sqlite/dialect.ts')).sqlite
    case 'mysql':
      return (await import('./mysql/dialect.ts'))[flavour]
    default:
      return name satisfies never
  }
}
