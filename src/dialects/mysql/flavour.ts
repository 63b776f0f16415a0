import type { Query } from '../dialect.ts'

/** Which of the two servers it is: they share a driver, a name and most of their SQL. */
export type Flavour = 'mysql' | 'mariadb'

/** What only one of the two can do, or does otherwise. MySQL 8 and MariaDB 10.11, and later ones of both. */
export interface FlavourRules {
  /** How it is called in messages. */
  readonly title: string
  /** CHECK … NOT ENFORCED. */
  readonly notEnforcedChecks: boolean
  /** NOT NULL for a generated column. */
  readonly generatedNotNull: boolean
  /** Indexes on expressions. */
  readonly expressionKeys: boolean
  readonly sequences: boolean
  /** COMMENT of a database. */
  readonly schemaComments: boolean
  /** IF [NOT] EXISTS for columns, constraints and indexes. */
  readonly tableGuards: boolean
  /** CREATE OR REPLACE for functions, procedures and triggers. */
  readonly orReplace: boolean
  /** ALTER COLUMN … SET DEFAULT for text and JSON. */
  readonly setsEveryDefault: boolean
  /** Renaming a column renames it in the checks that name it; else such a column is not renamed. */
  readonly renamesInChecks: boolean
  /** What says that an index is used, and that it is kept and not used. */
  readonly visibility: readonly [used: string, kept: string]
}

export const flavourRules: Readonly<Record<Flavour, FlavourRules>> = Object.freeze({
  mysql: Object.freeze<FlavourRules>({
    title: 'MySQL',
    notEnforcedChecks: true,
    generatedNotNull: true,
    expressionKeys: true,
    sequences: false,
    schemaComments: false,
    tableGuards: false,
    orReplace: false,
    setsEveryDefault: false,
    renamesInChecks: false,
    visibility: ['VISIBLE', 'INVISIBLE'],
  }),
  mariadb: Object.freeze<FlavourRules>({
    title: 'MariaDB',
    notEnforcedChecks: false,
    generatedNotNull: false,
    expressionKeys: false,
    sequences: true,
    schemaComments: true,
    tableGuards: true,
    orReplace: true,
    setsEveryDefault: true,
    renamesInChecks: true,
    visibility: ['NOT IGNORED', 'IGNORED'],
  }),
})

/** Asks the server which of the two it is: MariaDB says so in its version. */
export async function readFlavour(query: Query): Promise<Flavour> {
  const [row] = await query('SELECT VERSION() AS version')
  return /mariadb/i.test(String(row?.version)) ? 'mariadb' : 'mysql'
}
