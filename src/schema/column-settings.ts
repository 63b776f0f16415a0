import { DefinitionError } from './errors.ts'
import type { MysqlColumn, PostgresColumn } from './model.ts'
import { given, knownParts, namePart, on, oneOf, settingsOf, sqlPart } from './parts.ts'

/** What only PostgreSQL's columns have, as the model has it. Throws `DefinitionError` for what they haven't. */
export function postgresColumnOf(settings: PostgresColumn): PostgresColumn {
  const { storage, compression, statistics, options, inherited } = knownParts(
    '`postgres` of a column',
    settings,
    ['storage', 'compression', 'statistics', 'options', 'inherited'],
  )
  if (
    statistics !== undefined &&
    !(Number.isInteger(statistics) && statistics >= 0 && statistics <= 10_000)
  ) {
    throw new DefinitionError(`The statistics target is ${String(statistics)}`, 'Give 0 to 10000.')
  }
  return given({
    storage: oneOf(storage, ['plain', 'main', 'external', 'extended'], 'The storage of a column'),
    compression: oneOf(compression, ['pglz', 'lz4'], 'The compression of a column'),
    statistics,
    options: settingsOf(options, 'The options of a column'),
    inherited: on(inherited, '`inherited`'),
  })
}

/** What only MySQL's and MariaDB's columns have, as the model has it. */
export function mysqlColumnOf(settings: MysqlColumn): MysqlColumn {
  const { characterSet, onUpdate, invisible } = knownParts('`mysql` of a column', settings, [
    'characterSet',
    'onUpdate',
    'invisible',
  ])
  return given({
    characterSet: namePart(characterSet, 'The character set of a column'),
    onUpdate: sqlPart(onUpdate, '`onUpdate` of a column'),
    invisible: on(invisible, '`invisible`'),
  })
}
