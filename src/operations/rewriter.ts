import type { ComparisonContext, MigrationScript, ProcessRevisionDirectives } from './migration-script.ts'
import type { Operation, TableChange } from './operation.ts'
import type { PlacedOperation } from './placed-operation.ts'

/** What a rewrite knows of the operation's surroundings. */
export interface RewriteContext extends ComparisonContext {
  /** Whether it stands in the upgrade or in the downgrade. */
  readonly direction: 'upgrade' | 'downgrade'
}

type OperationOf<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>

/** What takes the place of an operation: another, several, none (`[]`); `undefined`: it stays. */
export type Rewrite<Kind extends Operation['kind']> = (
  operation: OperationOf<Kind>,
  context: RewriteContext,
) => Operation | readonly Operation[] | undefined

/** Rewrites the operations of revisions that are generated: given to the env file as `processRevisionDirectives`. */
export interface Rewriter extends ProcessRevisionDirectives {
  /** A rewriter that also does this with operations of a kind, inside of batches, too. */
  rewrites<const Kind extends Operation['kind']>(kind: Kind, rewrite: Rewrite<Kind>): Rewriter
  /** A rewriter whose result goes through another. */
  chain(next: ProcessRevisionDirectives): Rewriter
}

type AnyRewrite = (
  operation: Operation,
  context: RewriteContext,
) => Operation | readonly Operation[] | undefined

/** A rewriter that leaves everything as it is. */
export function rewriter(): Rewriter {
  return withRewrites(new Map(), [])
}

function withRewrites(
  rewrites: ReadonlyMap<Operation['kind'], AnyRewrite>,
  next: readonly ProcessRevisionDirectives[],
): Rewriter {
  const process: ProcessRevisionDirectives = async (scripts, context) => {
    let result: readonly MigrationScript[] = scripts.map((script) => rewritten(script, rewrites, context))
    for (const other of next) result = (await other(result, context)) ?? result
    return result
  }
  return Object.assign(process, {
    rewrites: <Kind extends Operation['kind']>(kind: Kind, rewrite: Rewrite<Kind>) =>
      withRewrites(new Map([...rewrites, [kind, rewrite as AnyRewrite]]), next),
    chain: (other: ProcessRevisionDirectives) => withRewrites(rewrites, [...next, other]),
  })
}

function rewritten(
  script: MigrationScript,
  rewrites: ReadonlyMap<Operation['kind'], AnyRewrite>,
  context: ComparisonContext,
): MigrationScript {
  const all = (placed: readonly PlacedOperation[], direction: RewriteContext['direction']) =>
    placed.flatMap((one) => {
      const operations = rewrite(one.operation, rewrites, { ...context, direction })
      return operations.map((operation) => ({ ...one, operation }))
    })
  return {
    ...script,
    upgrades: all(script.upgrades, 'upgrade'),
    downgrades: all(script.downgrades, 'downgrade'),
  }
}

function rewrite(
  operation: Operation,
  rewrites: ReadonlyMap<Operation['kind'], AnyRewrite>,
  context: RewriteContext,
): readonly Operation[] {
  const inside = operation.kind === 'alterTable' ? withChanges(operation, rewrites, context) : [operation]
  return inside.flatMap((one) => {
    const result = rewrites.get(one.kind)?.(one, context)
    if (result === undefined) return [one]
    return isList(result) ? result : [result]
  })
}

/** The changes of a batch rewritten; what a table can't be changed by comes behind it. */
function withChanges(
  batch: OperationOf<'alterTable'>,
  rewrites: ReadonlyMap<Operation['kind'], AnyRewrite>,
  context: RewriteContext,
): readonly Operation[] {
  const results = batch.changes.flatMap((change) => rewrite(change, rewrites, context))
  const changes = results.filter(isTableChange)
  const others = results.filter((one) => !isTableChange(one))
  return changes.length === 0 && batch.changes.length > 0 ? others : [{ ...batch, changes }, ...others]
}

const changeKinds: ReadonlySet<Operation['kind']> = new Set<TableChange['kind']>([
  'addColumn',
  'dropColumn',
  'alterColumn',
  'addConstraint',
  'dropConstraint',
  'createIndex',
  'dropIndex',
])

function isTableChange(operation: Operation): operation is TableChange {
  return changeKinds.has(operation.kind)
}

function isList(result: Operation | readonly Operation[]): result is readonly Operation[] {
  return Array.isArray(result)
}
