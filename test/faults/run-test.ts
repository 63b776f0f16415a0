import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../../src/support/errors.ts'
import { Dice } from '../mutation/dice.ts'
import type { FaultTest, Figures, Setting, Workspace } from './fault-test.ts'
import { createDatabase, type DatabaseKind } from './support/database.ts'
import { type Ended, startNode } from './support/process.ts'
import type { Tool, ToolName } from './tools/tool.ts'

export interface Amount {
  readonly short: boolean
  /** Absent: as many as the test itself says. */
  readonly rounds?: number
  readonly seed: number
}

/** A test on one database with one tool. */
export interface Result {
  readonly test: FaultTest
  readonly kind: DatabaseKind
  readonly tool: ToolName
  readonly rounds: number
  /** Rounds in which something did not hold. */
  readonly failed: number
  readonly figures: Figures
  readonly seconds: number
  /** Why it can't be done here: something is not installed, or the tool has no such thing. */
  readonly impossible?: string
  /** What made an end of it before the last round. */
  readonly broke?: string
  /** The folders of the rounds that failed. */
  readonly evidence: readonly string[]
}

/** Rounds of which nobody needs to see more. */
const enoughFailures = 5

export async function runTest(
  test: FaultTest,
  kind: DatabaseKind,
  tool: Tool,
  { short, rounds = short ? test.rounds.short : test.rounds.full, seed }: Amount,
): Promise<Result> {
  const start = performance.now()
  const parent = realpathSync(mkdtempSync(join(tmpdir(), `tsmig-faults-${test.name}-${kind}-`)))
  const closing: (() => Promise<void>)[] = []
  const setting: Setting = {
    kind,
    tool,
    short,
    atEnd: (close) => void closing.unshift(close),
    workspace: async () => {
      const workspace = await openWorkspace(kind, join(parent, `workspace-${closing.length}`))
      closing.unshift(() => workspace.database.drop())
      return workspace
    },
  }
  const figures: Record<string, number> = {}
  const evidence: string[] = []
  let [failed, done] = [0, 0]
  let [impossible, broke]: (string | undefined)[] = []
  try {
    const round = await test.start(setting)
    if (typeof round === 'string') impossible = round
    else {
      for (; done < rounds; done++) {
        const folder = join(parent, `round-${done}`)
        const { counted, failures } = await runRound(round, setting, folder, new Dice(seed).fork(done))
        add(figures, counted, test.largest ?? [])
        if (failures.length === 0 || failed >= enoughFailures || tool.name !== 'tsmig')
          rmSync(folder, { recursive: true, force: true })
        else evidence.push(folder)
        if (failures.length > 0) failed += 1
      }
    }
  } catch (error) {
    broke = error instanceof Error ? (error.stack ?? error.message) : messageOf(error)
  } finally {
    for (const close of closing) await close()
    if (evidence.length === 0) rmSync(parent, { recursive: true, force: true })
  }
  return {
    test,
    kind,
    tool: tool.name,
    rounds: done,
    failed,
    figures,
    evidence,
    seconds: (performance.now() - start) / 1000,
    ...(impossible !== undefined && { impossible }),
    ...(broke !== undefined && { broke }),
  }
}

type RunRound = Exclude<Awaited<ReturnType<FaultTest['start']>>, string>

/** What did not hold stands in `failures.txt`, and what the processes wrote beside it. */
async function runRound(
  body: RunRound,
  setting: Setting,
  folder: string,
  dice: Dice,
): Promise<{ readonly counted: Figures; readonly failures: readonly string[] }> {
  const workspace = await openWorkspace(setting.kind, folder)
  const failures: string[] = []
  const outputs: Promise<string>[] = []
  const node = (args: readonly string[], env?: Readonly<Record<string, string>>) => {
    const started = startNode(args, { cwd: folder, ...(env !== undefined && { env }) })
    outputs.push(started.ended.then((ended) => spell(args, ended)))
    return started
  }
  const round = {
    ...setting,
    ...workspace,
    dice,
    node,
    run: (...args: Parameters<typeof node>) => node(...args).ended,
    fail: (text: string) => void failures.push(text),
  }
  let counted: Figures = {}
  try {
    counted = await body(round)
  } catch (error) {
    failures.push(`the round broke: ${error instanceof Error ? error.stack : messageOf(error)}`)
  }
  if (failures.length > 0) {
    writeFileSync(join(folder, 'failures.txt'), `${failures.join('\n')}\n`)
    writeFileSync(join(folder, 'outputs.txt'), (await Promise.all(outputs)).join('\n'))
    const contents = await workspace.database.contents().catch(messageOf)
    writeFileSync(join(folder, 'contents.json'), JSON.stringify(contents, null, 2))
  }
  await workspace.database.drop()
  return { counted, failures }
}

async function openWorkspace(kind: DatabaseKind, folder: string): Promise<Workspace> {
  mkdirSync(folder, { recursive: true })
  return { database: await createDatabase(kind, folder), folder }
}

function spell(args: readonly string[], { code, signal, stdout, stderr, seconds }: Ended): string {
  return `$ node ${args.join(' ')}\n${stdout}${stderr}-- ${signal ?? code}, ${seconds.toFixed(2)} s\n`
}

function add(sums: Record<string, number>, figures: Figures, largest: readonly string[]): void {
  for (const [name, value] of Object.entries(figures)) {
    const before = sums[name] ?? 0
    sums[name] = largest.includes(name) ? Math.max(before, value) : before + value
  }
}
