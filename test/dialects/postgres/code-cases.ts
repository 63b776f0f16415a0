import { sql } from '../../../src/schema/values.ts'
import type { ObjectCase } from './object-cases.ts'

const item = 'CREATE TABLE item (id integer, name text, day date, during int4range);'
const guard =
  "CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"

const routines: readonly ObjectCase[] = [
  {
    title: 'createFunction',
    call: (op) =>
      op.createFunction('add', {
        arguments: `a integer, b text DEFAULT 'x, default (y)', c numeric(10, 2) = 1.5`,
        returns: 'text',
        language: 'SQL',
        body: "SELECT $tsmig$ ? $tsmig$ || a || b || ';' || $1 -- it's",
        volatility: 'immutable',
        strict: true,
        securityDefiner: true,
        parallel: 'safe',
        cost: 5,
        set: { search_path: 'public, "$user"', work_mem: '5MB' },
        comment: 'adds',
      }),
    sql: [
      `CREATE FUNCTION "add"(a integer, b text DEFAULT 'x, default (y)', c numeric(10, 2) = 1.5) RETURNS text LANGUAGE "sql" IMMUTABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 5 SET "search_path" TO 'public', '$user' SET "work_mem" TO '5MB' AS $tsmig1$SELECT $tsmig$ ? $tsmig$ || a || b || ';' || $1 -- it's$tsmig1$`,
      `COMMENT ON FUNCTION "add"(a integer, b text, c numeric(10, 2)) IS 'adds'`,
    ],
  },
  {
    title: 'replaceFunction',
    given:
      "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION one() IS 'o'",
    call: (op) =>
      op.replaceFunction(
        'one',
        { returns: 'integer', body: 'SELECT 2' },
        { was: { returns: 'integer', body: 'SELECT 1', comment: 'o' } },
      ),
    sql: [
      'CREATE OR REPLACE FUNCTION "one"() RETURNS integer LANGUAGE "sql" AS $tsmig$SELECT 2$tsmig$',
      'COMMENT ON FUNCTION "one"() IS NULL',
    ],
  },
  {
    title: 'replaceFunction by one of another result',
    given: "CREATE FUNCTION one(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    call: (op) =>
      op.replaceFunction(
        'one',
        { returns: 'text', body: "SELECT 'x'" },
        { was: { arguments: 'a integer', returns: 'integer', body: 'SELECT 1' } },
      ),
    sql: [
      'DROP FUNCTION "one"(a integer)',
      `CREATE FUNCTION "one"() RETURNS text LANGUAGE "sql" AS $tsmig$SELECT 'x'$tsmig$`,
    ],
  },
  {
    title: 'dropFunction',
    given: "CREATE FUNCTION one(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    call: (op) =>
      op.dropFunction('one', {
        was: { arguments: 'a integer DEFAULT 1', returns: 'integer', body: 'SELECT 1' },
      }),
    sql: ['DROP FUNCTION "one"(a integer)'],
  },
  {
    title: 'renameFunction',
    given: "CREATE FUNCTION one(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    call: (op) => op.renameFunction('one', 'two', { arguments: 'integer' }),
    sql: ['ALTER FUNCTION "one"(integer) RENAME TO "two"'],
  },
  {
    title: 'createProcedure',
    given: item,
    call: (op) =>
      op.createProcedure('clear', {
        arguments: 'since date',
        language: 'plpgsql',
        body: 'BEGIN DELETE FROM item; END',
      }),
    sql: [
      'CREATE PROCEDURE "clear"(since date) LANGUAGE "plpgsql" AS $tsmig$BEGIN DELETE FROM item; END$tsmig$',
    ],
  },
  {
    title: 'replaceProcedure',
    given: "CREATE PROCEDURE clear() LANGUAGE sql AS 'SELECT 1'",
    call: (op) => op.replaceProcedure('clear', { body: 'SELECT 2' }, { was: { body: 'SELECT 1' } }),
    sql: ['CREATE OR REPLACE PROCEDURE "clear"() LANGUAGE "sql" AS $tsmig$SELECT 2$tsmig$'],
  },
  {
    title: 'dropProcedure',
    given: "CREATE PROCEDURE clear() LANGUAGE sql AS 'SELECT 1'",
    call: (op) => op.dropProcedure('clear', { was: { body: 'SELECT 1' } }),
    sql: ['DROP PROCEDURE "clear"()'],
  },
]

