import { alterationMethods } from './alteration-methods.ts'
import { namespaceMethods } from './namespace-methods.ts'
import { otherMethods } from './other-methods.ts'
import { routineMethods } from './routine-methods.ts'
import { sequenceMethods } from './sequence-methods.ts'
import { tableObjectMethods } from './table-object-methods.ts'
import { tableOptionMethods } from './table-option-methods.ts'
import { triggerMethods } from './trigger-methods.ts'
import type { Turns } from './turns.ts'
import { typeMethods } from './type-methods.ts'
import { viewMethods } from './view-methods.ts'

/** The methods of `op` for what a schema holds beside its tables. */
export function objectMethods(turns: Turns) {
  return {
    ...namespaceMethods(turns),
    ...sequenceMethods(turns),
    ...typeMethods(turns),
    ...viewMethods(turns),
    ...routineMethods(turns),
    ...triggerMethods(turns),
    ...tableObjectMethods(turns),
    ...tableOptionMethods(turns),
    ...alterationMethods(turns),
    ...otherMethods(turns),
  }
}
