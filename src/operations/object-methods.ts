import { alterationMethods } from './alteration-methods.ts'
import { namespaceMethods } from './namespace-methods.ts'
import { otherMethods } from './other-methods.ts'
import { routineMethods } from './routine-methods.ts'
import { sequenceMethods } from './sequence-methods.ts'
import { tableObjectMethods } from './table-object-methods.ts'
import { tableOptionMethods } from './table-option-methods.ts'
import { triggerMethods } from './trigger-methods.ts'
import type { Turns } from './turns.ts'
import { typeMethods } from './type-methods.ts'
import { viewMethods } from './view-methods.ts'

/**
 * The methods of `op` for what a schema holds beside its tables. By their names: V8 takes a hundred times as long for an
 * object that is put together from spread ones, and each step of a run has its own.
 */
export function objectMethods(turns: Turns) {
  const namespaces = namespaceMethods(turns)
  const sequences = sequenceMethods(turns)
  const types = typeMethods(turns)
  const views = viewMethods(turns)
  const routines = routineMethods(turns)
  const triggers = triggerMethods(turns)
  const tables = tableObjectMethods(turns)
  const options = tableOptionMethods(turns)
  const alterations = alterationMethods(turns)
  const others = otherMethods(turns)
  return {
    createSchema: namespaces.createSchema,
    dropSchema: namespaces.dropSchema,
    renameSchema: namespaces.renameSchema,
    alterSchema: namespaces.alterSchema,
    createExtension: namespaces.createExtension,
    alterExtension: namespaces.alterExtension,
    dropExtension: namespaces.dropExtension,
    createSequence: sequences.createSequence,
    alterSequence: sequences.alterSequence,
    dropSequence: sequences.dropSequence,
    renameSequence: sequences.renameSequence,
    createEnum: types.createEnum,
    dropEnum: types.dropEnum,
    addEnumValue: types.addEnumValue,
    replaceEnum: types.replaceEnum,
    renameEnumValue: types.renameEnumValue,
    renameEnum: types.renameEnum,
    createCompositeType: types.createCompositeType,
    alterCompositeType: types.alterCompositeType,
    dropCompositeType: types.dropCompositeType,
    renameCompositeType: types.renameCompositeType,
    createDomain: types.createDomain,
    alterDomain: types.alterDomain,
    dropDomain: types.dropDomain,
    renameDomain: types.renameDomain,
    createView: views.createView,
    replaceView: views.replaceView,
    dropView: views.dropView,
    renameView: views.renameView,
    createMaterializedView: views.createMaterializedView,
    replaceMaterializedView: views.replaceMaterializedView,
    dropMaterializedView: views.dropMaterializedView,
    renameMaterializedView: views.renameMaterializedView,
    refreshMaterializedView: views.refreshMaterializedView,
    createFunction: routines.createFunction,
    replaceFunction: routines.replaceFunction,
    dropFunction: routines.dropFunction,
    renameFunction: routines.renameFunction,
    createProcedure: routines.createProcedure,
    replaceProcedure: routines.replaceProcedure,
    dropProcedure: routines.dropProcedure,
    renameProcedure: routines.renameProcedure,
    createTrigger: triggers.createTrigger,
    replaceTrigger: triggers.replaceTrigger,
    dropTrigger: triggers.dropTrigger,
    renameTrigger: triggers.renameTrigger,
    createPolicy: triggers.createPolicy,
    alterPolicy: triggers.alterPolicy,
    dropPolicy: triggers.dropPolicy,
    renamePolicy: triggers.renamePolicy,
    enableRowSecurity: tables.enableRowSecurity,
    disableRowSecurity: tables.disableRowSecurity,
    forceRowSecurity: tables.forceRowSecurity,
    validateConstraint: tables.validateConstraint,
    renameConstraint: tables.renameConstraint,
    renameIndex: tables.renameIndex,
    attachPartition: tables.attachPartition,
    detachPartition: tables.detachPartition,
    grant: tables.grant,
    revoke: tables.revoke,
    createTableComment: tables.createTableComment,
    dropTableComment: tables.dropTableComment,
    commentOn: tables.commentOn,
    alterTableOptions: options.alterTableOptions,
    alterConstraint: alterations.alterConstraint,
    alterIndex: alterations.alterIndex,
    alterView: alterations.alterView,
    alterMaterializedView: alterations.alterMaterializedView,
    createOther: others.createOther,
    dropOther: others.dropOther,
  }
}
