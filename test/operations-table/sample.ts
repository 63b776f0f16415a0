import type { Op } from '../../src/operations/op.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'

/** What a sample may have to know of the database it is for. */
export interface Place {
  readonly dialect: DialectName
  /** The schema that the connection is in; on MySQL the database. */
  readonly schema: string
}

export type Call = (op: Op, place: Place) => Promise<unknown>

/** One method: a call without options, and a value for each of its options. */
export interface MethodSample {
  /** `options` stands where the method takes them. */
  readonly call: (op: Op, options: never, place: Place) => Promise<unknown>
  readonly options?: Readonly<Record<string, OptionSample>>
  /** What has to be there, beside the tables that are there for all. */
  readonly given?: Call
  /** What stands in the way back of every row. */
  readonly back?: BackExpected
}

/** The way back: none, for a reason that `reverse` gives, or one that leaves something other than it was. */
export type BackExpected =
  | { readonly none: string; readonly leaves?: never }
  | { readonly none?: never; readonly leaves: string; readonly on: readonly DialectName[] }

/** The value of an option, or all that its row differs in. */
export type OptionSample =
  | string
  | number
  | boolean
  | null
  | readonly unknown[]
  | ((place: Place) => unknown)
  | OptionCase

export class OptionCase {
  readonly value: unknown
  /** The options it stands beside, and is compared with. */
  readonly beside: object
  readonly call: MethodSample['call'] | undefined
  /** It is for the way back: no statement shows it. */
  readonly forReverse: boolean
  readonly back: BackExpected | undefined

  constructor(
    value: unknown,
    parts: {
      readonly beside?: object
      readonly call?: MethodSample['call']
      readonly forReverse?: boolean
      readonly back?: BackExpected | undefined
    } = {},
  ) {
    this.value = value
    this.beside = parts.beside ?? {}
    this.call = parts.call
    this.forReverse = parts.forReverse === true
    this.back = parts.back
  }
}

/** An option with other options beside it, or in a call of its own. */
export function option(value: unknown, beside: object = {}, call?: MethodSample['call']): OptionCase {
  return new OptionCase(value, { beside, ...(call === undefined ? {} : { call }) })
}

/** An option that an operation's inverse needs. */
export function forReverse(value: unknown): OptionCase {
  return new OptionCase(value, { forReverse: true })
}

/** An option whose row can't be undone. */
export function noWayBack(none: string, value: unknown, call?: MethodSample['call']): OptionCase {
  return new OptionCase(value, { back: { none }, ...(call === undefined ? {} : { call }) })
}

/** The schema of the place. */
export const schema = (place: Place): string => place.schema

/** How most things are dropped. */
export const dropped = { ifExists: true, cascade: true } as const

/** SQL that comes before a sample, on PostgreSQL only. */
export const onPostgres = (text: string) => async (op: Op) => {
  if (op.dialect === 'postgres') await op.execute(text)
}
