import { TsmigError } from '../support/errors.ts'
import { nearest } from '../support/suggest.ts'
import type { CustomDefinition } from './custom-definition.ts'
import { OperationError } from './errors.ts'

/** Any definition: what its data is like, it knows by itself. */
export type AnyDefinition = CustomDefinition<unknown, readonly unknown[]>

const place = Symbol.for('tsmig.operations')

/**
 * Makes an operation known to the whole process, under its name; a definition that is there already is replaced,
 * as a file that registers may be loaded twice. Throws `OperationError` for one that can't work.
 */
export function registerOperation<Data, Arguments extends readonly unknown[] = readonly [Data]>(
  definition: CustomDefinition<Data, Arguments>,
): void {
  const known = registry()
  const checked = checkDefinition(definition)
  const rival = [...known.values()].find(
    ({ name, method }) => method !== undefined && method === checked.method && name !== checked.name,
  )
  if (rival !== undefined) {
    throw new OperationError(
      `The custom operations ${rival.name} and ${checked.name} both want the method op.${rival.method}`,
      'Give one of them another method.',
    )
  }
  known.set(checked.name, Object.freeze({ ...checked }))
}

/** The definition registered under a name. Throws `unknown-operation`. */
export function customDefinition(name: string): AnyDefinition {
  const known = registry()
  const found = known.get(name)
  if (found !== undefined) return found
  const meant = nearest(name, known.keys())
  throw new TsmigError(
    'unknown-operation',
    `No operation is registered under the name ${JSON.stringify(name)}`,
    meant === undefined
      ? 'Register it with registerOperation, in the env file or at the top of the revision file.'
      : `Did you mean "${meant}"? Operations are registered with registerOperation, in the env file or a revision file.`,
  )
}

/** All that are registered. */
export function customDefinitions(): readonly AnyDefinition[] {
  return [...registry().values()]
}

/** On the global object: a plugin and the program may each have a copy of this package. */
function registry(): Map<string, AnyDefinition> {
  const holder = globalThis as { [place]?: Map<string, AnyDefinition> }
  holder[place] ??= new Map()
  return holder[place]
}

function checkDefinition(definition: object): AnyDefinition {
  const { name, method, compile } = (definition ?? {}) as Partial<AnyDefinition>
  if (typeof name !== 'string' || name === '') {
    throw new OperationError('A custom operation has no name', "Give one: { name: 'owner.what', … }.")
  }
  if (method !== undefined && !/^[a-z][A-Za-z0-9]*$/.test(method)) {
    throw new OperationError(
      `The method of the custom operation ${name} is ${JSON.stringify(method)}`,
      'Give it a name in camelCase: letters and digits.',
    )
  }
  const steps = Object.values(compile ?? {})
  if (steps.length === 0 || steps.some((step) => typeof step !== 'function')) {
    throw new OperationError(
      `The custom operation ${name} has no compile step`,
      'Give a function for each database, or one for all: compile: { default: (data) => … }.',
    )
  }
  const odd = (['data', 'reverse', 'describe', 'render', 'needs'] as const).find((key) => {
    const part = (definition as Record<string, unknown>)[key]
    return part !== undefined && typeof part !== 'function'
  })
  if (odd === undefined) return definition as AnyDefinition
  throw new OperationError(`\`${odd}\` of the custom operation ${name} is no function`, 'Write it as one.')
}
