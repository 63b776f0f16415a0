import type { Command } from 'commander'
import { TsmigError } from '../../support/errors.ts'
import { append } from './reading-options.ts'

/** What commands take that compare the declared schema with the database. */
export interface ComparisonArguments {
  readonly schema?: readonly string[]
  readonly includeUnmanaged?: boolean
  readonly rename?: readonly string[]
  /** Where there are neither answers nor a `no`, commander says true. */
  readonly renames?: boolean
  readonly answers?: string
}

export function withComparisonOptions(command: Command): Command {
  return command
    .option('--schema <name>', 'a database schema to read; may be repeated', append)
    .option('--include-unmanaged', 'count what no revision made and nothing declares, too')
    .option(
      '--rename <old:new>',
      'a table, or table.old:new a column, that goes on as another; may be repeated',
      append,
    )
    .option('--no-renames', 'nothing else was renamed, whatever it looks like')
    .option('--answers <file>', 'a JSON file that tells what was renamed')
}

/** The same as commands take them; the schemas are among what a reading takes. */
export function comparisonOptions({ includeUnmanaged, rename, renames, answers }: ComparisonArguments) {
  return {
    ...(includeUnmanaged && { includeUnmanaged }),
    ...(rename !== undefined && { renames: rename }),
    ...(renames === false && { noRenames: true }),
    ...(answers !== undefined && { answers }),
  }
}

/** Throws `usage` for an option that only autogenerate gives a meaning to. */
export function refuseComparisonOptions(
  given: ComparisonArguments & { readonly ci?: boolean; readonly allowDestructive?: boolean },
): void {
  const flags = [
    given.schema !== undefined && '--schema',
    given.includeUnmanaged && '--include-unmanaged',
    given.rename !== undefined && '--rename',
    given.renames === false && '--no-renames',
    given.answers !== undefined && '--answers',
    given.ci && '--ci',
    given.allowDestructive && '--allow-destructive',
  ]
  const flag = flags.find((one) => typeof one === 'string')
  if (flag === undefined) return
  throw new TsmigError(
    'usage',
    `${flag} has no meaning without --autogenerate`,
    'Add --autogenerate, or leave it out.',
  )
}
