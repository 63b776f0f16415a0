// Builds dist/: the program and the library as ES modules with lazy chunks, the library as CommonJS, and its types.
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))
const dist = `${root}dist`

/** @satisfies {import('esbuild').BuildOptions} */
const shared = /** @type {const} */ ({
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.17',
  packages: 'external',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
})

/** The JavaScript alone: a fraction of a second. */
export async function buildCode() {
  await Promise.all([
    build({
      ...shared,
      entryPoints: { index: 'src/index.ts', testing: 'src/testing.ts', cli: 'src/cli/main.ts' },
      outdir: dist,
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
    }),
    build({
      ...shared,
      entryPoints: { index: 'src/index.ts', testing: 'src/testing.ts' },
      outdir: dist,
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      define: { 'import.meta.url': 'importMetaUrl' },
      banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    }),
  ])
}

/** The types of the library and of `tsmig/testing`, each in one file, for `import` and for `require`. */
export async function buildTypes(folder = dist) {
  const { rollup } = await import('rollup')
  const { dts } = await import('rollup-plugin-dts')
  for (const entry of ['index', 'testing']) {
    const bundle = await rollup({
      input: `${root}src/${entry}.ts`,
      plugins: [dts({ tsconfig: `${root}tsconfig.json` })],
    })
    await bundle.write({ file: `${folder}/${entry}.d.ts`, format: 'es' })
    await bundle.close()
    cpSync(`${folder}/${entry}.d.ts`, `${folder}/${entry}.d.cts`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(dist, { recursive: true, force: true })
  await buildCode()
  await buildTypes()
}
