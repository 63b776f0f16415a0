import type { View } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { expression, join, raw } from '../ddl.ts'
import { ddl } from './identifier.ts'
import { refuseParts, unsupported } from './unsupported.ts'

/** CREATE VIEW, or CREATE OR REPLACE VIEW; a guard stands before the name. */
export function createView(view: View, words: { readonly replace?: true; readonly guard?: string }): Sql {
  const { columns, materialized, withoutData, checkOption, options = {}, comment } = view
  refuseParts(`the view ${view.name}`, {
    'materialized views': materialized,
    'views without data': withoutData,
    'comments on views': comment,
  })
  return join(
    [
      raw(words.replace === true ? 'CREATE OR REPLACE' : 'CREATE'),
      ...Object.entries(options)
        .toSorted(([left], [right]) => left.localeCompare(right))
        .map(([name, value]) => option(view.name, name, value)),
      ddl`VIEW ${raw(words.guard ?? '')}${view}`,
      columns === undefined ? undefined : ddl`(${columns})`,
      ddl`AS ${expression(view.query)}`,
      checkOption === undefined ? undefined : raw(`WITH ${checkOption.toUpperCase()} CHECK OPTION`),
    ],
    ' ',
  )
}

function option(view: string, name: string, value: string | number | boolean): Sql {
  if (name === 'security_invoker') return raw(`SQL SECURITY ${value === false ? 'DEFINER' : 'INVOKER'}`)
  if (name === 'algorithm' && /^(?:merge|temptable|undefined)$/i.test(String(value))) {
    return raw(`ALGORITHM = ${String(value).toUpperCase()}`)
  }
  throw unsupported(
    `has no option ${name} = ${String(value)} of a view, and ${view} has it`,
    'Use security_invoker, or algorithm: merge, temptable, undefined.',
  )
}
