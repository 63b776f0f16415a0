/** Several databases of one project: the key `databases`, and the section of each. */
import { PlaceError } from '../place-error.ts'
import { type ConfiguredUrl, SectionReader } from './section-reader.ts'

/** What the ini says of one of several databases; what is absent, the main section may say for all. */
export interface NamedDatabaseConfig {
  readonly name: string
  readonly section: string
  readonly versionTable?: string
  readonly versionTableSchema?: string
  readonly transactionPerMigration?: boolean
  /** Its own URL, resolved when asked. @throws PlaceError as `Config.option`. */
  url(): ConfiguredUrl | undefined
}

/** The names are keys of objects and words in SQL comments, too. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/

/**
 * The databases that the main section names, in its order; none where it has no such key.
 * @throws PlaceError `bad-option` for a name that can't be one, or is there twice.
 */
export function readDatabaseSections(main: SectionReader): readonly NamedDatabaseConfig[] {
  const names = (main.text('databases') ?? '').split(/[\s,]+/).filter((name) => name !== '')
  for (const [index, name] of names.entries()) {
    const what = wrongWith(name, main, names.slice(0, index))
    if (what !== undefined) {
      throw new PlaceError(
        'bad-option',
        main.place('databases'),
        `databases names ${JSON.stringify(name)}, ${what}`,
        'Write names of letters, digits and underscores, with commas between them: databases = main, audit',
      )
    }
  }
  return Object.freeze(names.map((name) => readSection(name, main)))
}

function wrongWith(name: string, main: SectionReader, before: readonly string[]): string | undefined {
  if (!NAME.test(name)) return 'which is no name for a database'
  if (before.includes(name)) return 'which stands there twice'
  if ([main.section, 'DEFAULT', 'post_write_hooks'].includes(name)) {
    return `and the section [${name}] is for something else`
  }
  return undefined
}

/** Under `--name staging`, a section `[staging.main]` goes before `[main]`. */
function readSection(name: string, main: SectionReader): NamedDatabaseConfig {
  const own = `${main.section}.${name}`
  const section = main.ini.sections.has(own) ? own : name
  const reader = new SectionReader(main.ini, section, main.surroundings)
  const table = reader.text('version_table')
  const schema = reader.text('version_table_schema')
  const perMigration = reader.boolean('transaction_per_migration')
  return Object.freeze({
    name,
    section,
    ...(table !== undefined && { versionTable: table }),
    ...(schema !== undefined && { versionTableSchema: schema }),
    ...(perMigration !== undefined && { transactionPerMigration: perMigration }),
    url: () => reader.url(),
  })
}
