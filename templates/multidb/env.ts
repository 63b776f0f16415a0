import { defineEnvironment } from 'tsmig'

/**
 * What this project declares in code. Everything may be left out: without a connection here, the url in the
 * database's section of migrations.ini is used. What stands beside `databases` is for all of them.
 *
 *   targetMetadata  the declared schema, for revision --autogenerate and check: 'src/main/*.ts'
 *   connection      a knex configuration, a knex instance, or a (possibly async) function that gives one
 *   naming          how constraints and indexes are called that a revision gives no name
 *   includeName, includeObject, processRevisionDirectives, ...  hooks of autogenerate
 *   onVersionApply  called after each revision, before its transaction is committed
 */
export default defineEnvironment({
  databases: {
    main: {},
    audit: {},
  },
})
