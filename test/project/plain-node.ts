import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface NodeRun {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Runs TypeScript that imports from `src/…` in a Node of its own, where `import()` is Node's and not the
 * test runner's. The script finds `input` as JSON text on stdin.
 */
export async function runInNode(script: string, input: unknown = null): Promise<NodeRun> {
  // Inside the repository, so that packages resolve.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.tsmig-test-'))
  try {
    const outfile = join(folder, 'script.mjs')
    await build({
      stdin: { contents: script, resolveDir: ROOT, loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
    })
    const { status, stdout, stderr } = spawnSync(process.execPath, [outfile], {
      input: JSON.stringify(input),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: 60_000,
    })
    return { status, stdout, stderr }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
