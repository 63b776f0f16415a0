import type { DialectName } from '../../../src/schema/dialect-name.ts'
import type { Dice } from '../../mutation/dice.ts'
import type { CorpusDatabase } from '../database.ts'
import { mariadbDamages } from './mariadb.ts'
import { postgresDamages } from './postgres.ts'
import { sqliteDamages } from './sqlite.ts'

/** Questions, each for statements of one kind, in the column `sql`. */
const questions: Readonly<Record<DialectName, readonly string[]>> = {
  postgres: postgresDamages,
  mysql: mariadbDamages,
  sqlite: sqliteDamages,
}

const mostStatements = 8
const mostTries = 40

/** Takes away and changes up to eight things that a database holds, whatever it lets go; `done` gets the statements. */
export async function damage({ dialect, query }: CorpusDatabase, dice: Dice, done: string[]): Promise<void> {
  const count = 1 + dice.below(mostStatements)
  for (let tries = 0; tries < mostTries && done.length < count; tries++) {
    const question = dice.pick(questions[dialect.name])
    if (question === undefined) return
    const statement = dice.pick((await query(question)).map((row) => String(row.sql)).sort())
    if (statement === undefined) continue
    const isDone = await query(statement).then(
      () => true,
      () => false,
    )
    if (isDone) done.push(statement)
  }
}
