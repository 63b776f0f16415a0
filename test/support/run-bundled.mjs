// Bundles a TypeScript program into a temporary file and runs it: Node 20 cannot run TypeScript.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

/**
 * Runs the program with the arguments of this one, and gives its exit code to this one.
 *
 * @param {URL} entry
 */
export function runBundled(entry) {
  // Beside the packages, which stay outside the bundle.
  const folder = mkdtempSync(fileURLToPath(new URL('../../node_modules/.tsmig-', import.meta.url)))
  try {
    const outfile = join(folder, 'program.mjs')
    buildSync({
      entryPoints: [fileURLToPath(entry)],
      outfile,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      logLevel: 'error',
    })
    // npm runs scripts in the package's folder; file names are meant from where the user stands.
    const cwd = (process.env.npm_lifecycle_event && process.env.INIT_CWD) || process.cwd()
    const args = ['--enable-source-maps', outfile, ...process.argv.slice(2)]
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd })
    process.exitCode = status ?? 2
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
