import type { Knex } from 'knex'
import type { DialectName } from '../schema/dialect-name.ts'
import { frozenValue } from '../schema/freeze.ts'
import type { NamingConvention } from '../schema/naming.ts'
import { type Sql, sql } from '../schema/values.ts'
import { batchMethod, outsideTransactionMethod } from './block-methods.ts'
import { columnMethods } from './column-methods.ts'
import { constraintMethods } from './constraint-methods.ts'
import { indexNaming, namingTurns } from './conventional-names.ts'
import { customMethods } from './custom-operation.ts'
import { dataMethods } from './data-methods.ts'
import type { Submit } from './entry.ts'
import { OperationError } from './errors.ts'
import { indexMethods } from './index-methods.ts'
import { invokedOperation } from './invoke-operation.ts'
import { recordSchema } from './knex-schema.ts'
import { objectMethods } from './object-methods.ts'
import type { Op } from './op.ts'
import { tableMethods } from './table-methods.ts'
import { quiet, type Turns } from './turns.ts'

/** What `op` needs of the run it belongs to. */
export interface OpContext {
  readonly dialect: DialectName
  /** The name of the database, where the project has several. */
  readonly database?: string
  /** Queues an entry; the promise settles in its turn. Calls from inside `op.run` are its to detect. */
  readonly submit: Submit
  /**
   * The migration's knex; its queries wait for `after`. When only SQL is written: one that compiles, and refuses to
   * connect.
   */
  knex(after?: Promise<unknown>): Knex
  /** A value as SQL text of the dialect: for `op.inlineLiteral`. */
  literal?(value: unknown): string
  /** How constraints and indexes are called that are given no name. */
  readonly naming?: NamingConvention
  /** Whether calls are waiting for their turn: `op.knex` is refused meanwhile. */
  pending?(): boolean
}

