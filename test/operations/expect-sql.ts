import { expect } from 'vitest'
import { loadDialect } from '../../src/dialects/registry.ts'
import type { Operation } from '../../src/operations/operation.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'

/** What an operation compiles to, with its bindings written in; a dialect that isn't listed isn't asked. */
export async function expectSql(
  operation: Operation,
  expected: Readonly<Partial<Record<DialectName, readonly string[]>>>,
): Promise<void> {
  for (const name of Object.keys(expected) as DialectName[]) {
    const dialect = await loadDialect(name)
    const statements = dialect.compile(operation, () => undefined)
    expect(
      statements.map((one) => dialect.inline(one)),
      name,
    ).toEqual(expected[name])
  }
}
