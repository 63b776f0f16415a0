import type { IndexKey, PostgresTable } from '../../../schema/model.ts'
import { nameOf, splitList, withoutParentheses } from './text.ts'

/** `RANGE (a, lower(b) COLLATE "C" text_ops)`, as the server spells it. */
export function partitioningOf(key: string): NonNullable<PostgresTable['partitionBy']> {
  const at = key.indexOf(' (')
  const strategy = key.slice(0, at).toLowerCase()
  return {
    strategy: strategy === 'list' || strategy === 'hash' ? strategy : 'range',
    keys: splitList(key.slice(at + 2, -1)).map(keyOf),
  }
}

const name = '(?:"(?:[^"]|"")+"|[^\\s"()]+)'
const columnKey = new RegExp(`^(${name})(?: COLLATE (\\S+|"(?:[^"]|"")+"))?(?: (${name}))?$`)
const expressionKey = new RegExp(`^([\\s\\S]*\\))(?: COLLATE (\\S+|"(?:[^"]|"")+"))?(?: (${name}))?$`)

function keyOf(text: string): IndexKey {
  const column = columnKey.exec(text)
  const [, spelled = text, collation, operatorClass] = column ?? expressionKey.exec(text) ?? []
  return {
    ...(column === null ? { expression: withoutParentheses(spelled) } : { column: nameOf(spelled) }),
    ...(collation !== undefined && { collation: nameOf(collation) }),
    ...(operatorClass !== undefined && { operatorClass }),
  }
}
