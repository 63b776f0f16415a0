import type { TableDefinition } from '../../../schema/define-table.ts'

/**
 * Parts in rounds, none of which has two tables, or two indexes or constraints, of one name: temporary ones all stand in
 * one schema, whatever schemas they are declared in.
 */
export function inRounds<Part>(
  parts: readonly Part[],
  tablesOf: (part: Part) => readonly TableDefinition[],
): readonly (readonly Part[])[] {
  const rounds: { readonly parts: Part[]; readonly owners: Map<string, TableDefinition> }[] = []
  for (const part of parts) {
    const wanted = tablesOf(part).flatMap((table) => namesOf(table).map((name) => [name, table] as const))
    const fits = (owners: ReadonlyMap<string, TableDefinition>) =>
      wanted.every(([name, table]) => (owners.get(name) ?? table) === table)
    let round = rounds.find(({ owners }) => fits(owners))
    if (round === undefined) {
      round = { parts: [], owners: new Map() }
      rounds.push(round)
    }
    round.parts.push(part)
    for (const [name, table] of wanted) round.owners.set(name, table)
  }
  return rounds.map((one) => one.parts)
}

function namesOf({ table, indexes }: TableDefinition): readonly string[] {
  return [
    table.table.name,
    ...indexes.map(({ name }) => name),
    ...table.constraints.flatMap(({ kind, name }) =>
      (kind === 'primaryKey' || kind === 'unique' || kind === 'exclude') && name !== undefined ? [name] : [],
    ),
  ]
}
