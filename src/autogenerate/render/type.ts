import type { AnyColumn } from '../../schema/column-builder.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import { isSame } from '../../schema/same.ts'
import { t } from '../../schema/t.ts'
import { type Code, call, name } from './layout.ts'
import { holds } from './made-by-call.ts'
import { data } from './value.ts'

type NamedEnum = Extract<ColumnType, { type: 'enum' }>

/** The variable that holds an enum type, where there is one. */
export type EnumVariable = (type: NamedEnum) => string | undefined

/** The type with its builder: `t.varchar(50)`. `undefined` where the builders have no words for it. */
export function renderType(type: ColumnType, enumVariable: EnumVariable = () => undefined): Code | undefined {
  const code = renderBuilder(type, enumVariable)
  return code && { kind: 'type', type, code }
}

function renderBuilder(type: ColumnType, enumVariable: EnumVariable): Code | undefined {
  if (type.type === 'array') {
    const of = renderType(type.of, enumVariable)
    return of && [of, '.array()']
  }
  const variable = type.type === 'enum' ? enumVariable(type) : undefined
  if (variable !== undefined) return call([name('t'), '.enum'], [variable])
  const [method, ...args] = typeCall(type)
  const make = t[method] as (...args: readonly unknown[]) => AnyColumn
  if (!holds(() => isSame({ ...make(...args).definition.type }, { ...type }))) return undefined
  return call([name('t'), `.${method}`], args.map(data))
}

/** The method of `t` that makes a type, and what it is given. */
function typeCall(
  type: Exclude<ColumnType, { type: 'array' }>,
): readonly [method: Exclude<keyof typeof t, 'array'>, ...args: readonly unknown[]] {
  switch (type.type) {
    case 'numeric':
      return ['numeric', ...given(type.precision), ...given(type.scale)]
    case 'varchar':
    case 'char':
    case 'binary':
      return [type.type, ...given(type.length)]
    case 'time':
    case 'timestamp': {
      const { type: clock, precision } = type
      if (type.withTimeZone) return [`${clock}tz`, ...given(precision)]
      return [clock, ...given(precision === undefined ? undefined : { precision })]
    }
    case 'interval': {
      const { type: method, ...options } = type
      return [method, ...given(Object.keys(options).length === 0 ? undefined : options)]
    }
    case 'enum': {
      const { type: method, values, ...options } = type
      return [method, values, ...given(Object.keys(options).length === 0 ? undefined : options)]
    }
    case 'raw':
      return ['raw', type.sql]
    default:
      return [type.type]
  }
}

function given(argument: unknown): readonly unknown[] {
  return argument === undefined ? [] : [argument]
}
