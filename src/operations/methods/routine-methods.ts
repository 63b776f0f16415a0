import type { Routine } from '../../schema/objects.ts'
import {
  argumentsOf,
  type FunctionParts,
  functionParts,
  type ProcedureParts,
  procedure,
  procedureParts,
  sqlFunction,
} from '../../schema/routine.ts'
import {
  createObject,
  type DropObjectOptions,
  dropKeys,
  dropObject,
  qualified,
  renameObject,
  replaceObject,
} from '../object-operations.ts'
import { knownOptions } from '../options.ts'
import type { SchemaOption } from '../table-operations.ts'
import type { Turns } from '../turns.ts'

/** Which routine of that name: its arguments, as in its CREATE. */
export interface RoutineOptions extends SchemaOption {
  readonly arguments?: string
}

type DropRoutineOptions<Was> = DropObjectOptions<Was> & RoutineOptions

/**
 * `op`'s methods for functions and procedures. `was` is the routine as it was: with it, a replacement or a drop can
 * be reversed, and one whose arguments or result changed is dropped before the new one is made.
 */
export interface RoutineMethods {
  createFunction(name: string, definition: FunctionParts, options?: SchemaOption): Promise<void>
  replaceFunction(
    name: string,
    definition: FunctionParts,
    options?: SchemaOption & { readonly was?: FunctionParts },
  ): Promise<void>
  dropFunction(name: string, options?: DropRoutineOptions<FunctionParts>): Promise<void>
  renameFunction(name: string, to: string, options?: RoutineOptions): Promise<void>
  createProcedure(name: string, definition: ProcedureParts, options?: SchemaOption): Promise<void>
  replaceProcedure(
    name: string,
    definition: ProcedureParts,
    options?: SchemaOption & { readonly was?: ProcedureParts },
  ): Promise<void>
  dropProcedure(name: string, options?: DropRoutineOptions<ProcedureParts>): Promise<void>
  renameProcedure(name: string, to: string, options?: RoutineOptions): Promise<void>
}

export function routineMethods(turns: Turns): RoutineMethods {
  const functions = methodsOf<FunctionParts>(turns, 'function', sqlFunction, functionParts)
  const procedures = methodsOf<ProcedureParts>(turns, 'procedure', procedure, procedureParts)
  return {
    createFunction: functions.create,
    replaceFunction: functions.replace,
    dropFunction: functions.drop,
    renameFunction: functions.rename,
    createProcedure: procedures.create,
    replaceProcedure: procedures.replace,
    dropProcedure: procedures.drop,
    renameProcedure: procedures.rename,
  }
}

function methodsOf<Parts extends ProcedureParts>(
  { done }: Turns,
  type: Routine['type'],
  define: (name: string, parts: Parts, schema?: string) => Routine,
  known: readonly (keyof Parts & string)[],
) {
  const word = type === 'function' ? 'Function' : 'Procedure'
  const reference = (name: string, schema: string | undefined, signature: string | undefined) =>
    ({ type, ...qualified(name, schema), arguments: argumentsOf(signature, name) }) as const
  return {
    create(name: string, definition: Parts, options: SchemaOption = {}): Promise<void> {
      const { schema } = knownOptions(`op.create${word}`, options, ['schema'])
      return done(createObject(define(name, knownOptions(`op.create${word}`, definition, known), schema)))
    },
    replace(
      name: string,
      definition: Parts,
      options: SchemaOption & { readonly was?: Parts } = {},
    ): Promise<void> {
      const { schema, was } = knownOptions(`op.replace${word}`, options, ['schema', 'was'])
      const former = was === undefined ? undefined : define(name, was, schema)
      return done(replaceObject(define(name, definition, schema), former))
    },
    drop(name: string, options: DropRoutineOptions<Parts> = {}): Promise<void> {
      const { arguments: signature, ...rest } = knownOptions(`op.drop${word}`, options, [
        'arguments',
        ...dropKeys,
      ])
      const object = reference(name, rest.schema, signature ?? rest.was?.arguments)
      return done(dropObject<Parts>(`op.drop${word}`, object, rest, (was) => define(name, was, rest.schema)))
    },
    rename(name: string, to: string, options: RoutineOptions = {}): Promise<void> {
      const { schema, arguments: signature } = knownOptions(`op.rename${word}`, options, [
        'schema',
        'arguments',
      ])
      return done(renameObject(reference(name, schema, signature), to))
    },
  }
}
