/** What a module exports, by name. For a CommonJS file, the members of `module.exports`. */
export type ModuleNamespace = Readonly<Record<string, unknown>>
