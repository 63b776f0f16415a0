import { defineEnvironment } from 'tsmig'

/**
 * What this project declares in code. Everything may be left out: without a connection here, the url in
 * migrations.ini, or DATABASE_URL, is used.
 *
 *   connection      a knex configuration, a knex instance, or a (possibly async) function that gives one
 *   onVersionApply  called after each revision, before its transaction is committed
 */
export default defineEnvironment({})
