import type { FaultTest } from '../fault-test.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'
import { canaries, hostileText } from './hostile-text.ts'

/** Control characters that a terminal obeys, and what turns its text round. */
const controls = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u

/**
 * Where `escapeForComment` (src/project/header/doc-comment.ts) leaves the end of a comment as it is, one of 20 messages was
 * refused, as what was written made no revision.
 */
export const messages: FaultTest = {
  name: 'S1',
  title: 'a message stays a message',
  databases: ['sqlite'],
  rounds: { short: 1, full: 25 },
  async start({ short }) {
    return async ({ database, folder, dice, run, fail }) => {
      const count = short ? 10 : 20
      writeProject(folder, database.url, [])
      const given: string[] = []
      for (let index = 0; index < count; index++) {
        const message = `m${index} ${hostileText(dice)}`
        const language = ['ts', 'js', 'cjs', 'sql'][dice.below(4)] ?? 'ts'
        const ended = await run(tsmigCommand('revision', '-m', message, '--language', language))
        if (ended.code === 0) given.unshift(message)
        else fail(`${JSON.stringify(message)}: exit ${ended.code}: ${ended.stderr}`)
      }
      const listed = await run(tsmigCommand('history', '--verbose'))
      if (controls.test(listed.stdout)) fail('history shows control characters')
      for (const args of [
        ['upgrade', 'head'],
        ['downgrade', 'base'],
      ]) {
        const { code, stderr } = await run(tsmigCommand(...args))
        if (code !== 0) fail(`${args[0]}: exit ${code}: ${stderr}`)
        if (controls.test(stderr)) fail(`${args[0]} shows control characters`)
      }
      const escapes = canaries(folder).length
      if (escapes > 0) fail(`code ran: ${canaries(folder).join(', ')}`)
      const { history } = await import('../../../src/index.ts')
      const read = (await history({ cwd: folder })).map(({ doc }) => doc)
      const changed = given.filter((message, index) => !read[index]?.startsWith(message))
      for (const message of changed)
        fail(`reads as another: ${JSON.stringify([message, read[given.indexOf(message)]])}`)
      return { messages: count, escapes, 'read as another': changed.length }
    }
  },
}
