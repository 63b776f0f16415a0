import { describe, expect, test } from 'vitest'
import type { TableShape } from '../../../src/dialects/dialect.ts'
import { UnsupportedOperationError } from '../../../src/dialects/errors.ts'
import { mariadb, mysql } from '../../../src/dialects/mysql/dialect.ts'
import type { Operation } from '../../../src/operations/operation.ts'
import { check, foreignKey, primaryKey, uniqueConstraint } from '../../../src/schema/constraints.ts'
import type { Constraint, Index } from '../../../src/schema/model.ts'
import { t } from '../../../src/schema/t.ts'
import { sql } from '../../../src/schema/values.ts'
import { operationOf } from '../../operations/collect.ts'
import type { Call } from './server.ts'

const written = (operation: Operation, shape?: TableShape, dialect = mysql): readonly string[] =>
  dialect.compile(operation, () => shape).map((one) => dialect.inline(one))

/** A table of one column as a live run would find it. */
const shape = (lines: string): TableShape => ({
  table: { table: { name: 't' }, columns: [], constraints: [] },
  sql: `CREATE TABLE \`t\` (\n  ${lines}\n) ENGINE=InnoDB`,
  indexes: [],
  triggers: [],
  views: [],
})

const inT = { name: 't', schema: 's' }

describe('statements', () => {
  const table: readonly [string, Call | Operation, readonly string[]][] = [
    [
      'a table with all it can have',
      {
        kind: 'createTable',
        ifNotExists: true,
        table: {
          table: inT,
          columns: [
            {
              name: 'id',
              type: { type: 'integer' },
              nullable: false,
              identity: { mode: 'by default', start: 9 },
              comment: "it's",
            },
            {
              name: 'g',
              type: { type: 'varchar', length: 5 },
              nullable: true,
              generated: { expression: 'id', stored: false },
            },
            { name: 'e', type: { type: 'enum', values: ['a', "b'"] }, nullable: false, default: "b'" },
          ],
          constraints: [
            primaryKey('id', { name: 'ignored' }),
            { ...check('id > 0', { name: 'ck' }), notEnforced: true },
            foreignKey(
              'id',
              { table: 'p', columns: ['x'] },
              { name: 'fk', onDelete: 'cascade', onUpdate: 'no action', match: 'simple' },
            ),
          ],
          comment: 'all',
          mysql: {
            engine: 'InnoDB',
            characterSet: 'utf8mb4',
            collation: 'utf8mb4_bin',
            rowFormat: 'DYNAMIC',
          },
        },
        indexes: [
          { name: 'ft', keys: [{ column: 'e' }], method: 'fulltext', comment: 'c' },
          {
            name: 'ix',
            keys: [{ column: 'id', order: 'desc' }, { expression: 'e(3)' }, { expression: 'id + 1' }],
            unique: true,
            method: 'btree',
          },
        ],
      },
      [
        "CREATE TABLE IF NOT EXISTS `s`.`t` (\n  `id` integer NOT NULL AUTO_INCREMENT COMMENT 'it''s',\n  `g` varchar(5) GENERATED ALWAYS AS (id) VIRTUAL,\n  `e` enum('a', 'b''') NOT NULL DEFAULT 'b''',\n  PRIMARY KEY (`id`),\n  CONSTRAINT `ck` CHECK (id > 0) NOT ENFORCED,\n  CONSTRAINT `fk` FOREIGN KEY (`id`) REFERENCES `p` (`x`) ON DELETE CASCADE ON UPDATE NO ACTION,\n  FULLTEXT INDEX `ft` (`e`) COMMENT 'c',\n  UNIQUE INDEX `ix` USING BTREE (`id` DESC, `e`(3), (id + 1))\n) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC COMMENT='all'",
      ],
    ],
    ['a dropped table', (op) => op.dropTable('t', { ifExists: true }), ['DROP TABLE IF EXISTS `t`']],
    [
      'a renamed table stays in its database',
      { kind: 'renameTable', table: inT, to: 'u' },
      ['ALTER TABLE `s`.`t` RENAME TO `s`.`u`'],
    ],
    [
      'an added column',
      (op) => op.addColumn('t', 'c', t.text().notNull().default('a').unique('uq').check('c > 1')),
      [
        "ALTER TABLE `t` ADD COLUMN `c` text NOT NULL DEFAULT ('a'), ADD CONSTRAINT `uq` UNIQUE (`c`), ADD CHECK (c > 1)",
      ],
    ],
    ['a dropped column', (op) => op.dropColumn('t', 'c'), ['ALTER TABLE `t` DROP COLUMN `c`']],
    [
      'a renamed column',
      (op) => op.alterColumn('t', 'c', { name: 'd' }),
      ['ALTER TABLE `t` RENAME COLUMN `c` TO `d`'],
    ],
    [
      'a default',
      (op) => op.alterColumn('t', 'c', { default: 5 }),
      ['ALTER TABLE `t` ALTER COLUMN `c` SET DEFAULT 5'],
    ],
    [
      'a column whose definition is told',
      (op) =>
        op.alterColumn('t', 'c', {
          nullable: false,
          name: 'd',
          existing: t.varchar(5).default('x').comment('y'),
        }),
      ["ALTER TABLE `t` CHANGE COLUMN `c` `d` varchar(5) NOT NULL DEFAULT 'x' COMMENT 'y'"],
    ],
    [
      'a constraint',
      { kind: 'addConstraint', table: inT, constraint: uniqueConstraint(['a', 'b']) },
      ['ALTER TABLE `s`.`t` ADD UNIQUE (`a`, `b`)'],
    ],
    [
      'a dropped foreign key',
      (op) => op.dropConstraint('x', 't', { type: 'foreignKey' }),
      ['ALTER TABLE `t` DROP FOREIGN KEY `x`'],
    ],
    [
      'a dropped unique',
      (op) => op.dropConstraint('x', 't', { type: 'unique' }),
      ['ALTER TABLE `t` DROP INDEX `x`'],
    ],
    [
      'a dropped check',
      (op) => op.dropConstraint('x', 't', { type: 'check' }),
      ['ALTER TABLE `t` DROP CONSTRAINT `x`'],
    ],
    [
      'a dropped key',
      (op) => op.dropConstraint('x', 't', { type: 'primaryKey' }),
      ['ALTER TABLE `t` DROP PRIMARY KEY'],
    ],
    [
      'an index',
      (op) => op.createIndex('i', 't', ['a'], { concurrently: true }),
      ['CREATE INDEX `i` ON `t` (`a`) LOCK = NONE'],
    ],
    ['a dropped index', (op) => op.dropIndex('i', { table: 't' }), ['ALTER TABLE `t` DROP INDEX `i`']],
    ['no rows', (op) => op.bulkInsert('t', []), []],
    [
      'rows of nothing',
      { kind: 'insertRows', table: { name: 't' }, columns: [], rows: [[], []] },
      ['INSERT INTO `t` () VALUES\n  (),\n  ()'],
    ],
    [
      'a database',
      { kind: 'createObject', ifNotExists: true, object: { type: 'schema', name: 's' } },
      ['CREATE DATABASE IF NOT EXISTS `s`'],
    ],
    [
      'a view',
      {
        kind: 'replaceObject',
        object: {
          type: 'view',
          name: 'v',
          query: 'SELECT 1 AS a',
          columns: ['a'],
          checkOption: 'local',
          options: { security_invoker: true },
        },
      },
      ['CREATE OR REPLACE SQL SECURITY INVOKER VIEW `v` (`a`) AS SELECT 1 AS a WITH LOCAL CHECK OPTION'],
    ],
    [
      'a function put in the place of another',
      {
        kind: 'replaceObject',
        object: {
          type: 'function',
          name: 'f',
          arguments: 'a int',
          returns: 'int',
          volatility: 'immutable',
          body: 'RETURN a + 1',
        },
      },
      [
        'DROP FUNCTION IF EXISTS `f`',
        'CREATE FUNCTION `f`(a int)\nRETURNS int\nDETERMINISTIC NO SQL\nRETURN a + 1',
      ],
    ],
    [
      'a trigger',
      {
        kind: 'createObject',
        object: {
          type: 'trigger',
          name: 'g',
          table: inT,
          timing: 'before',
          events: ['update'],
          forEach: 'row',
          body: 'SET NEW.a = 1',
        },
      },
      ['CREATE TRIGGER `s`.`g` BEFORE UPDATE ON `s`.`t` FOR EACH ROW\nSET NEW.a = 1'],
    ],
    [
      'a revoked grant',
      {
        kind: 'dropObject',
        object: {
          type: 'grant',
          privileges: ['select'],
          columns: ['a'],
          on: { kind: 'table', name: 't' },
          to: ['app@localhost', 'role'],
          withGrantOption: true,
        },
      },
      [
        'REVOKE GRANT OPTION ON `t` FROM `app`@`localhost`, `role`',
        'REVOKE SELECT (`a`) ON `t` FROM `app`@`localhost`, `role`',
      ],
    ],
    [
      "a table's comment",
      { kind: 'setComment', on: { type: 'table', table: inT }, comment: null },
      ["ALTER TABLE `s`.`t` COMMENT=''"],
    ],
  ]
  test.each(table)('%s', async (_, given, expected) => {
    expect(written(typeof given === 'function' ? await operationOf(given) : given)).toEqual(expected)
  })

  test('a column that a check names is renamed together with its checks, and on MariaDB alone', async () => {
    const known = shape(
      "`a` int DEFAULT NULL,\n  `b` int DEFAULT NULL,\n  CONSTRAINT `a` CHECK ((`a` > 0)) /*!80016 NOT ENFORCED */,\n  CONSTRAINT `other` CHECK ((`b` <> _utf8mb4'`a`'))",
    )
    const rename = await operationOf((op) => op.alterColumn('t', 'a', { name: 'c' }))
    expect(mysql.needs(rename)).toEqual([{ name: 't' }])
    expect(mariadb.needs(rename)).toEqual([])
    expect(written(rename, known)).toEqual([
      'ALTER TABLE `t` DROP CONSTRAINT `a`, RENAME COLUMN `a` TO `c`, ADD CONSTRAINT `a` CHECK ((`c` > 0)) /*!80016 NOT ENFORCED */',
    ])
    expect(written(rename, known, mariadb)).toEqual(['ALTER TABLE `t` RENAME COLUMN `a` TO `c`'])
    const change = await operationOf((op) => op.alterColumn('t', 'b', { name: 'd', nullable: false }))
    expect(written(change, known)).toEqual([
      "ALTER TABLE `t` DROP CONSTRAINT `other`, CHANGE COLUMN `b` `d` int NOT NULL, ADD CONSTRAINT `other` CHECK ((`d` <> _utf8mb4'`a`'))",
    ])
  })

  test('where the table is known, guards are settled beforehand', async () => {
    const known = shape(
      '`c` int(11) DEFAULT NULL,\n  UNIQUE KEY `uq` (`c`),\n  KEY `ix` (`c`),\n  CONSTRAINT `fk` FOREIGN KEY (`c`) REFERENCES `p` (`x`),\n  CONSTRAINT `ck` CHECK (`c` > 0)',
    )
    const calls: readonly Call[] = [
      (op) => op.addColumn('t', 'C', t.date(), { ifNotExists: true }),
      (op) => op.dropColumn('t', 'x', { ifExists: true }),
      (op) => op.createIndex('ix', 't', 'c', { ifNotExists: true }),
      (op) => op.dropIndex('iy', { table: 't', ifExists: true }),
      (op) => op.dropConstraint('no', 't', { ifExists: true }),
    ]
    for (const call of calls) expect(written(await operationOf(call), known)).toEqual([])
    const drop = async (name: string) =>
      written(await operationOf((op) => op.dropConstraint(name, 't')), known)
    expect(await drop('uq')).toEqual(['ALTER TABLE `t` DROP INDEX `uq`'])
    expect(await drop('fk')).toEqual(['ALTER TABLE `t` DROP FOREIGN KEY `fk`'])
    expect(await drop('ck')).toEqual(['ALTER TABLE `t` DROP CONSTRAINT `ck`'])
    expect(() =>
      written({ kind: 'alterColumn', table: { name: 't' }, column: 'x', to: { nullable: true } }, known),
    ).toThrow('the table t has no column x')
  })

  test('what MySQL 8 says of a column is kept as well', () => {
    const known = shape(
      "`a` varchar(9) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT (concat(_utf8mb4'a,',`b`)) /*!80023 INVISIBLE */ COMMENT 'x',\n  `p` point NOT NULL /*!80003 SRID 4326 */,\n  `d` text DEFAULT (_utf8mb4'it\\'s') COMMENT 'y'",
    )
    const change = (column: string) =>
      written({ kind: 'alterColumn', table: { name: 't' }, column, to: { comment: 'n' } }, known)
    expect(change('a')).toEqual([
      "ALTER TABLE `t` MODIFY COLUMN `a` varchar(9) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT (concat(_utf8mb4'a,',`b`)) COMMENT 'n' /*!80023 INVISIBLE */",
    ])
    expect(change('p')).toEqual([
      "ALTER TABLE `t` MODIFY COLUMN `p` point NOT NULL COMMENT 'n' /*!80003 SRID 4326 */",
    ])
    expect(change('d')).toEqual([
      "ALTER TABLE `t` MODIFY COLUMN `d` text NULL DEFAULT (_utf8mb4'it\\'s') COMMENT 'n'",
    ])
  })
})

