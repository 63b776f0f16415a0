let crypto: typeof import('node:crypto') | undefined

/** The checksum of a text to the character: cheap. */
export function exactChecksum(source: string): string {
  // Node's cryptography takes as long to load as many a listing to print.
  crypto ??= process.getBuiltinModule('node:crypto')
  return crypto.hash('sha256', source, 'hex').slice(0, 32)
}
