import type { OtherObject, Sequence } from '../../../schema/objects.ts'
import type { UnreadPart } from '../../../schema/snapshot.ts'
import { tableName } from '../identifier.ts'
import { ownText } from '../server-text.ts'
import { type CatalogReader, refusal } from './catalog-reader.ts'
import { type Row, textOrEmpty } from './catalog-row.ts'
import { titleOfRow } from './readable.ts'
import { sequenceOf } from './sequence.ts'
import { type Catalog, nameIn } from './table.ts'

/** What MariaDB lists among its tables and isn't one of ours: sequences, and tables that keep their history. */
export async function othersOf(
  reader: CatalogReader,
  catalog: Catalog,
  unread: UnreadPart[],
): Promise<readonly (Sequence | OtherObject)[]> {
  const ofType = (type: string) => catalog.tables.filter((row) => textOrEmpty(row, 'type') === type)
  const found: (Sequence | OtherObject)[] = [...(await sequencesOf(reader, ofType('SEQUENCE'), unread))]
  for (const row of ofType('SYSTEM VERSIONED')) {
    const made = await attempt('table', row, reader, unread, () => versionedTable(reader, row))
    if (made !== undefined) found.push(made)
  }
  return found
}

/** All in one query; one by one where one of them can't be read. */
async function sequencesOf(
  reader: CatalogReader,
  rows: readonly Row[],
  unread: UnreadPart[],
): Promise<readonly Sequence[]> {
  if (rows.length === 0) return []
  try {
    const answers = await reader.query(rows.map(sequenceQuery).join(' UNION ALL '))
    const byPlace = new Map(answers.map((answer) => [Number(answer.place), answer]))
    return rows.map((row, place) => sequence(reader, row, byPlace.get(place) ?? {}))
  } catch (error) {
    refusal(error)
    const found: Sequence[] = []
    for (const row of rows) {
      const made = await attempt('sequence', row, reader, unread, async () => {
        const [answer = {}] = await reader.query(sequenceQuery(row, 0))
        return sequence(reader, row, answer)
      })
      if (made !== undefined) found.push(made)
    }
    return found
  }
}

function sequence({ own }: CatalogReader, row: Row, answer: Row): Sequence {
  const name = nameIn(textOrEmpty(row, 'schema'), textOrEmpty(row, 'table_name'), own)
  return sequenceOf(name, answer, textOrEmpty(row, 'comment'))
}

/** As text: drivers round numbers of 64 bits. */
function sequenceQuery(row: Row, place: number): string {
  const columns = ['minimum_value', 'maximum_value', 'start_value', 'increment', 'cache_size', 'cycle_option']
  const cells = columns.map((column) => `CAST(${column} AS CHAR) AS ${column}`).join(', ')
  return `SELECT ${place} AS place, ${cells} FROM ${tableName(placeOf(row))}`
}

/** The model has no parts for its periods: it stands as its own statement. */
async function versionedTable(reader: CatalogReader, row: Row): Promise<OtherObject> {
  const [shown = {}] = await reader.query(`SHOW CREATE TABLE ${tableName(placeOf(row))}`)
  const name = nameIn(textOrEmpty(row, 'schema'), textOrEmpty(row, 'table_name'), reader.own)
  const text = ownText(textOrEmpty(shown, 'Create Table'), textOrEmpty(row, 'schema'))
  return {
    type: 'other',
    what: 'table',
    ...name,
    create: text
      .replace(/^CREATE TABLE (?:`(?:[^`]|``)*`|"(?:[^"]|"")*")/, () => `CREATE TABLE ${tableName(name)}`)
      .replace(/ AUTO_INCREMENT=\d+(?=[^\n]*$)/, ''),
    drop: `DROP TABLE ${tableName(name)}`,
  }
}

function placeOf(row: Row): { readonly schema: string; readonly name: string } {
  return { schema: textOrEmpty(row, 'schema'), name: textOrEmpty(row, 'table_name') }
}

async function attempt<Made>(
  kind: string,
  row: Row,
  { own }: CatalogReader,
  unread: UnreadPart[],
  make: () => Promise<Made>,
): Promise<Made | undefined> {
  try {
    return await make()
  } catch (error) {
    unread.push({ what: titleOfRow(kind, row, own), reason: refusal(error) })
    return undefined
  }
}
