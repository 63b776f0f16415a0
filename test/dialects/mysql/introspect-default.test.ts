import { expect, test } from 'vitest'
import { mariadbDefault, mysqlDefault } from '../../../src/dialects/mysql/introspect/default.ts'

test.each([
  ["_utf8mb4\\'what?\\'", 'text', 'what?'],
  ["_utf8mb3\\'it\\\\\\'s\\'", 'tinytext', "it's"],
  ['convert(0x615c62 using utf8mb4)', 'longtext', 'a\\b'],
  ["concat(_utf8mb4\\'a\\',_utf8mb4\\'b\\')", 'text', { sql: "concat(_utf8mb4'a',_utf8mb4'b')" }],
  ["_latin1\\'a\\'", 'text', { sql: "_latin1'a'" }],
  ["_utf8mb4\\'a\\'", 'varchar(9)', { sql: "_utf8mb4'a'" }],
])("MySQL's %s of a %s is %j", (default_text, type, value) => {
  expect(mysqlDefault({ default_text, type, extra: 'DEFAULT_GENERATED' })).toEqual(value)
})

test('a literal with its characters named, as SHOW CREATE TABLE of MySQL has it, is a text', () => {
  expect(mariadbDefault({ default_text: "(_utf8mb4'é')", type: 'text' })).toBe('é')
  expect(mariadbDefault({ default_text: "(upper('x'))", type: 'text' })).toEqual({ sql: "upper('x')" })
})
