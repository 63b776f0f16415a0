import { basename } from 'node:path'
import { Dice } from '../../mutation/dice.ts'
import { createCorpusDatabase, dialectOf, readScript } from '../database.ts'
import { declared } from '../declared.ts'
import { damage } from './damage-database.ts'
import { lead, read } from './lead.ts'

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
