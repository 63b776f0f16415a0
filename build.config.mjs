// Builds dist/: the program and the library as CommonJS with lazy chunks, which Node loads two to three times
// as fast as ES modules; for `import`, modules that hand on what the CommonJS ones export; and the types.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  setup({ onResolve, onLoad }) {
    // For commands that are programs of their own, of which there are none: Node takes a while to load it.
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'unloaded' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'unloaded' }, () => ({ contents: 'module.exports = {}' }))
    // A name with # is a file of the package that asks for it.
    onResolve({ filter: /^[^./#]/ }, ({ path, kind }) =>
      kind === 'entry-point' || bundled.has(path) ? undefined : { path, external: true },
    )
    // Below, imports become requires: this one has to stay what it is.
    onResolve({ filter: /[\\/]import-file\.ts$/ }, () => ({ path: '../import-file.cjs', external: true }))
    onResolve({ filter: /[\\/]require-package\.ts$/ }, () => ({
      path: '../load-packages.cjs',
      external: true,
    }))
  },
}

/**
 * An env file and a revision import the library for its declarations: a command, which is an async function and stands in
 * `commands/` itself, is loaded when it is called.
 *
 * @type {import('esbuild').Plugin}
 */
const lazyCommands = {
  name: 'lazy-commands',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]index\.ts$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'ts' })
      const commands = /export \{([^}]*)\} from "(\.\/commands\/[^/"]*)";/g
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

/** What a run loads together lies together: each pack has what these modules need, and no pack before it has. */
const packs = {
  main: ['src/cli/main.ts'],
  program: ['src/cli/program.ts'],
  listings: [
    'src/cli/listing-commands.ts',
    'src/commands/heads.ts',
    'src/commands/history.ts',
    'src/commands/show.ts',
  ],
  library: ['src/index.ts'],
  databases: ['src/cli/database-commands.ts', 'src/commands/upgrade.ts', 'src/commands/current.ts'],
}

/** An `upgrade` needs one of them: what they share is a pack of its own, and none of it lies with another command. */
const dialects = ['postgres', 'sqlite', 'mysql'].map((name) => `src/dialects/${name}/dialect.ts`)

/** What runs revisions, and what no pack before has of it. */
const runs = ['src/commands/revisions/modules.ts', 'src/commands/run-migration.ts']

/** The JavaScript alone: a second. */
export async function buildCode() {
  const { outputFiles, metafile } = await build({
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
    write: false,
    metafile: true,
  })
  mkdirSync(dist, { recursive: true })
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]))
  // What runs with drivers is no module of the sources: it is about files as Node loads them.
  texts.set('load-packages.cjs', readFileSync(join(root, 'src/load-packages.cjs'), 'utf8'))
  const packed = packMembers(metafile)
  const isAskedFor = askedFor(metafile, packed)
  const packOf = new Map()
  for (const [name, members] of packed) {
    const exported = members.filter(isAskedFor)
    const text = inAscii(await packText(name, { members, exported }, texts))
    const file = `${name}-${shortHash(text)}.pack.cjs`
    writeFileSync(join(dist, file), text)
    for (const chunk of exported) packOf.set(chunk, file)
  }
  const written = new Set(packOf.values())
  for (const name of readdirSync(dist)) {
    if (name.endsWith('.pack.cjs') && !written.has(name)) rmSync(join(dist, name))
  }
  writeLoader(Object.fromEntries(packOf))
  const importFile = readFileSync(join(root, 'src/project/import-file.ts'), 'utf8')
  const { code } = await transform(importFile, { ...target, loader: 'ts', format: 'cjs' })
  writeFileSync(join(dist, 'import-file.cjs'), code)
  for (const entry of ['index', 'testing']) writeModule(entry)
  writeOutput('help.txt', ['--help'])
  for (const shell of ['bash', 'zsh', 'fish']) writeOutput(`completion.${shell}`, ['completion', shell])
}

/** @param {string} text */
function shortHash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/**
 * What a command line prints: with another option beside it, the program describes its commands itself.
 *
 * @param {string} file
 * @param {readonly string[]} args
 */
function writeOutput(file, args) {
  const program = [join(root, 'bin/tsmig.cjs'), ...args, '--no-color']
  const env = { ...process.env, TSMIG_CACHE: 'off' }
  writeFileSync(join(dist, file), execFileSync(process.execPath, program, { env }))
}

/**
 * Read as Latin-1, which Node reads much faster than UTF-8: what is not ASCII stands in expressions and comments alone.
 *
 * @param {string} code
 */
