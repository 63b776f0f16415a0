import { createInterface } from 'node:readline'
import type { PossibleRename } from '../autogenerate/renames/renames.ts'
import { bothReadings, openRenames } from '../commands/renames/errors.ts'
import { printable } from '../support/text.ts'

/** Where a question is put, and its answer comes from. */
export interface Dialogue {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly env: NodeJS.ProcessEnv
}

/**
 * Asks a person whether something was renamed; `undefined` where there is none, since stdin or stderr is no terminal, or
 * `CI` is set. An answer is `r` or `d`, and none is taken for granted. The end of the input is an error
 * `possible-rename`; ctrl-c ends the process, as anywhere.
 */
export function renameQuestion({
  input,
  output,
  env,
}: Dialogue): ((possible: PossibleRename) => Promise<boolean>) | undefined {
  const isCi = env.CI !== undefined && !['', '0', 'false'].includes(env.CI)
  if (input.isTTY !== true || output.isTTY !== true || isCi) return undefined
  return async (possible) => {
    // The terminal itself edits the line: so ctrl-c is a signal, and not a character.
    const lines = createInterface({ input, terminal: false })
    output.write(`${printable(bothReadings(possible)).replaceAll('\n', '\\n')}\n`)
    try {
      output.write(choice)
      for await (const line of lines) {
        const answer = line.trim().toLowerCase()
        if (answer === 'r' || answer === 'rename') return true
        if (answer === 'd' || answer === 'drop') return false
        output.write(choice)
      }
    } finally {
      lines.close()
    }
    output.write('\n')
    throw openRenames([possible])
  }
}

const choice = '  [r]ename, or [d]rop and add? '
