import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Writes a file that others see whole or not at all, however many write it at once and even behind a power cut. Throws what Node throws. */
export function writeWhole(path: string, content: string | Buffer): void {
  const aside = `${path}.${process.pid}.${performance.now()}`
  try {
    const descriptor = openSync(aside, 'wx', 0o600)
    try {
      writeFileSync(descriptor, content)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(aside, path)
  } catch (error) {
    rmSync(aside, { force: true })
    throw error
  }
}
