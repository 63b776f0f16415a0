// Builds dist/: the program and the library as CommonJS with lazy chunks, which Node loads two to three times
// as fast as ES modules; for `import`, modules that hand on what the CommonJS ones export; and the types.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))
const dist = join(root, 'dist')
const require = createRequire(import.meta.url)
const entries = { index: 'src/index.ts', testing: 'src/testing.ts', cli: 'src/cli/main.ts' }
const target = /** @type {const} */ ({ platform: 'node', target: 'node20.17', logLevel: 'warning' })

/** Small packages that every run needs; the others stay where npm puts them, once for us and for the user. */
const bundled = new Set(['commander', 'ini', 'chalk', 'ejs'])

/** @type {import('esbuild').Plugin} */
const outside = {
  name: 'outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || bundled.has(path) ? undefined : { path, external: true },
    )
    // Below, imports become requires: this one has to stay what it is.
    onResolve({ filter: /[\\/]import-file\.ts$/ }, () => ({ path: '../import-file.cjs', external: true }))
  },
}

/**
 * An env file and a revision import the library for its declarations: a command, which is an async function,
 * is loaded when it is called.
 *
 * @type {import('esbuild').Plugin}
 */
const lazyCommands = {
  name: 'lazy-commands',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]index\.ts$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'ts' })
      const commands = /export \{([^}]*)\} from "(\.\/commands\/(?!database-error)[^"]*)";/g
      const contents = code.replace(
        commands,
        (_all, /** @type {string} */ names, /** @type {string} */ from) =>
          names
            .split(',')
            .map((name) => lazyFunction(name.trim(), from))
            .join('\n'),
      )
      return { contents, loader: 'js' }
    })
  },
}

/**
 * @param {string} exported `check as checkSchema`, or a name alone
 * @param {string} from
 */
function lazyFunction(exported, from) {
  const [inner, outer = inner] = exported.split(' as ')
  return `export const ${outer} = async (...args) => (await import('${from}')).${inner}(...args)`
}

/** The JavaScript alone: a second. */
export async function buildCode() {
  const { outputFiles } = await build({
    ...target,
    absWorkingDir: root,
    bundle: true,
    plugins: [outside, lazyCommands],
    entryPoints: entries,
    outdir: dist,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'importMetaUrl' },
    sourcemap: 'inline',
    sourcesContent: false,
    write: false,
  })
  mkdirSync(join(dist, 'chunks'), { recursive: true })
  await Promise.all(outputFiles.map(({ path, text }) => writeCommonJs(path, text)))
  const importFile = readFileSync(join(root, 'src/project/import-file.ts'), 'utf8')
  const { code } = await transform(importFile, { ...target, loader: 'ts', format: 'cjs' })
  writeFileSync(join(dist, 'import-file.cjs'), code)
  for (const entry of ['index', 'testing']) writeModule(entry)
}

/**
 * esbuild splits ES modules only: each is turned into CommonJS by itself.
 *
 * @param {string} path
 * @param {string} text
 */
async function writeCommonJs(path, text) {
  const { code, map } = await transform(text, {
    ...target,
    format: 'cjs',
    sourcemap: true,
    sourcefile: basename(path),
    supported: { 'dynamic-import': false },
    banner: text.includes('importMetaUrl')
      ? "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;"
      : '',
  })
  writeFileSync(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`)
  writeFileSync(`${path}.map`, map)
}

/**
 * An ES module of the same names, so that `import` and `require` get the same instance.
 *
 * @param {string} entry
 */
function writeModule(entry) {
  const names = Object.keys(require(join(dist, `${entry}.cjs`)))
  const text = `import library from './${entry}.cjs'\nexport const { ${names.join(', ')} } = library\n`
  writeFileSync(join(dist, `${entry}.js`), text)
}

/** The types of the library and of `tsmig/testing`, each in one file, for `import` and for `require`. */
export async function buildTypes(folder = dist) {
  const { rollup } = await import('rollup')
  const { dts } = await import('rollup-plugin-dts')
  for (const entry of /** @type {const} */ (['index', 'testing'])) {
    const bundle = await rollup({
      input: join(root, entries[entry]),
      plugins: [dts({ tsconfig: join(root, 'tsconfig.json') })],
    })
    for (const extension of ['ts', 'cts']) {
      await bundle.write({ file: join(folder, `${entry}.d.${extension}`), format: 'es' })
    }
    await bundle.close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(dist, { recursive: true, force: true })
  await buildCode()
  await buildTypes()
}
