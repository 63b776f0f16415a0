import { readdirSync, readFileSync } from 'node:fs'
import { exitCodeOf } from '../../src/cli/exit-codes.ts'
import { TsmigError } from '../../src/support/errors.ts'

const source = new URL('../../src/', import.meta.url)

/** What stands where an error is made: a code, or two of them to choose from. */
const made =
  /\b(?:new (?!UnsupportedOperationError)\w*Error|super)\(\s*(?:[^'"`,()]*\?\s*)?'([a-z]+(?:-[a-z]+)*)'/g
const choice =
  /\b(?:new \w*Error|super)\(\s*[^'"`,()]*\?\s*(?:'[a-z-]+'|[\w.]+)\s*:\s*'([a-z]+(?:-[a-z]+)*)'/g
const graphKinds = /^ {2}\| '([a-z_]+)'$/gm

/** The codes of the errors that the source makes, sorted. */
export function errorCodes(): readonly string[] {
  const codes = new Set<string>()
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue
    const text = readFileSync(new URL(file, source), 'utf8')
    for (const [, code = ''] of [...text.matchAll(made), ...text.matchAll(choice)]) codes.add(code)
    if (!file.endsWith('graph/errors.ts')) continue
    for (const [, kind = ''] of text.matchAll(graphKinds)) codes.add(kind.replaceAll('_', '-'))
  }
  return [...codes].sort()
}

/** The part of docs/exit-codes.md about the codes of errors: those of each exit code. */
export function errorCodesDocument(): string {
  const byExit = new Map<number, string[]>()
  for (const code of errorCodes()) {
    const exit = exitCodeOf(new TsmigError(code, '', ''))
    byExit.set(exit, [...(byExit.get(exit) ?? []), `\`${code}\``])
  }
  const rows = [...byExit]
    .sort(([a], [b]) => a - b)
    .map(([exit, codes]) => `| ${exit} | ${codes.join(', ')} |`)
  return ['| exit code | errors |', '| --- | --- |', ...rows, ''].join('\n')
}