const triggers: readonly ObjectCase[] = [
  {
    title: 'createTrigger',
    given: item + guard,
    call: (op) =>
      op.createTrigger('watch', 'item', {
        timing: 'after',
        events: ['insert', 'update'],
        columns: ['id', 'name'],
        when: 'NEW.id > 0 -- some',
        body: "guard('x');",
        constraint: { initially: 'deferred' },
        comment: 't',
      }),
    sql: [
      `CREATE CONSTRAINT TRIGGER "watch" AFTER INSERT OR UPDATE OF "id", "name" ON "item" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id > 0 -- some\n) EXECUTE FUNCTION guard('x')`,
      'COMMENT ON TRIGGER "watch" ON "item" IS \'t\'',
    ],
  },
  {
    title: 'createTrigger over transition tables',
    given: item + guard,
    call: (op) =>
      op.createTrigger('watch', 'item', {
        timing: 'after',
        events: 'update',
        forEach: 'statement',
        referencing: { old: 'before', new: 'after' },
        body: 'guard()',
      }),
    sql: [
      'CREATE TRIGGER "watch" AFTER UPDATE ON "item" REFERENCING OLD TABLE AS "before" NEW TABLE AS "after" FOR EACH STATEMENT EXECUTE FUNCTION guard()',
    ],
  },
  {
    title: 'replaceTrigger',
    given: `${item}${guard} CREATE TRIGGER watch BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION guard()`,
    call: (op) =>
      op.replaceTrigger(
        'watch',
        'item',
        { timing: 'before', events: 'delete', body: 'other()' },
        { was: { timing: 'before', events: 'insert', body: 'guard()' } },
      ),
    sql: [
      'DROP TRIGGER "watch" ON "item"',
      'CREATE TRIGGER "watch" BEFORE DELETE ON "item" FOR EACH ROW EXECUTE FUNCTION other()',
    ],
  },
  {
    title: 'dropTrigger',
    given: `${item}${guard} CREATE TRIGGER watch BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION guard()`,
    call: (op) =>
      op.dropTrigger('watch', 'item', {
        schema: 'public',
        ifExists: true,
        was: { timing: 'before', events: 'insert', body: 'guard()' },
      }),
    sql: ['DROP TRIGGER IF EXISTS "watch" ON "public"."item"'],
  },
  {
    title: 'renameTrigger',
    given: `${item}${guard} CREATE TRIGGER watch BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION guard()`,
    call: (op) => op.renameTrigger('watch', 'item', 'look'),
    sql: ['ALTER TRIGGER "watch" ON "item" RENAME TO "look"'],
  },
  {
    title: 'createPolicy',
    given: item,
    call: (op) =>
      op.createPolicy('mine', 'item', {
        command: 'update',
        restrictive: true,
        roles: ['public'],
        using: 'id > 0',
        check: sql`name <> ${"it's"} -- no`,
        comment: 'p',
      }),
    sql: [
      `CREATE POLICY "mine" ON "item" AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (id > 0) WITH CHECK (name <> 'it''s' -- no\n)`,
      'COMMENT ON POLICY "mine" ON "item" IS \'p\'',
    ],
  },
  {
    title: 'alterPolicy',
    given: `${item} CREATE POLICY mine ON item USING (id > 0) WITH CHECK (id > 1)`,
    call: (op) =>
      op.alterPolicy(
        'mine',
        'item',
        {
          roles: ['current_user', 'public'],
          using: 'id > 2 -- all',
          check: sql`name <> ${"it's"}`,
          comment: 'p',
        },
        { was: { using: 'id > 0', check: 'id > 1' } },
      ),
    sql: [
      `ALTER POLICY "mine" ON "item" TO CURRENT_USER, PUBLIC USING (id > 2 -- all\n) WITH CHECK (name <> 'it''s')`,
      'COMMENT ON POLICY "mine" ON "item" IS \'p\'',
    ],
  },
  {
    title: 'alterPolicy, for everybody',
    given: `${item} CREATE POLICY mine ON item TO current_user`,
    call: (op) => op.alterPolicy('mine', 'item', { roles: null }, { was: { roles: 'current_user' } }),
    sql: ['ALTER POLICY "mine" ON "item" TO PUBLIC'],
  },
  {
    title: 'alterPolicy by a condition that it had not',
    given: `${item} CREATE POLICY mine ON item USING (id > 0)`,
    call: (op) => op.alterPolicy('mine', 'item', { check: 'id > 1' }, { was: { using: 'id > 0' } }),
    sql: ['ALTER POLICY "mine" ON "item" WITH CHECK (id > 1)'],
    oneWay: "PostgreSQL can't take `check` away from the policy mine again",
  },
  {
    title: 'dropPolicy',
    given: `${item} CREATE POLICY mine ON item USING (id > 0)`,
    call: (op) => op.dropPolicy('mine', 'item', { was: { using: 'id > 0' } }),
    sql: ['DROP POLICY "mine" ON "item"'],
  },
  {
    title: 'renamePolicy',
    given: `${item} CREATE POLICY mine ON item`,
    call: (op) => op.renamePolicy('mine', 'item', 'ours'),
    sql: ['ALTER POLICY "mine" ON "item" RENAME TO "ours"'],
  },
]

