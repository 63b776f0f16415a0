/** What a revision has for all databases, or for each of some, by name. */
export type OfDatabases<Part> = { readonly all: Part } | { readonly byName: ReadonlyMap<string, Part> }

/** What a revision does in its two directions. */
export interface Directions<Part> {
  readonly upgrade?: OfDatabases<Part>
  readonly downgrade?: OfDatabases<Part>
}

/** What it does on one database. */
export interface DirectionsFor<Part> {
  readonly upgrade?: Part
  readonly downgrade?: Part
}

/**
 * What a revision does on one database. `nothing` stands for a direction that leaves this database alone; it is
 * `undefined` where the way is missing: a downgrade that leaves out a database that the upgrade changed is no way back.
 */
export function partsFor<Part>(
  database: string | undefined,
  { upgrade, downgrade }: Directions<Part>,
  nothing: Part,
): DirectionsFor<Part> {
  const up = partFor(database, upgrade)
  const down = partFor(database, downgrade)
  const untouched = upgrade !== undefined && up === undefined
  const back = down ?? (untouched && downgrade !== undefined ? nothing : undefined)
  return {
    ...((up !== undefined || untouched) && { upgrade: up ?? nothing }),
    ...(back !== undefined && { downgrade: back }),
  }
}

function partFor<Part>(database: string | undefined, part: OfDatabases<Part> | undefined): Part | undefined {
  if (part === undefined) return undefined
  if ('all' in part) return part.all
  return database === undefined ? undefined : part.byName.get(database)
}
