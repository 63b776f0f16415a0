import { PlaceError } from '../../src/project/place-error.ts'
import { parseSqlRevision } from '../../src/project/sql-revision.ts'
import { must, type Parser, textOf, unlessRefused } from './parser.ts'

const words = [
  ...['-- upgrade\n', '-- downgrade\n', '-- upgrade main\n', '-- revision: a1\n', '-- down_revision: b2\n'],
  ...['-- Revision ID: a1\n', '-- Revises: b2, c3\n', '-- Revises: <base>\n', '-- depends_on: "x", y\n'],
  ...[
    '-- branch_labels: l\n',
    '-- transaction: false\n',
    '--',
    ' ',
    '\n',
    '\r\n',
    ':',
    ',',
    '"',
    "'",
    '\\',
    '<base>',
  ],
  ...['select 1;\n', '-- +goose Up\n', '--liquibase\n', '/*', '*/', '\ufeff', '\0', '__proto__', 'upgrade'],
]

/** A revision in SQL: its header and its parts. */
export const sqlFile: Parser = {
  name: 'sql file',
  inputs: textOf(words),
  read: (text) => {
    const lines = text.split('\n').length
    const refuses = (error: unknown) =>
      error instanceof PlaceError && error.line >= 0 && error.line <= lines && error.file === 'a.sql'
    const revision = unlessRefused(() => parseSqlRevision(text, 'a.sql'), refuses)
    if (revision !== undefined) must(revision.upgrade !== undefined, 'there is an upgrade')
  },
}