/** The `op` of one step of one run. */
export function createOp(context: OpContext): Op {
  const batches = batchMethod(() => turns, context.naming ?? {})
  const turns: Turns = {
    send(entry) {
      batches.refuseInside()
      outside.queued()
      return quiet(context.submit(entry))
    },
    done: (entry) => quiet(turns.send(entry).then(() => undefined)),
  }
  const outside = outsideTransactionMethod(turns, () => context.pending?.() === true)
  const named = namingTurns(turns, batches.rules)
  const nameIndex = indexNaming(batches.rules)
  const tables = tableMethods(named, nameIndex, () => context.knex())
  const columns = columnMethods(named, { ...context, outsideTransaction: outside.outsideTransaction })
  const indexes = indexMethods(named, nameIndex)
  const constraints = constraintMethods(named)
  const data = dataMethods(turns, outside)
  const objects = objectMethods(turns)
  // By their names, and without any that are spread: see objectMethods.
  const op: Omit<Op, 'knex' | 'schema'> & WithLazyParts = {
    dialect: context.dialect,
    createTable: tables.createTable,
    alterTable: tables.alterTable,
    dropTable: tables.dropTable,
    renameTable: tables.renameTable,
    addColumn: columns.addColumn,
    dropColumn: columns.dropColumn,
    alterColumn: columns.alterColumn,
    setNotNull: columns.setNotNull,
    createIndex: indexes.createIndex,
    dropIndex: indexes.dropIndex,
    createForeignKey: constraints.createForeignKey,
    createUniqueConstraint: constraints.createUniqueConstraint,
    createCheckConstraint: constraints.createCheckConstraint,
    createPrimaryKey: constraints.createPrimaryKey,
    createExcludeConstraint: constraints.createExcludeConstraint,
    dropConstraint: constraints.dropConstraint,
    bulkInsert: data.bulkInsert,
    backfill: data.backfill,
    execute: data.execute,
    run: data.run,
    createSchema: objects.createSchema,
    dropSchema: objects.dropSchema,
    renameSchema: objects.renameSchema,
    alterSchema: objects.alterSchema,
    createExtension: objects.createExtension,
    alterExtension: objects.alterExtension,
    dropExtension: objects.dropExtension,
    createSequence: objects.createSequence,
    alterSequence: objects.alterSequence,
    dropSequence: objects.dropSequence,
    renameSequence: objects.renameSequence,
    createEnum: objects.createEnum,
    dropEnum: objects.dropEnum,
    addEnumValue: objects.addEnumValue,
    replaceEnum: objects.replaceEnum,
    renameEnumValue: objects.renameEnumValue,
    renameEnum: objects.renameEnum,
    createCompositeType: objects.createCompositeType,
    alterCompositeType: objects.alterCompositeType,
    dropCompositeType: objects.dropCompositeType,
    renameCompositeType: objects.renameCompositeType,
    createDomain: objects.createDomain,
    alterDomain: objects.alterDomain,
    dropDomain: objects.dropDomain,
    renameDomain: objects.renameDomain,
    createView: objects.createView,
    replaceView: objects.replaceView,
    dropView: objects.dropView,
    renameView: objects.renameView,
    createMaterializedView: objects.createMaterializedView,
    replaceMaterializedView: objects.replaceMaterializedView,
    dropMaterializedView: objects.dropMaterializedView,
    renameMaterializedView: objects.renameMaterializedView,
    refreshMaterializedView: objects.refreshMaterializedView,
    createFunction: objects.createFunction,
    replaceFunction: objects.replaceFunction,
    dropFunction: objects.dropFunction,
    renameFunction: objects.renameFunction,
    createProcedure: objects.createProcedure,
    replaceProcedure: objects.replaceProcedure,
    dropProcedure: objects.dropProcedure,
    renameProcedure: objects.renameProcedure,
    createTrigger: objects.createTrigger,
    replaceTrigger: objects.replaceTrigger,
    dropTrigger: objects.dropTrigger,
    renameTrigger: objects.renameTrigger,
    createPolicy: objects.createPolicy,
    alterPolicy: objects.alterPolicy,
    dropPolicy: objects.dropPolicy,
    renamePolicy: objects.renamePolicy,
    enableRowSecurity: objects.enableRowSecurity,
    disableRowSecurity: objects.disableRowSecurity,
    forceRowSecurity: objects.forceRowSecurity,
    validateConstraint: objects.validateConstraint,
    renameConstraint: objects.renameConstraint,
    renameIndex: objects.renameIndex,
    attachPartition: objects.attachPartition,
    detachPartition: objects.detachPartition,
    grant: objects.grant,
    revoke: objects.revoke,
    createTableComment: objects.createTableComment,
    dropTableComment: objects.dropTableComment,
    commentOn: objects.commentOn,
    alterTableOptions: objects.alterTableOptions,
    alterConstraint: objects.alterConstraint,
    alterIndex: objects.alterIndex,
    alterView: objects.alterView,
    alterMaterializedView: objects.alterMaterializedView,
    createOther: objects.createOther,
    dropOther: objects.dropOther,
    batch: batches.batch,
    f: batches.f,
    invoke: (operation) => {
      const invoked = invokedOperation(operation)
      const isOutside = invoked.kind === 'backfill'
      return isOutside ? outside.outsideTransaction(() => turns.done(invoked)) : turns.done(invoked)
    },
    inlineLiteral: (value) => inlineLiteral(context, value),
    outsideTransaction: outside.outsideTransaction,
    [lazyParts]: {
      knex() {
        if (context.pending?.() !== true) return context.knex()
        const leaving = outside.leaving()
        if (leaving === undefined) throw callsWaiting()
        return context.knex(leaving)
      },
      schema: () => recordSchema(() => context.knex(), turns.send),
    },
  }
  addLazyParts(op)
  const { database } = context
  const others = { ...(database !== undefined && { database }), ...customMethods(turns, op) }
  return Object.freeze(Object.defineProperties(op, ownProperties(others)))
}

function inlineLiteral(context: OpContext, value: unknown): Sql {
  const given = frozenValue(value, 'The literal')
  const text = context.literal?.(given)
  if (text !== undefined) return sql`${{ sql: text }}`
  throw new OperationError(
    'op.inlineLiteral has no database to write for',
    'Ask for it in a migration, or make the op with `literal`.',
  )
}

/** What is made when it is asked for. */
const lazyParts = Symbol('lazyParts')

interface WithLazyParts {
  readonly [lazyParts]: { knex(): Knex; schema(): Knex.SchemaBuilder }
}

/** One function for all: V8 takes ten times as long for an object with getters of its own. */
const lazyProperties: PropertyDescriptorMap & ThisType<WithLazyParts> = {
  knex: {
    enumerable: true,
    get() {
      return this[lazyParts].knex()
    },
  },
  schema: {
    enumerable: true,
    get() {
      return this[lazyParts].schema()
    },
  },
}

function addLazyParts<T extends WithLazyParts>(op: T): asserts op is T & Pick<Op, 'knex' | 'schema'> {
  Object.defineProperties(op, lazyProperties)
}

/** As properties that can be seen, without a look at the getters of what they are added to. */
function ownProperties(methods: Readonly<Record<string, unknown>>): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.entries(methods).map(([name, value]) => [name, { value, enumerable: true }]),
  )
}

function callsWaiting(): OperationError {
  return new OperationError(
    'op.knex was asked for while operations are waiting for their turn: it would read before they ran',
    'Await the operations before it, or use op.run, which takes its turn.',
  )
}
