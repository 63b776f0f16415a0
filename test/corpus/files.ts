import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { dialectOf } from './database.ts'

/** The files of folders, in the order of their names, and files. */
export function filesOf(places: readonly string[]): readonly string[] {
  return places.flatMap((place) =>
    statSync(place).isDirectory()
      ? readdirSync(place)
          .filter((name) => dialectOf(name) !== undefined)
          .sort()
          .map((name) => join(place, name))
      : [place],
  )
}
