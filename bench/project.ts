import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { type BenchDatabase, type DatabaseKind, postgresDatabase, sqliteDatabase } from './database.ts'
import type { Bench } from './job.ts'
import type { Command } from './measure/command.ts'
import type { Migration } from './migrations.ts'
import type { Tool } from './tools/tool.ts'

/** A project of one tool, with a database of its own. */
export interface Project {
  readonly tool: Tool
  readonly folder: string
  readonly database: BenchDatabase
  readonly upgrade: Command
}

export async function makeProject(
  bench: Bench,
  tool: Tool,
  kind: DatabaseKind,
  migrations: readonly Migration[],
): Promise<Project> {
  const folder = newFolder(bench)
  const database = kind === 'postgres' ? await postgresDatabase() : sqliteDatabase(bench.folder)
  tool.write(folder, database.url, migrations, bench.peers)
  return { tool, folder, database, upgrade: tool.upgrade(folder, database.url, bench.peers) }
}

export function newFolder({ folder }: Bench): string {
  return mkdtempSync(join(folder, 'project-'))
}
