import { parseDuration } from '../../support/duration.ts'
import { PlaceError } from '../place-error.ts'
import type { Ini } from './ini.ts'
import { findOption, resolveOption, type Surroundings } from './interpolate.ts'

export interface ConfiguredUrl {
  readonly url: string
  /** `migrations.ini:4` or `DATABASE_URL`. */
  readonly source: string
}

/** Typed access to the keys of one section. Blank values count as absent. */
export class SectionReader {
  readonly ini: Ini
  readonly section: string
  readonly surroundings: Surroundings

  constructor(ini: Ini, section: string, surroundings: Surroundings) {
    this.ini = ini
    this.section = section
    this.surroundings = surroundings
  }

  has(key: string): boolean {
    return findOption(this.ini, this.section, key) !== undefined
  }

  place(key: string): { file: string; line: number } {
    return { file: this.ini.file, line: findOption(this.ini, this.section, key)?.line ?? 0 }
  }

  text(key: string): string | undefined {
    const value = resolveOption(this.ini, this.section, key, this.surroundings)?.trim()
    return value === undefined || value === '' ? undefined : value
  }

  /** The value of `url`, and where it stands. */
  url(): ConfiguredUrl | undefined {
    const url = this.text('url')
    const { file, line } = this.place('url')
    return url === undefined ? undefined : { url, source: `${file}:${line}` }
  }

  required(key: string): string {
    const value = this.text(key)
    if (value === undefined) {
      throw new PlaceError(
        'missing-option',
        this.place(key),
        `[${this.section}] has no ${key}`,
        `Add the folder with your migrations: ${key} = migrations`,
      )
    }
    return value
  }

  boolean(key: string): boolean | undefined {
    const value = this.text(key)?.toLowerCase()
    if (value === undefined) {
      return undefined
    }
    const found = BOOLEANS.get(value)
    if (found === undefined) {
      throw new PlaceError(
        'bad-option',
        this.place(key),
        `${key} is neither true nor false`,
        `Write ${key} = true`,
      )
    }
    return found
  }

  count(key: string): number | undefined {
    const value = this.text(key)
    if (value !== undefined && (!/^\d{1,6}$/.test(value) || Number(value) === 0)) {
      throw new PlaceError(
        'bad-option',
        this.place(key),
        `${key} is not a whole number above zero`,
        `Write ${key} = 40`,
      )
    }
    return value === undefined ? undefined : Number(value)
  }

  /** A span of time, in milliseconds. */
  duration(key: string): number | undefined {
    const value = this.text(key)
    const milliseconds = value === undefined ? undefined : parseDuration(value)
    if (value !== undefined && milliseconds === undefined) {
      throw new PlaceError('bad-option', this.place(key), `${key} is no span of time`, `Write ${key} = 30s`)
    }
    return milliseconds
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
])
