import { describe, expect, test } from 'vitest'
import { type CallChange, rewriteCall } from '../../src/project/rewrite-call.ts'

const concurrently: CallChange = { options: { concurrently: 'true' }, outside: true }
const behind: CallChange = { options: { notValid: 'true' }, behind: 'await op.more()' }

/** The text with the call changed whose method stands behind `op.` first. */
function rewritten(source: string, ...changes: readonly CallChange[]): string | undefined {
  const before = source.slice(0, /(?<=\bop\.)\w+\(/.exec(source)?.index)
  const place = { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') }
  return rewriteCall(source, place, changes)
}

describe('options', () => {
  test.each([
    [
      "await op.dropIndex('ix')",
      "await op.outsideTransaction(() => op.dropIndex('ix', { concurrently: true }))",
    ],
    ["op.dropIndex('ix', {});", "op.outsideTransaction(() => op.dropIndex('ix', { concurrently: true }));"],
    [
      "op.dropIndex('ix', { table: 'a,b' }) // {",
      "op.outsideTransaction(() => op.dropIndex('ix', { concurrently: true, table: 'a,b' })) // {",
    ],
    [
      'return op.dropIndex(\n  name(1, 2), // the old one\n)',
      'return op.outsideTransaction(() => op.dropIndex(\n  name(1, 2), { concurrently: true }, // the old one\n))',
    ],
    ['op.dropIndex(`a$x b`)', 'op.outsideTransaction(() => op.dropIndex(`a$x b`, { concurrently: true }))'],
    [
      '\r\n\top.dropIndex("ä😀")\r\n',
      '\r\n\top.outsideTransaction(() => op.dropIndex("ä😀", { concurrently: true }))\r\n',
    ],
  ])('%s', (source, after) => {
    expect(rewritten(source, concurrently)).toBe(after)
  })

  test.each([
    "op.dropIndex('ix', options)",
    "op.dropIndex('ix', { ...options })",
    "op.dropIndex('ix', { concurrently: false })",
    'op.dropIndex(...all)',
    "op.dropIndex('ix', {}, 1)",
    "op.createThing('ix')",
    "my.op.dropIndex('ix')",
    "op.dropIndex('ix'",
  ])('%s stays as it is', (source) => {
    expect(rewritten(source, concurrently)).toBeUndefined()
  })
})

describe('a statement behind', () => {
  const call = "await op.createCheckConstraint('ck', 't', 'x > 0')"
  const valid = "await op.createCheckConstraint('ck', 't', 'x > 0', { notValid: true })"
  test.each([
    [`{\n  ${call}\n}`, `{\n  ${valid}\n  await op.more()\n}`],
    [`{\n  ${call}; // why\n  x()\n}`, `{\n  ${valid}; // why\n  await op.more();\n  x()\n}`],
    [`{\r\n\tif (a) b()\r\n\t${call}\r\n}`, `{\r\n\tif (a) b()\r\n\t${valid}\r\n\tawait op.more()\r\n}`],
  ])('%s', (source, after) => {
    expect(rewritten(source, behind)).toBe(after)
  })

  test.each([
    `{\n  if (a)\n    ${call}\n}`,
    `{\n  if (a) b()\n  else\n    ${call}\n}`,
    `{\n  all([\n    ${call}\n  ])\n}`,
    `{\n  f(() =>\n    ${call})\n}`,
    `{\n  const x =\n    ${call}\n}`,
    `{\n  ${call}.then(x)\n}`,
    `{ ${call} }`,
    `{\n  ${call}; x()\n}`,
  ])('%s stays as it is', (source) => {
    expect(rewritten(source, behind)).toBeUndefined()
  })
})

describe('a type', () => {
  const type = (column: string) => ({ type: { column, from: 'json', to: 'jsonb' } })
  test.each([
    ["op.addColumn('t', 'a', t.json())", "op.addColumn('t', 'a', t.jsonb())"],
    [
      "op.createTable('t', { a: t.json(), b: t.json() })",
      "op.createTable('t', { a: t.jsonb(), b: t.json() })",
    ],
    ["op.createTable('t', { 'a': t.json().notNull() })", "op.createTable('t', { 'a': t.jsonb().notNull() })"],
  ])('%s', (source, after) => {
    expect(rewritten(source, type('a'))).toBe(after)
  })

  test('several at one call, each once; one that is not written out stays', () => {
    const source = "op.createTable('t', { a: t.json(), b: t.json(), c })"
    expect(rewritten(source, type('a'), type('b'))).toBe(
      "op.createTable('t', { a: t.jsonb(), b: t.jsonb(), c })",
    )
    expect(rewritten(source, type('c'))).toBeUndefined()
  })
})

test('a whole call', () => {
  const call = { call: "op.setNotNull('t', 'a')" }
  expect(rewritten("await op.alterColumn('t', 'a', { nullable: false })", call)).toBe(
    "await op.setNotNull('t', 'a')",
  )
  expect(rewritten("await op.invoke('t')", call)).toBeUndefined()
})
