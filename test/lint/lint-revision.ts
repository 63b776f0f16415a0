import type { TestProject } from '../support/project.ts'

/** The servers that rules know apart, by urls that nothing answers to. */
export const urls = {
  postgres: 'postgresql://nobody@127.0.0.1:1/shop',
  mysql: 'mysql://nobody@127.0.0.1:1/shop',
  mariadb: 'mariadb://nobody@127.0.0.1:1/shop',
  sqlite: 'sqlite:///app.db',
} as const

export type ServerName = keyof typeof urls

/** A revision: the body of `upgrade`, or the statements of an SQL file. */
export interface Body {
  readonly ts?: string
  readonly sql?: string
  /** The body of `downgrade`; one that does something unless given. */
  readonly downgrade?: string
  /** More exports. */
  readonly exports?: string
}

/** What every revision imports. */
export const imports =
  "import { type Op, check, foreignKey, index, primaryKey, sql, t, TsmigError, uniqueConstraint } from 'tsmig'"

/** Writes a revision that builds on `base0`; gives its path. */
export function writeRevision(project: TestProject, id: string, body: Body): string {
  if (body.sql === undefined) {
    return project.revision(id, 'base0', {
      upgrade: body.ts ?? '',
      downgrade: body.downgrade ?? "await op.execute('SELECT 1')",
      imports: `${imports}\n${body.exports ?? ''}`,
    })
  }
  const path = `migrations/versions/${id}_.sql`
  project.write(
    path,
    `-- Revision ID: ${id}\n-- Revises: base0\n\n-- upgrade\n${body.sql}\n\n-- downgrade\nSELECT 1;\n`,
  )
  return path
}
