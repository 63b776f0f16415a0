/** What a build saw of the file system: where all of it is as it was, the build would give the same again. */
import { hash } from 'node:crypto'
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** One look at the file system. */
export type Look =
  /** The content of a file. */
  | { readonly kind: 'file'; readonly path: string }
  /** Where a path leads, through links. */
  | { readonly kind: 'place'; readonly path: string }
  /** The names in a folder that begin with `stem`, and where each leads: an import without an extension takes one. */
  | { readonly kind: 'names'; readonly path: string; readonly stem: string }

/** A look, and what was seen: text that differs where the answer does, `null` where there is nothing. */
export type Observation = readonly [Look, string | null]

/** Looks. */
export function observe(look: Look): Observation {
  return [look, seen(look)]
}

/** Whether a look sees what it saw. */
export function stillHolds([look, before]: Observation): boolean {
  return seen(look) === before
}

function seen(look: Look): string | null {
  try {
    switch (look.kind) {
      case 'file':
        return hash('sha256', readFileSync(look.path), 'base64url')
      case 'place':
        return realpathSync.native(look.path)
      case 'names':
        return JSON.stringify(
          readdirSync(look.path)
            .filter((name) => name.startsWith(look.stem))
            .sort()
            .map((name) => [name, realpathSync.native(join(look.path, name))]),
        )
    }
  } catch {
    return null
  }
}
