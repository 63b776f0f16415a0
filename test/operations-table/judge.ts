import type { Dialect } from '../../src/dialects/dialect.ts'
import { UnsupportedOperationError } from '../../src/dialects/errors.ts'
import { reverse } from '../../src/operations/reverse.ts'
import { sampleShapes } from './common.ts'
import { operationsOf, rowCalls } from './compile-sample.ts'
import type { Call, MethodSample, Place } from './sample.ts'

/** What a database makes of a row. */
export type Verdict =
  | { readonly kind: 'yes' | 'ignored' | 'for the way back' }
  | { readonly kind: 'no'; readonly reason: string }

/** Compiles the sample of a method, or of one of its options, and tells what became of it. */
export async function judge(
  dialect: Dialect,
  place: Place,
  sample: MethodSample,
  option?: string,
): Promise<Verdict> {
  const { call, plain, forReverse } = rowCalls(sample, option)
  try {
    if (forReverse) {
      const [operation] = await operationsOf(dialect, place, call)
      if (operation === undefined) throw new Error(`${option} makes no operation`)
      const { reason } = reverse(operation)
      if (reason !== undefined) throw new Error(`with ${option} there is no way back: ${reason}`)
      return { kind: 'for the way back' }
    }
    const statements = await compiled(dialect, place, sample, call)
    if (plain === undefined) {
      const isCode = (await operationsOf(dialect, place, call)).length === 0
      return { kind: isCode || statements.length > 0 ? 'yes' : 'ignored' }
    }
    const before = await compiled(dialect, place, sample, plain).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error) return undefined
      throw error
    })
    return { kind: before?.join('\n') === statements.join('\n') ? 'ignored' : 'yes' }
  } catch (error) {
    if (error instanceof UnsupportedOperationError) return { kind: 'no', reason: error.message }
    throw error
  }
}

async function compiled(
  dialect: Dialect,
  place: Place,
  sample: MethodSample,
  call: Call,
): Promise<readonly string[]> {
  const texts: string[] = []
  for (const operation of await operationsOf(dialect, place, call)) {
    const shapes = await sampleShapes(dialect, place, sample.given, operation)
    texts.push(...dialect.compile(operation, shapes).map((one) => dialect.inline(one)))
  }
  return texts
}
