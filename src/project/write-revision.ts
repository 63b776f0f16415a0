/** Writes a new revision file. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { checkNewId, checkNewLabel } from '../graph/revision-id.ts'
import { TsmigError } from '../support/errors.ts'
import type { Config } from './config.ts'
import { fillFileTemplate, slugOf } from './file-name.ts'
import { isRevisionFileName } from './list-revision-files.ts'
import { localDate } from './local-date.ts'
import { mergeImports } from './merge-imports.ts'
import { type RevisionFile, type RevisionReading, readRevisionSource } from './read-revision.ts'
import { pathInside } from './safe-path.ts'
import { isSqlFile } from './sql-revision.ts'
import { fillRevisionTemplate, findTemplate, type RevisionVariables } from './template.ts'
import { writeNew } from './write-new.ts'

export const LANGUAGES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'sql'] as const
export type Language = (typeof LANGUAGES)[number]

export interface NewRevision {
  /** Any text. Absent or empty: the file says "empty message", and its name has an empty slug. */
  readonly message?: string
  /** Absent: twelve random hexadecimal digits. */
  readonly id?: string
  readonly parents: readonly string[]
  readonly labels?: readonly string[]
  readonly dependsOn?: readonly string[]
  /** One of the version locations, relative to `cwd`. */
  readonly versionPath?: string
  /** What a relative `versionPath` starts from; absent: the ini's folder. */
  readonly cwd?: string
  /** The files of the parents: where there are several locations, the new file joins the first of them. */
  readonly parentPaths?: readonly string[]
  /** `ts` unless given. */
  readonly language?: Language
  /** Lines of code for the two bodies and above them (in SQL: statements, and more lines of the header); empty unless given. */
  readonly upgrades?: Body
  readonly downgrades?: Body
  readonly imports?: string
  /** The moment of creation; now unless given. */
  readonly now?: Date
}

/** Lines of code; where the project has several databases, those of each by its name, or the same for all. */
export type Body = string | Readonly<Record<string, string>>

const EMPTY_MESSAGE = 'empty message'

/** A new revision id: twelve random hexadecimal digits. */
export function newRevisionId(): string {
  return randomBytes(6).toString('hex')
}

/**
 * Fills the project's template and writes the file, which must not exist. The text is read back first: a
 * file whose header says anything else than what was asked for is not written.
 * @throws TsmigError `unsafe-path`, `bad-version-path`, `file-exists`, `cannot-write`, `bad-template`, `bad-file-template`;
 *   GraphError for an id or a label that can't be one.
 */
export async function writeRevision(config: Config, wanted: NewRevision): Promise<RevisionFile> {
  const id = wanted.id ?? newRevisionId()
  checkNewId(id)
  for (const label of wanted.labels ?? []) checkNewLabel(label)
  const date = localDate(wanted.now ?? new Date(), config.timezone)
  const language = wanted.language ?? 'ts'
  const slug = slugOf(wanted.message ?? '', config.truncateSlugLength)
  const name = `${fillFileTemplate(config.fileTemplate, { rev: id, slug, date })}.${language}`
  refuseUnseenName(name)
  const variables: RevisionVariables = {
    message: wanted.message || EMPTY_MESSAGE,
    upRevision: id,
    downRevision: oneOrList(wanted.parents),
    branchLabels: oneOrList(wanted.labels ?? []),
    dependsOn: oneOrList(wanted.dependsOn ?? []),
    createDate: date.iso,
    imports: wanted.imports ?? '',
    upgrades: bodyFor(undefined, wanted.upgrades),
    downgrades: bodyFor(undefined, wanted.downgrades),
    databases: config.databases.map(({ name }) => ({
      name,
      upgrades: bodyFor(name, wanted.upgrades),
      downgrades: bodyFor(name, wanted.downgrades),
    })),
    config,
  }
  const template = findScript(config, language)
  const filled = await fillRevisionTemplate(template, variables)
  requireBodies(filled, template, variables)
  // A template of the project's own may import what the generated code does.
  const source = variables.imports === '' ? filled : mergeImports(filled)
  const folder = chooseFolder(config, wanted)
  const path = pathInside(folder, name, config.recursiveVersionLocations)
  const names = config.databases.map((database) => database.name)
  const file = readBack(readRevisionSource(source, path, names), path, template, { ...wanted, id })
  writeNew(path, source, 'Choose another id or message.')
  return file
}

