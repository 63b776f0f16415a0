import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes texts to their paths below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  const made = new Set<string>()
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    const parent = dirname(file)
    if (!made.has(parent)) mkdirSync(parent, { recursive: true })
    made.add(parent)
    writeFileSync(file, text)
  }
}

/** The peers' packages, as a project's own. */
export function linkModules(folder: string, modules: string): void {
  symlinkSync(modules, join(folder, 'node_modules'))
}
