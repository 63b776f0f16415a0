import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { RenameAnswer } from '../../autogenerate/renames/renames.ts'
import { messageOf, TsmigError } from '../../support/errors.ts'

/**
 * The answers in a JSON file: a list of `{ "rename": "column", "table": "account", "from": "nick", "to": "handle" }`,
 * `{ "rename": "table", "from": "user", "to": "account" }`, or the same with `"rename": false` for what is no rename; with
 * `"schema"` where there is one. Throws TsmigError `bad-answers` for anything else.
 */
export function readAnswers(path: string, cwd: string): readonly RenameAnswer[] {
  const file = resolve(cwd, path)
  const content = parsed(file)
  if (!Array.isArray(content)) throw bad(file, 'is no list')
  return content.map((entry: unknown, at) => answer(entry, file, at))
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))
  } catch (error) {
    throw bad(file, `can't be read: ${messageOf(error)}`, error)
  }
}

const keys: readonly string[] = ['rename', 'schema', 'table', 'from', 'to']

function answer(entry: unknown, file: string, at: number): RenameAnswer {
  const place = `${file}, entry ${at + 1}`
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw bad(place, 'is no object')
  const values = new Map<string, unknown>(Object.entries(entry))
  const odd = [...values.keys()].find((key) => !keys.includes(key))
  if (odd !== undefined) throw bad(place, `has the key ${JSON.stringify(odd)}`)
  const [schema, table] = [text(values, 'schema', place), text(values, 'table', place)]
  const [from, to] = [text(values, 'from', place), text(values, 'to', place)]
  if (from === undefined || to === undefined)
    throw bad(place, `lacks "${from === undefined ? 'from' : 'to'}"`)
  const what = table === undefined ? 'table' : 'column'
  const rename = values.get('rename')
  if (rename !== false && rename !== what) {
    throw bad(
      place,
      `has ${JSON.stringify(rename)} for "rename" where ${JSON.stringify(what)} or false stands`,
    )
  }
  const inSchema = schema === undefined ? {} : { schema }
  const isRename = rename !== false
  return table === undefined
    ? { what: 'table', ...inSchema, from, to, isRename }
    : { what: 'column', table: { name: table, ...inSchema }, from, to, isRename }
}

function text(values: ReadonlyMap<string, unknown>, key: string, place: string): string | undefined {
  const value = values.get(key)
  if (value === undefined || (typeof value === 'string' && value !== '')) return value
  throw bad(place, `has ${JSON.stringify(value)} for "${key}"`)
}

function bad(place: string, message: string, cause?: unknown): TsmigError {
  return new TsmigError(
    'bad-answers',
    `${place} ${message}`,
    'Write [{ "rename": "column", "table": "account", "from": "nick", "to": "handle" }], "rename": "table" without "table" for a table, false for what is no rename.',
    { cause },
  )
}
