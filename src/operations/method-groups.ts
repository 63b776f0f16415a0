import { alterationMethods } from './methods/alteration-methods.ts'
import { columnMethods } from './methods/column-methods.ts'
import { constraintMethods } from './methods/constraint-methods.ts'
import { dataMethods } from './methods/data-methods.ts'
import { indexMethods } from './methods/index-methods.ts'
import { namespaceMethods } from './methods/namespace-methods.ts'
import { otherMethods } from './methods/other-methods.ts'
import { routineMethods } from './methods/routine-methods.ts'
import { sequenceMethods } from './methods/sequence-methods.ts'
import { tableMethods } from './methods/table-methods.ts'
import { tableObjectMethods } from './methods/table-object-methods.ts'
import { tableOptionMethods } from './methods/table-option-methods.ts'
import { triggerMethods } from './methods/trigger-methods.ts'
import { typeMethods } from './methods/type-methods.ts'
import { viewMethods } from './methods/view-methods.ts'
import type { Op } from './op.ts'
import type { OpParts } from './op-parts.ts'

/** The methods of `op`, in the groups that are made together. */
export const methodGroups = {
  tables: ({ named, nameIndex, knex }: OpParts) => tableMethods(named, nameIndex, knex),
  columns: ({ named, context, outside }: OpParts) =>
    columnMethods(named, { ...context, outsideTransaction: outside.outsideTransaction }),
  indexes: ({ named, nameIndex }: OpParts) => indexMethods(named, nameIndex),
  constraints: ({ named }: OpParts) => constraintMethods(named),
  data: ({ turns, outside }: OpParts) => dataMethods(turns, outside),
  namespaces: ({ turns }: OpParts) => namespaceMethods(turns),
  sequences: ({ turns }: OpParts) => sequenceMethods(turns),
  types: ({ turns }: OpParts) => typeMethods(turns),
  views: ({ turns }: OpParts) => viewMethods(turns),
  routines: ({ turns }: OpParts) => routineMethods(turns),
  triggers: ({ turns }: OpParts) => triggerMethods(turns),
  tableObjects: ({ turns }: OpParts) => tableObjectMethods(turns),
  tableOptions: ({ turns }: OpParts) => tableOptionMethods(turns),
  alterations: ({ turns }: OpParts) => alterationMethods(turns),
  others: ({ turns }: OpParts) => otherMethods(turns),
  blocks: (parts: OpParts) => parts.blockMethods(),
} satisfies Readonly<Record<string, (parts: OpParts) => Partial<Op>>>

export type GroupName = keyof typeof methodGroups

type KeysOf<Union> = Union extends unknown ? keyof Union : never

/** What the groups have together. */
export type MethodName = KeysOf<ReturnType<(typeof methodGroups)[GroupName]>>
