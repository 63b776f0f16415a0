import { expect, test } from 'vitest'
import { isNarrowing } from '../../src/autogenerate/narrowing.ts'
import type { ColumnType } from '../../src/schema/column-type.ts'

const raw = (sql: string): ColumnType => ({ type: 'raw', sql })
const text: ColumnType = { type: 'text' }
const integer: ColumnType = { type: 'integer' }
const bigint: ColumnType = { type: 'bigint' }

test.each<[ColumnType, ColumnType]>([
  [raw('int(10) unsigned'), raw('bigint(20) unsigned')],
  [raw('int(10) unsigned zerofill'), raw('int unsigned')],
  [raw('int unsigned'), bigint],
  [raw('tinyint(4)'), integer],
  [integer, raw('int(10)')],
  [raw('smallint(5) zerofill'), raw('int unsigned')],
  [text, raw('mediumtext')],
  [raw('tinytext'), raw('LONGTEXT')],
  [raw('blob'), raw('mediumblob')],
  [raw("set('r','it''s')"), raw("set('r','it''s','b')")],
  [raw("set('b','r')"), raw("set('r','b')")],
])('%j fits into %j', (from, to) => expect(isNarrowing(from, to)).toBe(false))

test.each<[ColumnType, ColumnType]>([
  [raw('bigint unsigned'), raw('int unsigned')],
  [raw('bigint unsigned'), bigint],
  [raw('int unsigned'), integer],
  [integer, raw('bigint unsigned')],
  [raw('longtext'), text],
  [raw('mediumtext'), raw('mediumblob')],
  [raw("set('r','g')"), raw("set('r')")],
  [raw('year(4)'), { type: 'smallint' }],
  [raw('tsvector'), raw('jsonpath')],
  [raw('float(7,3)'), raw('float(9,3)')],
])('%j may not fit into %j', (from, to) => expect(isNarrowing(from, to)).toBe(true))
