import { describe, expect, test } from 'vitest'
import { changeScript, schemaScript } from '../../src/commands/schema-script.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { ScriptSink } from '../../src/runtime/script-sink.ts'
import { enumType } from '../../src/schema/declare.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import { t } from '../../src/schema/t.ts'

const mood = (...values: readonly string[]) => t.enum(values, { name: 'mood' })
const snapshot = declaredSnapshot([enumType('mood', ['sad', 'glad']), table('a', { m: mood('sad', 'glad') })])
const addColumn = (...values: readonly string[]): Operation => ({
  kind: 'addColumn',
  table: { name: 'a' },
  column: { name: 'n', type: { type: 'enum', values, name: 'mood' }, nullable: true },
})

async function script(...operations: readonly Operation[]): Promise<string> {
  const parts: string[] = []
  const sink = new ScriptSink(postgres, (text) => parts.push(text))
  for (const one of operations) await sink.accept(one)
  return parts.join('')
}

const blocks = (text: string) => text.match(/^DO /gm)?.length ?? 0

test('a script tells its encoding before the first letter that is not ASCII', async () => {
  const insert = (name: string): Operation => ({ kind: 'execute', sql: `INSERT INTO a VALUES ('${name}')` })
  expect(await script(insert('a'), insert('é'), insert('ü'))).toBe(
    `INSERT INTO a VALUES ('a');\n\nSET client_encoding = 'UTF8';\n\nINSERT INTO a VALUES ('é');\n\nINSERT INTO a VALUES ('ü');\n\n`,
  )
  expect(await script(insert('a'))).not.toContain('client_encoding')
})

describe('a script makes sure of an enum type', () => {
  test('once, where its tables need it', async () => {
    expect(blocks(await script(addColumn('sad', 'glad'), addColumn('sad', 'glad')))).toBe(1)
  })

  test('again, where it may have gone or has other values', async () => {
    const drop: Operation = { kind: 'dropObject', object: { type: 'enum', name: 'mood' } }
    const text: Operation = { kind: 'execute', sql: 'DROP TYPE mood' }
    for (const one of [drop, text]) {
      expect(blocks(await script(addColumn('sad', 'glad'), one, addColumn('sad', 'glad')))).toBe(2)
    }
    expect(blocks(await script(addColumn('sad', 'glad'), addColumn('sad')))).toBe(2)
  })

  test('not where it has just been made, or stands in the database', async () => {
    const made = await schemaScript(snapshot, postgres)
    expect(made).toContain('CREATE TYPE "mood" AS ENUM')
    expect(blocks(made)).toBe(0)
    expect(blocks(await changeScript([addColumn('sad', 'glad')], snapshot, postgres))).toBe(0)
  })
})
