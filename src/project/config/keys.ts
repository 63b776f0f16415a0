/** The keys of the main section, by name: what is known, what Alembic has and tsmig doesn't. */
import { nearest } from '../../support/suggest.ts'
import { type Place, PlaceError, spellPlace } from '../place-error.ts'
import type { Ini } from './ini.ts'
import { referredNames } from './interpolate.ts'

/** The keys of the main section. */
export const KNOWN_KEYS: ReadonlySet<string> = new Set([
  'script_location',
  'url',
  'file_template',
  'timezone',
  'truncate_slug_length',
  'revision_environment',
  'version_locations',
  'path_separator',
  'version_path_separator',
  'recursive_version_locations',
  'version_table',
  'version_table_schema',
  'transaction_per_migration',
  'lock_timeout',
  'strict_checksums',
  'table_lock_timeout',
  'table_lock_retry',
  'statement_timeout',
  'connect_timeout',
  'connect_retry',
  'databases',
])

/** Those that stand in the section of one of several databases. */
const KNOWN_OF_DATABASE = new Set([
  'url',
  'version_table',
  'version_table_schema',
  'transaction_per_migration',
])

/** Keys of Alembic's that mean nothing here, each with what to do about it. */
const FROM_ALEMBIC: ReadonlyMap<string, string> = new Map([
  ['sqlalchemy.url', 'here the key is called url'],
  ['prepend_sys_path', 'it only makes sense in Python: imports resolve as Node resolves them'],
  ['sourceless', 'it only makes sense in Python'],
  ['output_encoding', 'files are always written as UTF-8'],
])

/** One warning for each key of the section that has no effect and that no other value refers to. */
export function unknownKeyWarnings(ini: Ini, section: string, kind: 'main' | 'database' = 'main'): string[] {
  const known = kind === 'main' ? KNOWN_KEYS : KNOWN_OF_DATABASE
  const referred = referredNames(ini, section)
  const warnings: string[] = []
  for (const { key, line } of ini.sections.get(section)?.values() ?? []) {
    if (known.has(key) || referred.has(key)) {
      continue
    }
    const near = nearest(key, known)
    const advice = FROM_ALEMBIC.get(key) ?? (near === undefined ? undefined : `did you mean "${near}"?`)
    const tail = advice === undefined ? '' : `; ${advice}`
    warnings.push(`${spellPlace({ file: ini.file, line })}: key "${key}" has no effect${tail}`)
  }
  return warnings
}

/** @throws PlaceError `bad-option` when the name is no time zone of the IANA database. */
export function checkTimezone(timezone: string, place: Place): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch {
    throw new PlaceError(
      'bad-option',
      place,
      'timezone is not the name of a time zone',
      'Write an IANA name such as Europe/Berlin or UTC; leave it blank for the local zone.',
    )
  }
}
