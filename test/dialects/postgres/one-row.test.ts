import { expect, test } from 'vitest'
import { oneRow } from '../../../src/dialects/postgres/one-row.ts'

/** As the server says it by `lc_messages`, which puts its own marks around a text. */
test.each([
  'invalid input syntax for type integer: "tsmig: rows changed: 0"',
  'ungültige Eingabesyntax für Typ integer: »tsmig: rows changed: 2«',
  'syntaxe en entrée invalide pour le type integer : « tsmig: rows changed: 0 »',
])('a refusal is known in any language: %s', (message) => {
  expect(oneRow.isRefusal(Object.assign(new Error(message), { code: '22P02' }))).toBe(true)
  expect(oneRow.isRefusal(Object.assign(new Error(message), { code: 'P0001' }))).toBe(false)
})

test("another text that is no number is nobody's refusal", () => {
  const message = 'invalid input syntax for type integer: "many"'
  expect(oneRow.isRefusal(Object.assign(new Error(message), { code: '22P02' }))).toBe(false)
})