describe('what one of the two servers can do and the other can not', () => {
  const expressionIndex: Call = (op) => op.createIndex('i', 't', [sql`a + 1`])
  const generated = t.integer().generatedAs('a + 1').notNull()
  const onMysql: readonly [string, Call, readonly string[], refusal: string][] = [
    [
      'a check that is not enforced',
      (op) => op.createCheckConstraint('ck', 't', 'a > 0', { notEnforced: true }),
      ['ALTER TABLE `t` ADD CONSTRAINT `ck` CHECK (a > 0) NOT ENFORCED'],
      'MariaDB has no NOT ENFORCED checks, and ck has it',
    ],
    [
      'an index on an expression',
      expressionIndex,
      ['CREATE INDEX `i` ON `t` ((a + 1))'],
      'MariaDB has no indexes on expressions, and the index i has one',
    ],
    [
      'a generated column that is never null',
      (op) => op.addColumn('t', 'g', generated),
      ['ALTER TABLE `t` ADD COLUMN `g` integer GENERATED ALWAYS AS (a + 1) STORED NOT NULL'],
      'MariaDB has no NOT NULL for a generated column, and g would be one',
    ],
    [
      'a column that becomes a generated one',
      (op) =>
        op.alterColumn('t', 'g', {
          generated: { expression: 'a + 1', stored: true },
          existing: t.integer().notNull(),
        }),
      ['ALTER TABLE `t` MODIFY COLUMN `g` integer GENERATED ALWAYS AS (a + 1) STORED NOT NULL'],
      'MariaDB has no NOT NULL for a generated column, and g would be one',
    ],
  ]
  test.each(onMysql)('MySQL: %s', async (_, call, expected, refusal) => {
    const operation = await operationOf(call)
    expect(written(operation)).toEqual(expected)
    expect(() => written(operation, undefined, mariadb)).toThrow(UnsupportedOperationError)
    expect(() => written(operation, undefined, mariadb)).toThrow(refusal)
  })

  const onMariadb: readonly [string, Call, readonly string[], refusal: string][] = [
    [
      'a guard of a new column',
      (op) => op.addColumn('t', 'c', t.date(), { ifNotExists: true }),
      ['ALTER TABLE `t` ADD COLUMN IF NOT EXISTS `c` date NULL'],
      'MySQL has no IF NOT EXISTS for a column, and the table t is not known',
    ],
    [
      'a guard of a dropped column',
      (op) => op.dropColumn('t', 'c', { ifExists: true }),
      ['ALTER TABLE `t` DROP COLUMN IF EXISTS `c`'],
      'MySQL has no IF EXISTS for a column',
    ],
    [
      'a guard of a dropped constraint',
      (op) => op.dropConstraint('c', 't', { type: 'foreignKey', ifExists: true }),
      ['ALTER TABLE `t` DROP FOREIGN KEY IF EXISTS `c`'],
      'MySQL has no IF EXISTS for a constraint',
    ],
    [
      'a guard of a new index',
      (op) => op.createIndex('i', 't', ['c'], { ifNotExists: true }),
      ['CREATE INDEX IF NOT EXISTS `i` ON `t` (`c`)'],
      'MySQL has no IF NOT EXISTS for an index',
    ],
    [
      'a guard of a dropped index',
      (op) => op.dropIndex('i', { table: 't', ifExists: true }),
      ['ALTER TABLE `t` DROP INDEX IF EXISTS `i`'],
      'MySQL has no IF EXISTS for an index',
    ],
    [
      'a sequence',
      (op) => op.createSequence('s', { start: 5n, increment: 2, cycle: true }),
      ['CREATE SEQUENCE `s` START WITH 5 INCREMENT BY 2 CYCLE'],
      'MySQL has no sequences, as s would be',
    ],
    ['a dropped sequence', (op) => op.dropSequence('s'), ['DROP SEQUENCE `s`'], 'MySQL has no sequences'],
    [
      'a right on a sequence',
      (op) => op.grant('select', { kind: 'sequence', name: 's' }, 'app'),
      ['GRANT SELECT ON `s` TO `app`'],
      'MySQL has no sequences',
    ],
    [
      'a comment on a schema',
      (op) => op.createSchema('s', { comment: 'x' }),
      ["CREATE DATABASE `s` COMMENT 'x'"],
      'MySQL has no comments on schemas, and s would have one',
    ],
  ]
  test.each(onMariadb)('MariaDB: %s', async (_, call, expected, refusal) => {
    const operation = await operationOf(call)
    expect(written(operation, undefined, mariadb)).toEqual(expected)
    expect(() => written(operation)).toThrow(UnsupportedOperationError)
    expect(() => written(operation)).toThrow(refusal)
  })

  test('MariaDB replaces routines and triggers in their place', async () => {
    const routine = await operationOf((op) =>
      op.replaceFunction('f', { arguments: 'a int', returns: 'int', body: 'RETURN a' }),
    )
    expect(written(routine, undefined, mariadb)).toEqual([
      'CREATE OR REPLACE FUNCTION `f`(a int)\nRETURNS int\nRETURN a',
    ])
    const trigger = await operationOf((op) =>
      op.replaceTrigger('g', 't', { timing: 'before', events: ['insert'], body: 'SET NEW.a = 1' }),
    )
    expect(written(trigger, undefined, mariadb)).toEqual([
      'CREATE OR REPLACE TRIGGER `g` BEFORE INSERT ON `t` FOR EACH ROW\nSET NEW.a = 1',
    ])
  })

  test('MySQL sets the default of a text column by stating the column anew', async () => {
    const operation = await operationOf((op) =>
      op.alterColumn('t', 'c', { default: 'x', existing: t.text() }),
    )
    expect(written(operation)).toEqual(["ALTER TABLE `t` MODIFY COLUMN `c` text NULL DEFAULT ('x')"])
    expect(written(operation, undefined, mariadb)).toEqual([
      "ALTER TABLE `t` ALTER COLUMN `c` SET DEFAULT ('x')",
    ])
  })

  test('what neither can do is refused in the name of the one at hand', () => {
    const operation: Operation = { kind: 'createObject', object: { type: 'enum', name: 'x', values: ['a'] } }
    expect(() => written(operation)).toThrow('MySQL has no enum')
    expect(() => written(operation, undefined, mariadb)).toThrow('MariaDB has no enum')
  })
})

