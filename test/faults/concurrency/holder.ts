import type { Round } from '../fault-test.ts'
import type { Started } from '../support/process.ts'
import type { Migration } from '../tools/tool.ts'

/** Says "working" and goes on for a minute where the variable HOLD is set. */
export const slowMigration: Migration = {
  name: 'm2_slow',
  statements: ['CREATE TABLE slow (id integer)'],
  hold: 'a minute',
}

/** Starts a run that holds the lock; it has to be killed. */
export async function startHolder({ node, tool }: Round): Promise<Started> {
  const holder = node(tool.upgrade, { HOLD: '1' })
  await holder.said('working')
  return holder
}
