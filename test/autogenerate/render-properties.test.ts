import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderBody } from '../../src/autogenerate/render/body.ts'
import { registerOperation } from '../../src/operations/custom-registry.ts'
import { operation } from './arbitrary-operations.ts'
import { evaluate } from './evaluate.ts'

// JSON would make an own key of `__proto__` the prototype: no case for a literal.
const data = (value: unknown) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`
registerOperation({ name: 'test.plain', compile: { default: () => [] } })
registerOperation({
  name: 'test.rendered',
  method: 'testRendered',
  compile: { default: () => [] },
  render: (given) => `op.testRendered(${data(given)})`,
})

test('a body makes the operations that it was rendered from', async () => {
  await fc.assert(
    fc.asyncProperty(operation, async (given) => {
      const rendered = renderBody([{ operation: given }])
      const made = (await evaluate(rendered)).filter(({ kind }) => !/Transaction$/.test(kind))
      expect(plain(made)).toEqual(plain([given]))
    }),
    { numRuns: 3000 },
  )
})

test('operations that have a method are written with it', () => {
  const written = new Map<string, { all: number; invoked: number }>()
  for (const one of fc.sample(operation, { numRuns: 4000, seed: 1 })) {
    // Not every exclusion has a spelling.
    const kind = one.kind === 'addConstraint' ? one.constraint.kind : one.kind
    const seen = written.get(kind) ?? { all: 0, invoked: 0 }
    const invoked = renderBody([{ operation: one }]).code.includes('op.invoke') ? 1 : 0
    written.set(kind, { all: seen.all + 1, invoked: seen.invoked + invoked })
  }
  for (const [kind, { all, invoked }] of written) {
    expect(invoked / all, kind).toBeLessThanOrEqual(whole.has(kind) ? 0 : 0.8)
  }
})

/** Whatever is drawn of these, some method makes. */
const whole: ReadonlySet<string> = new Set([
  ...[
    'renameTable',
    'primaryKey',
    'unique',
    'check',
    'foreignKey',
    'createIndex',
    'dropIndex',
    'validateConstraint',
    'setRowSecurity',
  ],
  ...['renameConstraint', 'renameIndex', 'alterSequence', 'addEnumValue', 'renameEnumValue', 'refreshView'],
])

/** Without prototypes and undefined keys, which are none of the data's. */
function plain(value: unknown): unknown {
  return structuredClone(value)
}
