import type { MessageChain } from '../dialect.ts'
import { codeOf } from '../driver-errors.ts'
import { literal } from './literal.ts'

const setting = 'tsmig.step'
const divisionByZero = '22012'
const mark = (name: string) => `set_config('${setting}', ${literal(name)}, false)`

/** A setting of the session goes back with the transaction that has set it. */
export const messageChain: MessageChain = Object.freeze({
  first: (name: string) => `SELECT ${mark(name)}`,
  behind: (before: string, name: string) =>
    `SELECT 1 / (current_setting('${setting}') = ${literal(before)})::integer, ${mark(name)}`,
  isRefusal: (thrown: unknown) => codeOf(thrown) === divisionByZero,
  ending: `RESET ${setting}`,
})
