import { describe, expect, test } from 'vitest'
import type { SplitDialect } from '../../src/dialects/split-rules.ts'
import { splitStatements } from '../../src/dialects/split-statements.ts'
import { transactionCommand } from '../../src/dialects/split-transactions.ts'

const dialects: readonly SplitDialect[] = ['postgres', 'sqlite', 'mysql']
const split = (script: string, dialect: SplitDialect = 'postgres'): readonly string[] =>
  splitStatements(script, dialect).map(({ sql }) => sql)

describe.each(dialects)('on %s', (dialect) => {
  test.each([
    ['', []],
    [' \n\t', []],
    [';', []],
    [';;\n;', []],
    ['-- nothing', []],
    ['/* nothing */', []],
    ['select 1', ['select 1']],
    ['select 1;', ['select 1']],
    ['select 1;select 2', ['select 1', 'select 2']],
    ['select 1 ; ; select 2 ;', ['select 1', 'select 2']],
    ['-- a; b\nselect 1 -- c; d\n, 2; -- e', ['select 1 -- c; d\n, 2']],
    ['/* a; */ select /* b; */ 1 /* c; */;', ['select /* b; */ 1']],
    ["select ';', 'it''s; ';select 2", ["select ';', 'it''s; '", 'select 2']],
    ['select 1 as "a;""b";select 2', ['select 1 as "a;""b"', 'select 2']],
    [
      "select '-- no comment', '/* nor this', ';'; select 2",
      ["select '-- no comment', '/* nor this', ';'", 'select 2'],
    ],
    ["-- it's\nselect 1; select 2", ['select 1', 'select 2']],
    ["/* it's */select 1; select 2", ['select 1', 'select 2']],
    ['select 1;\r\nselect 2;\r\n', ['select 1', 'select 2']],
    ["select '😀;'; select '\u2028;'", ["select '😀;'", "select '\u2028;'"]],
    ['\ufeffselect 1', ['select 1']],
  ])('%j', (script, statements) => {
    expect(split(script, dialect)).toEqual(statements)
  })

  test.each([
    ["select 1;\nselect 'a", 'The string that begins here is never ended', 17],
    ['select "a', 'The quoted name that begins here is never ended', 7],
    ['select 1; /* a', 'The comment that begins here is never ended', 10],
  ])('%j is refused', (script, message, offset) => {
    const thrown = thrownBy(() => split(script, dialect))
    expect(thrown).toMatchObject({ code: 'unterminated-sql', offset })
    if (!(dialect === 'mysql' && message.includes('name'))) expect(thrown.message).toBe(message)
  })
})

