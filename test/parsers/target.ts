import { GraphError } from '../../src/graph/errors.ts'
import { RevisionGraph } from '../../src/graph/graph.ts'
import { placesOf } from '../../src/graph/places.ts'
import { planUpgradeOffline } from '../../src/graph/plan-upgrade.ts'
import { parseDowngradeTarget, parseUpgradeTarget } from '../../src/graph/target.ts'
import { parseLine } from '../graph/graphs.ts'
import { type Parser, textOf, unlessRefused } from './parser.ts'

const graph = RevisionGraph.build(
  ['a1:', 'b2@left: a1', 'c3@right: a1', 'd4: b2', 'e5: c3 +d4', 'f6: d4 e5', 'a10@other:'].map(parseLine),
)
const rows = [null, ['a1'], ['d4', 'c3'], ['f6', 'a10'], ['gone']]
const words = [
  ...[
    'a1',
    'b2',
    'c3',
    'd4',
    'f',
    'a',
    'head',
    'heads',
    'base',
    'current',
    'left',
    'right',
    'other',
    '@',
    '+',
    '-',
  ],
  ...['1', '2', '999999999999', ':', ',', ' ', '__proto__', 'constructor', '%', '\n', '..', '/'],
]

/** What stands behind `upgrade`, `downgrade` and `history -r`. */
export const target: Parser = {
  name: 'target',
  inputs: textOf(words),
  read: (text) => {
    const refuses = (error: unknown) => error instanceof GraphError
    unlessRefused(() => placesOf(graph, text), refuses)
    unlessRefused(() => planUpgradeOffline(graph, text), refuses)
    for (const current of rows) {
      unlessRefused(() => parseUpgradeTarget(graph, current, text), refuses)
      unlessRefused(() => parseUpgradeTarget(graph, current, text, { exact: false }), refuses)
      unlessRefused(() => parseDowngradeTarget(graph, current, text), refuses)
    }
  },
}
