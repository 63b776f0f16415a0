import type { Finding } from '../job.ts'
import { spreadOf } from '../measure/statistics.ts'

const [width, names, row, bar] = [720, 190, 26, 16]

/** The times of a finding as horizontal bars, the shortest first, with the middle half of the runs as a line. */
export function chartOf({ title, measured }: Finding): string {
  const bars = measured
    .map(({ name, costs }) => ({ name, ...spreadOf(costs.map(({ wall }) => wall)) }))
    .sort((one, other) => one.median - other.median)
  const longest = Math.max(...bars.map(({ high }) => high))
  const x = (time: number): string => (names + (time / longest) * (width - names - 90)).toFixed(1)
  const lines = bars.flatMap(({ name, median, low, high }, index) => {
    const y = 40 + index * row
    const middle = y + bar / 2
    const fill = name.startsWith('tsmig') ? '#2563eb' : '#9ca3af'
    return [
      `<text x="${names - 8}" y="${middle + 4}" text-anchor="end">${escaped(name)}</text>`,
      `<rect x="${names}" y="${y}" width="${(Number(x(median)) - names).toFixed(1)}" height="${bar}" fill="${fill}"/>`,
      `<path d="M${x(low)} ${middle}H${x(high)}" stroke="#374151"/>`,
      `<text x="${(Number(x(Math.max(median, high))) + 6).toFixed(1)}" y="${middle + 4}">${Math.round(median)} ms</text>`,
    ]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${50 + bars.length * row}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="12" y="22" font-size="14" font-weight="bold">${escaped(title)}</text>`,
    ...lines,
    '</svg>',
    '',
  ].join('\n')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
