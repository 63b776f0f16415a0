import type { Step } from './entry.ts'

/** Whether a value stands somewhere in a step: in a row, a default, a condition, or quoted in SQL text. */
export function mentions(step: Step, value: string): boolean {
  const quoted = `'${value.replaceAll("'", "''")}'`
  const look = (part: unknown): boolean => {
    if (typeof part === 'string') return part === value || part.includes(quoted)
    if (Array.isArray(part)) return part.some(look)
    return typeof part === 'object' && part !== null && Object.values(part).some(look)
  }
  return step.kind !== 'code' && look(step)
}
