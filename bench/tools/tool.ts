import type { DatabaseKind } from '../database.ts'
import type { Command } from '../measure/command.ts'
import type { Migration } from '../migrations.ts'
import type { Peers } from '../peers.ts'

/** A migration tool, used as its documentation says. */
export interface Tool {
  readonly name: string
  readonly databases: readonly DatabaseKind[]
  /** Whether it can run here. */
  readonly here?: (peers: Peers) => boolean
  /** Writes a project into a folder that is there, for the database at this url. */
  write(folder: string, url: string, migrations: readonly Migration[], peers: Peers): void
  /** Brings the database to the last migration. */
  upgrade(folder: string, url: string, peers: Peers): Command
}

/** Node with these arguments, in a project's folder. */
export function node(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Command {
  return { program: process.execPath, args, cwd: folder, env }
}
