// Loads packages, as `require` does. Node looks for each of their many files anew in each run, and compiles it: so those
// of the packages below are packed into one file when they are first loaded, which holds as long as everything is as it
// was that decides what `require` would find.
'use strict'
const { isAscii } = require('node:buffer')
const fs = require('node:fs')
const { createRequire, isBuiltin, Module } = require('node:module')
const path = require('node:path')
const { folderOfCode, runScript, writeKept } = require('./load-chunks.cjs')

// The build makes it a chunk, and what chunks require is others.
const requireFile = createRequire(__filename)

/** None that looks for its own files: what is packed seems to stand in one. */
const packed = new Set(['pg', 'knex'])

/** Several installations may keep theirs in one folder, and each has packages of its own. */
const placeName = path
  .dirname(__filename)
  .replaceAll(/[^\w-]+/g, '-')
  .slice(-100)

/** Milliseconds: a file changed as short ago may be changed again without its times telling. */
const clockTolerance = 2000

/** @typedef {readonly [file: string, mark: string]} Marked */
/** @typedef {{ file: string, requests: Record<string, string> }} PackedFile what a request of a file leads to */
/** @typedef {{ asker: string, version: string, entry: string, marks: Marked[], files: PackedFile[] }} Head of a pack, in its first line */
/** @typedef {(exports: object, require: (request: string) => unknown, module: object, file: string, folder: string) => void} Body */

/** @type {Map<string, unknown>} */
const loaded = new Map()

/** @param {string} name @returns {unknown} */
function requirePackage(name) {
  if (!loaded.has(name)) loaded.set(name, loadPackage(name))
  return loaded.get(name)
}

/** @param {string} name @returns {unknown} */
function loadPackage(name) {
  // Whoever gives Node options may want to see what is loaded.
  const isPlain = process.execArgv.length === 0 && !process.env.NODE_OPTIONS
  const folder = folderOfCode()
  if (folder === undefined || !packed.has(name) || !isPlain) return requireFile(name)
  const pack = path.join(folder, `${placeName}-${name}.pack`)
  const exports = loadPack(name, pack)
  if (exports !== undefined) return exports
  const before = new Set(Object.keys(requireFile.cache))
  const itself = requireFile(name)
  const files = Object.keys(requireFile.cache).filter((file) => !before.has(file))
  // Where others have loaded parts of it before, it is packed another time.
  if (files.includes(requireFile.resolve(name))) process.on('exit', () => writePack(name, pack, files))
  return itself
}

/** @param {string} name @param {string} pack @returns {unknown} `undefined` where there is none that holds */
function loadPack(name, pack) {
  const read = readPack(pack)
  if (read === undefined) return undefined
  const { head, text } = read
  /** @type {Map<string, { body: Body, requests: Record<string, string> }>} */
  const bodies = new Map()
  const define = runScript(`${name} ${head.version}`, pack, text)
  define((/** @type {number} */ at, /** @type {Body} */ body) => {
    const known = head.files[at]
    if (known !== undefined) bodies.set(known.file, { body, requests: known.requests })
  })
  /** @param {string} file @param {Module} [parent] @returns {unknown} */
  const load = (file, parent) => {
    const known = requireFile.cache[file]
    if (known !== undefined) return known.exports
    const found = bodies.get(file)
    if (found === undefined) return requireFile(file)
    const module = new Module(file, parent)
    module.filename = file
    requireFile.cache[file] = module
    try {
      found.body.call(
        module.exports,
        module.exports,
        requireOf(found.requests, module),
        module,
        file,
        path.dirname(file),
      )
      module.loaded = true
    } catch (error) {
      delete requireFile.cache[file]
      throw error
    }
    return module.exports
  }
  /** @param {Record<string, string>} requests @param {Module} module */
  const requireOf = (requests, module) => {
    const own = (/** @type {string} */ request) => {
      const file = requests[request]
      return file === undefined ? createRequire(module.filename)(request) : load(file, module)
    }
    const resolve = (/** @type {string} */ request) => createRequire(module.filename).resolve(request)
    return Object.assign(own, {
      resolve,
      cache: requireFile.cache,
      main: requireFile.main,
      extensions: requireFile.extensions,
    })
  }
  return load(head.entry)
}

