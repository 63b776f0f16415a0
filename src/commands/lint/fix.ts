import { withAncestors } from '../../graph/history.ts'
import type { Heads } from '../../graph/revision.ts'
import type { Finding, Place } from '../../lint/finding.ts'
import type { Fix } from '../../lint/fix.ts'
import { readRevisionSource } from '../../project/read-revision.ts'
import { replaceFile } from '../../project/replace-file.ts'
import { rewriteCall } from '../../project/rewrite-call.ts'
import type { Project } from '../open.ts'

/** A file that was given safe spellings. */
export interface FixedFile {
  readonly revision: string
  readonly path: string
  /** The text before. */
  readonly before: string
  readonly after: string
  /** What was mended, and where it stood. */
  readonly fixes: readonly { readonly code: string; readonly place: Place }[]
}

interface FixedCall {
  readonly place: Place
  readonly found: readonly { readonly code: string; readonly fix: Fix }[]
}

/** Writes the safe spelling of findings that have one, in the files of revisions that no database has. */
export function writeFixes(
  project: Project,
  findings: readonly Finding[],
  applied: Heads,
): readonly FixedFile[] {
  const done = withAncestors(project.graph, applied)
  const written: FixedFile[] = []
  for (const { revision, path, source } of project.files.values()) {
    if (done.has(revision.id)) continue
    const calls = callsIn(
      path,
      findings.filter((one) => one.revision === revision.id),
    )
    let text = source
    const fixes: { code: string; place: Place }[] = []
    // From the end, so that the places before stay what they are.
    for (const { place, found } of calls) {
      const next = rewriteCall(
        text,
        place,
        found.map(({ fix }) => fix),
      )
      if (next === undefined) continue
      text = next
      fixes.push(...found.map(({ code }) => ({ code, place })))
    }
    if (fixes.length === 0 || readRevisionSource(text, path).kind === 'unreadable') continue
    replaceFile(path, source, text)
    written.push({ revision: revision.id, path, before: source, after: text, fixes: fixes.toReversed() })
  }
  return written
}

/** What is found at one call, from the last call of a file to its first. */
function callsIn(path: string, findings: readonly Finding[]): readonly FixedCall[] {
  const calls = new Map<string, { place: Place; found: { code: string; fix: Fix }[] }>()
  for (const { code, place, fix } of findings) {
    if (fix === undefined || place?.file !== path) continue
    const key = `${place.line}:${place.column}`
    const call = calls.get(key) ?? { place, found: [] }
    const isNew = call.found.every((one) => JSON.stringify(one) !== JSON.stringify({ code, fix }))
    if (isNew) call.found.push({ code, fix })
    calls.set(key, call)
  }
  return [...calls.values()].sort((a, b) => b.place.line - a.place.line || b.place.column - a.place.column)
}

/** Gives a file its text back. */
export function takeBack({ path, before, after }: FixedFile): void {
  replaceFile(path, after, before)
}
