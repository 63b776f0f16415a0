import type { ServerName } from './lint-revision.ts'

/** A revision that is looked at, and what is found in it. */
export interface Case {
  /** The server; one of PostgreSQL's unless given. */
  readonly on?: ServerName
  /** The body of `upgrade`, or an SQL file's. */
  readonly ts?: string
  readonly sql?: string
  /** The rule that it is about, where it finds something. */
  readonly finds?: string
  /** The rule that is silent about it. */
  readonly silent?: string
  readonly version?: string
  readonly downgrade?: string
  readonly exports?: string
}

/** What stands before the revisions that are looked at: `product` and `sale`. */
export const there = `await op.createTable('product', {
    id: t.bigint().primaryKey(), name: t.varchar(50), price: t.integer().notNull().default(0), at: t.timestamptz(), code: t.text(),
  })
  await op.createTable('sale', { id: t.bigint().primaryKey(), product_id: t.bigint(), note: t.text() })`

/** The same without what only PostgreSQL has. */
export const tablesOf: Readonly<Record<ServerName, string>> = {
  postgres: there,
  mysql: there.replace('t.timestamptz()', 't.timestamp()'),
  mariadb: there.replace('t.timestamptz()', 't.timestamp()'),
  sqlite: there,
}

const finds = (code: string, ts: string, more: Partial<Case> = {}): Case => ({ finds: code, ts, ...more })
const silent = (code: string, ts: string, more: Partial<Case> = {}): Case => ({ silent: code, ts, ...more })
const sqlFinds = (code: string, sql: string, more: Partial<Case> = {}): Case => ({
  finds: code,
  sql,
  ...more,
})
const sqlSilent = (code: string, sql: string, more: Partial<Case> = {}): Case => ({
  silent: code,
  sql,
  ...more,
})

const fresh =
  "await op.createTable('fresh', { id: t.bigint().primaryKey(), name: t.text(), at: t.timestamptz() })\n  "
const besideStored = `await op.addColumn('product', 'twice', t.integer().generatedAs('price * 2'))
  await op.alterColumn('product', 'code', { nullable: false, existing: t.text() })`
const outside = (call: string): string => `await op.outsideTransaction(() => ${call})`

