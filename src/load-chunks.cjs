// Loads the parts of the built program. They lie in packs, a file for those that run together. V8's compiled code of them
// is kept beside them, where the package's folder can be written, a file for each command: it has the functions that the
// command uses, since to read all others would take as long as to compile these.
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')

/** The name of each chunk's pack. The build writes it in. @type {Record<string, string>} */
const packOf = {}
/** One folder may have the code of several builds. The build writes it in. */
const build = ''

/** @type {Map<string, unknown>} What chunks export; this file too, which Node would look for. */
const loaded = new Map()
/** @type {Map<string, vm.Script>} */
const scripts = new Map()
/** @type {ReadonlyMap<string, Buffer> | undefined} */
let kept
let isAllKept = true
/** @type {string | undefined} */
let codeFolder

/** @param {string} name a chunk, by its path or the name of its file @returns {unknown} */
function load(name) {
  const chunk = path.basename(name)
  if (loaded.has(chunk)) return loaded.get(chunk)
  const pack = packOf[chunk]
  if (pack === undefined) return require(name.startsWith('.') ? path.join(__dirname, chunk) : name)
  openPack(pack)
  if (!loaded.has(chunk)) throw new Error(`${pack} lacks ${chunk}: install tsmig again`)
  return loaded.get(chunk)
}

/** @param {string} pack */
function openPack(pack) {
  const filename = path.join(__dirname, pack)
  const run = runScript(pack, filename, fs.readFileSync(filename, 'latin1'))
  /** @type {{ exports: Record<string, object> }} */
  const module = { exports: {} }
  run(module.exports, load, module, filename)
  for (const [chunk, exports] of Object.entries(module.exports))
    loaded.set(chunk, Object.defineProperty(exports, '__esModule', { value: true }))
}

/**
 * Runs a script, with its compiled code where that is kept.
 *
 * @param {string} name there is one text of this name, and no other
 * @param {string} filename
 * @param {string} text
 */
function runScript(name, filename, text) {
  // A program that imports the library takes what the commonest command has kept.
  kept ??= readKept(fileOf('upgrade'))
  const code = kept.get(name)
  const script = new vm.Script(text, { filename, ...(code && { cachedData: code }) })
  scripts.set(name, script)
  if (!code || script.cachedDataRejected) isAllKept = false
  return script.runInThisContext()
}

/**
 * Takes the code that the command has kept, and keeps it anew at the end where some is missing.
 *
 * @param command the first argument of the command line
 */
function keepCodeOf(command = '') {
  const file = fileOf(/^[a-z][a-z_-]*$/.test(command) ? command : 'others')
  if (file === undefined) return
  kept = readKept(file)
  codeFolder = path.dirname(file)
  process.on('exit', (exitCode) => {
    // What can't be read as a command line may be named anything.
    if (!isAllKept && exitCode !== 2) keepCode(file)
  })
}

/** @param {string} file */
function keepCode(file) {
  const code = new Map([...(kept ?? [])].filter(([name]) => !isReplaced(name)))
  for (const [name, script] of scripts) code.set(name, script.createCachedData())
  const sizes = JSON.stringify([...code].map(([name, { length }]) => [name, length]))
  // V8 copies what doesn't begin at a multiple of eight.
  const head = `${sizes.padEnd(Math.ceil((sizes.length + 1) / 8) * 8 - 1)}\n`
  writeKept(file, Buffer.concat([Buffer.from(head), ...code.values()]))
}

/** Whether another version of a package was loaded. @param {string} name */
function isReplaced(name) {
  const [subject, version] = name.split(' ')
  return version !== undefined && [...scripts.keys()].some((other) => other.startsWith(`${subject} `))
}

/** Where a program of the command line may keep what it likes. */
function folderOfCode() {
  return codeFolder
}

/** @param {string} file in that folder @param {Buffer} bytes */
function writeKept(file, bytes) {
  try {
    makeFolder(path.dirname(path.dirname(file)))
    makeFolder(path.dirname(file))
    writeWhole(file, bytes)
  } catch {
    // A folder that can't be written: the next run does without, too.
  }
}

/** @param {string | undefined} file @returns {ReadonlyMap<string, Buffer>} by the names of packs */
function readKept(file) {
  const code = new Map()
  if (file === undefined) return code
  try {
    const bytes = fs.readFileSync(file)
    let at = bytes.indexOf('\n') + 1
    for (const [pack, size] of JSON.parse(bytes.toString('latin1', 0, at))) {
      code.set(pack, bytes.subarray(at, at + size))
      at += size
    }
    return at === bytes.length ? code : new Map()
  } catch {
    return new Map()
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

/**
 * Beside the program, which whoever could write there could change as well; or where `TSMIG_CACHE` says.
 *
 * @param {string} command
 */
function fileOf(command) {
  const named = process.env.TSMIG_CACHE
  if (named === 'off') return undefined
  const folder = path.join(named ? path.resolve(named) : __dirname, 'code')
  return path.join(folder, `${process.version}-${process.arch}-${build}`, command)
}

module.exports = { load, keepCodeOf, folderOfCode, runScript, writeKept }
loaded.set(path.basename(__filename), module.exports)
