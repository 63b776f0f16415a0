import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inOrder, type Need, type Placed } from '../../src/autogenerate/order/order.ts'

const part = (...needs: readonly (readonly [number, Need['strength']])[]): Placed => ({
  needs: needs.map(([on, strength]) => ({ on, strength })),
})

describe('inOrder', () => {
  test('parts that need nothing stay where they are', () => {
    expect(inOrder([part(), part(), part()])).toEqual([0, 1, 2])
  })

  test('what is needed comes first', () => {
    expect(inOrder([part([2, 'must']), part([0, 'later']), part()])).toEqual([2, 0, 1])
  })

  test('in a circle, what can come later gives way to what must be there', () => {
    expect(inOrder([part([1, 'later']), part([2, 'must']), part([0, 'must'])])).toEqual([0, 2, 1])
  })

  test('a name that stands in a text by chance gives way', () => {
    expect(inOrder([part([1, 'may']), part([0, 'later'])])).toEqual([0, 1])
  })

  test('a chain of 100,000 parts needs no stack', () => {
    const chain = Array.from({ length: 100_000 }, (_, at) =>
      at === 99_999 ? part() : part([at + 1, 'must']),
    )
    expect(inOrder(chain)[0]).toBe(99_999)
  })

  test('each part has one place, and comes after all that it must, where that goes in no circle', () => {
    const strength = fc.constantFrom<Need['strength']>('may', 'later')
    const graph = fc
      .integer({ min: 1, max: 12 })
      .chain((size) =>
        fc.tuple(
          fc.shuffledSubarray([...Array(size).keys()], { minLength: size, maxLength: size }),
          fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 }),
          fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1), strength), { maxLength: 20 }),
        ),
      )
    fc.assert(
      fc.property(graph, ([ranks, pairs, others]) => {
        const must = pairs.filter(([from, on]) => (ranks[from] ?? 0) > (ranks[on] ?? 0))
        const parts = ranks.map((_, from) => ({
          needs: [
            ...must.flatMap(([of, on]) => (of === from ? [{ on, strength: 'must' as const }] : [])),
            ...others.flatMap(([of, on, how]) => (of === from ? [{ on, strength: how }] : [])),
          ],
        }))
        const order = inOrder(parts)
        expect(order.toSorted((a, b) => a - b)).toEqual([...ranks.keys()])
        for (const [from, on] of must) expect(order.indexOf(on)).toBeLessThan(order.indexOf(from))
      }),
    )
  })
})