function inAscii(code) {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * The chunks of each pack: those that its modules import, and what they import. What no pack of the list has is in
 * one that is named by the first module that needs it.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function packMembers({ outputs }) {
  const chunks = Object.entries(outputs)
  const rest = chunks.flatMap(([, { entryPoint }]) => (entryPoint === undefined ? [] : [entryPoint]))
  /** @param {string} module */
  const chunkOf = (module) => {
    const path = chunks.find(([, { entryPoint }]) => entryPoint === module)?.[0]
    if (path === undefined) throw new Error(`a pack has ${module}, which no chunk is`)
    return path
  }
  /** @param {string} path @param {Set<string>} taken @returns {string[]} */
  const withImports = (path, taken) => {
    if (taken.has(path)) return []
    taken.add(path)
    const imports = outputs[path]?.imports ?? []
    const needed = imports.filter(({ kind, external }) => kind === 'import-statement' && !external)
    return [...needed.flatMap((one) => withImports(one.path, taken)), path]
  }
  /** @param {readonly string[]} modules */
  const closure = (modules) => modules.flatMap((module) => withImports(chunkOf(module), new Set()))
  // Whoever imports the library opens no more of the program than this.
  const ofProgram = closure([...packs.program, ...packs.listings])
  const ofBoth = closure(packs.library).filter((path) => ofProgram.includes(path))
  const ofDialects = dialects.map((module) => closure([module]))
  const shared = ofDialects.flat().filter((path, index, all) => all.indexOf(path) !== index)
  /** @param {string} entry */
  const alone = (entry) => /** @type {const} */ ([packName(entry), [chunkOf(entry)]])
  const roots = [
    /** @type {const} */ (['main', [...packs.main.map(chunkOf), ...ofBoth]]),
    ...Object.entries(packs).map(([name, modules]) => /** @type {const} */ ([name, modules.map(chunkOf)])),
    /** @type {const} */ (['dialects', shared]),
    ...dialects.map(alone),
    /** @type {const} */ (['runs', runs.map(chunkOf)]),
    ...rest.map(alone),
  ]
  const taken = new Set()
  return roots
    .map(
      ([name, paths]) =>
        /** @type {const} */ ([
          name,
          [
            ...paths.flatMap((path) => withImports(path, taken)).map((path) => basename(path)),
            ...(name === 'databases' ? ['load-packages.cjs'] : []),
          ],
        ]),
    )
    .filter(([, members]) => members.length > 0)
}

/**
 * `dialects-postgres-dialect` of `src/dialects/postgres/dialect.ts`; the package of a module of one.
 *
 * @param {string} entry
 */
function packName(entry) {
  const [, name = entry] = /(?:^src|node_modules)\/(.+?)(?:\.\w+)+$/.exec(entry) ?? []
  return name.replaceAll(/[^\w-]+/g, '-')
}

/**
 * Whether a chunk is asked for by itself: by the library's user, when a command wants it, or from another pack.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {readonly (readonly [name: string, members: readonly string[]])[]} packed
 */
function askedFor({ outputs }, packed) {
  const packOf = new Map(packed.flatMap(([name, members]) => members.map((one) => [one, name])))
  const asked = new Set(['load-packages.cjs', ...Object.keys(entries).map((entry) => `${entry}.cjs`)])
  for (const [path, { imports }] of Object.entries(outputs)) {
    for (const { path: to, kind } of imports) {
      const isElsewhere = packOf.get(basename(to)) !== packOf.get(basename(path))
      if (kind === 'dynamic-import' || isElsewhere) asked.add(basename(to))
    }
  }
  return (/** @type {string} */ chunk) => asked.has(chunk)
}

/**
 * esbuild splits ES modules only. The chunks of a pack become one function, with one scope for all of them: to make a
 * module of each takes longer than to run it. It exports what each chunk that is asked for exports.
 *
 * @param {string} name
 * @param {{ readonly members: readonly string[], readonly exported: readonly string[] }} chunks
 * @param {ReadonlyMap<string, string>} texts
 */
async function packText(name, { members, exported }, texts) {
  const asking = members.filter((chunk) => texts.get(chunk)?.includes('importMetaUrl'))
  const list = exported.map(
    (chunk, at) => `import * as exports${at} from './${chunk}'\nexport { exports${at} as '${chunk}' }\n`,
  )
  const { outputFiles } = await build({
    ...target,
    absWorkingDir: root,
    bundle: true,
    plugins: [chunksOf(members, texts)],
    stdin: { contents: list.join(''), sourcefile: name },
    format: 'cjs',
    supported: { 'dynamic-import': false },
    write: false,
  })
  const [{ text: code } = { text: '' }] = outputFiles
  // What a chunk exports needs no copy.
  const body = code.replaceAll(/__toESM\((require\("\.[^"]*\.cjs"\))\)/g, '$1')
  // The name of a pack tells which build of tsmig wrote what is kept.
  const url = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href\n"
  return `(function (exports, require, module, __filename) {\n${asking.length > 0 ? url : ''}${body}})\n`
}

/**
 * @param {readonly string[]} members
 * @param {ReadonlyMap<string, string>} texts
 * @returns {import('esbuild').Plugin}
 */
function chunksOf(members, texts) {
  return {
    name: 'chunks',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, kind }) => {
        const chunk = basename(path)
        return kind !== 'dynamic-import' && members.includes(chunk)
          ? { path: chunk, namespace: 'chunk' }
          : { path, external: true }
      })
      onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({
        contents: texts.get(path) ?? '',
        loader: 'js',
      }))
    },
  }
}

/** @param {Readonly<Record<string, string>>} packOf */
function writeLoader(packOf) {
  const text = readFileSync(join(root, 'src/load-chunks.cjs'), 'utf8')
  const names = JSON.stringify(packOf)
  const named = text.replace('const packOf = {}', `const packOf = ${names}`)
  const filled = named.replace("const build = ''", `const build = '${shortHash(names)}'`)
  if (named === text || filled === named)
    throw new Error('load-chunks.cjs has no place for what the build knows')
  writeFileSync(join(dist, 'load-chunks.cjs'), filled)
  for (const entry of Object.keys(entries)) {
    writeFileSync(
      join(dist, `${entry}.cjs`),
      `module.exports = require('./load-chunks.cjs').load('${entry}.cjs')\n`,
    )
  }
}

/**
 * An ES module of the same names, so that `import` and `require` get the same instance.
 *
 * @param {string} entry
 */
function writeModule(entry) {
  const names = Object.keys(require(join(dist, `${entry}.cjs`)))
  // Required, not imported: Node would first read all that may be exported.
  const text = `import { createRequire } from 'node:module'
export const { ${names.join(', ')} } = createRequire(import.meta.url)('./${entry}.cjs')
`
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
