import type { Round } from '../fault-test.ts'
import type { Started } from '../support/process.ts'
import type { Migration } from '../tools/tool.ts'
import { tsmigCommand } from '../tools/tsmig.ts'

/** A revision that says "working" and goes on for a minute where the variable HOLD is set. */
export const slowMigration: Migration = {
  name: 'slow',
  statements: [],
  upgrade: `await op.createTable('slow', { id: t.integer() })
  await op.run('hold', async () => {
    console.log('working')
    if (process.env.HOLD) await new Promise((resolve) => setTimeout(resolve, 60_000))
  })`,
}

/** Starts a run that holds the lock; it has to be killed. */
export async function startHolder(round: Round, ...more: readonly string[]): Promise<Started> {
  const holder = round.node(tsmigCommand(...more, 'upgrade', 'head'), { HOLD: '1' })
  await holder.said('working')
  return holder
}