describe('what MySQL can not do is refused before anything runs', () => {
  const constraint = (constraint: Constraint): Operation => ({
    kind: 'addConstraint',
    table: inT,
    constraint,
  })
  const key = foreignKey('a', 'p.x')
  const ix = (more: Partial<Index>): Operation => ({
    kind: 'createIndex',
    table: inT,
    index: { name: 'i', keys: [{ column: 'a' }], ...more },
  })
  const column = (type: Parameters<typeof mysql.columnDefinition>[0]['type']): Operation => ({
    kind: 'addColumn',
    table: inT,
    column: { name: 'c', type, nullable: true },
  })
  const trigger = {
    type: 'trigger',
    name: 'g',
    table: inT,
    timing: 'before',
    events: ['insert'],
    forEach: 'row',
    body: '',
  } as const
  const refused: readonly [string, Operation][] = [
    ['set default', constraint({ ...key, onDelete: 'set default' })],
    ['deferrable', constraint({ ...key, deferral: { deferrable: true } })],
    ['MATCH FULL', constraint({ ...key, match: 'full' })],
    ['NOT VALID', constraint({ ...key, notValid: true })],
    ['exclusion', constraint({ kind: 'exclude', elements: [] })],
    ['NULLS NOT DISTINCT', constraint({ kind: 'unique', columns: ['a'], nullsNotDistinct: true })],
    ['a partial index', ix({ where: 'a > 1' })],
    ['INCLUDE', ix({ include: ['b'] })],
    ['gin', ix({ method: 'gin' })],
    ['a unique fulltext index', ix({ method: 'fulltext', unique: true })],
    ['an index that no table is told of', { kind: 'dropIndex', name: 'i' }],
    ['a list', column({ type: 'array', of: { type: 'text' } })],
    ['an interval', column({ type: 'interval' })],
    ['a time with a zone', column({ type: 'time', withTimeZone: true })],
    ['USING', { kind: 'alterColumn', table: inT, column: 'c', to: { type: { type: 'text' }, using: 'c' } }],
    ['a table without columns', { kind: 'createTable', table: { table: inT, columns: [], constraints: [] } }],
    ['an extension', { kind: 'createObject', object: { type: 'extension', name: 'x' } }],
    ['an enum type', { kind: 'createObject', object: { type: 'enum', name: 'x', values: ['a'] } }],
    ['a composite type', { kind: 'alterCompositeType', compositeType: { name: 'c' }, to: { comment: 'x' } }],
    ['a domain', { kind: 'dropObject', object: { type: 'domain', name: 'x' } }],
    ['a policy', { kind: 'dropObject', object: { type: 'policy', name: 'x', table: inT } }],
    [
      'a materialized view',
      { kind: 'createObject', object: { type: 'view', name: 'v', query: 'SELECT 1', materialized: true } },
    ],
    [
      'a materialized view under another name',
      { kind: 'renameObject', object: { type: 'view', name: 'v', materialized: true }, to: 'w' },
    ],
    ['a trigger for each statement', { kind: 'createObject', object: { ...trigger, forEach: 'statement' } }],
    [
      'a trigger of two events',
      { kind: 'createObject', object: { ...trigger, events: ['insert', 'update'] } },
    ],
    [
      'a function in another language',
      {
        kind: 'createObject',
        object: { type: 'function', name: 'f', arguments: '', body: '', language: 'plpgsql' },
      },
    ],
    [
      'a renamed trigger',
      { kind: 'renameObject', object: { type: 'trigger', name: 'g', table: inT }, to: 'h' },
    ],
    ['a comment on a view', { kind: 'setComment', on: { type: 'view', name: 'v' }, comment: 'x' }],
    ...(
      [
        { partitionBy: { strategy: 'range', keys: [{ column: 'a' }] } },
        { partitionOf: { table: { name: 'p' }, bounds: 'DEFAULT' } },
        { inherits: [{ name: 'p' }] },
      ] as const
    ).map((postgres): [string, Operation] => [
      Object.keys(postgres).join(),
      {
        kind: 'createTable',
        table: {
          table: inT,
          columns: [{ name: 'a', type: { type: 'text' }, nullable: true }],
          constraints: [],
          postgres,
        },
      },
    ]),
    [
      'CASCADE of a view',
      { kind: 'dropObject', object: { type: 'view', name: 'v' }, cascade: true, ifExists: true },
    ],
    [
      'CASCADE of a function',
      { kind: 'dropObject', object: { type: 'function', name: 'f', arguments: '' }, cascade: true },
    ],
    [
      'CASCADE of a grant',
      {
        kind: 'dropObject',
        object: { type: 'grant', privileges: ['select'], on: { kind: 'table', name: 't' }, to: ['a'] },
        cascade: true,
      },
    ],
    ['an enum value', { kind: 'addEnumValue', enum: { name: 'e' }, value: 'x' }],
    ['a policy', { kind: 'alterPolicy', name: 'p', table: inT, to: { using: 'true' } }],
    ['a domain', { kind: 'alterDomain', domain: { name: 'd' }, to: { nullable: true } }],
    ['row-level security', { kind: 'setRowSecurity', table: inT, enabled: true }],
    ['validation', { kind: 'validateConstraint', table: inT, name: 'x' }],
    ['a new name', { kind: 'renameConstraint', table: inT, name: 'x', to: 'y' }],
    ['a partition', { kind: 'attachPartition', table: inT, partition: { name: 'p' }, bounds: 'DEFAULT' }],
    ['a refresh', { kind: 'refreshView', view: { name: 'v' } }],
    ['a deferral', { kind: 'alterConstraint', table: inT, name: 'x', to: { deferral: null } }],
    [
      'a storage parameter of an index',
      { kind: 'alterIndex', table: inT, name: 'x', to: { storage: { a: 1 } } },
    ],
    ['an option of a view', { kind: 'alterView', view: { name: 'v' }, to: { checkOption: null } }],
    ['an owner of a schema', { kind: 'alterSchema', name: 's', to: { owner: 'a' } }],
    ['an extension', { kind: 'alterExtension', name: 'x', to: { version: '2' } }],
    [
      'a privilege that is none',
      {
        kind: 'createObject',
        object: { type: 'grant', privileges: ['select; drop'], on: { kind: 'table', name: 't' }, to: ['a'] },
      },
    ],
    [
      'an engine that is no word',
      {
        kind: 'createTable',
        table: {
          table: inT,
          columns: [{ name: 'a', type: { type: 'text' }, nullable: true }],
          constraints: [],
          mysql: { engine: 'a;b' },
        },
      },
    ],
  ]
  test.each(refused)('%s', (_, operation) => {
    const compile = () => mysql.compile(operation, () => undefined)
    expect(compile).toThrow(UnsupportedOperationError)
    expect(compile).toThrow(/^MySQL /)
  })
})

