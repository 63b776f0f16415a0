import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import type { TableChange } from '../../../src/operations/operation.ts'
import { openFile, type Row, type TestFile } from './database.ts'
import { drawStep, type Step } from './random-steps.ts'
import { type Draw, drawFrom, drawPlan, type Plan, tableOf, values } from './random-table.ts'

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
const dependents = `
  CREATE VIEW v AS SELECT keep AS k FROM t WHERE keep IS NOT NULL; CREATE VIEW vv AS SELECT count(*) AS n, max(k) FROM v;
  CREATE TABLE log (x); CREATE TRIGGER on_t AFTER UPDATE OF keep ON t BEGIN INSERT INTO log VALUES (new.keep); END;
  CREATE TRIGGER on_log AFTER DELETE ON log BEGIN UPDATE t SET keep = keep; END;
  CREATE TRIGGER on_v INSTEAD OF DELETE ON v BEGIN INSERT INTO log VALUES (old.k); END;`

function create(file: TestFile, plan: Plan): void {
  const { table } = tableOf(plan)
  file.database.defaultSafeIntegers()
  file.exec('CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1), (2), (7)')
  for (const { sql } of sqlite.compile({ kind: 'createTable', table }, () => undefined)) file.exec(sql)
}

function createIndexes(file: TestFile, plan: Plan): void {
  const { table } = { table: { name: 't' } }
  for (const index of tableOf(plan).indexes) {
    for (const { sql } of sqlite.compile({ kind: 'createIndex', table, index }, () => undefined))
      file.exec(sql)
  }
}

/** Rows that the table takes; others are passed over. */
function fill(file: TestFile, draw: Draw, plan: Plan): void {
  const columns = plan.columns.filter(({ generated, name }) => generated === undefined && name !== 'keep')
  const names = [...(plan.key === 'text' ? ['id'] : []), ...columns.map(({ name }) => name)]
  for (let row = 0; row < 8; row += 1) {
    const cells = names.map((name) => (name === 'id' ? `k${row}` : draw.oneOf(values)))
    const insert = { kind: 'insertRows', table: { name: 't' }, columns: names, rows: [cells] } as const
    for (const { sql, bindings = [] } of sqlite.compile(insert, () => undefined)) {
      attempt(() => file.database.prepare(sql).run(...bindings))
    }
  }
  if (plan.key === 'none') return
  const action = draw.oneOf(['CASCADE', 'SET NULL', 'RESTRICT', 'NO ACTION', 'SET DEFAULT'])
  file.exec(`CREATE TABLE child (x REFERENCES t ON DELETE ${action}); INSERT INTO child SELECT id FROM t`)
  attempt(() => file.exec('UPDATE t SET keep = (SELECT min(id) FROM t)'))
  attempt(() => file.exec('DELETE FROM child WHERE x = (SELECT max(id) FROM t)'))
  attempt(() => file.exec('DELETE FROM t WHERE id = (SELECT max(id) FROM t)'))
}

function attempt(body: () => void): boolean {
  try {
    body()
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'SqliteError') return false
    throw error
  }
}

/** What SQLite says of the table, without numbers that only tell in which order things were written. */
async function describeTable(file: TestFile, named = true): Promise<unknown> {
  const shape = await file.shape('t')
  const sorted = (items: readonly unknown[] | undefined) => (items ?? []).map((item) => plain(item)).sort()
  const indexes = file.rows('SELECT name, "unique", origin, partial FROM pragma_index_list(\'t\')')
  const keys = indexes.map(({ name, ...index }) => ({
    ...index,
    name: index.origin === 'c' ? name : '',
    keys: file.rows('SELECT * FROM pragma_index_xinfo(?)', name),
  }))
  return {
    columns: file.rows("SELECT * FROM pragma_table_xinfo('t')"),
    options: file.rows("SELECT wr, strict FROM pragma_table_list('t')"),
    references: sorted(
      file.rows('SELECT "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(\'t\')'),
    ),
    keys: sorted(keys),
    indexes: sorted(shape?.indexes.map(({ index }) => index)),
    model: shape?.table.columns,
    constraints: sorted(
      shape?.table.constraints.map(({ name, ...rest }) =>
        named && name !== undefined ? { name, ...rest } : rest,
      ),
    ),
  }
}

function plain(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
}

/** All rows, each value to the bit, with their rowids. */
function contents(file: TestFile, plan: Plan, columns = '*'): readonly Row[] {
  const rowid = plan.withoutRowid ? 'id' : 'rowid'
  const names = file.rows("SELECT name FROM pragma_table_xinfo('t')").map(({ name }) => String(name))
  const cells = (columns === '*' ? names : [columns]).map(
    (name, index) => `quote(CAST(${quote(name)} AS BLOB)) || typeof(${quote(name)}) AS c${index}`,
  )
  return file.rows(`SELECT ${rowid} AS r, ${cells.join(', ')} FROM t ORDER BY 1`)
}

function everything(file: TestFile, plan: Plan): unknown {
  return [
    file.rows('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name'),
    contents(file, plan),
  ]
}

