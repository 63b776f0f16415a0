import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach } from 'vitest'

const made: string[] = []

afterEach(() => {
  for (const folder of made.splice(0)) {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** A new folder with these files, by their relative paths; it is removed after the test. */
export function tempProject(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tsmig-test-')))
  made.push(folder)
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  return folder
}

/** What `action` throws or rejects with. */
export async function thrownBy(action: () => unknown): Promise<Error & { code?: string; hint?: string }> {
  try {
    await action()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}
