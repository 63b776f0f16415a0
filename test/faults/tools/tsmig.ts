import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../support/package-root.ts'
import { revisionText } from '../../support/revision-text.ts'
import { databaseKinds } from '../support/database.ts'
import type { Migration, Tool } from './tool.ts'

const binary = join(packageRoot, 'bin/tsmig.cjs')

/** The arguments of Node for a command of tsmig's. */
export function tsmigCommand(...args: readonly string[]): readonly string[] {
  return [binary, ...args]
}

export const tsmig: Tool = {
  name: 'tsmig',
  databases: databaseKinds,
  upgrade: tsmigCommand('upgrade', 'head'),
  ownTables: ['tsmig_version'],
  write(folder, url, migrations) {
    writeProject(folder, url, migrations)
  },
}

/** The same with more lines in the ini. */
export function writeProject(
  folder: string,
  url: string,
  migrations: readonly Migration[],
  ini: readonly string[] = [],
): void {
  mkdirSync(join(folder, 'migrations/versions'), { recursive: true })
  const lines = ['[tsmig]', 'script_location = migrations', `url = ${url.replaceAll('%', '%%')}`, ...ini, '']
  writeFileSync(join(folder, 'migrations.ini'), lines.join('\n'))
  for (const [index, { name, statements, upgrade, transaction }] of migrations.entries()) {
    const text = revisionText(name, migrations[index - 1]?.name ?? null, {
      upgrade: upgrade ?? statements.map((sql) => `await op.execute(${JSON.stringify(sql)})`).join('\n  '),
    })
    const outside = transaction === false ? 'export const transaction = false\n' : ''
    writeFileSync(join(folder, 'migrations/versions', `${name}_.ts`), text + outside)
  }
}
