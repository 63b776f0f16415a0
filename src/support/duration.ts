const units = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000 } as const

/** A span of time as people write it, `500ms`, `2s`, `1.5min`, `0`, in milliseconds; `undefined` for what is none. */
export function parseDuration(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|min|m|h)?$/.exec(text.trim()) ?? []
  if (number === '') return undefined
  if (unit === '') return Number(number) === 0 ? 0 : undefined
  return Math.round(Number(number) * units[unit as keyof typeof units])
}
