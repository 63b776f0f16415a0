import { Command } from 'commander'
import { expect, test } from 'vitest'
import { commandGroups, groupsFor } from '../../src/cli/command-groups.ts'
import { colourless, type Terminal } from '../../src/cli/terminal.ts'

const terminal: Terminal = { print() {}, log() {}, logSoon() {}, begin() {}, show() {}, paint: colourless }

test.each(commandGroups)('a module adds just the commands of its group: $names', async ({ names, load }) => {
  const program = new Command()
  const add = await load()
  add(program, terminal)
  const added = program.commands.flatMap((command) => [command.name(), ...command.aliases()])
  expect(added).toEqual(names)
})

test('the command is the first that is no option and no value of one', () => {
  const program = new Command().option('-c, --config <file>').option('-q, --quiet')
  const namesFor = (...args: string[]) => groupsFor(program, args).flatMap(({ names }) => names)
  const all = commandGroups.flatMap(({ names }) => names)
  expect(namesFor('lint', 'heads')).toEqual(['lint'])
  expect(namesFor('-c', 'heads', '--quiet', 'lint')).toEqual(['lint'])
  expect(namesFor('--config=heads', 'lint')).toEqual(['lint'])
  expect(namesFor('-cheads', 'lint')).toEqual(['lint'])
  for (const args of [[], ['--help'], ['help', 'lint'], ['lnit', 'heads'], ['-q'], ['-c']])
    expect(namesFor(...args), args.join(' ')).toEqual(all)
})
