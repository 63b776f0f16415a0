import { type OtherParts, other } from '../../schema/other.ts'
import { createObject } from '../object-operations.ts'
import type { Turns } from '../turns.ts'

/** `op`'s methods for objects that have no methods of their own. */
export interface OtherMethods {
  /** `op.createOther('aggregate', 'last', { create: sql`CREATE AGGREGATE …`, drop: sql`DROP AGGREGATE last(int)` })` */
  createOther(what: string, name: string, parts: OtherParts): Promise<void>
  /** Takes the same as `createOther`: both statements, so that there is a way back. */
  dropOther(what: string, name: string, parts: OtherParts): Promise<void>
}

export function otherMethods({ done }: Turns): OtherMethods {
  return {
    createOther: (what, name, parts) => done(createObject(other(what, name, parts))),
    dropOther: (what, name, parts) => done({ kind: 'dropObject', object: other(what, name, parts) }),
  }
}
