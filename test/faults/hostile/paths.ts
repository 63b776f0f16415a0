import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Dice } from '../../mutation/dice.ts'
import type { FaultTest, Round } from '../fault-test.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'

const kept = 'what stands here stays here\n'

/**
 * Where `pathInside` (src/project/safe-path.ts) finds no problem in a name and no way out by a link, 2 of 40 tries
 * wrote beside the version folder.
 */
export const paths: FaultTest = {
  name: 'S3',
  title: 'nothing is written outside the version folder, and nothing over a file',
  databases: ['sqlite'],
  rounds: { short: 1, full: 25 },
  async start({ short }) {
    return async (round) => {
      const project = join(round.folder, 'deep/project')
      mkdirSync(project, { recursive: true })
      writeFileSync(join(round.folder, 'victim.ts'), kept)
      let escapes = 0
      const count = short ? 8 : 20
      for (let index = 0; index < count; index++) escapes += await attempt(round, project)
      return { tries: count, escapes }
    }
  },
}

async function attempt(round: Round, project: string): Promise<number> {
  const { database, dice, folder, fail, run } = round
  const path = hostilePath(dice, folder)
  // Ids and folders are refused before, so most tries are by the template.
  const how = Math.max(0, dice.below(6) - 2)
  const template = [`file_template = ${path.replaceAll('%', '%%')}_%%(rev)s`]
  writeProject(project, database.url, [], how === 0 ? template : [])
  const before = listing(folder)
  const args = [[], ['--rev-id', path], ['--version-path', path], ['-m', path]][how] ?? []
  const { code, stderr } = await run([
    ...tsmigCommand('--config', join(project, 'migrations.ini'), 'revision', '--splice', '--head', 'base'),
    ...args,
  ])
  const versions = relative(folder, join(project, 'migrations/versions'))
  const outside = listing(folder).filter((name) => !before.includes(name) && dirname(name) !== versions)
  for (const name of outside) fail(`${args.join(' ') || template[0]} wrote ${name}`)
  const changed = readFileSync(join(folder, 'victim.ts'), 'utf8') !== kept
  if (changed) fail(`${args.join(' ') || template[0]} wrote over a file`)
  // What begins with a dash is taken for an option, and the help is what to look at.
  if (code !== 0 && !/^error: [\s\S]*\n(?: {2}hint: |\(add --help)/m.test(stderr))
    fail(`${args.join(' ')}: exit ${code}: ${stderr}`)
  return outside.length + (changed ? 1 : 0)
}

/** A path that leads elsewhere, or that no file can have. */
function hostilePath(dice: Dice, folder: string): string {
  const ups = '../'.repeat(1 + dice.below(6))
  const file = dice.pick(['victim.ts', 'victim', 'x', 'x.ts', 'package.json', '.env', 'a1_']) ?? 'x'
  const forms = [
    `${ups}${file}`,
    join(folder, file),
    `~/${file}`,
    `x/${ups}${file}`,
    `${'..\\'.repeat(3)}${file}`,
    `${encodeURIComponent('../')}${file}`,
    `%2e%2e/${file}`,
    `..`,
    `.`,
    `CON`,
    'a'.repeat(300),
    `x\n${ups}${file}`,
    `${file}\u202e`,
    `./${file}`,
    `migrations/versions/../../${file}`,
    `-${file}`,
  ]
  return dice.pick(forms) ?? file
}

function listing(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
}
