import { basename } from 'node:path'
import { createCorpusDatabase, dialectOf, readScript } from '../database.ts'
import { declared } from '../declared.ts'
import { lead, read } from './lead.ts'

/** Each file with the next for the same server, and the last with the first. */
export function turns(files: readonly string[]): readonly (readonly [string, string])[] {
  return files.flatMap((file) => {
    const alike = files.filter((other) => dialectOf(other) === dialectOf(file))
    const next = alike[(alike.indexOf(file) + 1) % alike.length]
    return next === undefined || next === file ? [] : [[file, next] as const]
  })
}

/**
 * Loads a file into an empty database, and has autogenerate lead to what the other file makes, which has nothing in common
 * with it but some names: there, back, and there again. Reports what goes wrong; gives whether nothing does.
 */
export async function turnInto(
  [file, other]: readonly [string, string],
  report: (text: string) => void,
): Promise<boolean> {
  const name = dialectOf(file)
  if (name === undefined) throw new Error(`${file} is for no known server`)
  const [from, to] = [await createCorpusDatabase(name), await createCorpusDatabase(name)]
  try {
    await from.load(readScript(file))
    await to.load(readScript(other))
    await lead(from, await declared(await read(from)), await declared(await read(to)))
    return true
  } catch (error) {
    report(
      `${basename(file)} to ${basename(other)}: ${error instanceof Error ? error.message : String(error)}`,
    )
    return false
  } finally {
    await from.drop()
    await to.drop()
  }
}