const partitioned =
  'CREATE TABLE log (day date, what text) PARTITION BY RANGE (day); CREATE TABLE old (day date, what text);'
const bounds = "FOR VALUES FROM (MINVALUE) TO ('2020-01-01')"

const tables: readonly ObjectCase[] = [
  {
    title: 'enableRowSecurity',
    given: item,
    call: (op) => op.enableRowSecurity('item'),
    sql: ['ALTER TABLE "item" ENABLE ROW LEVEL SECURITY'],
  },
  {
    title: 'forceRowSecurity',
    given: `${item} ALTER TABLE item ENABLE ROW LEVEL SECURITY`,
    call: (op) => op.forceRowSecurity('item', { was: { enabled: true, forced: false } }),
    sql: ['ALTER TABLE "item" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY'],
  },
  {
    title: 'disableRowSecurity',
    given: `${item} ALTER TABLE item ENABLE ROW LEVEL SECURITY`,
    call: (op) => op.disableRowSecurity('item'),
    sql: ['ALTER TABLE "item" DISABLE ROW LEVEL SECURITY'],
  },
  {
    title: 'validateConstraint',
    given: `${item} ALTER TABLE item ADD CONSTRAINT ck CHECK (id > 0) NOT VALID`,
    call: (op) => op.validateConstraint('ck', 'item'),
    sql: ['ALTER TABLE "item" VALIDATE CONSTRAINT "ck"'],
    oneWay: "the constraint ck can't be made unchecked again: tell in `was` how it was added",
  },
  {
    title: 'renameConstraint',
    given: `${item} ALTER TABLE item ADD CONSTRAINT ck CHECK (id > 0)`,
    call: (op) => op.renameConstraint('ck', 'item', 'ck_item'),
    sql: ['ALTER TABLE "item" RENAME CONSTRAINT "ck" TO "ck_item"'],
  },
  {
    title: 'renameIndex',
    given: `${item} CREATE INDEX ix ON item (id)`,
    call: (op) => op.renameIndex('ix', 'item', 'ix_item', { schema: 'public' }),
    sql: ['ALTER INDEX "public"."ix" RENAME TO "ix_item"'],
  },
  {
    title: 'alterConstraint',
    given: `${item} ALTER TABLE item ADD PRIMARY KEY (id), ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES item`,
    call: (op) =>
      op.alterConstraint(
        'fk',
        'item',
        { deferral: { deferrable: true, initially: 'deferred' } },
        { was: {} },
      ),
    sql: ['ALTER TABLE "item" ALTER CONSTRAINT "fk" DEFERRABLE INITIALLY DEFERRED'],
  },
  {
    title: 'alterIndex',
    given: `${item} CREATE INDEX ix ON item (id) WITH (fillfactor = 60)`,
    call: (op) =>
      op.alterIndex(
        'ix',
        'item',
        { storage: { fillfactor: null, deduplicate_items: false } },
        { schema: 'public', was: { storage: { fillfactor: 60 } } },
      ),
    sql: ['ALTER INDEX "public"."ix" SET ("deduplicate_items" = false), RESET ("fillfactor")'],
  },
  {
    title: 'alterView',
    given: `${item} CREATE VIEW v WITH (security_barrier) AS SELECT id FROM item`,
    call: (op) =>
      op.alterView(
        'v',
        { options: { security_barrier: null }, checkOption: 'local' },
        { was: { options: { security_barrier: true } } },
      ),
    sql: ['ALTER VIEW "v" SET ("check_option" = \'local\'), RESET ("security_barrier")'],
  },
  {
    title: 'alterMaterializedView',
    given: `${item} CREATE MATERIALIZED VIEW v AS SELECT id FROM item; CREATE INDEX by_id ON v (id)`,
    call: (op) =>
      op.alterMaterializedView(
        'v',
        { options: { fillfactor: 70 }, postgres: { clusterOn: 'by_id' } },
        { was: {} },
      ),
    sql: ['ALTER MATERIALIZED VIEW "v" SET ("fillfactor" = 70), CLUSTER ON "by_id"'],
  },
  {
    title: 'attachPartition',
    given: partitioned,
    call: (op) => op.attachPartition('log', 'old', bounds),
    sql: [`ALTER TABLE "log" ATTACH PARTITION "old" ${bounds}`],
  },
  {
    title: 'detachPartition',
    given: `${partitioned} ALTER TABLE log ATTACH PARTITION old ${bounds}`,
    call: (op) => op.detachPartition('log', 'old', { was: { bounds } }),
    sql: ['ALTER TABLE "log" DETACH PARTITION "old"'],
  },
  {
    title: 'createTableComment',
    given: `${item} COMMENT ON TABLE item IS 'a'`,
    call: (op) => op.createTableComment('item', 'b', { existingComment: 'a' }),
    sql: ['COMMENT ON TABLE "item" IS \'b\''],
  },
  {
    title: 'dropTableComment',
    given: `${item} COMMENT ON TABLE item IS 'a'`,
    call: (op) => op.dropTableComment('item', { existingComment: 'a' }),
    sql: ['COMMENT ON TABLE "item" IS NULL'],
  },
  {
    title: 'commentOn',
    given: "CREATE FUNCTION one(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    call: (op) =>
      op.commentOn({ type: 'function', name: 'one', arguments: 'a integer = 5' }, 'one', { was: null }),
    sql: ['COMMENT ON FUNCTION "one"(a integer) IS \'one\''],
  },
  {
    title: 'grant',
    given: `${item} GRANT SELECT ON item TO PUBLIC`,
    call: (op) => op.grant(['insert', 'UPDATE'], 'item', 'public'),
    sql: ['GRANT INSERT, UPDATE ON TABLE "item" TO PUBLIC'],
  },
  {
    title: 'grant of columns',
    given: `${item} GRANT SELECT ON item TO PUBLIC`,
    call: (op) =>
      op.grant(['insert', 'update'], { name: 'item', schema: 'public' }, 'public', { columns: 'id' }),
    sql: ['GRANT INSERT ("id"), UPDATE ("id") ON TABLE "public"."item" TO PUBLIC'],
  },
  {
    title: 'revoke',
    given: `${item} GRANT SELECT, INSERT ON item TO PUBLIC`,
    call: (op) => op.revoke('insert', 'item', 'public', { cascade: true }),
    sql: ['REVOKE INSERT ON TABLE "item" FROM PUBLIC CASCADE'],
  },
]

/** Code, policies, and what belongs to a table as a whole. */
export const codeCases: readonly ObjectCase[] = [...routines, ...triggers, ...tables]