describe('defaults', () => {
  test.each([
    [t.timestamp().default(sql`CURRENT_TIMESTAMP`), 'datetime(6) NULL DEFAULT CURRENT_TIMESTAMP(6)'],
    [
      t.timestamptz(0).default(sql`now() ON UPDATE now()`),
      'timestamp(0) NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
    ],
    [t.integer().default(sql`1 + 1 -- two`), 'integer NULL DEFAULT (1 + 1 -- two\n)'],
    [t.integer().default(sql`-5`), 'integer NULL DEFAULT -5'],
    [t.json().default([1]), "json NULL DEFAULT ('[1]')"],
    [t.boolean().default(true), 'boolean NULL DEFAULT 1'],
    [t.varchar(9).default('a\\'), "varchar(9) NULL DEFAULT _utf8mb4 x'615c'"],
    [t.timestamp().default(new Date(1)), "datetime(6) NULL DEFAULT '1970-01-01 00:00:00.001000'"],
  ])('%#', (builder, expected) => {
    const { constraints: _, ...column } = builder.definition
    expect(mysql.columnDefinition({ name: 'c', ...column })).toBe(`\`c\` ${expected}`)
  })
})

test('placeholders are found outside of strings, names and comments only', () => {
  const text = "SELECT ?, '?\\'?', \"?\", `?`, ? -- ?\n, ? # ?\n, ?/* ? */-?"
  expect(mysql.inline({ sql: text, bindings: [1, 'a', null, true, -2] })).toBe(
    "SELECT 1, '?\\'?', \"?\", `?`, 'a' -- ?\n, NULL # ?\n, 1 /* ? */- -2",
  )
  expect(() => mysql.inline({ sql: '?', bindings: [1, 2] })).toThrow('1 placeholders, and 2 values')
})

