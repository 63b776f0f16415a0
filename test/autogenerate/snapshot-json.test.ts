import fc from 'fast-check'
import { expect, test } from 'vitest'
import { snapshotFromJson, snapshotToJson } from '../../src/autogenerate/snapshot-json.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { t } from '../../src/schema/t.ts'
import { snapshot } from './arbitrary-snapshot.ts'

test('JSON holds the whole snapshot', () => {
  fc.assert(
    fc.property(snapshot, (given) => {
      expect(snapshotFromJson(snapshotToJson(given), 'a.json')).toEqual(given)
    }),
    { numRuns: 300 },
  )
})

test('what JSON has no words for is marked', () => {
  const given = declaredSnapshot([
    table('a', {
      big: t.bigint().default(2n ** 60n),
      day: t.date().default(new Date(0)),
      bytes: t.raw('blob').default(new Uint8Array([0, 255])),
      odd: t.json().default({ $bigint: '1' }),
    }),
  ])
  const json = snapshotToJson(given)
  const defaults = JSON.parse(json).tables[0].table.columns.map((one: { default: unknown }) => one.default)
  expect(defaults).toEqual([
    { $bigint: '1152921504606846976' },
    { $date: '1970-01-01T00:00:00.000Z' },
    { $bytes: '00ff' },
    { $object: { $bigint: '1' } },
  ])
  expect(snapshotFromJson(json, 'a.json')).toEqual(given)
})

test('other JSON is refused', () => {
  for (const text of ['', '{', '[]', 'null', '{"version":2,"tables":[],"objects":[],"unread":[]}']) {
    expect(() => snapshotFromJson(text, 'a.json')).toThrow('a.json holds no schema as JSON')
  }
})
