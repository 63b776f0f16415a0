import type { Round, Setting } from '../fault-test.ts'
import type { Database } from '../support/database.ts'
import { pause, startNode } from '../support/process.ts'
import type { Migration } from '../tools/tool.ts'
import { comparable } from './comparable.ts'

/** What a run leads to in which nothing goes wrong, and how long it takes. */
export interface CleanRun {
  readonly contents: string
  readonly seconds: number
}

/** Runs a history on a database of its own, or on one that is given. */
export async function cleanRun(
  { tool, workspace }: Setting,
  history: readonly Migration[],
  given?: Database,
): Promise<CleanRun> {
  const { folder, database: made } = await workspace()
  const database = given ?? made
  tool.write(folder, database.url, history)
  const { code, stderr, seconds } = await startNode(tool.upgrade, { cwd: folder }).ended
  if (code !== 0) throw new Error(`a run with nothing wrong ended with ${code}: ${stderr}`)
  return { contents: await comparable(database, tool), seconds }
}

/** Kills a run at a random moment of the time that it takes; tells whether it was still there. */
export async function killRun({ node, tool, dice }: Round, { seconds }: CleanRun): Promise<boolean> {
  const run = node(tool.upgrade)
  await pause(dice.below(seconds * 1000))
  run.kill('SIGKILL')
  return (await run.ended).signal === 'SIGKILL'
}
