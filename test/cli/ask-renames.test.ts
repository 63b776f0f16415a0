import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import type { PossibleRename } from '../../src/autogenerate/renames/renames.ts'
import { renameQuestion } from '../../src/cli/ask-renames.ts'

const nick: PossibleRename = {
  what: 'column',
  table: { name: 'account' },
  from: 'nick',
  to: 'handle',
  score: 0.8,
}
const user: PossibleRename = { what: 'table', from: 'user\n\u001b[2J', to: 'account', score: 0.8 }

/** A terminal on which somebody types. */
function dialogue(env: NodeJS.ProcessEnv = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  const output = Object.assign(new PassThrough(), { isTTY: true })
  return { input, output, env, shown: () => String(output.read() ?? '') }
}

test('r is a rename, d is none, and whatever else is asked again', async () => {
  const { shown, ...streams } = dialogue()
  const ask = renameQuestion(streams)
  streams.input.write('\nyes\n R \n')
  expect(await ask?.(nick)).toBe(true)
  expect(shown()).toBe(
    `column account.nick: renamed to handle, with its values; or dropped with them, and handle added\n${'  [r]ename, or [d]rop and add? '.repeat(3)}`,
  )
  streams.input.write('drop\n')
  expect(await ask?.(user)).toBe(false)
  expect(shown()).toContain('table user\\n\\u001b[2J: renamed to account')
})

test('the end of the input answers nothing', async () => {
  const { shown, ...streams } = dialogue()
  const answer = renameQuestion(streams)?.(nick)
  streams.input.end()
  await expect(answer).rejects.toMatchObject({ code: 'possible-rename' })
  expect(shown()).toContain('\n')
})

test('nobody is asked without a terminal, nor in CI', () => {
  const { shown: _, ...streams } = dialogue()
  expect(renameQuestion({ ...streams, env: { CI: 'true' } })).toBeUndefined()
  expect(renameQuestion({ ...streams, env: { CI: 'false' } })).toBeDefined()
  expect(renameQuestion({ ...streams, input: new PassThrough() })).toBeUndefined()
  expect(renameQuestion({ ...streams, output: new PassThrough() })).toBeUndefined()
})
