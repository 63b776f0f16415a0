import type { Dialect } from '../../src/dialects/dialect.ts'
import { loadDialect } from '../../src/dialects/registry.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'
import { judge, type Verdict } from './judge.ts'
import { objectSamples } from './object-samples.ts'
import type { MethodSample, Place } from './sample.ts'
import { tableSamples } from './table-samples.ts'
import { typeSamples } from './type-samples.ts'

export const samples: Readonly<Record<string, MethodSample>> = {
  ...tableSamples,
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

const head = `# Operations

What each database makes of each operation and of each of its options. *Ignored*: the option changes nothing there.
*Way back*: it is kept for the operation's inverse, and changes no statement. *No*: it is refused before anything has
run, with the error that stands beside it. A dash: the operation itself is not done there.

What says *yes* is run on the real databases by the tests; the two last columns, on the one of the two servers that is
there. Both are \`mysql\` to \`op.dialect\`: a run sees which of them it is on, and a script goes by the scheme of the
url, \`mysql://\` or \`mariadb://\`. MySQL has no words for the guards (\`ifExists\`, \`ifNotExists\`) of a column, a
constraint or an index: a run looks the table up, and a script refuses them.

\`batch\` has the methods of \`op\` that change a table, without the table; \`batch.addColumn\` and \`batch.alterColumn\`
take \`insertBefore\` and \`insertAfter\` too, for a table that SQLite rebuilds. A function, procedure or trigger is
replaced with the options it is created with. \`op.dialect\`, \`op.knex\` and \`op.schema\` (knex's schema builder) are no
operations, and stand on no row.

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
  return `## ${method}\n\n| | ${dialects.map(({ title }) => title).join(' | ')} |\n|${' --- |'.repeat(dialects.length + 1)}\n${rows.join('\n')}\n`
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
