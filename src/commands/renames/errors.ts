import type { PossibleRename } from '../../autogenerate/renames/renames.ts'
import type { TableName } from '../../schema/model.ts'
import type { Rename } from '../../schema/rename.ts'
import { TsmigError } from '../../support/errors.ts'

/** Both readings of each rename that is not settled, and how to say which one is meant. */
export function openRenames(open: readonly PossibleRename[]): TsmigError {
  const flags = open.map((one) => `--rename ${shellWord(renameFlag(one))}`).join(' ')
  const [first] = open
  const refusal = JSON.stringify([...(first === undefined ? [] : [answerOf(first, false)])])
  return new TsmigError(
    'possible-rename',
    [
      open.length === 1
        ? 'it is not known whether something was renamed'
        : `it is not known whether ${open.length} things were renamed`,
      ...open.map((one) => `  ${bothReadings(one)}`),
    ].join('\n'),
    `Renamed: ${flags}. Nothing renamed, or nothing else: --no-renames. In a file, for --answers: ${refusal}`,
  )
}

/** A flag whose names are not those of something that has gone and something that has come. */
export class UnknownRenameError extends TsmigError {
  readonly flag: string

  constructor(flag: string, message: string, hint: string) {
    super('unknown-rename', `--rename ${flag}: ${message}`, hint)
    this.flag = flag
  }
}

/** A flag whose names are known, and which can't be followed: a parent has the column, or a name is not handed on. */
export function impossibleRename(rename: Rename): TsmigError {
  return new TsmigError(
    'unknown-rename',
    `--rename ${shellWord(renameFlag(rename))} can't be followed: ${rename.from} can't become ${rename.to}`,
    'A column that comes from another table is renamed there; a name that is taken has to be renamed itself.',
  )
}

/** A flag whose new name has another place than the old one. */
export function renamedElsewhere(flag: string, rename: Rename): TsmigError {
  return new TsmigError(
    'unknown-rename',
    `--rename ${flag}: a ${rename.what} is not renamed into another ${rename.what === 'table' ? 'schema' : 'table'}`,
    `Write --rename ${shellWord(renameFlag(rename))}, the new name alone, to rename it where it is.`,
  )
}

/** Names that go round: once the revision has run, nothing tells that it has. */
export function lastingCircle(circle: readonly Rename[]): TsmigError {
  const [first] = circle
  const flags = circle.map((one) => `--rename ${shellWord(renameFlag(one))}`).join(' ')
  const names = [...circle.map(({ from }) => from), ...(first === undefined ? [] : [first.from])]
  return new TsmigError(
    'rename-circle',
    `${first?.what === 'column' ? `columns of ${dotted(first.table)}` : 'tables'} are renamed in a circle (${names.join(' → ')}), and what says so would let them go round with each revision`,
    `Say it once, on the command line: ${flags}. Then take it out of the declarations, or of the file of answers.`,
  )
}

/** `column account.nick: renamed to handle, with its values; or dropped with them, and handle added`. */
export function bothReadings(rename: Rename): string {
  const { to } = rename
  return rename.what === 'table'
    ? `table ${titleOf(rename)}: renamed to ${to}, with its rows; or dropped with them, and ${to} created`
    : `column ${titleOf(rename)}: renamed to ${to}, with its values; or dropped with them, and ${to} added`
}

function titleOf(rename: Rename): string {
  if (rename.what === 'table') return dotted({ ...rename, name: rename.from })
  return `${dotted(rename.table)}.${rename.from}`
}

function dotted({ schema, name }: TableName): string {
  return schema === undefined ? name : `${schema}.${name}`
}

/** What `--rename` takes. */
export function renameFlag(rename: Rename): string {
  const { from, to } = rename
  const { schema, name } = rename.what === 'table' ? { schema: rename.schema, name: from } : rename.table
  const place = [schema, name, ...(rename.what === 'table' ? [] : [from])]
  return `${place.flatMap((part) => (part === undefined ? [] : [quoted(part)])).join('.')}:${quoted(to)}`
}

/** What stands in a file of answers. */
export function answerOf(rename: Rename, isRename: boolean): object {
  const { what, from, to } = rename
  const { schema } = rename.what === 'table' ? rename : rename.table
  return {
    rename: isRename ? what : false,
    ...(schema !== undefined && { schema }),
    ...(rename.what === 'column' && { table: rename.table.name }),
    from,
    to,
  }
}

/** A name with a dot, a colon or a quote stands in double quotes. */
function quoted(name: string): string {
  return /^[^.:"]+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

function shellWord(word: string): string {
  return /^[\w.:@%+=/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
