import { checkHeader, HEADER_NAMES } from '../header.ts'
import type { LoadOptions } from '../load-options.ts'
import type { ModuleNamespace } from '../module-namespace.ts'
import { asTsmigError, type FinalReading, finish, type UnknownFile } from '../read-revision.ts'

/** Imports the files whose text doesn't tell their headers. */
export async function importHeaders(
  unknown: readonly UnknownFile[],
  options: LoadOptions,
): Promise<FinalReading[]> {
  const { prepareModules } = await import('../load-module.ts')
  try {
    const prepared = await prepareModules(
      unknown.map(({ path }) => path),
      options,
    )
    try {
      return await Promise.all(unknown.map((text) => importHeader(text, () => prepared.load(text.path))))
    } finally {
      prepared.dispose()
    }
  } catch (error) {
    if (unknown.length === 1) {
      return unknown.map(({ path }) => ({
        kind: 'unreadable',
        file: { path, error: asTsmigError(error, path) },
      }))
    }
    // One broken file breaks a shared build: alone, each of them shows what is wrong with it.
    return (await Promise.all(unknown.map((file) => importHeaders([file], options)))).flat()
  }
}

async function importHeader(text: UnknownFile, load: () => Promise<ModuleNamespace>): Promise<FinalReading> {
  const { path } = text
  try {
    const namespace = headerHolder(await load())
    const values = new Map(Object.entries(namespace).filter(([name]) => HEADER_NAMES.has(name)))
    return finish(text, () => checkHeader({ values }, path))
  } catch (error) {
    return { kind: 'unreadable', file: { path, error: asTsmigError(error, path) } }
  }
}

/** `export default { revision, … }` is a way to write a revision, too. */
function headerHolder(namespace: ModuleNamespace): ModuleNamespace {
  const inner = namespace.default
  const held = !('revision' in namespace) && typeof inner === 'object' && inner !== null
  return held ? (inner as ModuleNamespace) : namespace
}
