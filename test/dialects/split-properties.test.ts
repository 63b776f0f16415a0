import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SplitDialect } from '../../src/dialects/split-rules.ts'
import { splitStatements } from '../../src/dialects/split-statements.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

/** Whatever may stand between two words of a statement: semicolons that end nothing. */
const blanks: Readonly<Record<SplitDialect, readonly string[]>> = {
  postgres: [' ', '\n', '/* ; */', "-- ;'\n", '/* /* ; */ " */', '\t-- $$\r\n'],
  sqlite: [' ', '\n', '/* ; */', "-- ;'\n", "/* /* ; ' */", '-- \r"\n'],
  mysql: [' ', '\n', '/* ; */', "-- ;'\n", '# ;"\n', '/* /* ` */'],
}

/** Values, none of which may be taken apart. */
const values: Readonly<Record<SplitDialect, readonly string[]>> = {
  postgres: [
    "';'",
    "'it''s;'",
    "'\\'",
    "E'\\';'",
    "e'\\\\'",
    '$$;$$',
    '$a$;\'$b$"$a$',
    "U&'\\003b;'",
    "'--'",
    "'/*'",
  ],
  sqlite: ["';'", "'it''s;'", "'\\'", "'--;'", "'/*'", "x'3b'"],
  mysql: ["';'", "'it''s;'", "'\\';'", "'\\\\'", '";"', '"\\";"', "'--;'", "'#'"],
}

const names: Readonly<Record<SplitDialect, readonly string[]>> = {
  postgres: ['a', '"a;b"', '"a""; b"', 'a$b$', '"$$"', '"E\'"'],
  sqlite: ['a', '"a;b"', '[a;"b]', '`a;``b`', '"a""; b"'],
  mysql: ['a', '`a;b`', '`a``;b`', '`a\\`'],
}

/** A SELECT of some values under some names. */
function statement(dialect: SplitDialect): fc.Arbitrary<string> {
  const blank = fc.constantFrom(...blanks[dialect])
  const column = fc
    .tuple(blank, fc.constantFrom(...values[dialect]), blank, fc.constantFrom(...names[dialect]))
    .map(([before, value, between, name]) => `${before}${value}${between}AS ${name}`)
  return fc.array(column, { minLength: 1, maxLength: 4 }).map((columns) => `SELECT ${columns.join(',')}`)
}

function script(dialect: SplitDialect): fc.Arbitrary<{ statements: readonly string[]; text: string }> {
  const gap = fc
    .array(fc.constantFrom(...blanks[dialect], ';'), { maxLength: 3 })
    .map((parts) => parts.join(''))
  return fc.array(fc.tuple(gap, statement(dialect), gap), { maxLength: 6 }).map((parts) => ({
    statements: parts.map(([, one]) => one),
    text: parts.map(([before, one, after]) => `${before}${one}${after};`).join(''),
  }))
}

