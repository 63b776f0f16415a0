import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeForSqlHeader, escapeForSqlList } from '../../src/project/header/sql.ts'
import { readRevisionSource } from '../../src/project/read-revision.ts'
import { loadSqlRevision } from '../../src/project/sql-module.ts'
import { parseSqlRevision } from '../../src/project/sql-revision.ts'
import { tempProject, thrownBy } from './temp-project.ts'

const parse = (source: string) => parseSqlRevision(source, 'a.sql')
const keys = '-- Revision ID: aa\n-- Revises: <base>\n'
const parts = '\n-- upgrade\n-- downgrade\n'

describe('the header', () => {
  test('says all that a module exports', () => {
    const source = `\ufeff-- create product table
--
-- It is the first,
--   and: the best.
--
-- Revision ID: 5a5a17843e58
-- revises: a1, b2
-- Branch Labels: shop,till
-- Depends on: abc
-- Create Date: 2026-11-22T16:39:28.057Z
-- transaction: OFF

-- upgrade
CREATE TABLE product (id integer);

-- DOWNGRADE:
DROP TABLE product;
`
    const { header, doc, transaction, upgrade, downgrade } = parse(source)
    expect(header).toEqual({
      id: '5a5a17843e58',
      parents: ['a1', 'b2'],
      labels: ['shop', 'till'],
      dependsOn: ['abc'],
    })
    expect(doc.message).toBe('create product table')
    expect(doc.text.split('\n').slice(0, 4)).toEqual([
      'create product table',
      '',
      'It is the first,',
      '  and: the best.',
    ])
    expect(transaction).toBe(false)
    expect(upgrade).toEqual({ all: { text: 'CREATE TABLE product (id integer);\n', line: 14 } })
    expect(downgrade).toEqual({ all: { text: 'DROP TABLE product;\n', line: 17 } })
  })

  test.each([
    [keys, { message: '', parents: [] }],
    ['-- m\n-- Revision ID: aa\n-- Revises:\n', { message: 'm', parents: [] }],
    [`--\n--  m \n--\n--text: free\n\n${keys}`, { message: 'm', parents: [] }],
    ['-- m\r\n-- Revision ID: aa\r\n-- Revises: b\r\n', { message: 'm', parents: ['b'] }],
  ])('%j is enough', (header, expected) => {
    const { doc, header: read, transaction } = parse(header + parts)
    expect({ message: doc.message, parents: read.parents }).toEqual(expected)
    expect([read.id, transaction]).toEqual(['aa', true])
  })

  test.each([
    ['', 'a.sql: the header has no Revision ID', /-- Revision ID/],
    [
      'SELECT 1;',
      'a.sql:1: the file has something else than "--" lines before its part "-- upgrade"',
      /move out/,
    ],
    ['/* x */', 'a.sql:1: the file has something else', /header/],
    [`-- m\n--${parts}`, 'a.sql: the header has no Revision ID', /versions folder/],
    ['-- Revision ID:\n-- Revises: a', 'a.sql:1: the header has no Revision ID', /Begin/],
    [`-- Revision ID: a${parts}`, 'a.sql: the header has no Revises', /<base>/],
    [`-- m\n${keys}-- Revison ID: b`, 'a.sql:4: the header has an unknown key: Revison ID', /"Revision ID"/],
    [
      `-- m\n--\n-- Dependson: b\n--\n${keys}`,
      'a.sql:3: the header has an unknown key: Dependson',
      /"Depends on"/,
    ],
    [`-- m\n${keys}-- Colour: red`, 'a.sql:4: the header has an unknown key: Colour', /Revision ID, Revises/],
    [`-- m\n${keys}-- words`, 'a.sql:4: the header has a line among its keys that is none: words', /apart/],
    [`${keys}${keys}`, 'a.sql:3: the header has Revision ID twice', /Keep one/],
    ['-- Revision ID: a\n-- Revises: a,,b', 'a.sql:2: the header has an empty place in a list', /comma/],
    [`${keys}-- Transaction: no`, 'a.sql:3: the header has Transaction: no', /off/],
    [keys, 'a.sql: the file has no part "-- upgrade"', /Put a line/],
    [`${keys}-- downgrade\n`, 'a.sql: the file has no part "-- upgrade"', /Put a line/],
    [`${keys}${parts}-- upgrade`, 'a.sql:6: the file has a second part "-- upgrade"', /Keep one/],
  ])('%j is refused', async (source, message, hint) => {
    const error = await thrownBy(() => parse(source))
    expect(error).toMatchObject({ code: 'bad-revision-file' })
    expect(error.message.startsWith(message), error.message).toBe(true)
    expect(error.hint).toMatch(hint)
    expect(readRevisionSource(source, 'a.sql')).toMatchObject({
      kind: 'unreadable',
      file: { error: { message: error.message } },
    })
  })

  test('any message and any ids come back', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom(
        'upgrade',
        'Downgrade:',
        'Revision ID: x',
        'revises:',
        '-- upgrade',
        '\n-- upgrade',
        '*/',
        '\\u{2c}',
        '<base>',
        ' a ',
      ),
    )
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (message, ids) => {
        const revises = ids.map(escapeForSqlList).join(', ') || '<base>'
        const source = `-- ${escapeForSqlHeader(message)}\n-- Revision ID: aa\n-- Revises: ${revises}\n${parts}`
        const { doc, header } = parse(source)
        expect(doc.message).toBe(message)
        expect(header.parents).toEqual(ids)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the parts', () => {
  const load = (body: string, more = '') => {
    const folder = tempProject({ 'a.sql': `-- m\n${keys}${more}\n${body}` })
    return loadSqlRevision(`${folder}/a.sql`, { dialect: 'postgres' })
  }

  test('are statements in turn, each with its place', async () => {
    const module = load("-- upgrade\nSELECT 1;\n  SELECT\n  2; SELECT ';'\n-- downgrade\n")
    const done: unknown[] = []
    const op = { execute: async (sql: string) => done.push([sql, module.place()?.replace(/.*\//, '')]) }
    await module.upgrade?.(op as never)
    expect(done).toEqual([
      ['SELECT 1', 'a.sql:6:1'],
      ['SELECT\n  2', 'a.sql:7:3'],
      ["SELECT ';'", 'a.sql:8:6'],
    ])
    await module.downgrade?.(op as never)
    expect(done.length).toBe(3)
  })

  test.each([
    ['-- upgrade\nBEGIN;\nSELECT 1;', '', /:6: BEGIN stands in a revision/],
    ['-- upgrade\n\nSELECT 1; COMMIT', '', /:7: COMMIT stands/],
    ['-- upgrade\n-- downgrade\nROLLBACK', '', /:7: ROLLBACK stands/],
    [
      '-- upgrade\nSELECT 1;\nBEGIN;',
      '-- Transaction: off\n',
      /:8: the transaction that begins here is never ended/,
    ],
    ["-- upgrade\nSELECT '\n-- downgrade\n'", '', /:6: The string that begins here is never ended/],
    ['-- upgrade\n\n\nCOPY a FROM stdin;\n1\n', '', /:8: COPY … FROM stdin/],
    ['-- upgrade\n\\d', '', /:6: \\d is a command of psql/],
  ])('%j is refused', async (body, more, message) => {
    expect((await thrownBy(() => load(body, more))).message).toMatch(message)
  })

  test.each([
    ['-- upgrade\nSAVEPOINT a;\nROLLBACK TO a', ''],
    ['-- upgrade\nBEGIN; SELECT 1; COMMIT;', '-- Transaction: off\n'],
  ])('%j is allowed', (body, more) => {
    expect(load(body, more).downgrade).toBe(undefined)
  })
})

test.each([
  ['goose', '-- +goose Up\nSELECT 1;\n-- +goose Down\n', 1, '-- +goose Up'],
  ['dbmate', '\n-- migrate:up transaction:false\nSELECT 1;\n', 2, '-- migrate:up transaction:false'],
  ['sql-migrate', '-- +migrate Up\n', 1, '-- +migrate Up'],
  ['rambler', '-- rambler up\n', 1, '-- rambler up'],
  ['liquibase', '--liquibase formatted sql\n', 1, '--liquibase formatted sql'],
  ['dbmate', `${keys}\n-- upgrade\nSELECT 1;\n-- migrate:down\nSELECT 2;\n`, 6, '-- migrate:down'],
])(
  'the markers of %s are refused, with what tsmig has in their place',
  async (tool, source, line, marker) => {
    const error = await thrownBy(async () => parse(source))
    expect(error.message).toBe(`a.sql:${line}: the file has a marker of ${tool}: "${marker}"`)
    expect(error.hint).toContain('"-- upgrade" and "-- downgrade"')
  },
)

test.each([
  ['in the header', '-- a\n<<<<<<< HEAD\n-- Revises: b\n=======\n-- Revises: c\n>>>>>>> bob\n', 2],
  ['in a part', `${keys}\n-- upgrade\nSELECT 1;\n<<<<<<< HEAD\nSELECT 2;\n=======\n>>>>>>> bob\n`, 6],
])('a conflict that a merge left %s is refused', async (_, source, line) => {
  const error = await thrownBy(async () => parse(source))
  expect(error.message).toBe(`a.sql:${line}: the file has a conflict that a merge left: "<<<<<<< HEAD"`)
  expect(error.hint).toContain('Settle it')
})
