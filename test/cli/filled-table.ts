import { createProject, type Kind } from '../support/databases.ts'
import type { Ran, Running } from '../support/project.ts'

export const total = 200

/** A project whose first revision makes a table with rows, and whose second fills a column of it. */
export async function filledTable(
  kind: Kind,
  backfill: string,
  { table = 'id: t.integer().primaryKey(), n: t.integer()', rows = total, row = '' } = {},
) {
  const database = await createProject(kind)
  const { project } = database
  project.revision('a1', null, {
    upgrade: `await op.createTable('item', { ${table} })
  await op.bulkInsert('item', Array.from({ length: ${rows} }, (_, at) => ({ id: at * 3 - 50, n: 0, ${row} })))`,
  })
  project.revision('b2', 'a1', { upgrade: backfill })
  await project.ok('upgrade', 'a1')
  return database
}

/** Waits until some rows are done, and not all. */
export async function someRowsDone(
  query: (sql: string) => Promise<readonly Record<string, unknown>[]>,
  run: Running,
) {
  let ended: Ran | undefined
  void run.ended.then((ran) => {
    ended = ran
  })
  for (;;) {
    if (ended !== undefined) throw new Error(`it has ended: ${ended.stderr}`)
    const [row] = await query('SELECT count(*) AS done FROM item WHERE n > 0')
    if (Number(row?.done) > 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const counted = 'SELECT min(n) AS least, max(n) AS most, count(*) AS item_rows FROM item'
/** The least and the greatest of what the rows were given, and their number. */
export const onceEach = async (query: (sql: string) => Promise<readonly Record<string, unknown>[]>) => {
  const [row] = await query(counted)
  return [Number(row?.least), Number(row?.most), Number(row?.item_rows)]
}

export const quickly = "await op.backfill('item', { set: { n: sql`n + 1` }, batchSize: 60 })"
export const slowly = "await op.backfill('item', { set: { n: sql`n + 1` }, batchSize: 5, pause: 40 })"
