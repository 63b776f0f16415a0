import { describe, expect, test } from 'vitest'
import { ignoresInCode } from '../../src/project/ignores-in-code.ts'
import { ignoresInSql } from '../../src/project/ignores-in-sql.ts'

/** What the comments of a text cover, as text. */
function covered(source: string, ignores = ignoresInCode(source)) {
  const lines = source.split('\n')
  const offset = ({ line, column }: { line: number; column: number }): number =>
    lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1
  return ignores.map(({ statement }) =>
    statement === undefined ? 'all' : source.slice(offset(statement.from), offset(statement.to)).trim(),
  )
}

const revision = (body: string) =>
  `import 'x'\nexport async function upgrade(op) {\n${body}\n}\nexport const a = 1\n`

describe('in TypeScript', () => {
  test('codes stand before the colon, the reason behind it, with colons of its own', () => {
    expect(ignoresInCode('a\n  //tsmig-ignore drop-table ,varchar-limit: see shop: all\nb()')).toMatchObject([
      { codes: ['drop-table', 'varchar-limit'], reason: 'see shop: all', at: { line: 2, column: 3 } },
    ])
    for (const text of ['// tsmig-ignore drop-table', '// tsmig-ignore drop-table:  ']) {
      expect(ignoresInCode(text)[0]).not.toHaveProperty('reason')
    }
  })

  test.each([
    ['// tsmig-ignore a: b\n  await op.x()\n  await op.y()', 'await op.x()'],
    [
      '// tsmig-ignore a: b\n\n// more\n  await op.x(\n 1,\n 2)\n    .then(z);\n  await op.y()',
      'await op.x(\n 1,\n 2)\n    .then(z);',
    ],
    ['await op.x()\n  await op.y(1, [2]) // tsmig-ignore a: b\n  op.z()', 'await op.y(1, [2])'],
    ['await op.x();\n  await op.y(`\n1\n`); // tsmig-ignore a: b\n', 'await op.y(`\n1\n`);'],
    [
      "op.w()\n  await op.batch('t', (b) => { // tsmig-ignore a: b\n  b.x()\n  })\n  op.z()",
      "await op.batch('t', (b) => { // tsmig-ignore a: b\n  b.x()\n  })",
    ],
    ['op.all([op.x(),\n  // tsmig-ignore a: b\n  op.y(), op.z()])', 'op.y(),'],
    ['op.outside(() =>\n  op.y() // tsmig-ignore a: b\n)\nop.z()', 'op.y()'],
    ['op.w()\n  op.x(); op.y() // tsmig-ignore a: b\n  op.z()', 'op.x(); op.y()'],
    ['op.x() // tsmig-ignore a: b', 'op.x()'],
    ['op.x()\n // tsmig-ignore a: b', '}'],
  ])('%s', (body, statement) => {
    const [found, ...more] = covered(revision(body))
    expect(found?.startsWith(statement) && found.length - statement.length <= 22).toBe(true)
    expect(found).not.toContain('op.z')
    expect(more).toEqual([])
  })

  test('above a function it is about all of it, and above all the file', () => {
    const source =
      '// tsmig-ignore a: b\nimport x\n// tsmig-ignore a: b\nexport function upgrade() {\nx()\n}\nconst y = 1'
    expect(covered(source)).toEqual(['all', 'export function upgrade() {\nx()\n}'])
  })

  test('strings, templates, block comments and other words are none', () => {
    const source = `f("// tsmig-ignore a: b", \`
      // tsmig-ignore a: b
      \${'// tsmig-ignore a: b'}\`, /\\/\\/ tsmig-ignore/)
      /* // tsmig-ignore a: b */
      // tsmig-ignored a: b
      // Not tsmig-ignore a: b`
    expect(ignoresInCode(source)).toEqual([])
  })
})

describe('in SQL', () => {
  const header = '-- Revision ID: a1\n-- tsmig-ignore no-way-back: no way\n-- Revises: <base>\n\n-- upgrade\n'
  const read = (sql: string, dialect: 'postgres' | 'mysql' = 'postgres') => {
    const source = `${header}${sql}\n-- downgrade\n-- tsmig-ignore a: b\nSELECT 9;\n`
    return covered(source, ignoresInSql(source, 'a1.sql', { dialect }))
  }

  test.each([
    ['-- tsmig-ignore a: b\nSELECT 1;\nSELECT 2;', 'SELECT 1'],
    ['SELECT 1;\nSELECT\n2; -- tsmig-ignore a: b\nSELECT 3;', 'SELECT\n2'],
    ['SELECT 1;\nSELECT -- tsmig-ignore a: b\n2;', 'SELECT -- tsmig-ignore a: b\n2'],
    ['SELECT 1;\n-- tsmig-ignore a: b', ''],
  ])('%s', (sql, statement) => {
    expect(read(sql)).toEqual(['all', statement])
  })

  test('strings are none', () => {
    expect(read("SELECT '\n-- tsmig-ignore a: b\n', $$\n-- tsmig-ignore a: b\n$$;")).toEqual(['all'])
  })
})
