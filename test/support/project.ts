import { spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type RevisionParts, revisionText } from './revision-text.ts'

export const binary = fileURLToPath(new URL('../../bin/tsmig.cjs', import.meta.url))

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface ProjectOptions {
  /** The url in the ini; a SQLite file in the project unless given. */
  readonly url?: string
  /** More lines for the ini's main section. */
  readonly ini?: string
  /** Files to begin with, by path. */
  readonly files?: Readonly<Record<string, string>>
}

/** A user's project in a folder of its own, removed when the test ends, and the real program to run in it. */
export class TestProject {
  readonly directory: string

  /** An empty folder. */
  constructor() {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsmig-test-')))
    // As a user has one: builds and headers are kept in it, unless TSMIG_CACHE is off.
    mkdirSync(join(this.directory, 'node_modules'))
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }))
  }

  /** A folder with an ini file and an empty versions folder. */
  static create(options: ProjectOptions = {}): TestProject {
    const project = new TestProject()
    const url = (options.url ?? 'sqlite:///app.db').replaceAll('%', '%%')
    project.write(
      'migrations.ini',
      `[tsmig]\nscript_location = migrations\nurl = ${url}\n${options.ini ?? ''}\n`,
    )
    mkdirSync(project.path('migrations/versions'), { recursive: true })
    for (const [path, text] of Object.entries(options.files ?? {})) project.write(path, text)
    return project
  }

  path(path: string): string {
    return join(this.directory, path)
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true })
    writeFileSync(this.path(path), text)
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8')
  }

  /** Every file, by path and content. */
  files(): Record<string, string> {
    const paths = readdirSync(this.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name).slice(this.directory.length + 1))
    return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(this.path(path), 'latin1')]))
  }

  /** Writes a revision file whose functions have these bodies. */
  revision(id: string, down: string | readonly string[] | null, parts: RevisionParts = {}): string {
    const path = `migrations/versions/${parts.file ?? `${id}_.ts`}`
    this.write(path, revisionText(id, down, parts))
    return path
  }

  /** Gives the project packages of ours, as if it had installed them. */
  linkPackages(...names: readonly string[]): void {
    for (const name of names) {
      symlinkSync(
        fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url)),
        this.path(`node_modules/${name}`),
      )
    }
  }

  /** Runs the program. */
  run(...args: string[]): Promise<Ran> {
    return this.runWith({}, ...args)
  }

  /** Runs the program with environment variables. */
  runWith(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ran> {
    return runProgram(args, this.directory, env)
  }

  /** Runs the program, and lets somebody send it a signal meanwhile. */
  start(...args: string[]): Running {
    return startProgram(args, this.directory)
  }

  /** Runs the program and fails unless it ends well. */
  async ok(...args: string[]): Promise<Ran> {
    const ran = await this.run(...args)
    if (ran.code !== 0)
      throw new Error(`tsmig ${args.join(' ')} ended with ${ran.code}:\n${ran.stdout}${ran.stderr}`)
    return ran
  }
}

/** A program that runs; `code` -2 says that a signal ended it. */
export interface Running {
  readonly ended: Promise<Ran>
  kill(signal: NodeJS.Signals): void
}

/** Runs bin/tsmig.cjs in a folder, without what the surroundings would tell it. */
export function runProgram(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return startProgram(args, cwd, env).ended
}

function startProgram(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Running {
  const { DATABASE_URL, TSMIG_CONFIG, NODE_OPTIONS, NODE_EXTRA_CA_CERTS, FORCE_COLOR, ...inherited } =
    process.env
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    env: { ...inherited, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<Ran>((resolve, reject) => {
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? (signal === null ? -1 : -2), ...output }))
  })
  return { ended, kill: (signal) => void child.kill(signal) }
}
