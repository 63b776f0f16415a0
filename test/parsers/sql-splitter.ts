import { SplitError } from '../../src/dialects/split-errors.ts'
import type { SplitDialect } from '../../src/dialects/split-rules.ts'
import { splitStatements } from '../../src/dialects/split-statements.ts'
import { must, type Parser, textOf, unlessRefused } from './parser.ts'

const words = [
  ...[
    "'",
    '"',
    '`',
    '[',
    ']',
    '$$',
    '$a$',
    '$',
    "E'",
    "U&'",
    '\\',
    ';',
    '--',
    '#',
    '/*',
    '*/',
    '/*!',
    '\n',
    '\r\n',
  ],
  ...[
    '(',
    ')',
    'BEGIN',
    'END',
    'CASE',
    'ATOMIC',
    'CREATE ',
    'OR REPLACE ',
    'TRIGGER ',
    'FUNCTION ',
    'PROCEDURE ',
  ],
  ...[
    'IF ',
    'LOOP ',
    'WHILE ',
    'REPEAT ',
    'END IF',
    'DELIMITER //\n',
    'DELIMITER ;\n',
    '//',
    'DELIMITER',
    'COPY t ',
  ],
  ...[
    'FROM stdin',
    '\\.',
    '\\d',
    '.mode',
    'GO',
    'SELECT ',
    '1',
    'x',
    ' ',
    '\t',
    '\0',
    'ä',
    'e1',
    '::',
    ':x',
    '?',
  ],
]

/** The statements of a script, by the rules of one database. */
export function sqlSplitter(dialect: SplitDialect): Parser {
  return {
    name: `sql splitter, ${dialect}`,
    inputs: textOf(words),
    read: (text) => {
      const refuses = (error: unknown) =>
        error instanceof SplitError && error.offset >= 0 && error.offset <= text.length
      const statements = unlessRefused(() => splitStatements(text, dialect), refuses) ?? []
      let end = 0
      for (const { sql, offset } of statements) {
        must(offset >= end && sql !== '', 'statements come in order, and none is empty')
        must(text.startsWith(sql, offset), 'a statement stands in the script as it is')
        end = offset + sql.length
      }
      const first = statements.at(0)
      // On MySQL a statement may hold semicolons by grace of a DELIMITER above it.
      if (first === undefined || dialect === 'mysql') return
      const again = splitStatements(first.sql, dialect)
      must(again.length === 1 && again[0]?.sql === first.sql, 'a statement is one statement')
    },
  }
}