describe('PostgreSQL', () => {
  test.each([
    ['select $$a;b$$; select $x$ $$;$y$ $x$;', ['select $$a;b$$', 'select $x$ $$;$y$ $x$']],
    ['select a$b$ from t; select c$b$', ['select a$b$ from t', 'select c$b$']],
    ['select $1; select $2', ['select $1', 'select $2']],
    ["select E'a\\';b'; select e'\\\\'; select 1", ["select E'a\\';b'", "select e'\\\\'", 'select 1']],
    ["select 'a\\'; select 1", ["select 'a\\'", 'select 1']],
    ["select E'a'\n  '\\';'; select 1", ["select E'a'\n  '\\';'", 'select 1']],
    ["select E'a' -- b\n'\\';'; select 1", ["select E'a' -- b\n'\\';'", 'select 1']],
    ["select E'a', '\\'; select 1", ["select E'a', '\\'", 'select 1']],
    ["select U&'\\0061;'; select N'x'; select B'1'", ["select U&'\\0061;'", "select N'x'", "select B'1'"]],
    ['/* a /* b; */ c; */ select 1; select 2', ['select 1', 'select 2']],
    ['select 1 -- a\rselect 2; select 3', ['select 1 -- a\rselect 2', 'select 3']],
    [
      'create rule r as on insert to t do (delete from a; delete from b); select 1',
      ['create rule r as on insert to t do (delete from a; delete from b)', 'select 1'],
    ],
    [
      "select 'a' /* ; */ ; do $do$ begin perform 1; end $do$ language plpgsql; select 2",
      ["select 'a'", 'do $do$ begin perform 1; end $do$ language plpgsql', 'select 2'],
    ],
    [
      'create function f() returns int begin atomic select 1; select case when true then 2 end; end; select 1',
      [
        'create function f() returns int begin atomic select 1; select case when true then 2 end; end',
        'select 1',
      ],
    ],
    [
      'create or replace procedure "p"() begin atomic insert into t values (1); end; select 1',
      ['create or replace procedure "p"() begin atomic insert into t values (1); end', 'select 1'],
    ],
    ['begin; select 1; end; select 2', ['begin', 'select 1', 'end', 'select 2']],
    [
      'create table t (a int[], b text); select a[1] from t',
      ['create table t (a int[], b text)', 'select a[1] from t'],
    ],
  ])('%j', (script, statements) => {
    expect(split(script)).toEqual(statements)
  })

  test.each([
    ['copy t (a, b) from stdin;\n1\t2\n\\.\n', /COPY … FROM stdin/, 19, /INSERT/],
    ['COPY t TO STDOUT', /COPY … TO stdout/, 10, /INSERT/],
    ['\\d t', /^\\d is a command of psql/, 0, /Take it out/],
    ['select 1 \\gset', /^\\gset is a command of psql/, 9, /Take it out/],
  ])('%j is refused', (script, message, offset, hint) => {
    const thrown = thrownBy(() => split(script))
    expect(thrown).toMatchObject({ code: 'unsupported-sql', offset })
    expect(thrown.message).toMatch(message)
    expect(thrown.hint).toMatch(hint)
  })

  test.each(["copy t from '/tmp/x'", "copy (select 1 from stdin) to program 'x'", 'select from stdin'])(
    '%j is SQL',
    (script) => {
      expect(split(script)).toEqual([script])
    },
  )

  test.each([
    ['select (1; select 2', /^The parenthesis of the statement/],
    ['create function f() returns int begin atomic select 1;', /^The BEGIN of the statement/],
    ['select $a$ x $b$', /^The text in \$a\$/],
    ["select E'\\'", /^The string/],
    ['/* /* */ select 1', /^The comment/],
  ])('%j is refused', (script, message) => {
    expect(thrownBy(() => split(script)).message).toMatch(message)
  })
})

describe('SQLite', () => {
  test.each([
    ['select [a;b]; select `c;``d`', ['select [a;b]', 'select `c;``d`']],
    ["select 'a\\'; select 2", ["select 'a\\'", 'select 2']],
    ['/* a /* b; */ select 1', ['select 1']],
    [
      'create trigger t after insert on a begin update b set c = 1; delete from d; end; select 1',
      ['create trigger t after insert on a begin update b set c = 1; delete from d; end', 'select 1'],
    ],
    [
      'create temp trigger if not exists t after insert on a when case new.x when 1 then 1 end begin select case when 1 then 2 end; end',
      [
        'create temp trigger if not exists t after insert on a when case new.x when 1 then 1 end begin select case when 1 then 2 end; end',
      ],
    ],
    ['create table trigger_log (begin int); select 1', ['create table trigger_log (begin int)', 'select 1']],
    ['begin; select 1; end; select 2', ['begin', 'select 1', 'end', 'select 2']],
    ['select (1; select 2)', ['select (1', 'select 2)']],
    ['select .5; select 2', ['select .5', 'select 2']],
  ])('%j', (script, statements) => {
    expect(split(script, 'sqlite')).toEqual(statements)
  })

  test('a command of its shell is refused', () => {
    expect(thrownBy(() => split('select 1;\n.read x.sql', 'sqlite')).message).toBe(
      '.read is a command of sqlite3, and no SQL',
    )
  })

  test('a trigger without its end is refused', () => {
    const script = 'select 1; create trigger t after insert on a begin select 1; select 2'
    expect(thrownBy(() => split(script, 'sqlite'))).toMatchObject({ code: 'unterminated-sql', offset: 10 })
  })
})

