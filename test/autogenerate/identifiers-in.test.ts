import { describe, expect, test } from 'vitest'
import { identifiersIn } from '../../src/autogenerate/identifiers-in.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'

const cases: readonly (readonly [
  DialectName,
  string,
  named: readonly string[],
  others: readonly string[],
])[] = [
  ['postgres', `SELECT a."B" FROM Shop.c WHERE s = 'open'`, ['a', 'B', 'shop', 'c'], ['open', 'b']],
  ['postgres', `SELECT 1 -- note\n/* one /* two */ three */ FROM a`, ['a'], ['note', 'one', 'two', 'three']],
  ['postgres', `SELECT E'it\\'s open' FROM a`, ['a'], ['it', 'open']],
  ['postgres', `SELECT $$open$$, $x$shut$x$ FROM a`, ['a'], ['open', 'shut', 'x']],
  ['postgres', `CREATE FUNCTION f() LANGUAGE plpgsql AS $$open$$`, ['f'], ['open']],
  ['postgres', `CREATE FUNCTION f() LANGUAGE sql AS $$SELECT * FROM a WHERE s = 'open'$$`, ['a'], ['open']],
  ['postgres', `nextval('a_id_seq')`, ['a_id_seq'], []],
  ['postgres', `nextval('a_id_seq'::regclass)`, ['a_id_seq'], []],
  ['postgres', `nextval(('"Shop"."it''s"'::text)::regclass)`, ['Shop', "it's"], []],
  [
    'postgres',
    `CAST('a' AS regclass), regclass 'b', 'c'::pg_catalog.regtype, 'd'::text`,
    ['a', 'b', 'c'],
    ['d'],
  ],
  ['postgres', `it's not SQL at all`, ['it', 'sql'], []],
  [
    'sqlite',
    `SELECT [a b], \`c\`, "d" FROM e WHERE s = 'open' -- note`,
    ['a b', 'c', 'd', 'e'],
    ['open', 'note'],
  ],
  [
    'mysql',
    "SELECT `a``b` FROM c WHERE s = \"open\" OR s = 'it\\'s shut' # note",
    ['a`b', 'c'],
    ['open', 'shut', 'note'],
  ],
]

describe('the names in SQL text', () => {
  test.each(cases)('%s: %s', (dialect, sql, named, others) => {
    const found = identifiersIn(sql, dialect)
    expect(named.filter((one) => !found.has(one))).toEqual([])
    expect(others.filter((one) => found.has(one))).toEqual([])
  })

  test('a text that never ends is read in one go', () => {
    expect(identifiersIn(`${'$a$ b '.repeat(50_001)}${"'".repeat(100_001)}x`, 'postgres').has('b')).toBe(true)
  })
})
