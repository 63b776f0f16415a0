import { defineEnvironment } from 'tsmig'

/**
 * What this project declares in code. Everything may be left out: without a connection here, the url in the
 * database's section of migrations.ini is used. What stands beside `databases` is for all of them.
 *
 *   connection      a knex configuration, a knex instance, or a (possibly async) function that gives one
 *   targetMetadata  the declared schema of the database
 *   onVersionApply  called after each revision, before its transaction is committed
 */
export default defineEnvironment({
  databases: {
    main: {},
    audit: {},
  },
})
