import type { Comparator, ProcessRevisionDirectives } from '../operations/migration-script.ts'
import type { RenderItem } from '../operations/render-item.ts'
import type { ComparisonHooks } from '../schema/comparison-hooks.ts'

/** What an env file may say of comparing and of writing revisions. */
export interface AutogenerateHooks extends ComparisonHooks {
  /** Changes the revisions that are about to be written, or keeps them from being written. */
  readonly processRevisionDirectives?: ProcessRevisionDirectives
  /** Write parts of a generated revision in other words. */
  readonly renderItem?: RenderItem
  /** Add to what comparing found, one after the other: those of plugins, too. */
  readonly comparators?: readonly Comparator[]
}

type Check = readonly [(value: unknown) => boolean, string]

const isFunction = (value: unknown) => typeof value === 'function'
const isSwitch = (value: unknown) => typeof value === 'boolean' || isFunction(value)

/** For each key: whether a value is one for it, and what it should be. */
export const autogenerateChecks: Readonly<Record<keyof AutogenerateHooks, Check>> = {
  includeName: [isFunction, 'a function'],
  includeObject: [isFunction, 'a function'],
  includeSchemas: [
    (value) => typeof value === 'boolean' || isListOf((one) => typeof one === 'string')(value),
    'true, false, or a list of names',
  ],
  compareType: [isSwitch, 'true, false, or a function'],
  compareServerDefault: [isSwitch, 'true, false, or a function'],
  processRevisionDirectives: [isFunction, 'a function'],
  renderItem: [isFunction, 'a function'],
  comparators: [isListOf(isFunction), 'a list of functions'],
}

function isListOf(isPart: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(isPart)
}
