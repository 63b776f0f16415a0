import type { Deferral } from '../../schema/model.ts'
import { constraintOptions, indexOptions } from '../../schema/option-names.ts'
import { type Code, record } from './layout.ts'
import { data, keyOf } from './value.ts'

/**
 * The options that each call takes. Data that needs another one is given to `op.invoke` as it is: when a
 * builder or a method learns an option, it is named here.
 */
const taken = {
  columnPrimaryKey: ['include', 'deferrable', 'initially'],
  columnUnique: ['include', 'nullsNotDistinct', 'deferrable', 'initially'],
  columnCheck: ['notValid', 'noInherit', 'notEnforced'],
  primaryKey: ['name', ...constraintOptions.primaryKey],
  uniqueConstraint: ['name', ...constraintOptions.unique],
  check: ['name', ...constraintOptions.check],
  exclude: ['name', ...constraintOptions.exclude],
  foreignKey: ['name', ...constraintOptions.foreignKey],
  index: ['name', ...indexOptions],
  identity: ['always', 'start', 'increment', 'minimum', 'maximum', 'cache', 'cycle', 'sequence'],
  generatedAs: ['stored'],
  enum: ['name', 'schema'],
  time: ['precision'],
  interval: ['fields', 'precision'],
  createTable: [
    'schema',
    'comment',
    'temporary',
    'strict',
    'withoutRowid',
    'postgres',
    'mysql',
    'ifNotExists',
  ],
  formerTable: [
    'columns',
    'constraintsAndIndexes',
    'comment',
    'temporary',
    'strict',
    'withoutRowid',
    'postgres',
    'mysql',
  ],
  dropTable: ['schema', 'ifExists', 'was'],
  renameTable: ['schema'],
  addColumn: ['schema', 'ifNotExists'],
  dropColumn: ['schema', 'ifExists', 'was'],
  alterColumn: ['schema'],
  batchedAddColumn: ['ifNotExists', 'insertBefore', 'insertAfter'],
  batchedAlterColumn: ['insertBefore', 'insertAfter'],
  columnChange: [
    'type',
    'using',
    'nullable',
    'default',
    'name',
    'comment',
    'identity',
    'generated',
    'collation',
    'serial',
    'postgres',
    'mysql',
    'sqlite',
    'existing',
  ],
  existing: [
    'type',
    'nullable',
    'default',
    'comment',
    'identity',
    'generated',
    'collation',
    'serial',
    'postgres',
    'mysql',
    'sqlite',
  ],
  createPrimaryKey: [...constraintOptions.primaryKey, 'schema'],
  createUniqueConstraint: [...constraintOptions.unique, 'schema'],
  createCheckConstraint: [...constraintOptions.check, 'schema'],
  createExcludeConstraint: [...constraintOptions.exclude, 'schema'],
  createForeignKey: [...constraintOptions.foreignKey, 'sourceSchema', 'referentSchema'],
  dropConstraint: ['type', 'ifExists', 'schema', 'was'],
  createIndex: [...indexOptions, 'ifNotExists', 'concurrently', 'schema'],
  dropIndex: ['table', 'schema', 'ifExists', 'concurrently', 'was'],
  batch: [
    'schema',
    'recreate',
    'copyFrom',
    'partialReordering',
    'tableArgs',
    'tableOptions',
    'reflectArgs',
    'namingConvention',
  ],
  bulkInsert: ['schema'],
  backfill: ['set', 'where', 'key', 'batchSize', 'pause', 'schema'],
} as const

export type Call = keyof typeof taken

/** Options by name: code, or plain data. `undefined` is not given. */
export type Options = Readonly<Record<string, unknown>>

const CODE = Symbol('code')

/** Marks what is code already among options that are data. */
export function code(value: Code): { readonly [CODE]: Code } {
  return { [CODE]: value }
}

/** The options as the last argument: none where nothing is set. `undefined` where the call doesn't take one of them. */
export function optionsFor(call: Call, options: Options): readonly Code[] | undefined {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const known: readonly string[] = taken[call]
  if (given.some(([key]) => !known.includes(key))) return undefined
  return given.length === 0 ? [] : [record(given.map(([key, value]) => [keyOf(key), codeOf(value)]))]
}

function codeOf(value: unknown): Code {
  return typeof value === 'object' && value !== null && CODE in value
    ? (value as { readonly [CODE]: Code })[CODE]
    : data(value)
}

/** A deferral as options have it. */
export function deferralOptions(deferral: Deferral | undefined): Options {
  return { deferrable: deferral?.deferrable, initially: deferral?.initially }
}
