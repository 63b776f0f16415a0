import type { Declared } from './declared.ts'
import { makeEnum, makeFunction, makePolicy, makeSequence, makeTrigger, makeView } from './make-objects.ts'
import type { Making } from './make-parts.ts'
import { addTable } from './make-table.ts'

/** A schema that the database takes, of any size up to a handful of tables. */
export function makeSchema(making: Making): Declared {
  const { dialect, dice } = making
  let made: Declared = { tables: [], objects: [] }
  const add = (objects: readonly (Declared['objects'][number] | undefined)[]) => {
    made = { ...made, objects: [...made.objects, ...objects.flatMap((object) => object ?? [])] }
  }
  if (dialect === 'postgres') {
    if (dice.chance(30)) add([{ type: 'schema', name: 'shop' }])
    for (let count = dice.below(3); count > 0; count--) add([makeEnum(made, making)])
  }
  if (dialect !== 'sqlite' && dice.chance(30)) add([makeSequence(made, making)])
  if (dialect !== 'sqlite' && dice.chance(30)) add([makeFunction(made, making)])
  for (let count = 1 + dice.below(4); count > 0; count--) made = addTable(made, making)
  for (let count = dice.below(3); count > 0; count--) add([makeView(made, making)])
  if (dice.chance(40)) add(makeTrigger(made, making))
  if (dialect === 'postgres' && dice.chance(30)) add([makePolicy(made, making)])
  return made
}
