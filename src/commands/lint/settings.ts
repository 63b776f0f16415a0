import { type Level, levels } from '../../lint/finding.ts'
import { rules } from '../../lint/rules/rules.ts'
import type { Config } from '../../project/config.ts'
import { PlaceError } from '../../project/place-error.ts'
import { nearest } from '../../support/suggest.ts'

/** What the section `[lint]` of the ini says. */
export interface LintSettings {
  readonly levels: ReadonlyMap<string, Level | 'off'>
  readonly failLevel: Level
  readonly serverVersion: string | undefined
  readonly smallTable?: number
}

const section = 'lint'
const ownKeys = ['fail_level', 'server_version', 'small_table']

/**
 * Reads `[lint]`; what the command line says goes before it. Throws `PlaceError` `bad-option` for a key that is no
 * rule, and for what is no level.
 */
export function lintSettings(
  config: Config,
  given: { readonly failLevel?: Level; readonly serverVersion?: string },
): LintSettings {
  const text = (key: string): string | undefined => {
    const value = config.option(section, key)?.trim()
    return value === '' ? undefined : value
  }
  const codes = rules.map(({ code }) => code)
  for (const key of config.keys(section)) refuseUnknown(config, key, [...ownKeys, ...codes])
  const small = text('small_table')
  if (small !== undefined && !/^\d{1,12}$/.test(small)) {
    throw bad(config, 'small_table', 'small_table is no number of rows', 'Write small_table = 1000')
  }
  const serverVersion = given.serverVersion ?? text('server_version')
  return {
    levels: new Map(
      codes.flatMap((code) => {
        const value = text(code)
        return value === undefined ? [] : [[code, ruleLevel(config, code, value)] as const]
      }),
    ),
    failLevel: given.failLevel ?? levelOf(config, 'fail_level', text('fail_level') ?? 'warning'),
    serverVersion,
    ...(small !== undefined && { smallTable: Number(small) }),
  }
}

function refuseUnknown(config: Config, key: string, known: readonly string[]): void {
  if (known.includes(key)) return
  const near = nearest(key, known)
  throw bad(
    config,
    key,
    `[lint] has the key ${key}, which is no rule`,
    near === undefined ? 'node_modules/tsmig/docs/lint.md lists the rules.' : `Did you mean "${near}"?`,
  )
}

function ruleLevel(config: Config, code: string, value: string): Level | 'off' {
  return value === 'off' ? 'off' : levelOf(config, code, value)
}

function levelOf(config: Config, key: string, value: string): Level {
  const level = levels.find((one) => one === value)
  if (level !== undefined) return level
  throw bad(
    config,
    key,
    `${key} is ${JSON.stringify(value)}`,
    `Write ${key === 'fail_level' ? '' : 'off, '}note, warning or error.`,
  )
}

function bad(config: Config, key: string, what: string, hint: string): PlaceError {
  return new PlaceError('bad-option', config.place(section, key), what, hint)
}
