import type { Finding } from '../job.ts'
import { type Quantity, ratioOf, type Spread, spreadOf } from '../measure/statistics.ts'
import { decimal, judge } from './goals.ts'

const titles: Record<Quantity, string> = { wall: 'time, ms', cpu: 'processor, ms', memory: 'memory, MB' }

/** A finding as a table in Markdown, with its goals below. */
export function markdownOf(finding: Finding): string {
  const { measured, quantities, base } = finding
  const floor = measured.find(({ name }) => name === base)
  const head = ['what', ...quantities.flatMap((quantity) => [titles[quantity], '×'])]
  const rows = measured.map((one) => [
    one.name,
    ...quantities.flatMap((quantity) => [
      spread(spreadOf(one.costs.map((cost) => cost[quantity]))),
      floor === undefined ? '' : decimal(ratioOf(one, floor, quantity).median),
    ]),
  ])
  const goals = judge(finding).map(
    ({ text, seen, holds }) => `- ${text}: ${seen}${holds ? '' : ', **which it does not hold**'}`,
  )
  return [
    `### ${finding.title}`,
    '',
    ...(rows.length === 0
      ? []
      : [
          `| ${head.join(' | ')} |`,
          `|${head.map((_, index) => (index === 0 ? ' --- ' : ' ---: ')).join('|')}|`,
          ...rows.map((cells) => `| ${cells.join(' | ')} |`),
          '',
        ]),
    ...(finding.notes ?? []).flatMap((note) => [note, '']),
    ...goals,
    '',
  ].join('\n')
}

function spread({ median, low, high }: Spread): string {
  return `${Math.round(median)} (${Math.round(low)}–${Math.round(high)})`
}
