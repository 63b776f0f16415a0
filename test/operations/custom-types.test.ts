import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { buildTypes } from '../../build.config.mjs'

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))

const plugin = `
import { registerOperation } from 'tsmig'
declare module 'tsmig' {
  interface Op {
    grantAll(role: string): Promise<void>
  }
}
registerOperation({
  name: 'acme.grantAll',
  method: 'grantAll',
  data: (role: string) => ({ role }),
  compile: {
    postgres: ({ role }, { identifier }) => \`GRANT ALL ON ALL TABLES IN SCHEMA public TO \${identifier(role)}\`,
    default: () => [],
  },
  reverse: ({ role }) => ({ kind: 'execute', sql: 'REVOKE ALL … ' + role }),
  describe: ({ role }) => \`Grant everything to \${role}\`,
})
`
const revision = `
import './plugin'
import { type Op, t } from 'tsmig'
export async function upgrade(op: Op): Promise<void> {
  await op.grantAll('reader')
  await op.addColumn('a', 'b', t.text())
  await op.invoke({ kind: 'custom', name: 'acme.grantAll', data: { role: 'x' } })
  // @ts-expect-error The role is text.
  await op.grantAll(1)
  // @ts-expect-error Nobody declared it.
  await op.revokeAll('reader')
  await op.batch('a', (batch) => void batch.addColumn('c', t.text(), { insertAfter: 'b' }), {
    namingConvention: { uq: 'uq_%(table_name)s' },
  })
  // @ts-expect-error There is no such option.
  await op.batch('a', () => {}, { tableKwargs: {} })
}
`

/** What only a library's own sources have: names and types that others are to see. */
const shared = `
import { type Batch, defineTable, foreignKey, index, type Op, primaryKey, t, table, uniqueConstraint } from 'tsmig'
export const id = t.integer().identity().primaryKey()
export const stamps = { made: t.timestamptz().notNull(), kind: t.enum(['a', 'b']) }
export const account = table('account', { id, ...stamps }, (c) => [index(c.kind)])
export const definition = defineTable('a', { id })
export const byKind = index(['kind', { column: 'made', order: 'desc' }])
export const key = uniqueConstraint(['kind', 'made'])
export const maker = foreignKey('maker', 'maker.id')
export const parts = [byKind, key, maker, primaryKey('id')]
export const create = (op: Op) => op.createTable('b', { id, ...stamps })
export const audit = (batch: Batch) => batch.addColumn('made', stamps.made)
`

/** What the compiler says of a project that has the package as it is shipped. */
async function compile(files: Readonly<Record<string, string>>, options: object): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-types-'))
  try {
    const shipped = join(folder, 'node_modules/tsmig')
    mkdirSync(shipped, { recursive: true })
    await buildTypes(shipped)
    symlinkSync(join(modules, 'knex'), join(folder, 'node_modules/knex'))
    const all = {
      'node_modules/tsmig/package.json': JSON.stringify({ name: 'tsmig', types: './index.d.ts' }),
      ...files,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          ...{ strict: true, module: 'esnext', moduleResolution: 'bundler' },
          ...{ target: 'es2022', lib: ['es2023'], skipLibCheck: true, types: [] },
          ...options,
        },
        files: Object.keys(files),
      }),
    }
    for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text)
    const tsc = join(modules, 'typescript/bin/tsc')
    return spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' }).stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('a plugin adds its method to op, in the types of the package as it is shipped', async () => {
  expect(await compile({ 'plugin.ts': plugin, 'revision.ts': revision }, { noEmit: true })).toBe('')
})

test('what a package shares of its schema has declarations', async () => {
  const options = { declaration: true, emitDeclarationOnly: true, outDir: 'out' }
  expect(await compile({ 'shared.ts': shared }, options)).toBe('')
})
