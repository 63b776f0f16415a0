import { grouped, type Row, sortedByNumber, textIn, textOrEmpty } from './catalog-row.ts'
import { identifier } from './identifier.ts'
import { commentText } from './quote.ts'

/** What stands behind PARTITION BY, by the rows of the partitions; `undefined` where there are none. */
export function partitionText(rows: readonly Row[]): string | undefined {
  const [first] = rows
  if (first === undefined) return undefined
  const partitions = [...grouped(sortedByNumber(rows, 'place'), (row) => textOrEmpty(row, 'name')).values()]
  const submethod = textIn(first, 'submethod')
  const head = methodText(textOrEmpty(first, 'method'), textOrEmpty(first, 'expression'))
  const subhead =
    submethod === undefined
      ? ''
      : `\nSUBPARTITION BY ${methodText(submethod, textOrEmpty(first, 'subexpression'))}`
  if (!isUsual(partitions)) {
    return `${head}${subhead}\n(${partitions.map((group) => partition(group)).join(',\n ')})`
  }
  return `${head}${subhead}\nPARTITIONS ${partitions.length}`
}

function methodText(method: string, expression: string): string {
  const [, word = method, columns = ''] = /^(.*?)\s*(\bCOLUMNS)?$/i.exec(method) ?? []
  return `${word}${columns === '' ? '' : ' COLUMNS'} (${expression})`
}

/** Partitions by a hash that are named as the server names them: their number says it all. */
function isUsual(partitions: readonly (readonly Row[])[]): boolean {
  return partitions.every(([row = {}, ...more], index) => {
    const isPlain = textIn(row, 'description') === undefined && textOrEmpty(row, 'comment') === ''
    return (
      more.length === 0 &&
      isPlain &&
      textIn(row, 'subname') === undefined &&
      textOrEmpty(row, 'name') === `p${index}`
    )
  })
}

function partition(rows: readonly Row[]): string {
  const [first = {}] = rows
  const subnames = sortedByNumber(rows, 'subplace').flatMap((row) => textIn(row, 'subname') ?? [])
  const subpartitions = subnames.map((name) => `SUBPARTITION ${identifier(name)}`).join(', ')
  return [
    `PARTITION ${identifier(textOrEmpty(first, 'name'))}`,
    valuesText(textOrEmpty(first, 'method'), textIn(first, 'description')),
    textOrEmpty(first, 'comment') === '' ? '' : ` COMMENT = ${commentText(textOrEmpty(first, 'comment'))}`,
    subpartitions === '' ? '' : ` (${subpartitions})`,
  ].join('')
}

function valuesText(method: string, description: string | undefined): string {
  if (description === undefined) return ''
  if (/^RANGE/i.test(method)) {
    return description === 'MAXVALUE' && !/COLUMNS/i.test(method)
      ? ' VALUES LESS THAN MAXVALUE'
      : ` VALUES LESS THAN (${description})`
  }
  if (/^LIST/i.test(method)) {
    return /^default$/i.test(description) ? ' DEFAULT' : ` VALUES IN (${description})`
  }
  return ''
}
