import { TsmigError } from '../support/errors.ts'

/**
 * JavaScript doesn't look at types: tells by name what a command was not given, or given as something else. Throws `usage`.
 *
 * @param examples By name, what each may be.
 */
export function requireOptions<Options extends object>(
  command: string,
  options: Options,
  examples: { readonly [Name in keyof Options]?: string | readonly string[] },
): void {
  const given = new Map<string, unknown>(Object.entries(options ?? {}))
  const named = Object.entries(examples)
  const missing = named.find(([name, example]) => {
    const value = given.get(name)
    return Array.isArray(example) ? !Array.isArray(value) : typeof value !== 'string'
  })
  if (missing === undefined) return
  const written = named.map(([name, example]) => `${name}: ${spell(example)}`)
  throw new TsmigError(
    'usage',
    `${command} has no ${missing[0]}`,
    `Write ${command}({ ${written.join(', ')} }).`,
  )
}

/** Throws `usage` where what a command is given is no object. */
export function requireObject(options: unknown): void {
  if (typeof options === 'object' && options !== null) return
  throw new TsmigError(
    'usage',
    `the options of a command are ${typeof options === 'string' ? JSON.stringify(options) : String(options)}`,
    'Give an object, { config: "migrations.ini" }, or leave it out.',
  )
}

function spell(example: unknown): string {
  const quoted = (text: unknown) => `'${text}'`
  return Array.isArray(example) ? `[${example.map(quoted).join(', ')}]` : quoted(example)
}
