import type { Trigger, View } from '../../../src/schema/objects.ts'
import { type Declared, viewColumns, withObject } from '../declared.ts'
import { comment, type Making, quoted } from '../make-parts.ts'
import { partName } from '../names.ts'
import { withoutObjects } from '../without.ts'
import type { Edit } from './edit.ts'

/** What may become of views beside what they read. */
export const viewEdits: readonly Edit[] = [
  { name: 'switchMaterialized', dialects: ['postgres'], apply: switchMaterialized },
  { name: 'changeViewIndexes', dialects: ['postgres'], apply: changeIndexes },
  { name: 'changeViewColumnComments', dialects: ['postgres'], apply: changeComments },
  { name: 'addInsteadOf', dialects: ['postgres', 'sqlite'], apply: addInsteadOf },
  { name: 'changeCheckOption', dialects: ['postgres', 'mysql'], apply: changeCheckOption },
]

function anyView({ objects }: Declared, { dice }: Making, isOne: (view: View) => boolean): View | undefined {
  return dice.pick(objects.filter((object): object is View => object.type === 'view' && isOne(object)))
}

/** What stands on it goes. */
function switchMaterialized(declared: Declared, making: Making): Declared | undefined {
  const found = anyView(declared, making, () => true)
  if (found === undefined) return undefined
  const without = withoutObjects(declared, (object) => object === found)
  const { type, name, schema, query, materialized } = found
  const view: View = {
    type,
    name,
    query,
    ...(schema !== undefined && { schema }),
    ...(materialized !== true && { materialized: true }),
  }
  return { ...without, objects: [...without.objects, view] }
}

function changeIndexes(declared: Declared, making: Making): Declared | undefined {
  const found = anyView(declared, making, ({ materialized }) => materialized === true)
  if (found === undefined) return undefined
  const { indexes, ...rest } = found
  if (indexes !== undefined) return withObject(declared, found, rest)
  const [column] = viewColumns(found).filter((name) => name === 'id' || name === 'Extra')
  if (column === undefined) return undefined
  const index = { name: partName('ix', declared, making.dice), keys: [{ column }] }
  return withObject(declared, found, { ...rest, indexes: [index] })
}

function changeComments(declared: Declared, making: Making): Declared | undefined {
  const found = anyView(declared, making, () => true)
  const column = found && making.dice.pick(viewColumns(found))
  if (found === undefined || column === undefined) return undefined
  const { columnComments, ...rest } = found
  return withObject(
    declared,
    found,
    columnComments === undefined ? { ...rest, columnComments: { [column]: comment(making.dice) } } : rest,
  )
}

/** A trigger that writes in the place of a view. */
function addInsteadOf(declared: Declared, making: Making): Declared | undefined {
  const { dialect, dice } = making
  const found = anyView(declared, making, ({ materialized }) => materialized !== true)
  const called = declared.objects.find((one) => one.type === 'function' && one.returns === 'trigger')
  const [column] = found === undefined ? [] : viewColumns(found)
  if (found === undefined || column === undefined) return undefined
  if (dialect === 'postgres' && called?.type !== 'function') return undefined
  const { name, schema } = found
  const trigger: Trigger = {
    type: 'trigger',
    name: partName('tr', declared, dice),
    table: { name, ...(schema !== undefined && { schema }) },
    timing: 'instead of',
    events: [dice.one(['insert', 'update'] as const)],
    forEach: 'row',
    body:
      called?.type === 'function' && dialect === 'postgres'
        ? `${quoted(called.name, dialect)}()`
        : `SELECT NEW.${quoted(column, dialect)}`,
  }
  return { ...declared, objects: [...declared.objects, trigger] }
}

function changeCheckOption(declared: Declared, making: Making): Declared | undefined {
  const found = anyView(declared, making, ({ materialized, query }) => {
    return materialized !== true && !/1 \+ 1|count\(/.test(query)
  })
  if (found === undefined) return undefined
  const { checkOption, ...rest } = found
  const option = making.dice.one(['local', 'cascaded'] as const)
  return withObject(declared, found, checkOption === undefined ? { ...rest, checkOption: option } : rest)
}
