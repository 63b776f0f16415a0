export type { Difference } from './autogenerate/difference.ts'
export { type AutogenerateOptions, type AutogenerateReport, autogenerate } from './commands/autogenerate.ts'
export { type BranchPointView, branches } from './commands/branches.ts'
export {
  type CheckOptions,
  type CheckReport,
  check as checkSchema,
  type DatabaseCheck,
} from './commands/check.ts'
export {
  type CurrentOptions,
  type CurrentReport,
  current,
  type NamedCurrentReport,
} from './commands/current.ts'
export { DatabaseError, type DatabaseStanding } from './commands/database/error.ts'
export { type DiffOptions, type DiffReport, diff } from './commands/diff.ts'
export { type DowngradeOptions, downgrade } from './commands/downgrade.ts'
export { downgradeOrphans } from './commands/downgrade-orphans.ts'
export { type EnsureVersionOptions, ensureVersion } from './commands/ensure-version.ts'
export { type GraphLine, graph } from './commands/graph.ts'
export { type HeadsOptions, heads } from './commands/heads.ts'
export { type HistoryOptions, history } from './commands/history.ts'
export { type InitOptions, init } from './commands/init.ts'
export type { LintFinding, LintOptions, LintReport } from './commands/lint/report.ts'
export { lint } from './commands/lint.ts'
export { type LogEntry, type LogOptions, log } from './commands/log.ts'
export { type MergeOptions, merge } from './commands/merge.ts'
export type { DatabaseReport, MigrationReport } from './commands/migrate.ts'
export type { CommandOptions, OfflineOptions } from './commands/options.ts'
export { type DumpOptions, dump, type PullOptions, type PullReport, pull } from './commands/pull.ts'
export { type IntrospectOptions, introspect } from './commands/read-schema.ts'
export { type CutOffStep, type RepairOptions, type RepairReport, repair } from './commands/repair.ts'
export { type RevisionOptions, type RevisionReport, revision } from './commands/revision.ts'
export type { EditedRevision } from './commands/revisions/edited-revisions.ts'
export type { RevisionView } from './commands/revisions/view.ts'
export { type ShowOptions, show } from './commands/show.ts'
export { type StampOptions, stamp } from './commands/stamp.ts'
export { type StatusReport, status } from './commands/status.ts'
export { type UnlockOptions, type UnlockReport, unlock } from './commands/unlock.ts'
export { type UpgradeOptions, upgrade } from './commands/upgrade.ts'
export type {
  DatabaseVerification,
  DeclarationCheck,
  Failure,
  VerifyFinding,
  VerifyReport,
} from './commands/verify/report.ts'
export { type VerifyOptions, verify } from './commands/verify.ts'
export type { Plan, Step } from './graph/plan.ts'
export type { Revision } from './graph/revision.ts'
export type { Batch } from './operations/batch.ts'
export type {
  CompileContext,
  CompileStep,
  CustomDefinition,
  CustomStatement,
} from './operations/custom-definition.ts'
export { registerOperation } from './operations/custom-registry.ts'
export type {
  Comparator,
  ComparisonContext,
  MigrationScript,
  ProcessRevisionDirectives,
} from './operations/migration-script.ts'
export type { Op } from './operations/op.ts'
export type { Operation } from './operations/operation.ts'
export type { PlacedOperation } from './operations/placed-operation.ts'
export type { RenderContext, RenderedItem, RenderItem } from './operations/render-item.ts'
export { type Rewrite, type RewriteContext, type Rewriter, rewriter } from './operations/rewriter.ts'
export {
  type DatabaseDeclaration,
  defineEnvironment,
  type EnvironmentContext,
  type EnvironmentDeclaration,
  type VersionApplyEvent,
} from './project/environment.ts'
export type { Reporter } from './runtime/reporter.ts'
export type { AnyColumn, ColumnBuilder } from './schema/column-builder.ts'
export type {
  ColumnPair,
  CompareColumn,
  IncludeName,
  IncludeObject,
  PartPlace,
  PartType,
  SchemaPart,
} from './schema/comparison-hooks.ts'
export { check, foreignKey, primaryKey, uniqueConstraint } from './schema/constraints.ts'
export {
  compositeType,
  domain,
  enumType,
  extension,
  grant,
  materializedView,
  policy,
  procedure,
  schema,
  sequence,
  sqlFunction,
  trigger,
  view,
} from './schema/declare.ts'
export {
  type DeclaredTable,
  type InsertRow,
  type Row,
  table,
  type UpdateRow,
} from './schema/declared-table.ts'
export { defineTable, type TableDefinition } from './schema/define-table.ts'
export { exclude } from './schema/exclude.ts'
export { type IndexDefinition, index } from './schema/index-definition.ts'
export type * from './schema/model.ts'
export type { NamingConvention } from './schema/naming.ts'
export type * from './schema/objects.ts'
export type { OfColumns } from './schema/of-columns.ts'
export { other } from './schema/other.ts'
export type { SchemaSnapshot, UnreadPart } from './schema/snapshot.ts'
export { t } from './schema/t.ts'
export type { TypedTable } from './schema/typed-table.ts'
export { type Json, type Sql, type SqlValue, sql } from './schema/values.ts'
export { TsmigError } from './support/errors.ts'
