import type { ColumnType } from '../schema/column-type.ts'
import type { Operation } from './operation.ts'

/** What is about to be written into a generated revision. */
export type RenderedItem =
  | { readonly kind: 'operation'; readonly operation: Operation }
  /** The type of a column, with its arguments. */
  | { readonly kind: 'type'; readonly type: ColumnType }

export interface RenderContext {
  /** Import lines for the file: `context.imports.add("import { money } from '../types'")`. */
  readonly imports: Set<string>
}

/** The code of an item, as it is to stand in the file (an operation without its `await`); `undefined`: tsmig's own. */
export type RenderItem = (item: RenderedItem, context: RenderContext) => string | undefined
