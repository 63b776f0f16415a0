/** Templates: the folders under templates/, and filling one file of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf, TsmigError } from '../support/errors.ts'
import { nearest } from '../support/suggest.ts'
import type { Config } from './config.ts'
import { escapeForComment } from './header/doc-comment.ts'
import { escapeForSqlHeader, escapeForSqlList } from './header/sql.ts'
import { spellLiteral } from './spell-literal.ts'

export interface Template {
  readonly name: string
  /** The first line of its README. */
  readonly description: string
  readonly directory: string
}

/**
 * The folder with the templates that ship with tsmig, looked for upwards from `from`, a URL of its code.
 * @throws TsmigError `no-templates` when the package is incomplete.
 */
export function templatesDirectory(from: string = import.meta.url): string {
  const start = dirname(fileURLToPath(from))
  for (let directory = start; ; directory = dirname(directory)) {
    const candidate = join(directory, 'templates')
    if (existsSync(join(candidate, 'generic', 'README'))) {
      return candidate
    }
    if (directory === dirname(directory)) {
      throw new TsmigError(
        'no-templates',
        `no templates in any folder above ${start}`,
        'Install tsmig again.',
      )
    }
  }
}

/** The templates there are, by name. */
export function listTemplates(directory: string = templatesDirectory()): Template[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(directory, entry.name, 'README')))
    .map(({ name }) => ({
      name,
      description: firstLine(join(directory, name, 'README')),
      directory: join(directory, name),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** @throws TsmigError `no-such-template`. */
export function findTemplate(name: string, directory: string = templatesDirectory()): Template {
  const templates = listTemplates(directory)
  const found = templates.find((template) => template.name === name)
  if (found === undefined) {
    const names = templates.map((template) => template.name)
    const near = nearest(name, names)
    throw new TsmigError(
      'no-such-template',
      `there is no template "${name}"`,
      near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean "${near}"?`,
    )
  }
  return found
}

function firstLine(file: string): string {
  return (readFileSync(file, 'utf8').split(/\r?\n/)[0] ?? '').trim()
}

/** What a revision does on one of several databases. */
export interface DatabaseBodies {
  readonly name: string
  readonly upgrades: string
  readonly downgrades: string
}

/** What a template of a revision is filled with. */
export interface RevisionVariables {
  /** As it is; in the template it arrives spelt for a comment. */
  readonly message: string
  readonly upRevision: string
  readonly downRevision: string | readonly string[] | null
  readonly branchLabels: string | readonly string[] | null
  readonly dependsOn: string | readonly string[] | null
  readonly createDate: string
  /** Lines of code; empty for none. */
  readonly imports: string
  readonly upgrades: string
  readonly downgrades: string
  /** The lines of code for each database, where the project has several; else none. */
  readonly databases: readonly DatabaseBodies[]
  readonly config?: Config
}

/**
 * Fills a revision template. Beside the variables, a template has `literal(value)`, which writes a text, a
 * list or null as code, and `comma(value)`, which writes ids for a comment.
 * @throws TsmigError `bad-template`, naming the file.
 */
export async function fillRevisionTemplate(file: string, variables: RevisionVariables): Promise<string> {
  const sql = file.endsWith('.sql.ejs')
  const { message, databases } = variables
  const inList = sql ? escapeForSqlList : escapeForComment
  const filled = await fillTemplate(file, {
    ...variables,
    message: sql ? escapeForSqlHeader(message, { named: databases.length > 0 }) : escapeForComment(message),
    literal: spellLiteral,
    comma: (value: string | readonly string[] | null) =>
      (value === null ? [] : [value].flat()).map(inList).join(', '),
  })
  // The code comes with line feeds. In SQL they may stand in a text, which JavaScript would read alike.
  return !sql && filled.includes('\r\n') ? filled.replaceAll(/\r?\n/g, '\r\n') : filled
}

/** Fills any EJS template. What is put in goes in as it is: these files are code and text, not HTML. Throws `bad-template`. */
export async function fillTemplate(
  file: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { default: ejs } = await import('ejs')
  try {
    const asItIs = (value: unknown): string => (value === undefined || value === null ? '' : String(value))
    return ejs.render(readFileSync(file, 'utf8'), { ...variables }, { escape: asItIs, filename: file })
  } catch (error) {
    throw new TsmigError(
      'bad-template',
      `${file} can't be filled: ${messageOf(error)}`,
      'Correct the template; "tsmig init" into another folder writes a fresh one.',
      { cause: error },
    )
  }
}
