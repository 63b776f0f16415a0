import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** Writes a file that others see whole or not at all, however many write it at once. Throws what Node throws. */
export function writeWhole(path: string, text: string): void {
  const aside = `${path}.${process.pid}.${performance.now()}`
  try {
    writeFileSync(aside, text, { flag: 'wx', mode: 0o600 })
    renameSync(aside, path)
  } catch (error) {
    rmSync(aside, { force: true })
    throw error
  }
}
