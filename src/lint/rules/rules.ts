import type { Rule } from '../rule.ts'
import { allRowsAtOnce } from './all-rows-at-once.ts'
import { attachPartitionScans } from './attach-partition-scans.ts'
import { becomesNullable } from './becomes-nullable.ts'
import { blockingMaintenance } from './blocking-maintenance.ts'
import { charType } from './char-type.ts'
import { checkChecksRows } from './check-checks-rows.ts'
import { concurrentlyInTransaction } from './concurrently-in-transaction.ts'
import { defaultDropped } from './default-dropped.ts'
import { defaultRewritesTable } from './default-rewrites-table.ts'
import { detachPartitionLocks } from './detach-partition-locks.ts'
import { dropCascade } from './drop-cascade.ts'
import { dropColumn } from './drop-column.ts'
import { dropIndexNotConcurrent } from './drop-index-not-concurrent.ts'
import { dropObject } from './drop-object.ts'
import { dropPrimaryKey } from './drop-primary-key.ts'
import { dropTable } from './drop-table.ts'
import { engineWithoutTransactions } from './engine-without-transactions.ts'
import { enumReplaced } from './enum-replaced.ts'
import { enumValueInTransaction } from './enum-value-in-transaction.ts'
import { excludeBuildsIndex } from './exclude-builds-index.ts'
import { foreignKeyChecksRows } from './foreign-key-checks-rows.ts'
import { foreignKeyWithoutIndex } from './foreign-key-without-index.ts'
import { generatedColumnRewritesTable } from './generated-column-rewrites-table.ts'
import { ignoreOfNothing } from './ignore-of-nothing.ts'
import { ignoreOfUnknown } from './ignore-of-unknown.ts'
import { ignoreWithoutReason } from './ignore-without-reason.ts'
import { indexLocksWriters } from './index-locks-writers.ts'
import { indexNotConcurrent } from './index-not-concurrent.ts'
import { jsonType } from './json-type.ts'
import { missingLockTimeout } from './missing-lock-timeout.ts'
import { missingPrimaryKey } from './missing-primary-key.ts'
import { moneyType } from './money-type.ts'
import { nameTooLong } from './name-too-long.ts'
import { noWayBack } from './no-way-back.ts'
import { notAnalysed } from './not-analysed.ts'
import { notInTransaction } from './not-in-transaction.ts'
import { notNullChecksRows } from './not-null-checks-rows.ts'
import { notNullWithoutDefault } from './not-null-without-default.ts'
import { numberedColumnRewritesTable } from './numbered-column-rewrites-table.ts'
import { primaryKeyBuildsIndex } from './primary-key-builds-index.ts'
import { refreshLocksView } from './refresh-locks-view.ts'
import { renameColumn } from './rename-column.ts'
import { renameTable } from './rename-table.ts'
import { rowSecurityWithoutPolicy } from './row-security-without-policy.ts'
import { rowsWithTableChanges } from './rows-with-table-changes.ts'
import { serialColumn } from './serial-column.ts'
import { severalChangesKept } from './several-changes-kept.ts'
import { severalTablesLocked } from './several-tables-locked.ts'
import { smallPrimaryKey } from './small-primary-key.ts'
import { sqliteRebuild } from './sqlite-rebuild.ts'
import { sqliteSeveralRebuilds } from './sqlite-several-rebuilds.ts'
import { tableCopied } from './table-copied.ts'
import { tableOptionsRewriteTable } from './table-options-rewrite-table.ts'
import { tableRebuilt } from './table-rebuilt.ts'
import { timestampEnds } from './timestamp-ends.ts'
import { timestampWithoutZone } from './timestamp-without-zone.ts'
import { triggerWaitsForWriters } from './trigger-waits-for-writers.ts'
import { typeChangeRewritesTable } from './type-change-rewrites-table.ts'
import { typeNarrowed } from './type-narrowed.ts'
import { uniqueBuildsIndex } from './unique-builds-index.ts'
import { unnamedConstraint } from './unnamed-constraint.ts'
import { utf8mb3 } from './utf8mb3.ts'
import { validatedInSameTransaction } from './validated-in-same-transaction.ts'
import { varcharLimit } from './varchar-limit.ts'
import { volatileDefault } from './volatile-default.ts'
import { wideIndex } from './wide-index.ts'

/** All rules, in the order of the documentation. */
export const rules: readonly Rule[] = [
  indexNotConcurrent,
  dropIndexNotConcurrent,
  concurrentlyInTransaction,
  notInTransaction,
  foreignKeyChecksRows,
  checkChecksRows,
  validatedInSameTransaction,
  notNullChecksRows,
  uniqueBuildsIndex,
  primaryKeyBuildsIndex,
  excludeBuildsIndex,
  notNullWithoutDefault,
  volatileDefault,
  defaultRewritesTable,
  numberedColumnRewritesTable,
  generatedColumnRewritesTable,
  typeChangeRewritesTable,
  typeNarrowed,
  tableOptionsRewriteTable,
  blockingMaintenance,
  enumValueInTransaction,
  enumReplaced,
  attachPartitionScans,
  detachPartitionLocks,
  refreshLocksView,
  triggerWaitsForWriters,
  rowSecurityWithoutPolicy,
  severalTablesLocked,
  rowsWithTableChanges,
  allRowsAtOnce,
  missingLockTimeout,
  foreignKeyWithoutIndex,
  dropTable,
  dropColumn,
  dropObject,
  dropCascade,
  renameTable,
  renameColumn,
  becomesNullable,
  defaultDropped,
  timestampWithoutZone,
  varcharLimit,
  charType,
  jsonType,
  moneyType,
  serialColumn,
  smallPrimaryKey,
  missingPrimaryKey,
  dropPrimaryKey,
  unnamedConstraint,
  nameTooLong,
  wideIndex,
  noWayBack,
  notAnalysed,
  tableCopied,
  tableRebuilt,
  indexLocksWriters,
  severalChangesKept,
  utf8mb3,
  engineWithoutTransactions,
  timestampEnds,
  sqliteRebuild,
  sqliteSeveralRebuilds,
  ignoreWithoutReason,
  ignoreOfUnknown,
  ignoreOfNothing,
]