/** @param {string} pack */
function readPack(pack) {
  try {
    const bytes = fs.readFileSync(pack)
    // Node takes its time over UTF-8.
    const all = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
    const end = all.indexOf('\n') + 1
    /** @type {Head} */
    const head = JSON.parse(all.slice(0, end))
    // A copy of an installation may come with what the other has kept.
    const holds =
      head.asker === __filename && head.marks.every(([path, mark]) => spell(statOf(path)) === mark)
    return holds ? { head, text: all.slice(end) } : undefined
  } catch {
    return undefined
  }
}

/** @param {string} name @param {string} pack @param {readonly string[]} ownFiles the files that it consists of */
function writePack(name, pack, ownFiles) {
  try {
    const entry = requireFile.resolve(name)
    const files = ownFiles.filter((file) => /\.c?js$/.test(file))
    const looks = new Set([...files, ...looksFor(name, path.dirname(__filename), entry)])
    const bodies = files.map((file, at) => {
      const text = fs.readFileSync(file, 'utf8').replace(/^#!.*/, '')
      /** @type {Record<string, string>} */
      const requests = {}
      for (const [, request = ''] of text.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g)) {
        const found = resolveOrNone(request, file)
        if (found === undefined || !(isBuiltin(found) || files.includes(found))) continue
        requests[request] = found
        if (!isBuiltin(found)) for (const look of looksFor(request, file, found)) looks.add(look)
      }
      const body = `function (exports, require, module, __filename, __dirname) {${text}\n}`
      return { file, requests, code: `define(${at}, ${body})\n` }
    })
    const marks = [...looks].map((look) => /** @type {const} */ ([look, statOf(look)]))
    const oldest = Date.now() - clockTolerance
    if (marks.some(([, stats]) => stats !== undefined && Math.max(stats.mtimeMs, stats.ctimeMs) > oldest))
      return
    const text = `(function (define) {\n${bodies.map(({ code }) => code).join('')}})\n`
    const head = {
      asker: __filename,
      version: process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex'),
      entry,
      marks: marks.map(([look, stats]) => [look, spell(stats)]),
      files: bodies.map(({ file, requests }) => ({ file, requests })),
    }
    writeKept(pack, Buffer.from(`${JSON.stringify(head)}\n${text}`))
  } catch {
    // The next run finds and compiles each file, too.
  }
}

/**
 * What decides that a request of a file leads where it does: folders that something could be added to, and package.json.
 *
 * @param {string} request @param {string} file @param {string} found
 */
function looksFor(request, file, found) {
  const folder = path.dirname(file)
  const looks = [path.dirname(found)]
  if (/^\.{0,2}\//.test(request)) return [...looks, path.dirname(path.join(folder, request))]
  const [name = ''] = /^(?:@[^/]+\/)?[^/]+/.exec(request) ?? []
  for (let above = folder; ; above = path.dirname(above)) {
    const modules = path.join(above, 'node_modules')
    if (fs.existsSync(path.join(modules, name)))
      return [...looks, modules, path.join(modules, name), path.join(modules, name, 'package.json')]
    looks.push(above)
    if (fs.existsSync(modules)) looks.push(modules)
    if (above === path.dirname(above)) return looks
  }
}

/** @param {string} request @param {string} file */
function resolveOrNone(request, file) {
  try {
    return createRequire(file).resolve(request)
  } catch {
    return undefined
  }
}

/** @param {string} file */
function statOf(file) {
  return fs.statSync(file, { throwIfNoEntry: false })
}

/** @param {fs.Stats | undefined} stats */
function spell(stats) {
  return stats === undefined ? '' : `${stats.size} ${stats.ino} ${stats.mtimeMs} ${stats.ctimeMs}`
}

module.exports = { requirePackage }
