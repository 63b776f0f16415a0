import type { Figures } from './fault-test.ts'
import type { Result } from './run-test.ts'

/** One line: `C1 postgres: 500 runs, 0 errors, 0 duplicates (10 rounds, 63 s)`. */
export function resultLine({
  test,
  kind,
  tool,
  rounds,
  failed,
  figures,
  seconds,
  impossible,
  broke,
}: Result): string {
  const who = tool === 'tsmig' ? '' : ` with ${tool}`
  if (impossible !== undefined) return `${test.name} ${kind}${who}: NOT RUN: ${impossible}`
  if (broke !== undefined) return `${test.name} ${kind}${who}: BROKE after ${rounds} rounds: ${broke}`
  const what = [spellFigures(figures), ...(failed > 0 ? [`${failed} of the rounds FAILED`] : [])].join('; ')
  return `${test.name} ${kind}${who}: ${what} (${rounds} rounds, ${seconds.toFixed(0)} s)`
}

/** The results as a Markdown table, a row a test and database, a column a tool. */
export function resultTable(results: readonly Result[]): string {
  const tools = [...new Set(results.map(({ tool }) => tool))]
  const rows = [...new Set(results.map(rowOf))]
  const cell = (row: string, tool: string): string => {
    const found = results.find((result) => rowOf(result) === row && result.tool === tool)
    if (found === undefined) return '–'
    if (found.broke !== undefined) return 'broke'
    return found.impossible === undefined ? spellFigures(found.figures) : `not run: ${found.impossible}`
  }
  return [
    `| test | database | ${tools.join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(tools.length)}`,
    ...rows.map((row) => `| ${row} | ${tools.map((tool) => cell(row, tool)).join(' | ')} |`),
  ].join('\n')
}

function rowOf({ test, kind }: Result): string {
  return `${test.name} ${test.title} | ${kind}`
}

function spellFigures(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${Number.isInteger(value) ? value : value.toFixed(2)} ${name}`)
    .join(', ')
}
