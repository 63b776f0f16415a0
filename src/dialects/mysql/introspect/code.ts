import type { SchemaObject } from '../../../schema/objects.ts'
import type { UnreadPart } from '../../../schema/snapshot.ts'
import { tableName } from '../identifier.ts'
import type { CatalogReader } from './catalog-reader.ts'
import { refusal } from './catalog-reader.ts'
import { grouped, type Row, sortedByNumber, tableKey, textIn, textOrEmpty } from './catalog-row.ts'
import { eventOf } from './event.ts'
import { bodyIn, escapedBodyIn, mayHaveLost, strangeModes } from './exact.ts'
import { titleOfRow } from './readable.ts'
import { aggregateOf, routineOf, triggerOf } from './routine.ts'
import type { Catalog } from './table.ts'

/** Functions, procedures, triggers and events that could be read; of the others a note goes to `unread`. */
export async function codeOf(
  reader: CatalogReader,
  catalog: Catalog,
  unread: UnreadPart[],
): Promise<readonly SchemaObject[]> {
  const { own, routines, events } = catalog
  const parameters = grouped(catalog.parameters, (row) => routineKey(row, 'routine_type', 'routine'))
  const read = (row: Row, kind: string) => readBody(reader, row, kind, unread)
  const found: SchemaObject[] = []
  for (const row of routines) {
    const type = textOrEmpty(row, 'type')
    if (type !== 'FUNCTION' && type !== 'PROCEDURE') {
      unread.push({ what: titleOfRow(type.toLowerCase(), row, own, 'name'), reason: 'packages are not read' })
      continue
    }
    const body = await read(row, type)
    if (body === undefined) continue
    const routine = routineOf(row, parameters.get(routineKey(row, 'type', 'name')) ?? [], body, own)
    found.push(isAggregate(body) ? aggregateOf(routine) : routine)
  }
  for (const { row, follows } of inOrder(catalog.triggers)) {
    const body = await read(row, 'TRIGGER')
    if (body !== undefined) found.push(triggerOf(row, body, follows, own))
  }
  for (const row of events) {
    const body = await read(row, 'EVENT')
    if (body !== undefined) found.push(eventOf(row, body, own))
  }
  return found
}

function routineKey(row: Row, type: string, name: string): string {
  return [textOrEmpty(row, 'schema'), textOrEmpty(row, type), textOrEmpty(row, name)].join('\0')
}

/** MariaDB's aggregate functions have this statement, and no others may. */
function isAggregate(body: string): boolean {
  return /\bfetch\s+group\s+next\s+row\b/i.test(body)
}

/** Triggers of one moment run in an order of their own: each but the first follows the one before it. */
function inOrder(triggers: readonly Row[]): readonly { readonly row: Row; readonly follows?: string }[] {
  const moments = grouped(triggers, (row) =>
    [tableKey(row), textOrEmpty(row, 'timing'), textOrEmpty(row, 'event')].join('\0'),
  )
  return [...moments.values()].flatMap((group) =>
    sortedByNumber(group, 'place').map((row, at, rows) => {
      const before = rows[at - 1]
      return { row, ...(before !== undefined && { follows: textOrEmpty(before, 'name') }) }
    }),
  )
}

/** The body whole; `undefined`, and a note, where it can't be read or would mean another thing in this session. */
async function readBody(
  reader: CatalogReader,
  row: Row,
  kind: string,
  unread: UnreadPart[],
): Promise<string | undefined> {
  const what = titleOfRow(kind.toLowerCase(), row, reader.own, 'name')
  const text = textIn(row, 'body')
  if (text === undefined || text === '') {
    unread.push({ what, reason: 'the user may not see its body' })
    return undefined
  }
  const body = mayHaveLost(text) ? await exactBody(reader, row, kind, text, what, unread) : text
  const modes = strangeModes(body, textOrEmpty(row, 'modes'), reader.modes)
  if (modes.length === 0) return body
  unread.push({
    what,
    reason: `its SQL is written for another sql_mode than the connection's: they differ in ${modes.join(', ')}`,
  })
  return undefined
}

async function exactBody(
  reader: CatalogReader,
  row: Row,
  kind: string,
  poorer: string,
  what: string,
  unread: UnreadPart[],
): Promise<string> {
  const name = { schema: textOrEmpty(row, 'schema'), name: textOrEmpty(row, 'name') }
  try {
    const [shown = {}] = await reader.query(`SHOW CREATE ${kind} ${tableName(name)}`)
    const column =
      kind === 'TRIGGER' ? 'SQL Original Statement' : `Create ${kind.charAt(0)}${kind.slice(1).toLowerCase()}`
    const statement = textOrEmpty(shown, column)
    const body = bodyIn(statement, poorer) ?? escapedBodyIn(statement, poorer)
    if (body !== undefined) return body
    unread.push({ what: `characters in the ${what}`, reason: 'the server does not show them' })
  } catch (error) {
    unread.push({ what: `characters in the ${what}`, reason: refusal(error) })
  }
  return poorer
}
