// Bundles replay.ts into a temporary file and runs it: Node 20 cannot run TypeScript.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tsmig-conformance-'))
try {
  const outfile = join(folder, 'replay.mjs')
  buildSync({
    entryPoints: [join(here, 'replay.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'error',
  })
  // npm runs scripts in the package's folder; file names are meant from where the user stands.
  const isScript = process.env.npm_lifecycle_event === 'conformance'
  const cwd = (isScript && process.env.INIT_CWD) || process.cwd()
  const args = ['--enable-source-maps', outfile, ...process.argv.slice(2)]
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd })
  process.exitCode = status ?? 2
} finally {
  rmSync(folder, { recursive: true, force: true })
}
