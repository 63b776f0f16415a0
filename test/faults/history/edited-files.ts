import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { revisionText } from '../../support/revision-text.ts'
import type { FaultTest, Round } from '../fault-test.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'
import { type Edit, editsThatCount, editsThatDoNot } from './edits.ts'

/**
 * With checksums of lines (`lines` in place of `codeTokens` in src/project/checksum.ts) 12 of 17 edits that are none were
 * told; where two checksums are never another's (`isOtherCode` there), none of 4 that are.
 */
export const editedFiles: FaultTest = {
  name: 'H4',
  title: 'an edit of what was applied is told, and what only looks like one is not',
  databases: ['sqlite'],
  rounds: { short: 3, full: 50 },
  async start() {
    return async (round) => {
      const { database, dice, fail } = round
      write(round, [])
      await say(round, 0, 'upgrade', 'head')
      let [silent, told] = [0, 0]
      const formatted = dice.some(editsThatDoNot, 4)
      for (const { what, apply } of formatted) {
        for (const file of files) edit(round, file, apply)
        const output = await say(round, 0, 'status')
        if (output === 'at c3 (head)\n') silent += 1
        else fail(`${what}: ${output}`)
      }
      const file = dice.one(files)
      const what = editThatCounts(round, file)
      const id = file.slice(0, 2)
      const status = await say(round, 0, 'status')
      if (new RegExp(`^at c3 .*\\nedited ${id}, applied \\S+\\n$`).test(status)) told += 1
      else fail(`${what} of ${file}: ${status}`)
      writeFileSync(join(round.folder, 'migrations/versions/d4_.ts'), revisionText('d4', 'c3', {}))
      const before = JSON.stringify(await database.contents())
      write(round, ['strict_checksums = true'])
      const refused = await say(round, 1, 'upgrade', 'head')
      if (!new RegExp(`error: the file of a revision was edited .*: ${id} `).test(refused)) fail(refused)
      if (JSON.stringify(await database.contents()) !== before) fail('something changed')
      await say(round, 0, 'repair', '--checksums')
      await say(round, 0, 'upgrade', 'head')
      return { edits: formatted.length + 1, silent, told }
    }
  },
}

const files = ['a1_.ts', 'b2_.js', 'c3_.sql'] as const

/** Runs a command, and gives all that it said. */
async function say({ run, fail }: Round, code: number, ...args: readonly string[]): Promise<string> {
  const ended = await run(tsmigCommand(...args))
  const said = ended.stdout + ended.stderr
  if (ended.code !== code) fail(`${args.join(' ')}: exit ${ended.code}: ${said}`)
  return said
}

/** Whether it changed anything. */
function edit({ folder }: Round, file: string, apply: Edit['apply']): boolean {
  const path = join(folder, 'migrations/versions', file)
  const before = readFileSync(path, 'utf8')
  const after = apply(before, file)
  writeFileSync(path, after)
  return before !== after
}

/** One that changes something, as those before it may have been in its way. */
function editThatCounts(round: Round, file: string): string {
  for (;;) {
    const { what, apply } = round.dice.one(editsThatCount)
    if (edit(round, file, apply)) return what
  }
}

function write({ folder, database }: Round, ini: readonly string[]): void {
  writeProject(folder, database.url, [], ini)
  const versions = join(folder, 'migrations/versions')
  if (ini.length > 0) return
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(versions, file), text)
}

const texts = {
  'a1_.ts': revisionText('a1', null, {
    upgrade: `const names = ['one', "it's", \`two \${1 + 1}\`]
  await op.createTable('shop', { id: t.integer().primaryKey(), name: t.varchar(20), 'amount': t.integer() })
  for (const name of names) await op.bulkInsert('shop', [{ name, amount: 7 }])
  await op.execute('UPDATE shop SET amount = amount + 1')`,
    downgrade: `await op.dropTable('shop')`,
  }),
  'b2_.js': `export const revision = 'b2'
export const downRevision = 'a1'
export async function upgrade(op) {
  await op.execute('CREATE TABLE more (id integer)')
  await op.run('fill', async (knex) => { await knex('more').insert({ id: 7 }) })
  await op.execute('UPDATE more SET id = id + 1')
}
export async function downgrade(op) {
  await op.execute('DROP TABLE more')
}
`,
  'c3_.sql': `-- Revision ID: c3
-- Revises: b2
-- upgrade
CREATE TABLE least (id integer, name text);
INSERT INTO least VALUES (7, 'it''s; one');
UPDATE least SET id = id + 1;
-- downgrade
DROP TABLE least;
`,
}
