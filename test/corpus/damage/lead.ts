import { compare } from '../../../src/autogenerate/compare.ts'
import { undo } from '../../../src/autogenerate/undo.ts'
import { type SchemaSnapshot, sortSnapshot } from '../../../src/schema/snapshot.ts'
import { written } from '../../mutation/run-history.ts'
import { apply, directionsOf, found } from '../autogenerate.ts'
import type { CorpusDatabase } from '../database.ts'

/** From where the database is to what is declared, back, and there again. */
export async function lead(
  database: CorpusDatabase,
  from: SchemaSnapshot,
  to: SchemaSnapshot,
): Promise<void> {
  const start = await read(database)
  const wanted = await found(database, to, start)
  if (undo(wanted) === undefined) {
    await step('a step with no way back', async () => {
      await apply(
        database,
        wanted.map(({ operation }) => operation),
      )
      await expectDeclared(database, to)
    })
    return
  }
  const { upgrade, downgrade } = await directionsOf(wanted)
  await step('upgrade', async () => {
    await apply(database, upgrade)
    await expectDeclared(database, to)
  })
  await step('downgrade', async () => {
    await apply(database, downgrade)
    await expectDeclared(database, from)
    refuse(compare(start, await read(database), database.dialect.name))
  })
  await step('second upgrade', async () => {
    await apply(database, upgrade)
    await expectDeclared(database, to)
  })
}

async function step(name: string, body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

async function expectDeclared(database: CorpusDatabase, schema: SchemaSnapshot): Promise<void> {
  const left = await found(database, schema, await read(database))
  refuse(left.map(({ operation }) => operation))
}

function refuse(left: readonly unknown[]): void {
  if (left.length > 0) throw new Error(`this is left to do: ${left.map(written).join('\n')}`)
}

/** What the database holds. */
export async function read({ dialect, query }: CorpusDatabase): Promise<SchemaSnapshot> {
  if (dialect.introspect === undefined) throw new Error(`${dialect.name} can't be read`)
  return sortSnapshot(await dialect.introspect(query))
}
