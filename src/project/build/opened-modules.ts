import type { ModuleNamespace } from '../module-namespace.ts'

/** Built modules that can be run. */
export interface OpenedModules {
  /** Runs the module of the entry with this number, once. Rejects with what it throws. */
  load(index: number): Promise<ModuleNamespace>
  /** Keeps or removes what was written for them. Modules that are loaded stay loaded. */
  dispose(): void
}