test('values without a safe spelling are refused', () => {
  for (const value of [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    [1],
    undefined,
    () => 1,
    new Date(Number.NaN),
    'a\0b',
    { a: Number.NaN },
    new Date(Date.UTC(10_000, 0)),
  ]) {
    expect(() => mysql.literal(value)).toThrow(expect.objectContaining({ code: 'unwritable-value' }))
  }
})

test('names that the server would refuse or change are refused', () => {
  expect(mysql.identifier('a`b"c')).toBe('`a``b"c`')
  expect(mysql.identifier('é'.repeat(64))).toHaveLength(66)
  for (const name of ['', 'a\0', 'a'.repeat(65), 'a😀', 'a ']) {
    expect(() => mysql.identifier(name)).toThrow(expect.objectContaining({ code: 'invalid-identifier' }))
  }
  expect(() => mysql.identifier('a'.repeat(65))).toThrow('MySQL takes 64')
})

test('many and large rows come in several statements', () => {
  const rows = Array.from({ length: 2500 }, (_, id) => [id])
  expect(
    mysql.compile({ kind: 'insertRows', table: inT, columns: ['a'], rows }, () => undefined),
  ).toHaveLength(3)
  const large = Array.from({ length: 5 }, () => ['x'.repeat(400_000)])
  expect(
    mysql.compile({ kind: 'insertRows', table: inT, columns: ['a'], rows: large }, () => undefined),
  ).toHaveLength(3)
})
