import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../test/support/package-root.ts'
import { revisionText } from '../../test/support/revision-text.ts'
import type { Command } from '../measure/command.ts'
import type { Migration } from '../migrations.ts'
import { node, type Tool } from './tool.ts'
import { writeFiles } from './write-files.ts'

/** The arguments of a command of this checkout's tsmig. */
export function tsmigCommand(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Command {
  return node(folder, [join(packageRoot, 'bin/tsmig.cjs'), ...args], env)
}

/** The id of a migration's revision. */
export function revisionId({ number }: Migration): string {
  return number.toString(16).padStart(12, '0')
}

/** As `tsmig init` writes it. */
const environment = "import { defineEnvironment } from 'tsmig'\n\nexport default defineEnvironment({})\n"

/** Revisions in TypeScript that say their SQL word by word. */
export const tsmig: Tool = tsmigOf('tsmig', ({ statements, undo }) => ({
  upgrade: lines(statements),
  downgrade: lines(undo),
}))

/** Revisions as tsmig's users write them. */
export const typedTsmig: Tool = tsmigOf('tsmig, operations', ({ name }) => {
  const table = name.replace('create_', '')
  return {
    upgrade: `await op.createTable('${table}', {
    id: t.integer().primaryKey(),
    name: t.varchar(100).notNull(),
    price: t.numeric(10, 2),
    made: t.timestamp(),
  })
  await op.createIndex('ix_${table}_name', '${table}', ['name'])`,
    downgrade: `await op.dropTable('${table}')`,
  }
})

export function tsmigOf(
  name: string,
  bodies: (migration: Migration) => { upgrade: string; downgrade: string },
): Tool {
  return {
    name,
    databases: ['postgres', 'sqlite'],
    write(folder, url, migrations) {
      const files: Record<string, string> = {
        'migrations.ini': `[tsmig]\nscript_location = migrations\nurl = ${url.replaceAll('%', '%%')}\n`,
        'package.json': '{ "type": "module" }\n',
        'migrations/env.ts': environment,
      }
      for (const [index, migration] of migrations.entries()) {
        const before = migrations[index - 1]
        const id = revisionId(migration)
        files[`migrations/versions/${id}_${migration.name}.ts`] = revisionText(
          id,
          before === undefined ? null : revisionId(before),
          { message: migration.name.replaceAll('_', ' '), ...bodies(migration) },
        )
      }
      writeFiles(folder, files)
      for (const name of ['node_modules', 'migrations/versions'])
        mkdirSync(join(folder, name), { recursive: true })
      symlinkSync(packageRoot, join(folder, 'node_modules/tsmig'))
    },
    upgrade: (folder) => tsmigCommand(folder, ['upgrade', 'head']),
  }
}

function lines(statements: readonly string[]): string {
  return statements.map((sql) => `await op.execute(${JSON.stringify(sql)})`).join('\n  ')
}