describe.each(['postgres', 'sqlite', 'mysql'] as const)('on %s', (dialect) => {
  test('statements come back as they went in', () => {
    fc.assert(
      fc.property(script(dialect), ({ statements, text }) => {
        expect(splitStatements(text, dialect).map(({ sql }) => sql)).toEqual(statements)
      }),
      { numRuns: 500 },
    )
  })

  test('of any text, pieces are parts in their order, and nothing but blanks and terminators is between them', () => {
    const anything = fc
      .array(
        fc.constantFrom(
          ...blanks[dialect],
          ...values[dialect],
          ...names[dialect],
          ';',
          '(',
          ')',
          '$',
          "'",
          '\\',
          'begin',
          'end',
          'create trigger',
          'delimiter x\n',
          '😀',
          '\0',
          '1',
        ),
      )
      .map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.oneof(anything, fc.string({ unit: 'binary' })), (text) => {
        const pieces = piecesOrError(text, dialect)
        if (pieces === undefined) return
        let position = 0
        for (const { sql, offset, line } of pieces) {
          expect(offset).toBeGreaterThanOrEqual(position)
          expect(text.slice(offset, offset + sql.length)).toBe(sql)
          expect(sql).not.toBe('')
          expect(line).toBe(text.slice(0, offset).split('\n').length)
          expectBlank(text.slice(position, offset), dialect)
          position = offset + sql.length
        }
        expectBlank(text.slice(position), dialect)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['statements on one line', 'select 1;'],
    ['open dollars', '$a '],
    ['quotes', "'' "],
    ['parentheses', '()'],
    ['comments', '/* */'],
    ['dashes', '- - '],
    ['semicolons', ';'],
    ['words', 'delimiterdelimiter '],
    ['e-strings', "E''\n"],
  ])('%s take time in proportion', (_what, piece) => {
    const time = (count: number): number => {
      const text = piece.repeat(count)
      const start = process.cpuUsage()
      piecesOrError(text, dialect)
      return process.cpuUsage(start).user / 1000
    }
    time(20_000)
    expect(time(400_000)).toBeLessThan(Math.max(60 * time(20_000), 2_000))
  })
})

function piecesOrError(text: string, dialect: SplitDialect): ReturnType<typeof splitStatements> | undefined {
  try {
    return splitStatements(text, dialect)
  } catch {
    return undefined
  }
}

/** What is left of a gap without comments, space and terminators: nothing. */
function expectBlank(gap: string, dialect: SplitDialect): void {
  const nested = /\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\//g
  let rest = dialect === 'mysql' ? gap.replace(/delimiter|x/gi, '') : gap
  if (dialect === 'postgres') rest = rest.replace(/--[^\n\r]*/g, (line) => (line.includes('*/') ? line : ''))
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(dialect === 'postgres' ? nested : /\/\*[\s\S]*?\*\/|--[^\n]*|#[^\n]*/g, ' ')
  }
  expect(rest.replace(/--[^\n]*/g, '').replace(/[\s;\ufeff]/g, '')).toBe('')
}

/** Scripts with everything that has semicolons inside. */
const postgresScript = `
CREATE TABLE "a;b" (id integer PRIMARY KEY, text text DEFAULT ';');; -- one; two
CREATE FUNCTION one() RETURNS text LANGUAGE plpgsql AS $body$
BEGIN
  RETURN 'a;' || $$b;$$ || E'c\\';';
END $body$;
CREATE FUNCTION two(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN x > 1 THEN 2 ELSE 3 END; END;
CREATE RULE three AS ON UPDATE TO "a;b" DO ALSO (DELETE FROM "a;b" WHERE id = 1; DELETE FROM "a;b" WHERE id = 2);
DO $$ BEGIN INSERT INTO "a;b" VALUES (1, ';'), (4, one()); END $$;
/* ; /* ; */ ; */
INSERT INTO "a;b" VALUES (two(2), E'a'
  '\\';'), (3, U&'\\003b;');
UPDATE "a;b" SET text = text WHERE id = 3`

const sqliteScript = `
CREATE TABLE "a;b" (id integer PRIMARY KEY, text text DEFAULT ';');; -- one; two
CREATE TABLE [c;d] (\`e;\` text);
CREATE TRIGGER one AFTER INSERT ON "a;b" WHEN new.id > 0 BEGIN
  INSERT INTO [c;d] SELECT CASE WHEN new.id = 1 THEN ';' ELSE 'end;' END;
  UPDATE [c;d] SET \`e;\` = \`e;\` || ';' WHERE 1; -- END;
END;
/* ; /* ; */
INSERT INTO "a;b" VALUES (1, 'it''s;'), (2, 'x\\');
CREATE TEMP TRIGGER two AFTER DELETE ON "a;b" BEGIN DELETE FROM [c;d]; END`

describe('a server takes the pieces as it takes the whole', () => {
  let databases: readonly TestDatabase[] = []
  beforeAll(async () => {
    databases = await Promise.all([createTestDatabase(), createTestDatabase()])
  })
  afterAll(async () => {
    for (const database of databases) await database.drop()
  })

  test('PostgreSQL', async () => {
    const [whole, pieces] = databases
    if (whole === undefined || pieces === undefined) throw new Error('no databases')
    await whole.query(postgresScript)
    const split = splitStatements(postgresScript, 'postgres')
    expect(split.length).toBe(7)
    // With bindings, the server takes one statement alone.
    for (const { sql } of split) await pieces.query(sql, [])
    const look = async (database: TestDatabase) => [
      await database.query('SELECT * FROM "a;b" ORDER BY id'),
      await database.query(
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY proname",
      ),
      await database.query('SELECT definition FROM pg_rules WHERE rulename = $1', ['three']),
    ]
    expect(await look(pieces)).toEqual(await look(whole))
    expect((await look(whole))[0]).toHaveLength(2)
  })

  test('SQLite', () => {
    const [whole, pieces] = [new Sqlite(':memory:'), new Sqlite(':memory:')]
    whole.exec(sqliteScript)
    const split = splitStatements(sqliteScript, 'sqlite')
    expect(split.length).toBe(5)
    // `prepare` refuses a second statement.
    for (const { sql } of split) pieces.prepare(sql).run()
    const look = (database: Sqlite.Database) => [
      database
        .prepare('SELECT name, sql FROM sqlite_master UNION ALL SELECT name, sql FROM sqlite_temp_master')
        .all(),
      database.prepare('SELECT * FROM "a;b"').all(),
      database.prepare('SELECT * FROM [c;d]').all(),
    ]
    expect(look(pieces)).toEqual(look(whole))
    expect(look(whole)[2]).toHaveLength(2)
  })

  test('random scripts give the same rows', async () => {
    const [, database] = databases
    if (database === undefined) throw new Error('no database')
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const sqlite = new Sqlite(':memory:')
    await fc.assert(
      fc.asyncProperty(script('postgres'), async ({ text }) => {
        const whole = await client.query({ text, rowMode: 'array' })
        const all = (Array.isArray(whole) ? whole : [whole])
          .map(({ rows }) => rows)
          .filter((rows) => rows.length > 0)
        const pieces: unknown[] = []
        for (const { sql } of splitStatements(text, 'postgres')) {
          pieces.push((await client.query({ text: sql, values: [], rowMode: 'array' })).rows)
        }
        expect(pieces).toEqual(all)
      }),
      { numRuns: 60 },
    )
    fc.assert(
      fc.property(script('sqlite'), ({ text }) => {
        for (const { sql } of splitStatements(text, 'sqlite'))
          expect(sqlite.prepare(sql).all()).toHaveLength(1)
      }),
      { numRuns: 60 },
    )
    await client.end()
  })
})