describe('MySQL', () => {
  test.each([
    ['select \'a\\\';b\', "c\\";"; select `d;\\`', ['select \'a\\\';b\', "c\\";"', 'select `d;\\`']],
    ['select 1 # a; b\n, 2; select 1--1; select 3', ['select 1 # a; b\n, 2', 'select 1--1', 'select 3']],
    ['/*!40101 set names utf8; */; select 1', ['/*!40101 set names utf8; */', 'select 1']],
    [
      'delimiter //\nselect 1; select 2//\ndelimiter ;\nselect 3; select 4',
      ['select 1; select 2', 'select 3', 'select 4'],
    ],
    [
      'DELIMITER $$\r\ncreate procedure p() begin select 1; end$$\r\nDELIMITER ;\r\nselect 1',
      ['create procedure p() begin select 1; end', 'select 1'],
    ],
    [
      "delimiter $$\nselect '$$', `$$`, 1 -- $$\n, 2 $$ select 3$$",
      ["select '$$', `$$`, 1 -- $$\n, 2", 'select 3'],
    ],
    ['delimiter ;;\nselect 1; select 2;; select 3', ['select 1; select 2', 'select 3']],
    ['delimiter go\nselect 1 go select 2 go', ['select 1', 'select 2']],
    [
      'create procedure p() begin if 1 then select 1; end if; case 1 when 1 then select 2; end case; while 0 do select 3; end while; end; select 4',
      [
        'create procedure p() begin if 1 then select 1; end if; case 1 when 1 then select 2; end case; while 0 do select 3; end while; end',
        'select 4',
      ],
    ],
    [
      'create definer = `a`@`b` trigger t before insert on x for each row begin set new.a = case when 1 then 2 end; end; select 1',
      [
        'create definer = `a`@`b` trigger t before insert on x for each row begin set new.a = case when 1 then 2 end; end',
        'select 1',
      ],
    ],
    [
      'create function f() returns int return 1; select 1',
      ['create function f() returns int return 1', 'select 1'],
    ],
    ['begin not atomic select 1; end; select 2', ['begin not atomic select 1; end', 'select 2']],
    ['begin; select 1; commit', ['begin', 'select 1', 'commit']],
    ['create table event (begin int); select 1', ['create table event (begin int)', 'select 1']],
  ])('%j', (script, statements) => {
    expect(split(script, 'mysql')).toEqual(statements)
  })

  test.each([
    ['delimiter \nselect 1', 'DELIMITER names none'],
    ['delimiter \\\nselect 1', "DELIMITER \\ can't be used"],
    [`delimiter ${'x'.repeat(20)}`, `DELIMITER ${'x'.repeat(20)} can't be used`],
    ['select 1\\G', '\\G is a command of mysql, and no SQL'],
  ])('%j is refused', (script, message) => {
    expect(thrownBy(() => split(script, 'mysql')).message).toBe(message)
  })
})

test('each statement knows its line, its place and its first words', () => {
  const script = '-- one\n\nselect 1;\n\n/* two\n*/ insert INTO\n t values (1); begin'
  expect(splitStatements(script, 'postgres')).toEqual([
    { sql: 'select 1', offset: 8, line: 3, words: ['SELECT'] },
    { sql: 'insert INTO\n t values (1)', offset: 29, line: 6, words: ['INSERT', 'INTO', 'T', 'VALUES'] },
    { sql: 'begin', offset: 56, line: 7, words: ['BEGIN'] },
  ])
})

test.each([
  ['begin', 'begin'],
  ['BEGIN TRANSACTION', 'begin'],
  ['begin immediate', 'begin'],
  ['start transaction', 'begin'],
  ['start slave', undefined],
  ['begin not atomic', undefined],
  ['commit', 'end'],
  ['commit work', 'end'],
  ['commit prepared', undefined],
  ['end', 'end'],
  ['abort', 'end'],
  ['rollback', 'end'],
  ['rollback work', 'end'],
  ['rollback to a', undefined],
  ['rollback transaction to a', undefined],
  ['savepoint a', undefined],
  ['release a', undefined],
  ['prepare transaction', 'end'],
  ['prepare x', undefined],
  ['select 1', undefined],
])('%j and the transaction: %j', (statement, expected) => {
  expect(transactionCommand(statement.toUpperCase().split(' '))).toBe(expected)
})

function thrownBy(action: () => unknown): Error & { readonly hint?: string } {
  try {
    action()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}