export const cases: readonly Case[] = [
  finds('index-not-concurrent', "await op.createIndex('ix', 'product', 'name')"),
  sqlFinds(
    'index-not-concurrent',
    'CREATE UNIQUE INDEX IF NOT EXISTS ix ON public.product USING btree (lower(name))',
  ),
  silent('index-not-concurrent', outside("op.createIndex('ix', 'product', 'name', { concurrently: true })")),
  silent('index-not-concurrent', `${fresh}await op.createIndex('ix', 'fresh', 'name')`),
  finds('drop-index-not-concurrent', "await op.dropIndex('ix')"),
  silent('drop-index-not-concurrent', outside("op.dropIndex('ix', { concurrently: true })")),
  silent(
    'drop-index-not-concurrent',
    `${fresh}await op.createIndex('ix', 'fresh', 'name')\n  await op.dropIndex('ix')`,
  ),
  finds(
    'concurrently-in-transaction',
    "await op.createIndex('ix', 'product', 'name', { concurrently: true })",
  ),
  sqlFinds('concurrently-in-transaction', 'DROP INDEX CONCURRENTLY ix'),
  silent(
    'concurrently-in-transaction',
    outside("op.createIndex('ix', 'product', 'name', { concurrently: true })"),
  ),
  silent(
    'concurrently-in-transaction',
    "await op.createIndex('ix', 'product', 'name', { concurrently: true })",
    {
      exports: 'export const transaction = false',
    },
  ),
  finds('not-in-transaction', "await op.execute('VACUUM product')"),
  silent('not-in-transaction', outside("op.execute('VACUUM product')")),
  finds('foreign-key-checks-rows', "await op.createForeignKey('fk', 'sale', 'product', 'product_id', 'id')"),
  sqlFinds(
    'foreign-key-checks-rows',
    'ALTER TABLE sale ADD CONSTRAINT fk FOREIGN KEY (product_id) REFERENCES product (id)',
  ),
  sqlSilent(
    'foreign-key-checks-rows',
    'ALTER TABLE sale ADD CONSTRAINT fk FOREIGN KEY (product_id) REFERENCES product (id) NOT VALID',
  ),
  silent(
    'foreign-key-checks-rows',
    "await op.createForeignKey('fk', 'sale', 'product', 'product_id', 'id', { notValid: true })",
  ),
  silent(
    'foreign-key-checks-rows',
    "await op.createTable('part', { id: t.bigint().primaryKey(), product_id: t.bigint().references('product.id') })",
  ),
  finds('check-checks-rows', "await op.createCheckConstraint('ck', 'product', 'price >= 0')"),
  sqlFinds('check-checks-rows', 'ALTER TABLE product ADD CHECK (price >= 0)'),
  silent(
    'check-checks-rows',
    "await op.createCheckConstraint('ck', 'product', 'price >= 0', { notValid: true })",
  ),
  finds(
    'validated-in-same-transaction',
    "await op.createCheckConstraint('ck', 'product', 'price >= 0', { notValid: true })\n  await op.validateConstraint('ck', 'product')",
  ),
  silent(
    'validated-in-same-transaction',
    `await op.createCheckConstraint('ck', 'product', 'price >= 0', { notValid: true })\n  ${outside("op.validateConstraint('ck', 'product')")}`,
  ),
  finds('not-null-checks-rows', "await op.alterColumn('product', 'name', { nullable: false })"),
  sqlFinds('not-null-checks-rows', 'ALTER TABLE product ALTER name SET NOT NULL'),
  silent('not-null-checks-rows', "await op.alterColumn('product', 'price', { nullable: false })"),
  silent(
    'not-null-checks-rows',
    "await op.createCheckConstraint('ck', 'product', 'name IS NOT NULL', { notValid: true })\n  await op.alterColumn('product', 'name', { nullable: false })",
  ),
  finds('unique-builds-index', "await op.createUniqueConstraint('uq', 'product', 'name')"),
  sqlSilent('unique-builds-index', 'ALTER TABLE product ADD CONSTRAINT uq UNIQUE USING INDEX uq'),
  sqlFinds('unique-builds-index', 'ALTER TABLE product ADD COLUMN tag text UNIQUE'),
  finds('primary-key-builds-index', "await op.createPrimaryKey('pk', 'product', 'name')"),
  sqlSilent('primary-key-builds-index', 'ALTER TABLE product ADD CONSTRAINT pk PRIMARY KEY USING INDEX uq'),
  finds(
    'exclude-builds-index',
    "await op.createExcludeConstraint('ex', 'product', [['name', '=']], { method: 'gist' })",
  ),
  silent('exclude-builds-index', "await op.createCheckConstraint('ck', 'product', 'price >= 0')"),
  ...(['postgres', 'mysql', 'mariadb', 'sqlite'] as const).flatMap((on) => [
    finds('not-null-without-default', "await op.addColumn('product', 'tag', t.text().notNull())", { on }),
    silent(
      'not-null-without-default',
      "await op.addColumn('product', 'tag', t.integer().notNull().default(1))",
      { on },
    ),
    finds('drop-table', "await op.dropTable('product')", { on }),
    silent(
      'drop-table',
      "await op.createTable('gone', { id: t.bigint().primaryKey() })\n  await op.dropTable('gone')",
      { on },
    ),
    silent('drop-table', "await op.dropTable('product')", { on, exports: "export const phase = 'contract'" }),
    finds('drop-column', "await op.dropColumn('product', 'code')", { on }),
    sqlFinds('drop-column', 'ALTER TABLE product DROP COLUMN code', { on }),
    silent('drop-column', "await op.dropColumn('product', 'code')", {
      on,
      exports: "export const phase = 'contract'",
    }),
    finds('drop-object', "await op.dropView('v')", { on }),
    silent('drop-object', "await op.dropView('v')", { on, exports: "export const phase = 'contract'" }),
    finds('rename-table', "await op.renameTable('product', 'article')", { on }),
    silent(
      'rename-table',
      "await op.renameTable('product', 'article')\n  await op.createView('product', 'SELECT * FROM article')",
      { on },
    ),
    finds('rename-column', "await op.alterColumn('product', 'name', { name: 'title' })", { on }),
    sqlFinds('rename-column', 'ALTER TABLE product RENAME COLUMN name TO title', { on }),
    silent('rename-column', "await op.addColumn('product', 'title', t.text())", { on }),
    finds('becomes-nullable', "await op.alterColumn('product', 'price', { nullable: true })", { on }),
    silent('becomes-nullable', "await op.alterColumn('product', 'name', { nullable: false })", { on }),
    finds('default-dropped', "await op.alterColumn('product', 'price', { default: null })", { on }),
    silent('default-dropped', "await op.alterColumn('product', 'name', { default: null })", { on }),
    finds('type-narrowed', "await op.alterColumn('product', 'name', { type: t.varchar(20) })", { on }),
    silent('type-narrowed', "await op.alterColumn('product', 'name', { type: t.varchar(60) })", { on }),
    finds(
      'rows-with-table-changes',
      "await op.addColumn('product', 'slug', t.text())\n  await op.createCheckConstraint('c', 'product', 'price > 0')\n  await op.run('fill slugs', async () => {})",
      { on },
    ),
    silent('rows-with-table-changes', "await op.run('fill slugs', async () => {})", { on }),
    silent(
      'rows-with-table-changes',
      "await op.addColumn('product', 'slug', t.text())\n  await op.backfill('product', { set: { slug: 'x' } })",
      { on },
    ),
    silent('all-rows-at-once', "await op.backfill('product', { set: { code: 'x' } })", { on }),
    finds('all-rows-at-once', 'await op.execute("UPDATE product SET code = \'x\'")', { on }),
    silent('all-rows-at-once', 'await op.execute("UPDATE product SET code = \'x\' WHERE id = 1")', { on }),
    finds('missing-primary-key', "await op.createTable('keyless', { id: t.bigint() })", { on }),
    silent('missing-primary-key', "await op.createTable('keyed', { id: t.bigint().primaryKey() })", { on }),
    finds('wide-index', "await op.createIndex('ix', 'product', ['id', 'name', 'price', 'at'])", { on }),
    silent('wide-index', "await op.createIndex('ix', 'product', ['id', 'name', 'price'])", { on }),
    finds('no-way-back', "await op.createTable('t1', { id: t.bigint().primaryKey() })", {
      on,
      downgrade: '',
    }),
    silent('no-way-back', "await op.createTable('t1', { id: t.bigint().primaryKey() })", {
      on,
      downgrade: "throw new TsmigError('irreversible', 'no', 'Stay.')",
    }),
    finds('not-analysed', "await op.run('fill slugs', async () => {})", { on }),
    finds(
      'not-analysed',
      "const rows = await op.knex('product').select()\n  await op.execute(String(rows))",
      { on },
    ),
    silent('not-analysed', "await op.createIndex('ix', 'product', 'id')", { on }),
  ]),
  finds('volatile-default', "await op.addColumn('product', 'key', t.uuid().default(sql`gen_random_uuid()`))"),
  finds(
    'volatile-default',
    "await op.addColumn('product', 'seen', t.timestamptz().default(sql`clock_timestamp()`))",
  ),
  sqlFinds('volatile-default', 'ALTER TABLE product ADD COLUMN r double precision NOT NULL DEFAULT random()'),
  silent(
    'volatile-default',
    "await op.addColumn('product', 'made', t.timestamptz().notNull().default(sql`now()`))",
  ),
  silent('volatile-default', "await op.addColumn('product', 'made', t.text().default('random()'))"),
  finds('default-rewrites-table', "await op.addColumn('product', 'n', t.integer().default(1))", {
    version: '10.23',
  }),
  silent('default-rewrites-table', "await op.addColumn('product', 'n', t.integer().default(1))", {
    version: '11',
  }),
  finds('numbered-column-rewrites-table', "await op.addColumn('product', 'n', t.bigint().identity())"),
  sqlFinds('numbered-column-rewrites-table', 'ALTER TABLE product ADD n bigserial'),
  silent('numbered-column-rewrites-table', "await op.addColumn('product', 'n', t.bigint())"),
  finds(
    'generated-column-rewrites-table',
    "await op.addColumn('product', 'twice', t.integer().generatedAs('price * 2'))",
  ),
  sqlFinds(
    'generated-column-rewrites-table',
    'ALTER TABLE product ADD COLUMN twice integer GENERATED ALWAYS AS (price * 2) STORED',
  ),
  finds(
    'generated-column-rewrites-table',
    "await op.addColumn('product', 'twice', t.integer().generatedAs('price * 2'))",
    { on: 'mysql' },
  ),
  silent(
    'generated-column-rewrites-table',
    "await op.addColumn('product', 'twice', t.integer().generatedAs('price * 2', { stored: false }))",
    { on: 'mysql' },
  ),
  finds('type-change-rewrites-table', "await op.alterColumn('product', 'price', { type: t.bigint() })"),
  finds('type-change-rewrites-table', "await op.alterColumn('product', 'unknown', { type: t.text() })"),
  sqlFinds('type-change-rewrites-table', 'ALTER TABLE product ALTER COLUMN price SET DATA TYPE bigint'),
  silent('type-change-rewrites-table', "await op.alterColumn('product', 'name', { type: t.varchar(80) })"),
  silent('type-change-rewrites-table', "await op.alterColumn('product', 'name', { type: t.text() })"),
  sqlSilent('type-change-rewrites-table', 'ALTER TABLE product ALTER COLUMN name TYPE character varying(60)'),
  silent(
    'type-change-rewrites-table',
    "await op.alterColumn('product', 'n', { type: t.numeric(12, 2), existing: t.numeric(10, 2) })",
  ),
  finds(
    'table-options-rewrite-table',
    "await op.alterTableOptions('product', { postgres: { unlogged: true } })",
  ),
  silent(
    'table-options-rewrite-table',
    "await op.alterTableOptions('product', { postgres: { storage: { fillfactor: 70 } } })",
  ),
  finds('blocking-maintenance', outside("op.execute('VACUUM (FULL, ANALYZE) product')")),
  finds('blocking-maintenance', "await op.execute('REINDEX TABLE product')"),
  silent('blocking-maintenance', outside("op.execute('REINDEX TABLE CONCURRENTLY product')")),
  finds(
    'enum-value-in-transaction',
    "await op.addEnumValue('mood', 'calm')\n  await op.execute(\"UPDATE product SET code = 'calm' WHERE id = 1\")",
  ),
  sqlFinds(
    'enum-value-in-transaction',
    "ALTER TYPE mood ADD VALUE 'calm';\nINSERT INTO sale VALUES (1, 1, 'calm')",
  ),
  finds('enum-value-in-transaction', "await op.addEnumValue('mood', 'calm')", { version: '11' }),
  silent('enum-value-in-transaction', "await op.addEnumValue('mood', 'calm')"),
  silent(
    'enum-value-in-transaction',
    `${outside("op.addEnumValue('mood', 'calm')")}\n  await op.execute("UPDATE product SET code = 'calm' WHERE id = 1")`,
  ),
  finds(
    'enum-replaced',
    "await op.replaceEnum('mood', ['a'], { columns: [{ table: 'product', column: 'code' }] })",
  ),
  silent('enum-replaced', "await op.addEnumValue('mood', 'calm')"),
  finds('attach-partition-scans', "await op.attachPartition('product', 'sale', 'DEFAULT')"),
  silent(
    'attach-partition-scans',
    "await op.createTable('part1', { id: t.bigint().primaryKey() })\n  await op.attachPartition('product', 'part1', 'DEFAULT')",
  ),
  finds('detach-partition-locks', "await op.detachPartition('product', 'sale')"),
  silent('detach-partition-locks', "await op.detachPartition('product', 'sale')", { version: '13' }),
  silent('detach-partition-locks', outside("op.detachPartition('product', 'sale', { concurrently: true })")),
  finds('refresh-locks-view', "await op.refreshMaterializedView('v')"),
  sqlSilent('refresh-locks-view', 'REFRESH MATERIALIZED VIEW CONCURRENTLY v'),
  finds(
    'trigger-waits-for-writers',
    "await op.createTrigger('tr', 'product', { timing: 'before', events: ['insert'], body: 'EXECUTE FUNCTION f()' })",
  ),
  silent(
    'trigger-waits-for-writers',
    `${fresh}await op.createTrigger('tr', 'fresh', { timing: 'before', events: ['insert'], body: 'EXECUTE FUNCTION f()' })`,
  ),
  finds('row-security-without-policy', "await op.enableRowSecurity('product')"),
  silent(
    'row-security-without-policy',
    "await op.createPolicy('p', 'product', { using: 'true' })\n  await op.enableRowSecurity('product')",
  ),
  finds(
    'several-tables-locked',
    "await op.addColumn('product', 'a', t.text())\n  await op.addColumn('sale', 'a', t.text())",
  ),
  silent(
    'several-tables-locked',
    "await op.addColumn('product', 'a', t.text())\n  await op.addColumn('product', 'b', t.text())",
  ),
  silent(
    'several-tables-locked',
    `await op.addColumn('product', 'a', t.text())\n  ${outside("op.addColumn('sale', 'a', t.text())")}`,
  ),
  finds('missing-lock-timeout', "await op.addColumn('product', 'a', t.text())"),
  silent(
    'missing-lock-timeout',
    "await op.execute(`SET LOCAL lock_timeout = '3s'`)\n  await op.addColumn('product', 'a', t.text())",
  ),
  silent('missing-lock-timeout', "await op.createTable('t2', { id: t.bigint().primaryKey() })"),
  finds(
    'foreign-key-without-index',
    "await op.createForeignKey('fk', 'sale', 'product', 'product_id', 'id')",
  ),
  silent(
    'foreign-key-without-index',
    "await op.createForeignKey('fk', 'sale', 'product', 'product_id', 'id')\n  await op.createIndex('ix', 'sale', ['product_id', 'note'])",
  ),
  silent('foreign-key-without-index', "await op.createForeignKey('fk', 'sale', 'product', 'id', 'id')"),
  silent(
    'foreign-key-without-index',
    "await op.createForeignKey('fk', 'elsewhere', 'product', 'product_id', 'id')",
  ),
  finds(
    'foreign-key-without-index',
    "await op.createTable('part', { id: t.bigint().primaryKey(), product_id: t.bigint().references('product.id') })",
    { on: 'sqlite' },
  ),
  finds('drop-cascade', "await op.execute('DROP TABLE product CASCADE')"),
  silent('drop-cascade', "await op.execute('DROP TABLE product')"),
  finds(
    'timestamp-without-zone',
    "await op.createTable('t3', { id: t.bigint().primaryKey(), at: t.timestamp() })",
  ),
  sqlFinds(
    'timestamp-without-zone',
    'CREATE TABLE t3 (id bigint PRIMARY KEY, at timestamp(3) without time zone NOT NULL)',
  ),
  sqlSilent('timestamp-without-zone', 'CREATE TABLE t3 (id bigint PRIMARY KEY, at timestamp with time zone)'),
  silent(
    'timestamp-without-zone',
    "await op.createTable('t3', { id: t.bigint().primaryKey(), at: t.timestamptz() })",
  ),
  finds('varchar-limit', "await op.addColumn('product', 'x', t.varchar(20))"),
  silent('varchar-limit', "await op.addColumn('product', 'x', t.text())"),
  finds('char-type', "await op.addColumn('product', 'x', t.char(20))"),
  silent('char-type', "await op.addColumn('product', 'x', t.char(1))"),
  finds('json-type', "await op.addColumn('product', 'x', t.json())"),
  silent('json-type', "await op.addColumn('product', 'x', t.jsonb())"),
  finds('money-type', "await op.addColumn('product', 'x', t.raw('money'))"),
  silent('money-type', "await op.addColumn('product', 'x', t.numeric(12, 2))"),
  finds('serial-column', "await op.createTable('t4', { id: t.bigint().serial().primaryKey() })"),
  silent('serial-column', "await op.createTable('t4', { id: t.bigint().identity().primaryKey() })"),
  finds('small-primary-key', "await op.createTable('t5', { id: t.integer().primaryKey() })"),
  finds('small-primary-key', "await op.createTable('t5', { id: t.integer().primaryKey() })", { on: 'mysql' }),
  silent('small-primary-key', "await op.createTable('t5', { id: t.bigint().primaryKey() })"),
  finds('drop-primary-key', "await op.dropConstraint('pk', 'product', { type: 'primaryKey' })"),
  silent('drop-primary-key', "await op.dropConstraint('pk', 'product', { type: 'unique' })"),
  finds('unnamed-constraint', "await op.createCheckConstraint(null, 'product', 'price > 0')"),
  silent('unnamed-constraint', "await op.createCheckConstraint('ck', 'product', 'price > 0')"),
  finds('name-too-long', `await op.addColumn('product', '${'ä'.repeat(32)}', t.text())`),
  silent('name-too-long', `await op.addColumn('product', '${'a'.repeat(63)}', t.text())`),
  finds(
    'table-copied',
    "await op.alterColumn('product', 'price', { type: t.bigint(), existing: t.integer().notNull() })",
    { on: 'mysql' },
  ),
  finds(
    'table-copied',
    "await op.alterColumn('product', 'name', { type: t.varchar(100), existing: t.varchar(50) })",
    { on: 'mariadb' },
  ),
  silent(
    'table-copied',
    "await op.alterColumn('product', 'name', { type: t.varchar(60), existing: t.varchar(50) })",
    { on: 'mariadb' },
  ),
  finds(
    'table-copied',
    "await op.alterColumn('product', 'name', { type: t.varchar(100), existing: t.varchar(60) })",
    { on: 'mysql' },
  ),
  sqlFinds('table-copied', 'ALTER TABLE product CONVERT TO CHARACTER SET utf8mb4', { on: 'mysql' }),
  finds('table-copied', "await op.createForeignKey('fk', 'sale', 'product', 'product_id', 'id')", {
    on: 'mysql',
  }),
  silent('table-copied', "await op.addColumn('product', 'x', t.text())", { on: 'mysql' }),
  finds('table-copied', besideStored, { on: 'mariadb' }),
  silent('table-rebuilt', besideStored, { on: 'mariadb' }),
  finds('table-rebuilt', besideStored, { on: 'mysql' }),
  finds(
    'table-rebuilt',
    "await op.alterColumn('product', 'name', { nullable: false, existing: t.varchar(50) })",
    { on: 'mysql' },
  ),
  finds('table-rebuilt', "await op.addColumn('product', 'x', t.text())", { on: 'mysql', version: '5.7' }),
  silent('table-rebuilt', "await op.addColumn('product', 'x', t.text())", { on: 'mysql', version: '8.0.30' }),
  finds('table-rebuilt', "await op.dropColumn('product', 'code')", { on: 'mysql', version: '8.0.28' }),
  silent('table-rebuilt', "await op.dropColumn('product', 'code')", { on: 'mariadb', version: '10.11' }),
  finds('index-locks-writers', "await op.createIndex('ix', 'product', 'code', { method: 'fulltext' })", {
    on: 'mariadb',
  }),
  silent('index-locks-writers', "await op.createIndex('ix', 'product', 'name')", { on: 'mysql' }),
  finds(
    'several-changes-kept',
    "await op.addColumn('product', 'a', t.text())\n  await op.addColumn('product', 'b', t.text())",
    { on: 'mysql' },
  ),
  silent(
    'several-changes-kept',
    "await op.batch('product', (batch) => { batch.addColumn('a', t.text()); batch.addColumn('b', t.text()) })",
    { on: 'mysql' },
  ),
  finds(
    'utf8mb3',
    "await op.createTable('t6', { id: t.bigint().primaryKey() }, [], { mysql: { characterSet: 'utf8' } })",
    { on: 'mysql' },
  ),
  silent(
    'utf8mb3',
    "await op.createTable('t6', { id: t.bigint().primaryKey() }, [], { mysql: { characterSet: 'utf8mb4' } })",
    { on: 'mysql' },
  ),
  finds(
    'engine-without-transactions',
    "await op.createTable('t7', { id: t.bigint().primaryKey() }, [], { mysql: { engine: 'MyISAM' } })",
    { on: 'mysql' },
  ),
  silent(
    'engine-without-transactions',
    "await op.createTable('t7', { id: t.bigint().primaryKey() }, [], { mysql: { engine: 'InnoDB' } })",
    { on: 'mysql' },
  ),
  finds('timestamp-ends', "await op.addColumn('product', 'x', t.timestamptz())", { on: 'mysql' }),
  silent('timestamp-ends', "await op.addColumn('product', 'x', t.timestamp())", { on: 'mysql' }),
  finds('sqlite-rebuild', "await op.alterColumn('product', 'name', { nullable: false })", { on: 'sqlite' }),
  finds(
    'sqlite-rebuild',
    "await op.batch('product', (batch) => { batch.addColumn('a', t.text()); batch.createUniqueConstraint('uq', 'name') })",
    { on: 'sqlite' },
  ),
  silent('sqlite-rebuild', "await op.addColumn('product', 'x', t.text())", { on: 'sqlite' }),
  finds(
    'sqlite-several-rebuilds',
    "await op.alterColumn('product', 'name', { nullable: false })\n  await op.alterColumn('product', 'code', { nullable: false })",
    { on: 'sqlite' },
  ),
  silent(
    'sqlite-several-rebuilds',
    "await op.batch('product', (batch) => { batch.alterColumn('name', { nullable: false }); batch.alterColumn('code', { nullable: false }) })",
    { on: 'sqlite' },
  ),
  silent('not-null-checks-rows', "await op.setNotNull('product', 'name')"),
  finds('ignore-without-reason', "// tsmig-ignore drop-table\n  await op.dropTable('sale')"),
  finds('drop-table', "// tsmig-ignore drop-table:\n  await op.dropTable('sale')"),
  silent('ignore-without-reason', "// tsmig-ignore drop-table: unused\n  await op.dropTable('sale')"),
  silent('drop-table', "// tsmig-ignore drop-table: unused\n  await op.dropTable('sale')"),
  finds('ignore-of-unknown', "// tsmig-ignore drop-tabel: unused\n  await op.dropTable('sale')"),
  finds('ignore-of-unknown', "// tsmig-ignore\n  await op.dropTable('sale')"),
  silent('ignore-of-unknown', "// tsmig-ignore drop-table: unused\n  await op.dropTable('sale')"),
  finds('ignore-of-nothing', "// tsmig-ignore drop-column: unused\n  await op.dropTable('sale')"),
  finds(
    'ignore-of-nothing',
    "// tsmig-ignore drop-table: unused\n  await op.execute('SELECT 1')\n  await op.dropTable('sale')",
  ),
  silent('ignore-of-nothing', "await op.dropTable('sale') // tsmig-ignore drop-table: unused"),
  silent(
    'ignore-of-nothing',
    "await op.createTable('t', { id: t.bigint().primaryKey() })\n  // tsmig-ignore index-not-concurrent: small\n  await op.createIndex('ix', 't', 'id')",
  ),
  sqlSilent('drop-table', '-- tsmig-ignore drop-table: unused\nDROP TABLE sale;'),
  sqlFinds('ignore-without-reason', '-- tsmig-ignore drop-table\nDROP TABLE sale;'),
]
