import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { type Batch, openBatch } from '../../src/operations/batch.ts'
import { createOp } from '../../src/operations/create-op.ts'
import { TsmigError } from '../../src/support/errors.ts'
import { collectingOp } from '../operations/collect.ts'
import { directives, droppedDirectives } from './alembic.ts'
import { documentPlace, samples } from './document.ts'
import type { MethodSample } from './sample.ts'

const properties: ReadonlySet<string> = new Set(['dialect', 'knex', 'schema'])
const methodsOfOp = namesIn(collectingOp().op).filter((name) => !properties.has(name))
const emptyBatch = () =>
  openBatch({ name: 'item' }, { convention: {}, isFinal: () => false }, (name) => name).batch
const methods = [...methodsOfOp, ...Object.keys(emptyBatch()).map((name) => `batch.${name}`)]

test('every method of op and of a batch has its rows, and every row its method', () => {
  expect(Object.keys(samples).sort()).toEqual([...methods].sort())
})

describe('every option that a method takes has its row', () => {
  test.each(methods)('%s', async (method) => {
    const sample = samples[method]
    if (sample === undefined) throw new Error(`no sample of ${method}`)
    const taken = await optionsTaken(method, sample)
    // What replaces a thing is told of it as what creates it.
    const creating = samples[method.replace(/^replace/, 'create')]
    const options = { ...sample.options, ...creating?.options }
    const told = new Set(Object.keys(options).map((name) => name.split('.')[0]))
    expect(taken.filter((name) => !told.has(name))).toEqual([])
  })
})

describe('what is no argument is refused in words, and nothing is queued', () => {
  test.each(methods)('%s', async (method) => {
    const sample = samples[method]
    if (sample === undefined) throw new Error(`no sample of ${method}`)
    for (const { args, options } of await callsOf(method, sample)) {
      const names = Object.keys(sample.options ?? {}).map((name) => name.split('.')[0] ?? '')
      const inOptions = names.flatMap((name) => wrongs.map((wrong) => ({ [name]: wrong })))
      const tried = args.flatMap((_, at) =>
        [...wrongs, ...(at === options ? inOptions : [])].map((wrong) => [at, wrong] as const),
      )
      for (const [at, wrong] of tried) {
        const { op, entries } = collectingOp()
        const call = Reflect.get(op, method) as (...all: readonly unknown[]) => unknown
        const shown = `${method}, argument ${at + 1}: ${JSON.stringify(wrong)}`
        const thrown = await caught(() => call(...args.slice(0, at), wrong, ...args.slice(at + 1)))
        if ((at === options && wrongs.includes(wrong)) || thrown !== undefined)
          expect(thrown, shown).toBeInstanceOf(TsmigError)
        if (thrown !== undefined) expect(entries, shown).toEqual([])
      }
    }
  })
})

/** Its own, and those that it has as every `op` does. */
function namesIn(object: object): readonly string[] {
  const names: string[] = []
  for (const name in object) names.push(name)
  return names
}

const wrongs: readonly unknown[] = [null, 7, 'text', [], true]

/** What a sample calls a method with; the place of its options is known by what stands there. */
async function callsOf(
  method: string,
  sample: MethodSample,
): Promise<readonly { readonly args: readonly unknown[]; readonly options: number }[]> {
  const marker = {}
  const calls: { args: readonly unknown[]; options: number }[] = []
  const { op } = collectingOp()
  const listening = Object.create(op, {
    [method]: {
      value: (...args: readonly unknown[]) => {
        calls.push({ args, options: args.indexOf(marker) })
        return Reflect.apply(Reflect.get(op, method), op, args)
      },
    },
  })
  await caught(() => sample.call(listening, marker as never, documentPlace('postgres')))
  return calls
}

async function caught(call: () => unknown): Promise<unknown> {
  try {
    await call()
    return undefined
  } catch (error) {
    return error
  }
}

/** The options that the refusals of an unknown one list, wherever the call takes an object. */
async function optionsTaken(method: string, sample: MethodSample): Promise<readonly string[]> {
  const op = createOp({
    dialect: 'postgres',
    submit: async () => undefined,
    knex: () => {
      throw new Error('no knex here')
    },
    literal: (value) => postgres.literal(value),
  })
  const found = new Set<string>()
  const asked = (target: object, name: string, args: readonly unknown[]): unknown => {
    const call = Reflect.get(target, name) as (...all: readonly unknown[]) => unknown
    for (let at = 0; at <= args.length; at += 1) {
      const given = args[at]
      if (given !== undefined && (given === null || Object.getPrototypeOf(given) !== Object.prototype))
        continue
      const changed = [...args.slice(0, at), { ...(given as object), 'no option': 1 }, ...args.slice(at + 1)]
      for (const name of listed(() => call(...changed))) found.add(name)
    }
    return call(...args)
  }
  const listeningTo = <Target extends object>(target: Target, name: string): Target =>
    Object.create(target, { [name]: { value: (...args: unknown[]) => asked(target, name, args) } })
  const name = method.replace('batch.', '')
  const askedInBatch = (_: string, fill: (batch: Batch) => unknown) => fill(listeningTo(emptyBatch(), name))
  const listening =
    name === method ? listeningTo(op, name) : Object.create(op, { batch: { value: askedInBatch } })
  await sample.call(listening, {} as never, documentPlace('postgres'))
  return [...found]
}

function listed(call: () => unknown): readonly string[] {
  try {
    call()
    return []
  } catch (error) {
    const { message, hint } = error as { readonly message: string; readonly hint?: string }
    const list = /Its options are (.*)\.$/.exec(hint ?? '')?.[1]
    return message.includes('has no option "no option"') && list !== undefined ? list.split(', ') : []
  }
}

describe('what op of Alembic 1.20 has', () => {
  const rows = directives.flatMap(({ alembic, method, parameters = {} }) =>
    Object.entries(parameters).map(([parameter, ours]) => ({ alembic, method, parameter, ours })),
  )
  test.each(directives)('$alembic is $method', ({ method }) => {
    expect(methods).toContain(method)
  })

  test.each(rows)('$alembic: $parameter', ({ method, ours }) => {
    if (typeof ours === 'string') expect(Object.keys(samples[method]?.options ?? {})).toContain(ours)
    else expect(ours.dropped).not.toBe('')
  })

  test('what is dropped is told, with its reason', () => {
    const page = readFileSync(new URL('../../docs/comparison-with-alembic.md', import.meta.url), 'utf8')
    const dropped = rows.flatMap(({ alembic, parameter, ours }) =>
      typeof ours === 'string' || parameter === 'kw'
        ? []
        : [[`${alembic}(${parameter})`, ours.dropped] as const],
    )
    for (const [name, reason] of [...dropped, ...Object.entries(droppedDirectives)]) {
      expect(page).toContain(`| \`${name}\` | ${reason} |`)
    }
  })
})
