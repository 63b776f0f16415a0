import { join } from 'node:path'
import { packageRoot } from '../../test/support/package-root.ts'
import { fileOf } from '../database.ts'
import { node, type Tool } from './tool.ts'
import { writeFiles } from './write-files.ts'

/** A program of `bench/floor`: no tool, one client. */
export function floor(name: string): string {
  return join(packageRoot, 'bench/floor', name)
}

/** The same statements from one client, a transaction each, with a row that says which. */
export const raw: Tool = {
  name: 'raw floor',
  databases: ['postgres', 'sqlite'],
  write(folder, _url, migrations) {
    writeFiles(folder, { 'migrations.json': JSON.stringify(migrations) })
  },
  upgrade: (folder, url) =>
    url.startsWith('sqlite:')
      ? node(folder, [floor('apply-sqlite.mjs'), fileOf(url)])
      : node(folder, [floor('apply-postgres.mjs'), url]),
}
