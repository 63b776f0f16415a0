import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageRoot } from '../../support/package-root.ts'
import { revisionText } from '../../support/revision-text.ts'
import { databaseKinds } from '../support/database.ts'
import type { Hold, Migration, Tool } from './tool.ts'

const binary = join(packageRoot, 'bin/tsmig.cjs')
const library = pathToFileURL(join(packageRoot, 'dist/index.js')).href

/** The arguments of Node for a command of tsmig's. */
export function tsmigCommand(...args: readonly string[]): readonly string[] {
  return [binary, ...args]
}

export const tsmig: Tool = {
  name: 'tsmig',
  databases: databaseKinds,
  upgrade: tsmigCommand('upgrade', 'head'),
  upgradeSoon: tsmigCommand('upgrade', 'head', '--lock-timeout', '2s'),
  upgradeBeside: tsmigCommand('upgrade', 'head', '--lock-timeout', '2s'),
  library: `import { upgrade as run } from ${JSON.stringify(library)}
export const upgrade = () => run({ target: 'head' })
`,
  ownTables: ['tsmig_version'],
  write(folder, url, migrations, versionTable) {
    writeProject(
      folder,
      url,
      migrations,
      versionTable === undefined ? [] : [`version_table = ${versionTable}`],
    )
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
  for (const [index, { name, statements, upgrade, transaction, hold }] of migrations.entries()) {
    const lines = statements.map((sql) => `await op.execute(${JSON.stringify(sql)})`)
    const text = revisionText(name, migrations[index - 1]?.name ?? null, {
      upgrade: [...(upgrade === undefined ? lines : [upgrade]), ...holding(hold)].join('\n  '),
    })
    const outside = transaction === false ? 'export const transaction = false\n' : ''
    writeFileSync(join(folder, 'migrations/versions', `${name}_.ts`), text + outside)
  }
}

function holding(hold: Hold | undefined): readonly string[] {
  if (hold === undefined) return []
  const wait =
    hold === 'a minute'
      ? `op.run('hold', () => new Promise((resolve) => setTimeout(resolve, 60_000)))`
      : `op.execute(${JSON.stringify(hold.sql)})`
  return [
    'if (!process.env.HOLD) return',
    `await op.run('tell', async () => console.log('working'))`,
    `await ${wait}`,
  ]
}
