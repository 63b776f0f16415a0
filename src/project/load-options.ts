/** How a user's files are loaded. */
export interface LoadOptions {
  /** The project's folder: dynamic `require` calls resolve from it. */
  readonly directory: string
  /** The URL of the running tsmig's entry: what `import 'tsmig'` gives. */
  readonly selfUrl?: string
  /** Whether what is built becomes one script, or files that Node imports; chosen unless given. */
  readonly form?: 'script' | 'files'
  /** How long a module may take to run, in milliseconds. */
  readonly timeout?: number
}
