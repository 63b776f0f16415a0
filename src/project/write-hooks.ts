/** `[post_write_hooks]`: programs that run over a new revision file. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, resolve } from 'node:path'
import { messageOf, TsmigError } from '../support/errors.ts'
import { nearest } from '../support/suggest.ts'
import type { Config } from './config.ts'
import { PlaceError } from './place-error.ts'
import { splitArguments } from './split-arguments.ts'

export interface WriteHook {
  readonly name: string
  /** The program, and its arguments with the token for the file still in them. */
  readonly executable: string
  readonly arguments: readonly string[]
  readonly cwd: string
}

/** What a hook printed; it ended well. */
export interface HookReport {
  readonly name: string
  readonly output: string
}

const SECTION = 'post_write_hooks'
const TOKEN = 'REVISION_SCRIPT_FILENAME'
/** For `NAME.type`: the key that names the program. */
const TYPES: Readonly<Record<string, string>> = {
  exec: 'executable',
  console_scripts: 'entrypoint',
  bin: 'entrypoint',
  npm: 'entrypoint',
  module: 'module',
}

/**
 * The hooks of the configuration, in order; none when it has no such section.
 * `exec` runs a program; `console_scripts` (or `bin`, `npm`) one that a package puts into node_modules/.bin;
 * `module` a file or package with Node.
 * @throws PlaceError `bad-option`.
 */
export function readWriteHooks(config: Config): WriteHook[] {
  const names = (config.option(SECTION, 'hooks') ?? '').split(/[\s,]+/).filter((name) => name !== '')
  return names.map((name) => readHook(config, name))
}

function readHook(config: Config, name: string): WriteHook {
  const option = (key: string): string | undefined => config.option(SECTION, `${name}.${key}`)?.trim()
  const bad = (key: string, what: string, hint: string): PlaceError => {
    const full = `${name}.${key}`
    const place = config.place(SECTION, full)
    return new PlaceError(
      'bad-option',
      place.line > 0 ? place : config.place(SECTION, 'hooks'),
      `${full} ${what}`,
      hint,
    )
  }
  const type = option('type') ?? ''
  const programKey = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  if (programKey === undefined) {
    const near = nearest(type, Object.keys(TYPES))
    const hint =
      near === undefined ? `Write ${name}.type = exec, console_scripts or module.` : `Did you mean ${near}?`
    throw bad('type', type === '' ? 'is missing' : 'is no type of hook', hint)
  }
  const program = option(programKey)
  if (program === undefined || program === '') {
    throw bad(programKey, 'is missing', 'It names the program to run.')
  }
  const given = splitArguments(option('options') ?? '')
  if (given === undefined) {
    throw bad('options', 'has a quote that is never closed', 'Close it, or put a backslash before it.')
  }
  const args = given.some((argument) => argument.includes(TOKEN)) ? given : [TOKEN, ...given]
  const cwd = resolve(config.directory, option('cwd') ?? '.')
  return { name, cwd, ...locate(type, program, config.directory, args) }
}

function locate(
  type: string,
  program: string,
  directory: string,
  args: readonly string[],
): Pick<WriteHook, 'executable' | 'arguments'> {
  switch (type) {
    case 'module':
      return { executable: process.execPath, arguments: [findModule(program, directory), ...args] }
    case 'exec':
      return { executable: program.includes('/') ? resolve(directory, program) : program, arguments: args }
    default:
      return { executable: findBin(program, directory) ?? program, arguments: args }
  }
}

function findModule(program: string, directory: string): string {
  const file = resolve(directory, program)
  if (existsSync(file)) {
    return file
  }
  try {
    return createRequire(join(directory, 'index.js')).resolve(program)
  } catch {
    return file
  }
}

function findBin(program: string, directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', '.bin', program)
    if (existsSync(candidate)) {
      return candidate
    }
    if (folder === dirname(folder)) {
      return undefined
    }
  }
}

/**
 * Runs the hooks over `path`, one after the other, without a shell; the first failure ends it.
 * @throws TsmigError `hook-failed`, with the hook's name and what it printed.
 */
export async function runWriteHooks(
  hooks: readonly WriteHook[],
  path: string,
  env: Readonly<Record<string, string>> = {},
): Promise<HookReport[]> {
  const reports: HookReport[] = []
  for (const hook of hooks) {
    reports.push(await runHook(hook, path, env))
  }
  return reports
}

function runHook(hook: WriteHook, path: string, env: Readonly<Record<string, string>>): Promise<HookReport> {
  const args = hook.arguments.map((argument) => argument.replaceAll(TOKEN, () => path))
  const bins = join(hook.cwd, 'node_modules', '.bin')
  const merged = { ...process.env, ...env }
  const child = spawn(hook.executable, args, {
    cwd: hook.cwd,
    env: { ...merged, PATH: `${bins}${delimiter}${merged.PATH ?? ''}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((done, fail) => {
    child.on('error', (error) => {
      fail(hookFailed(hook, path, `could not be started: ${messageOf(error)}`, '', error))
    })
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8')
      if (code === 0) {
        done({ name: hook.name, output })
      } else {
        fail(
          hookFailed(hook, path, signal === null ? `exited with ${code}` : `was ended by ${signal}`, output),
        )
      }
    })
  })
}

function hookFailed(hook: WriteHook, path: string, how: string, output: string, cause?: unknown): TsmigError {
  const printed = output.trim() === '' ? '' : `\n${output.trimEnd()}`
  return new TsmigError(
    'hook-failed',
    `the post-write hook "${hook.name}" ${how} (${hook.executable})${printed}`,
    `${path} was written and stays. Correct the hook, or take it out of [post_write_hooks].`,
    cause === undefined ? undefined : { cause },
  )
}