function oneOrList(ids: readonly string[]): string | readonly string[] | null {
  return ids.length > 1 ? ids : (ids[0] ?? null)
}

/** The lines for one of several databases; `undefined`: those for the only one. */
function bodyFor(name: string | undefined, body: Body | undefined): string {
  if (typeof body === 'string') return body
  return body !== undefined && name !== undefined && Object.hasOwn(body, name) ? (body[name] ?? '') : ''
}

/** A template of the project's own may know of one database only. */
function requireBodies(filled: string, template: string, { databases }: RevisionVariables): void {
  const lost = databases.find(
    ({ upgrades, downgrades }) => !filled.includes(upgrades) || !filled.includes(downgrades),
  )
  if (lost === undefined) return
  throw new TsmigError(
    'bad-template',
    `${template} has no place for the code of the database ${lost.name}`,
    'Write a function for each of its "databases", as the template does that "tsmig init -t multidb" gives.',
  )
}

function refuseUnseenName(name: string): void {
  const last = name.slice(name.lastIndexOf('/') + 1)
  if (!isRevisionFileName(last)) {
    throw new TsmigError(
      'unsafe-path',
      `a file named ${JSON.stringify(last)} would not be read as a revision`,
      'Check --rev-id and file_template.',
    )
  }
}

/** The project's own template, else the one that ships with tsmig. */
function findScript(config: Config, language: Language): string {
  const shipped = findTemplate(config.databases.length > 0 ? 'multidb' : 'generic').directory
  const kind = language === 'sql' || language === 'cjs' ? language : language.endsWith('ts') ? 'ts' : 'js'
  const names = [`script.${language}.ejs`, `script.${kind}.ejs`]
  const own = names.map((name) => join(config.scriptLocation, name)).find((path) => existsSync(path))
  return own ?? join(shipped, `script.${kind}.ejs`)
}

function chooseFolder(config: Config, { versionPath, cwd, parentPaths }: NewRevision): string {
  const locations = config.versionLocations
  if (versionPath !== undefined) {
    const asked = resolve(cwd ?? config.directory, versionPath)
    const found = locations.some((location) =>
      config.recursiveVersionLocations ? isWithin(location, asked) : location === asked,
    )
    if (!found) {
      throw badVersionPath(`${versionPath} is none of the version locations`, locations)
    }
    return asked
  }
  const [first, ...others] = locations
  if (first !== undefined && others.length === 0) {
    return first
  }
  const beside = parentPaths?.map((path) => locations.find((location) => isWithin(location, path)))
  const chosen = beside?.find((location) => location !== undefined)
  if (chosen === undefined) {
    throw badVersionPath('there are several version locations', locations)
  }
  return chosen
}

function isWithin(folder: string, path: string): boolean {
  const inside = relative(folder, path)
  return (
    inside === '' || !(inside === '..' || inside.startsWith(`..${sep}`) || resolve(folder, inside) === inside)
  )
}

function badVersionPath(what: string, locations: readonly string[]): TsmigError {
  return new TsmigError('bad-version-path', what, `Name one with --version-path: ${locations.join(', ')}`)
}

function readBack(
  reading: RevisionReading,
  path: string,
  template: string,
  wanted: NewRevision & { readonly id: string },
): RevisionFile {
  if (reading.kind === 'read') {
    const { id, parents, labels, dependsOn } = reading.file.revision
    const expected = [wanted.id, wanted.parents, wanted.labels ?? [], wanted.dependsOn ?? []]
    if (JSON.stringify([id, parents, labels, dependsOn]) === JSON.stringify(expected)) {
      return reading.file
    }
  }
  const why =
    reading.kind === 'unreadable'
      ? reading.file.error.message
      : reading.kind === 'unknown'
        ? reading.file.reason
        : 'its identifiers are not those asked for'
  throw new TsmigError(
    'bad-template',
    `${template} does not make a readable revision: ${why}`,
    `Write its header as in the template that "tsmig init" gives: ${
      isSqlFile(path) ? '-- Revision ID: <%= comma' : 'export const revision = <%= literal'
    }(upRevision) %>.`,
  )
}
