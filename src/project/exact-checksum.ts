/** The checksum of a text to the character: cheap. */
export function exactChecksum(source: string): string {
  // Node's cryptography takes as long to load as many a listing to print.
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(source).digest('hex').slice(0, 32)
}
