import {
  type PossibleRename,
  type RenameAnswer,
  type SettledRenames,
  settleRenames,
} from '../autogenerate/renames.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { Rename } from '../schema/rename.ts'
import type { SchemaSnapshot } from '../schema/snapshot.ts'
import { readAnswers } from './rename-answers.ts'
import { openRenames } from './rename-errors.ts'
import { readRenameFlags } from './rename-flags.ts'

/** How it is told what was renamed. */
export interface RenameOptions {
  /** `old:new` for a table, `table.old:new` for a column. */
  readonly renames?: readonly string[]
  /** A JSON file with answers. */
  readonly answers?: string
  /** Nothing was renamed but what `renames` and `answers` say, whatever it looks like and the declarations tell. */
  readonly noRenames?: boolean
  /** Asked of each possible rename that nothing is said about; without it, one is an error. */
  readonly askRename?: (possible: PossibleRename) => Promise<boolean>
  /** The database that they are renamed in. */
  readonly dialect?: DialectName
  /** The folder that the path of the answers is taken from. */
  readonly cwd?: string
}

/**
 * What was renamed between the database and the declared schema, tables first: what the options say, then what the
 * declarations say (`declaredRenames`), then what the asked one says. Throws TsmigError `possible-rename` where a question
 * stays open and nobody can be asked; `unknown-rename`, `conflicting-renames`, `bad-answers` for options that don't fit.
 */
export async function agreeRenames(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  declared: readonly Rename[],
  options: RenameOptions = {},
): Promise<readonly Rename[]> {
  const { noRenames, askRename, dialect } = options
  const told = knownAnswers(before, after, declared, options)
  for (;;) {
    const { agreed, open } = settleRenames(before, after, told, dialect)
    const [first] = open
    if (first === undefined || noRenames) return agreed
    if (askRename === undefined) throw openRenames(open)
    const { score: _, ...rename } = first
    told.push({ ...rename, isRename: await askRename(first) })
  }
}

/** The same without a question: what is agreed, and what would be asked. */
export function renamesSoFar(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  declared: readonly Rename[],
  options: Omit<RenameOptions, 'askRename'> = {},
): SettledRenames {
  const { agreed, open } = settleRenames(
    before,
    after,
    knownAnswers(before, after, declared, options),
    options.dialect,
  )
  return { agreed, open: options.noRenames ? [] : open }
}

function knownAnswers(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  declared: readonly Rename[],
  { renames = [], answers, noRenames, cwd = process.cwd() }: RenameOptions,
): RenameAnswer[] {
  return [
    ...readRenameFlags(renames, before, after),
    ...(answers === undefined ? [] : readAnswers(answers, cwd)),
    ...(noRenames ? [] : declared.map((rename) => ({ ...rename, isRename: true }))),
  ]
}
