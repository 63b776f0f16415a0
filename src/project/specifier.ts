import { isAbsolute } from 'node:path'

/** Whether an import, or an `extends`, names a path: the rest are names of packages, or what stands for them. */
export function isPath(specifier: string): boolean {
  return /^\.{1,2}(?:$|\/)/.test(specifier) || isAbsolute(specifier)
}

/** The package that a name begins with: `@org/pkg` of `@org/pkg/sub`; `undefined` for a name inside a package, `#sub`. */
export function packageOf(specifier: string): string | undefined {
  return /^(?:@[^/#]+\/)?[^/#]+/.exec(specifier)?.[0]
}

/** Whether a package could be called that: not `@` of `@/sub`, nor `~`. */
export function isPackageName(name: string): boolean {
  return /^(?:@[\w.~-]+\/)?[a-z\d][\w.~-]*$/i.test(name)
}
