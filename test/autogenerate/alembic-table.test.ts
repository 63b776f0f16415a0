import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { compare } from '../../src/autogenerate/compare.ts'
import { createAll } from '../../src/autogenerate/order/create-all.ts'
import { renamed } from '../../src/autogenerate/renames/renamed.ts'
import { withStandingNames } from '../../src/autogenerate/renames/standing-names.ts'
import { renderBody } from '../../src/autogenerate/render/body.ts'
import { agreeRenames } from '../../src/commands/renames/agree.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { declaredRenames } from '../../src/schema/declared-renames.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { type SchemaSnapshot, sortSnapshot } from '../../src/schema/snapshot.ts'
import { type Kind, kinds } from '../support/databases.ts'
import { cases } from './alembic-cases.ts'
import { openScratch, type Scratch } from './scratch.ts'

const page = readFileSync(new URL('../../docs/autogenerate.md', import.meta.url), 'utf8')
const columns: Readonly<Record<Kind, string>> = {
  postgres: 'PostgreSQL',
  sqlite: 'SQLite',
  mysql: 'MySQL, MariaDB',
}

/** The cells of the table by the title of their column, for each row by its first cell. */
function rowsOfPage(): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const lines = (page.split("\n## Alembic's own reading\n")[1] ?? '').split('\n## ')[0]?.split('\n') ?? []
  const [titles = [], , ...rows] = lines.filter((line) => line.startsWith('|')).map(cellsOf)
  return new Map(
    rows.map((row) => [row[0] ?? '', Object.fromEntries(titles.map((title, at) => [title, row[at] ?? '']))]),
  )
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

/** The methods that stand in the revision, those of a batch by themselves; of a column that is altered, what of it. */
function methodsOf(operations: readonly Operation[]): string {
  const words = operations.flatMap((operation): readonly string[] => {
    if (operation.kind === 'alterTable') return [methodsOf(operation.changes)]
    const method = /op\.(\w+)\(/.exec(renderBody([{ operation }]).code)?.[1]
    const changed =
      operation.kind === 'alterColumn' ? ` (${Object.keys(operation.to).sort().join(', ')})` : ''
    return [`\`${method}\`${changed}`]
  })
  return [...new Set(words)].join(', ')
}

/** What a declaration is in the words of the database, as autogenerate has it. */
async function wanted(declared: unknown, database: SchemaSnapshot, { dialect, query }: Scratch) {
  const written = declaredSnapshot(declared)
  const settled = sortSnapshot((await dialect.settle?.(query, written, database)) ?? written)
  return sortSnapshot(withStandingNames({ database, declared: settled, written }, dialect.name))
}

async function found(declared: unknown, scratch: Scratch): Promise<readonly Operation[]> {
  const actual = await scratch.read()
  const { name } = scratch.dialect
  const agreed = await agreeRenames(actual, declaredSnapshot(declared), declaredRenames(declared), {
    ...(declaredRenames(declared).length === 0 && { noRenames: true }),
  })
  const { operations, snapshot } = renamed(actual, agreed, name)
  return [...operations, ...compare(snapshot, await wanted(declared, snapshot, scratch), name)]
}

const rows = rowsOfPage()

test('every row has a case, and every case a row', () => {
  expect([...rows.keys()]).toEqual(Object.keys(cases))
})

describe.each(kinds)('on %s', async (kind) => {
  const scratch = await openScratch(kind)
  afterAll(() => scratch.close())

  test.each(Object.entries(cases))('%s', async (title, { on = kinds, ...declared }) => {
    const [before, after] = [declared.before, declared.after].map((one) =>
      typeof one === 'function' ? one(kind) : one,
    )
    const cell = rows.get(title)?.[columns[kind]]
    if (!on.includes(kind)) {
      expect(cell).toBe('—')
      return
    }
    await scratch.empty()
    await scratch.run(createAll(await wanted(before, await scratch.read(), scratch), kind))
    expect(await found(before, scratch)).toEqual([])
    const operations = await found(after, scratch)
    expect(methodsOf(operations)).toBe(cell)
    await scratch.run(operations)
    expect(await found(after, scratch)).toEqual([])
  })
})