function surroundings(file: TestFile, plan: Plan): unknown {
  return [
    file.rows(
      "SELECT name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') OR name = 'child' ORDER BY name",
    ),
    plan.key === 'none' ? [] : file.rows('SELECT * FROM child ORDER BY 1'),
    plan.key === 'identity' ? file.rows('SELECT * FROM sqlite_sequence') : [],
    file.rows('SELECT n FROM vv'),
  ]
}

/** Old columns whose values are kept, and what they are called after the steps. */
function survivors(plan: Plan, steps: readonly Step[], after: Plan): ReadonlyMap<string, string> {
  const own = plan.columns.map(({ name }) => name)
  const names = new Map([...(plan.key === 'none' ? [] : ['id']), ...own].map((name) => [name, name]))
  for (const { change } of steps) {
    for (const [old, now] of names) {
      if (change.kind === 'dropColumn' && change.column === now) names.delete(old)
      if (change.kind === 'alterColumn' && change.column === now) names.set(old, change.to.name ?? now)
    }
  }
  const computed = after.columns.filter(({ generated }) => generated !== undefined).map(({ name }) => name)
  return new Map([...names].filter(([, now]) => !computed.includes(now)))
}

/** The table as it has to be, created that way from the start, with the old rows put in. */
function createExpected(
  file: TestFile,
  from: TestFile,
  plan: Plan,
  steps: readonly Step[],
  after: Plan,
): boolean {
  create(file, after)
  const names = [...survivors(plan, steps, after)]
  const rowid = plan.withoutRowid || plan.key === 'rowid' || plan.key === 'identity' ? [] : ['rowid']
  const old = from.rows(`SELECT ${[...rowid, ...names.map(([name]) => quote(name))].join(', ')} FROM t`)
  const targets = [...rowid, ...names.map(([, name]) => quote(name))]
  file.exec('PRAGMA foreign_keys = OFF')
  return attempt(() => {
    for (const row of old) {
      const marks = targets.map(() => '?').join(', ')
      file.database
        .prepare(`INSERT INTO t (${targets.join(', ')}) VALUES (${marks})`)
        .run(...Object.values(row))
    }
    createIndexes(file, after)
  })
}

function drawSteps(draw: Draw, plan: Plan): { steps: readonly Step[]; after: Plan } {
  const steps: Step[] = []
  let after = plan
  for (let count = draw.oneOf([1, 1, 2, 3]); count > 0; count -= 1) {
    const step = drawStep(draw, plan, after)
    if (step === undefined) continue
    steps.push(step)
    after = step.plan
  }
  return { steps, after }
}

async function checkOne(draw: Draw): Promise<'done' | 'refused'> {
  const [file, expected] = [openFile(), openFile()]
  try {
    const plan = drawPlan(draw)
    create(file, plan)
    fill(file, draw, plan)
    attempt(() => createIndexes(file, plan))
    file.exec(dependents)
    const present = { ...plan, indexes: plan.indexes.filter(({ name }) => hasIndex(file, name)) }
    const { steps, after } = drawSteps(draw, present)
    const possible = createExpected(expected, file, present, steps, after)
    const before = everything(file, plan)
    const around = surroundings(file, plan)
    const changes: readonly TableChange[] = steps.map(({ change }) => change)
    const recreate = draw.chance(30) ? 'always' : 'auto'
    const named = draw.chance(15)
    const rebuild = { rebuild: { naming } }
    const result = file.run({
      ...{ kind: 'alterTable', table: { name: 't' }, changes },
      ...(named ? { ...rebuild, recreate: 'always' } : { recreate }),
    })
    if (!possible) {
      await expect(result).rejects.toThrow(/constraint failed|cannot store|NOT NULL/)
      expect(everything(file, plan)).toEqual(before)
      return 'refused'
    }
    await result.catch((cause: unknown) => {
      throw new Error(`${plain(tableOf(present))} failed under ${plain(changes)}`, { cause })
    })
    expect(await describeTable(file, !named)).toEqual(await describeTable(expected, !named))
    if (named) await checkNames(file)
    expect(contents(file, after)).toEqual(contents(expected, after))
    expect(surroundings(file, plan)).toEqual(around)
    expect(file.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    return 'done'
  } finally {
    file.close()
    expected.close()
  }
}

/** Names that no two constraints of a table can share. */
const naming = {
  pk: 'pk_%(table_name)s',
  uq: 'uq_%(table_name)s_%(column_0_N_name)s',
  fk: 'fk_%(column_0_name)s_%(referred_table_name)s',
}

async function checkNames(file: TestFile): Promise<void> {
  const constraints = (await file.shape('t'))?.table.constraints ?? []
  const bare = constraints.filter(({ kind, name }) => kind !== 'check' && name === undefined)
  expect(bare).toEqual([])
}

function hasIndex(file: TestFile, name: string): boolean {
  return file.rows("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?", name).length > 0
}

test('a table altered at random is the table created so from the start, and nothing is lost', async () => {
  const runs = Number(process.env.TSMIG_PROPERTY_RUNS ?? 200)
  const tally = { done: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (g) => {
      tally[await checkOne(drawFrom(g, fc.integer))] += 1
    }),
    { numRuns: runs, interruptAfterTimeLimit: 600_000, markInterruptAsFailure: true },
  )
  expect(tally.done).toBeGreaterThan(runs / 2)
  expect(tally.refused).toBeGreaterThan(0)
}, 600_000)
