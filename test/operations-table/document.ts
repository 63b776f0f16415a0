import type { Dialect } from '../../src/dialects/dialect.ts'
import { loadDialect } from '../../src/dialects/registry.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'
import { batchSamples } from './batch-samples.ts'
import { judge, type Verdict } from './judge.ts'
import { objectSamples } from './object-samples.ts'
import { type BackExpected, type MethodSample, OptionCase, type Place } from './sample.ts'
import { tableSamples } from './table-samples.ts'
import { typeSamples } from './type-samples.ts'

export const samples: Readonly<Record<string, MethodSample>> = {
  ...tableSamples,
  ...batchSamples,
  ...typeSamples,
  ...objectSamples,
}

/** The columns of the tables. */
function loadDialects(): Promise<readonly Dialect[]> {
  return Promise.all([
    loadDialect('postgres'),
    loadDialect('sqlite'),
    loadDialect('mysql', 'mysql'),
    loadDialect('mysql', 'mariadb'),
  ])
}

/** The place that the document is written for. */
export function documentPlace(dialect: DialectName): Place {
  return { dialect, schema: { postgres: 'public', sqlite: 'main', mysql: 'shop' }[dialect] }
}

const titles = { postgres: 'PostgreSQL', sqlite: 'SQLite', mysql: 'MySQL, MariaDB' } as const

const head = `# Operations

What each database makes of each operation and of each of its options. *Ignored*: the option changes nothing there.
*Way back*: it is kept for the operation's inverse, and changes no statement; without it there may be none.
*No*: it is refused before anything has run, with the error that stands beside it. A dash: the operation itself is not
done there.

What says *yes* is done and undone on the real databases by the tests, by operations and by scripts, and what the
database then holds is compared; the two last columns, on the one of the two servers that is there. Beneath a table stands
where there is no way back, and where it leaves something other than it was. Rows that were dropped never come back, and a
column that does is the last of its table. What was to be made with \`ifNotExists\` is dropped, even where it was there
before.

Both MySQL and MariaDB are \`mysql\` to \`op.dialect\`: a run sees which of them it is on, and a script goes by the scheme
of the url, \`mysql://\` or \`mariadb://\`. MySQL has no words for the guards (\`ifExists\`, \`ifNotExists\`) of a column,
a constraint or an index: a run looks the table up, and a script refuses them.

A function, procedure or trigger is replaced with the options it is created with. \`batch.\` stands before the methods of
the batch that \`op.batch\` hands out. \`op.dialect\`, \`op.knex\` and \`op.schema\` (knex's schema builder) are no
operations, and stand on no row. \`repeatable\` of \`run\` changes no
statement: it is for [a run that was cut off](log.md#a-run-that-was-cut-off). \`key\`, \`batchSize\` and \`pause\` of
\`backfill\` change none of a script, where it is one UPDATE: they are for [a run](revisions.md#many-rows).

This page is written by \`npm run docs\` from what the code compiles.
`

/** The text of docs/operations.md. */
export async function operationsDocument(): Promise<string> {
  const dialects = await loadDialects()
  const sections: string[] = [head]
  for (const [method, sample] of Object.entries(samples))
    sections.push(await section(method, sample, dialects))
  return sections.join('\n')
}

async function section(method: string, sample: MethodSample, dialects: readonly Dialect[]): Promise<string> {
  const whole = await Promise.all(dialects.map((dialect) => verdict(method, sample, dialect)))
  const rows = [row(`\`${method}\``, whole)]
  for (const option of Object.keys(sample.options ?? {})) {
    const cells = await Promise.all(
      dialects.map((dialect, at) =>
        whole[at]?.kind !== 'yes' ? undefined : verdict(method, sample, dialect, option),
      ),
    )
    rows.push(row(`\`${option}\``, cells))
  }
  const servers = dialects.map(({ title }) => title).join(' | ')
  const table = `| | ${servers} |\n|${' --- |'.repeat(dialects.length + 1)}\n${rows.join('\n')}\n`
  return [`## ${method}\n`, table, ...backNotes(sample)].join('\n')
}

async function verdict(
  method: string,
  sample: MethodSample,
  dialect: Dialect,
  option?: string,
): Promise<Verdict> {
  try {
    return await judge(dialect, documentPlace(dialect.name), sample, option)
  } catch (cause) {
    throw new Error(`The sample of ${method} ${option ?? ''} on ${dialect.name} is wrong: ${cause}`, {
      cause,
    })
  }
}

function row(name: string, verdicts: readonly (Verdict | undefined)[]): string {
  return `| ${[name, ...verdicts.map(cell)].join(' | ')} |`
}

function cell(verdict: Verdict | undefined): string {
  if (verdict === undefined) return '–'
  if (verdict.kind === 'no') return `no: ${verdict.reason.replaceAll('|', '\\|').replaceAll('\n', ' ')}`
  return verdict.kind === 'for the way back' ? 'way back' : verdict.kind
}

/** What stands in the way back, of all rows or of one. */
function backNotes(sample: MethodSample): readonly string[] {
  const own = Object.entries(sample.options ?? {}).flatMap(([name, one]) =>
    one instanceof OptionCase && one.back !== undefined ? [`- \`${name}\`: ${backNote(one.back)}`] : [],
  )
  const notes = [...(sample.back === undefined ? [] : [`- ${backNote(sample.back)}`]), ...own]
  return notes.length === 0 ? [] : [`${notes.join('\n')}\n`]
}

function backNote(back: BackExpected): string {
  if (back.none !== undefined) return `no way back: ${back.none}.`
  return `after the way back ${back.leaves} (${back.on.map((dialect) => titles[dialect]).join(', ')}).`
}
