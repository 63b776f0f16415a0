import { basename } from 'node:path'
import { compare } from '../../../src/autogenerate/compare.ts'
import { undo } from '../../../src/autogenerate/undo.ts'
import { type SchemaSnapshot, sortSnapshot } from '../../../src/schema/snapshot.ts'
import { Dice } from '../../mutation/dice.ts'
import { written } from '../../mutation/run-history.ts'
import { apply, directionsOf, found } from '../autogenerate.ts'
import { type CorpusDatabase, createCorpusDatabase, dialectOf, readScript } from '../database.ts'
import { declared } from '../declared.ts'
import { damage } from './damage-database.ts'

export interface DamageOptions {
  /** How often it is loaded, damaged and mended. */
  readonly rounds: number
  readonly seed: number
  readonly report: (text: string) => void
}

/** The most that is reported of what went wrong, in characters. */
const mostReported = 3000

/** Damages what a file makes, and has it mended. Reports what can't be, with the seed of that round; gives how often. */
export async function damageFile(file: string, { rounds, seed, report }: DamageOptions): Promise<number> {
  let failures = 0
  for (let round = 0; round < rounds; round++) {
    const own = (seed + Math.imul(round, 0x9e3779b1)) >>> 0
    const done: string[] = []
    try {
      await damageOnce(file, new Dice(own), done)
    } catch (error) {
      failures++
      const message = error instanceof Error ? error.message : String(error)
      report([`${basename(file)} --seed ${own}: ${message.slice(0, mostReported)}`, ...done].join('\n    '))
    }
  }
  return failures
}

/**
 * Loads a file into an empty database, and damages that. Autogenerate has to find what leads back to what the file made,
 * and from there to the damage; each works there, back, and there again.
 */
async function damageOnce(file: string, dice: Dice, done: string[]): Promise<void> {
  const name = dialectOf(file)
  if (name === undefined) throw new Error(`${file} is for no known server`)
  const database = await createCorpusDatabase(name)
  try {
    await database.load(readScript(file))
    const whole = await declared(await read(database))
    await damage(database, dice, done)
    const damaged = await declared(await read(database))
    await lead(database, damaged, whole)
    await lead(database, whole, damaged)
  } finally {
    await database.drop()
  }
}

/** From where the database is to what is declared, back, and there again. */
async function lead(database: CorpusDatabase, from: SchemaSnapshot, to: SchemaSnapshot): Promise<void> {
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

async function read({ dialect, query }: CorpusDatabase): Promise<SchemaSnapshot> {
  if (dialect.introspect === undefined) throw new Error(`${dialect.name} can't be read`)
  return sortSnapshot(await dialect.introspect(query))
}
