/** Runs one statement and gives its rows. What a dialect reads with is handed to it. */
export interface Query {
  (sql: string, bindings?: readonly unknown[]): Promise<Rows>
  /** Several statements in one message, and the rows of each, where the driver can do that; `onEach` is told as they end. */
  all?(statements: readonly string[], onEach?: () => void): Promise<readonly Rows[]>
}

export type Rows = readonly Record<string, unknown>[]
