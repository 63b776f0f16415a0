import type { DialectName } from '../schema/dialect-name.ts'

/** The databases whose scripts can be split. */
export type SplitDialect = DialectName | 'mysql'

/** How the text of a script is taken apart: where quotes and comments begin and end. */
export interface SplitRules {
  /** Quotes that end with themselves, doubled inside; and whether a backslash in them hides what follows it. */
  readonly quotes: Readonly<Record<string, { readonly backslash: boolean }>>
  /** `[name]` is a quoted name. */
  readonly brackets: boolean
  /** `$tag$ … $tag$`, and strings that begin with E and have backslashes. */
  readonly dollarQuotes: boolean
  readonly nestedComments: boolean
  /** A comment to the end of its line: sticky. */
  readonly lineComment: RegExp
  /** The client's command DELIMITER. */
  readonly delimiterCommand: boolean
  /** What begins a command of the database's own client, and which client that is. */
  readonly clientCommand: { readonly mark: string; readonly anywhere: boolean; readonly client: string }
}

const plain = { backslash: false }
const escaping = { backslash: true }

/** The rules of each database, by its own manual. */
export const splitRules: Readonly<Record<SplitDialect, SplitRules>> = Object.freeze({
  postgres: {
    quotes: { "'": plain, '"': plain },
    brackets: false,
    dollarQuotes: true,
    nestedComments: true,
    lineComment: /--[^\n\r]*/y,
    delimiterCommand: false,
    clientCommand: { mark: '\\', anywhere: true, client: 'psql' },
  },
  sqlite: {
    quotes: { "'": plain, '"': plain, '`': plain },
    brackets: true,
    dollarQuotes: false,
    nestedComments: false,
    lineComment: /--[^\n]*/y,
    delimiterCommand: false,
    clientCommand: { mark: '.', anywhere: false, client: 'sqlite3' },
  },
  mysql: {
    quotes: { "'": escaping, '"': escaping, '`': plain },
    brackets: false,
    dollarQuotes: false,
    nestedComments: false,
    // Two dashes alone are two minus signs: 1--1.
    lineComment: /--(?=[\s\p{Cc}]|$)[^\n]*|#[^\n]*/uy,
    delimiterCommand: true,
    clientCommand: { mark: '\\', anywhere: true, client: 'mysql' },
  },
})
