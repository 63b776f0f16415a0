import { renderSchema } from '../../src/autogenerate/render/schema.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'
import { snapshotOf } from './declared.ts'
import { type History, MutationError, runHistory, written } from './run-history.ts'
import { openServer } from './server.ts'
import { shrink } from './shrink.ts'

/** How many edits, and from where. */
export interface EditsOptions {
  readonly edits: number
  readonly seed: number
  /** The number of failures after which it stops. */
  readonly most: number
  readonly report: (text: string) => void
}

export interface EditsReport {
  readonly edits: number
  readonly failures: number
  readonly seconds: number
  /** How many kinds of edits there were. */
  readonly kinds: number
  /** Tables that took no rows. */
  readonly refused: number
  /** Steps that could not be taken back, which is so where an operation says that it has no inverse. */
  readonly oneWay: number
}

const stepsInHistory = 5
const secondsToShrink = 20

/** The database that a word is for. */
export function dialectCalled(name: string): DialectName | undefined {
  const names: Readonly<Record<string, DialectName>> = {
    postgres: 'postgres',
    sqlite: 'sqlite',
    mariadb: 'mysql',
    mysql: 'mysql',
  }
  return names[name]
}

/** Leads schemas through histories of five steps until there were enough steps, or too many failures. */
export async function runEdits(dialect: DialectName, options: EditsOptions): Promise<EditsReport> {
  const { edits, most, report } = options
  const start = performance.now()
  const server = await openServer(dialect)
  const kinds = new Set<string>()
  let [done, failures, refused, oneWay] = [0, 0, 0, 0]
  try {
    for (let number = 0; done < edits && failures < most; number++) {
      const history = { seed: seedOf(options.seed, number), steps: stepsInHistory }
      try {
        const outcome = await runHistory(server, history)
        done += outcome.edits.length
        refused += outcome.refused.length
        oneWay += outcome.oneWay
        for (const name of outcome.edits) kinds.add(name)
        if (process.env.TSMIG_MUTATION_ROWS !== undefined) for (const one of outcome.refused) report(one)
      } catch (error) {
        failures++
        done++
        const smaller =
          error instanceof MutationError ? await shrink(server, error, secondsToShrink) : undefined
        report(failureText(dialect, history, smaller ?? error, error))
      }
    }
  } finally {
    await server.close()
  }
  const seconds = (performance.now() - start) / 1000
  return { edits: done, failures, seconds, kinds: kinds.size, refused, oneWay }
}

/** The seed of one history: `npm run fuzz -- NAME --seed S --edits 1` begins with history 0 of S. */
function seedOf(seed: number, number: number): number {
  return number === 0
    ? seed
    : (Math.imul(seed ^ 0x51ed270b, 0x2545f491) + Math.imul(number, 0x9e3779b1)) >>> 0
}

/** What failed, in the smallest step that was found to fail so. */
function failureText(dialect: DialectName, history: History, error: unknown, first: unknown): string {
  const name = dialect === 'mysql' ? 'mariadb' : dialect
  const again = `npm run fuzz -- ${name} --seed ${history.seed} --edits 1`
  if (!(error instanceof MutationError)) {
    return `FAILED ${again}\n${error instanceof Error ? error.stack : String(error)}`
  }
  const { declared, edited, operations, cause } = error
  const lines = operations.map((operation) => `    ${written(operation)}`)
  const sql = cause instanceof Error && 'statement' in cause ? `\n  sql: ${written(cause.statement)}` : ''
  return [
    `FAILED ${again}`,
    `  ${error.message.replaceAll('\n', '\n  ')}${sql}`,
    `  edits: ${first instanceof MutationError ? (first.edited?.names.join(', ') ?? 'none') : ''}`,
    ...(error === first ? [] : ['  in a smaller step:']),
    ...(process.env.TSMIG_MUTATION_SHORT === undefined
      ? ['  schema before:', indent(renderSchema(snapshotOf(declared)))]
      : []),
    ...(edited !== undefined && process.env.TSMIG_MUTATION_SHORT === undefined
      ? ['  schema after:', indent(renderSchema(snapshotOf(edited.declared)))]
      : []),
    '  operations:',
    ...lines,
  ].join('\n')
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ')
}
