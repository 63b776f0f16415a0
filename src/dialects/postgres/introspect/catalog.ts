import type { ColumnType } from '../../../schema/column-type.ts'
import type { EnumType } from '../../../schema/objects.ts'
import { columnTypeOf } from './types.ts'

/** What all that is read is read against. */
export interface Catalog {
  /** As in `server_version_num`: 150004. */
  readonly version: number
  /** The schemas to read, by number. */
  readonly schemas: ReadonlyMap<number, string>
  /** Whether these are all there are: what is in no schema is read then, too. */
  readonly whole: boolean
  /** Operator classes by number: their spelling, and whether they are the usual one of their type. */
  readonly operatorClasses: ReadonlyMap<number, { readonly spelled: string; readonly usual: boolean }>
  /** Names of the collations that indexes have, by number. */
  readonly collations: ReadonlyMap<number, string>
  /** The name of something in a schema: without the schema where that is the connection's own. */
  named(schema: string, name: string): { readonly name: string; readonly schema?: string }
  /** Whether something belongs to an extension: by the number of the catalog that it stands in, and its own. */
  isExtensions(catalog: number, oid: number): boolean
  /** The type of a column, by its number and its spelling. */
  typeOf(oid: number, spelled: string): ColumnType
  /** Makes an enum type known by its number, and by the number of its arrays. */
  addEnum(oid: number, array: number, type: EnumType): void
}

/** The numbers of the system catalogs: the same in every database. */
export const catalogs = {
  type: 1247,
  routine: 1255,
  relation: 1259,
  schema: 2615,
  operator: 2617,
} as const

/** What initdb has made has lower numbers: thousands of rows that need not be looked at. */
export const firstOid = 16384

/** Types by number and spelling, each made once. */
export function typeIndex(): Pick<Catalog, 'typeOf' | 'addEnum'> {
  const enums = new Map<number, ColumnType>()
  const bySpelling = new Map<string, ColumnType>()
  return {
    addEnum(oid, array, { values, name, schema }) {
      const type: ColumnType = { type: 'enum', values, name, ...(schema !== undefined && { schema }) }
      enums.set(oid, type)
      enums.set(array, { type: 'array', of: type })
    },
    typeOf(oid, spelled) {
      const known = enums.get(oid) ?? bySpelling.get(spelled)
      if (known !== undefined) return known
      const type = columnTypeOf(spelled)
      bySpelling.set(spelled, type)
      return type
    },
  }
}
