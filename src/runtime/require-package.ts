import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Loads a package that tsmig needs. The build puts load-packages.cjs in place of this file, which does it faster. */
export function requirePackage(name: string): unknown {
  return require(name)
}
