/** How large a table is, as its server estimates it. */
export interface TableSize {
  readonly rows: number
  readonly bytes?: number
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** `about 1,200,000 rows (1.4 GB)` */
export function sizeInWords({ rows, bytes }: TableSize): string {
  const count = `about ${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`
  return bytes === undefined ? count : `${count} (${bytesInWords(bytes)})`
}

function bytesInWords(bytes: number): string {
  let amount = bytes
  let unit = 0
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024
    unit += 1
  }
  return `${unit === 0 ? amount : amount.toPrecision(2)} ${units[unit]}`
}
