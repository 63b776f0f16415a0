import { circlesIn } from '../../autogenerate/renames/rename-chains.ts'
import {
  type PossibleRename,
  type RenameAnswer,
  type SettledRenames,
  settleRenames,
} from '../../autogenerate/renames/renames.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import { type Rename, renameKey, renamePlace } from '../../schema/rename.ts'
import type { SchemaSnapshot } from '../../schema/snapshot.ts'
import { readAnswers } from './answers.ts'
import { impossibleRename, lastingCircle, openRenames, type UnknownRenameError } from './errors.ts'
import { readFittingFlags, readRenameFlags } from './flags.ts'

/** How it is told what was renamed. */
export interface RenameOptions {
  /** `old:new` for a table, `table.old:new` for a column. */
  readonly renames?: readonly string[]
  /** Told of each of them that doesn't fit this database, which is passed over; without it, one is an error. */
  readonly onUnknownRename?: (error: UnknownRenameError) => void
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
 * stays open and nobody can be asked; `rename-circle` where names go round by what stays written; `unknown-rename`, `conflicting-renames`, `bad-answers` for options that don't fit.
 */
export async function agreeRenames(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  declared: readonly Rename[],
  options: RenameOptions = {},
): Promise<readonly Rename[]> {
  const { noRenames, askRename, dialect } = options
  const { told, settled } = knownAnswers(before, after, declared, options)
  const answers = [...told]
  for (let found = settled; ; found = settleRenames(before, after, answers, dialect)) {
    const [first] = found.open
    if (first === undefined || noRenames) return found.agreed
    if (askRename === undefined) throw openRenames(found.open)
    const { score: _, ...rename } = first
    answers.push({ ...rename, isRename: await askRename(first) })
  }
}

/** The same without a question: what is agreed, and what would be asked. */
export function renamesSoFar(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  declared: readonly Rename[],
  options: Omit<RenameOptions, 'askRename'> = {},
): SettledRenames {
  const { agreed, open } = knownAnswers(before, after, declared, options).settled
  return { agreed, open: options.noRenames ? [] : open }
}

/** What is said on the command line, then in the file, then by the declarations, and what that settles. */
function knownAnswers(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  declared: readonly Rename[],
  { renames = [], onUnknownRename, answers, noRenames, dialect, cwd = process.cwd() }: RenameOptions,
): { readonly told: readonly RenameAnswer[]; readonly settled: SettledRenames } {
  const lasting = [
    ...(answers === undefined ? [] : readAnswers(answers, cwd)),
    ...(noRenames ? [] : declared.map((rename) => ({ ...rename, isRename: true }))),
  ]
  const others = lasting.filter(({ isRename }) => isRename)
  const flags =
    onUnknownRename === undefined
      ? readRenameFlags(renames, before, after, others)
      : readFittingFlags(renames, before, after, others, onUnknownRename)
  const told = [...flags, ...lasting]
  const settled = settleRenames(before, after, told, dialect)
  refuseUnheard(flags, settled.agreed)
  refuseLastingCircles(settled.agreed, flags)
  return { told, settled }
}

/** What somebody asked for on the command line is done, or refused. */
function refuseUnheard(flags: readonly Rename[], agreed: readonly Rename[]): void {
  const done = new Set(agreed.map(renameKey))
  const unheard = flags.find((one) => !done.has(renameKey(one)))
  if (unheard !== undefined) throw impossibleRename(unheard)
}

/** Names that go round are there before and after: what stays written would let them go round each time. */
function refuseLastingCircles(agreed: readonly Rename[], flags: readonly Rename[]): void {
  const once = new Set(flags.map(renameKey))
  const places = [...new Set(agreed.map(renamePlace))]
  const circles = places.flatMap((place) => circlesIn(agreed.filter((one) => renamePlace(one) === place)))
  for (const circle of circles) {
    if (!circle.some((one) => once.has(renameKey(one)))) throw lastingCircle(circle)
  }
}
