/** The env file: found, imported, and checked. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, TsmigError } from '../support/errors.ts'
import type { Config } from './config.ts'
import { checkEnvironment, type Environment, type EnvironmentContext } from './environment.ts'
import { failed, mendIt } from './environment-error.ts'
import { prepareModules } from './load-module.ts'
import type { ModuleNamespace } from './module-namespace.ts'

export interface EnvironmentOptions {
  readonly x?: Readonly<Record<string, string>>
  readonly tag?: string
  readonly selfUrl?: string
  /** Milliseconds that the env file may take to be imported. */
  readonly timeout?: number
}

const FILES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `env.${extension}`)

/**
 * Imports and checks the env file of the project's script location; empty when there is none.
 * @throws TsmigError `bad-environment`, naming file and key; what `prepareModules` throws.
 */
export async function loadEnvironment(
  config: Config,
  options: EnvironmentOptions = {},
): Promise<Environment> {
  const file = findEnvironmentFile(config)
  if (file === undefined) {
    return { warnings: [] }
  }
  const { selfUrl, timeout } = options
  const prepared = await prepareModules([file], {
    directory: config.directory,
    ...(selfUrl === undefined ? {} : { selfUrl }),
    ...(timeout === undefined ? {} : { timeout }),
  })
  try {
    const definition = findDefinition(await prepared.load(file))
    const declared =
      typeof definition === 'function' ? await call(definition, config, options, file) : definition
    return checkEnvironment(declared, { file, names: config.databases.map(({ name }) => name) })
  } finally {
    prepared.dispose()
  }
}

/**
 * The env file's path, or `undefined` when there is none.
 * @throws TsmigError `bad-environment` when there are several.
 */
export function findEnvironmentFile(config: Config): string | undefined {
  const found = FILES.map((name) => join(config.scriptLocation, name)).filter(
    (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
  )
  if (found.length > 1) {
    throw new TsmigError(
      'bad-environment',
      `there are several env files: ${found.join(', ')}`,
      'Keep one of them.',
    )
  }
  return found[0]
}

/** The default export, or the named exports where there is no default. */
function findDefinition(namespace: ModuleNamespace): unknown {
  const inner = namespace.default
  if (inner === undefined) {
    return { ...namespace }
  }
  // CommonJS code that was compiled from a default export.
  const compiled = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, '__esModule')
  return compiled ? (inner as ModuleNamespace).default : inner
}

async function call(
  definition: unknown,
  config: Config,
  options: EnvironmentOptions,
  file: string,
): Promise<unknown> {
  const context: EnvironmentContext = {
    config,
    section: config.section,
    x: Object.freeze({ ...options.x }),
    ...(options.tag === undefined ? {} : { tag: options.tag }),
    env: config.env,
  }
  try {
    return await (definition as (context: EnvironmentContext) => unknown)(context)
  } catch (error) {
    throw failed(file, `its function threw: ${messageOf(error)}`, mendIt, error)
  }
}
