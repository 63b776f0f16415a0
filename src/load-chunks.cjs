// Loads the parts of the built program. They lie in packs, a file for those that run together, and V8's compiled
// code of a pack is kept beside it where the package's folder can be written.
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')

/** The name of each chunk's pack. The build writes it in. @type {Record<string, string>} */
const packOf = {}

/** @typedef {(exports: object, require: (name: string) => unknown, module: { exports: object }, file: string) => void} Chunk */

/** @type {Map<string, Chunk>} */
const chunks = new Map()
/** @type {Map<string, { exports: object }>} */
const loaded = new Map()
/** @type {Map<string, vm.Script>} Packs that were compiled without kept code. */
const compiled = new Map()
const keptIn = keptCodeFolder()

/** @param {string} name a chunk, by its path or the name of its file @returns {unknown} */
function load(name) {
  const chunk = path.basename(name)
  const pack = packOf[chunk]
  if (pack === undefined) return require(name.startsWith('.') ? path.join(__dirname, chunk) : name)
  const known = loaded.get(chunk)
  if (known !== undefined) return known.exports
  if (!chunks.has(chunk)) openPack(pack)
  const define = chunks.get(chunk)
  if (define === undefined) throw new Error(`${pack} lacks ${chunk}: install tsmig again`)
  const module = { exports: {} }
  loaded.set(chunk, module)
  define(module.exports, load, module, path.join(__dirname, 'chunks', chunk))
  return module.exports
}

/** @param {string} pack */
function openPack(pack) {
  const filename = path.join(__dirname, pack)
  const kept = keptIn && readOrNone(path.join(keptIn, pack))
  const script = new vm.Script(fs.readFileSync(filename, 'latin1'), {
    filename,
    ...(kept && { cachedData: kept }),
  })
  if (!kept || script.cachedDataRejected) compiled.set(pack, script)
  script.runInThisContext()((/** @type {string} */ name, /** @type {Chunk} */ chunk) =>
    chunks.set(name, chunk),
  )
}

/** Keeps the code of the packs that this run compiled, with the functions it used. */
function keepCode() {
  if (keptIn === undefined || compiled.size === 0) return
  try {
    makeFolder(path.dirname(keptIn))
    makeFolder(keptIn)
    for (const [pack, script] of compiled) writeWhole(path.join(keptIn, pack), script.createCachedData())
  } catch {
    // A folder that can't be written: the next run compiles again.
  }
}

/** @param {string} folder */
function makeFolder(folder) {
  try {
    fs.mkdirSync(folder)
  } catch (error) {
    if (!fs.existsSync(folder)) throw error
  }
}

/**
 * V8 takes what it is given, whole or not: a name that is there stands for all of its bytes, on disk.
 *
 * @param {string} file
 * @param {Buffer} bytes
 */
function writeWhole(file, bytes) {
  const aside = `${file}.${process.pid}`
  try {
    const descriptor = fs.openSync(aside, 'wx')
    try {
      fs.writeFileSync(descriptor, bytes)
      fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
    fs.renameSync(aside, file)
  } catch (error) {
    fs.rmSync(aside, { force: true })
    throw error
  }
}

/** Beside the program, which whoever could write there could change as well; or where `TSMIG_CACHE` says. */
function keptCodeFolder() {
  const named = process.env.TSMIG_CACHE
  if (named === 'off') return undefined
  return path.join(named ? path.resolve(named) : __dirname, 'code', `${process.version}-${process.arch}`)
}

/** @param {string} file */
function readOrNone(file) {
  try {
    return fs.readFileSync(file)
  } catch {
    return undefined
  }
}

module.exports = { load, keepCode }
