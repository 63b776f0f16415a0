/** Stacks that pass through built code name the places in the sources, as Node has it for its own source maps. */
import { realpathSync } from 'node:fs'
import { findSourceMap, SourceMap, type SourceMapPayload } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { scriptEntry } from './resolve-imports.ts'
import { sourcePrefixLength } from './source-names.ts'

/** What leads a script back. */
export interface ScriptSources {
  /** The folder that the names of the sources are relative to. */
  readonly directory: string
  /** The source map; it is asked for when a stack needs it. */
  sourceMap(): string | undefined
}

interface KnownScript extends ScriptSources {
  map?: SourceMap | null
}

const scripts = new Map<string, KnownScript>()
let asksNode = false

/** Whether stacks are led back by somebody else, who would know nothing of scripts. */
export function isLedBackElsewhere(): boolean {
  return (process.sourceMapsEnabled && !asksNode) || !(isNodesOwn() || Error.prepareStackTrace === stackOf)
}

/** Leads positions in the script back to its sources from now on, in every stack that nobody else prepares. */
export function leadBackScript(filename: string, sources: ScriptSources): void {
  scripts.set(filename, { ...sources })
  if (isNodesOwn()) Error.prepareStackTrace = stackOf
}

/** Has Node lead back positions in files that hold their source map. */
export function leadBackFiles(): void {
  asksNode ||= !process.sourceMapsEnabled
  process.setSourceMapsEnabled(true)
}

/** Some versions of Node put their own where others leave it undefined. */
function isNodesOwn(): boolean {
  const { prepareStackTrace } = Error
  return prepareStackTrace === undefined || prepareStackTrace.name === 'ErrorPrepareStackTrace'
}

function stackOf(error: unknown, trace: readonly NodeJS.CallSite[]): string {
  return [titleOf(error), ...trace.flatMap(lineOf)].join('\n    at ')
}

function titleOf(error: unknown): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return '<error>'
  }
}

/** A call that is esbuild's own, and in no source, is left out. */
function lineOf(site: NodeJS.CallSite): readonly string[] {
  const file = site.getFileName()
  const script = file == null ? undefined : scripts.get(file)
  const map = script === undefined ? mapOfNode(file) : mapOf(script)
  if (map === undefined) return [String(site)]
  const [line, column] = [site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1]
  const found = map.findEntry(line - 1, column - 1)
  if (!('originalSource' in found) || found.originalSource === undefined) return []
  const name = found.originalSource
  if (name === scriptEntry) return []
  const source = name.startsWith('file:')
    ? fileURLToPath(name)
    : resolve(realpathSync(script?.directory ?? '.'), name)
  const before = found.originalLine === 0 ? sourcePrefixLength(source) : 0
  const place = `${source}:${found.originalLine + 1}:${Math.max(0, found.originalColumn - before) + 1}`
  // The function that a module became has the name of its file.
  if (site.getFunctionName() === name) return [place]
  return [String(site).replace(`${file}:${line}:${column}`, () => place)]
}

function mapOf(script: KnownScript): SourceMap | undefined {
  if (script.map === undefined) {
    const text = script.sourceMap()
    script.map = text === undefined ? null : new SourceMap(JSON.parse(text) as SourceMapPayload)
  }
  return script.map ?? undefined
}

function mapOfNode(file: string | null | undefined): SourceMap | undefined {
  return asksNode && file != null ? findSourceMap(file) : undefined
}
