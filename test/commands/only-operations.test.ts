import { expect, test } from 'vitest'
import { isOnlyOperations } from '../../src/commands/revisions/only-operations.ts'

const body = (text: string) => `async function upgrade(op) {\n  ${text}\n}`

test.each([
  ['', 'nothing'],
  [`await op.execute("SELECT 1");`, 'a call'],
  [`await op.execute("SELECT 1")\n  await op.execute('SELECT 2')`, 'without semicolons'],
  [`op.execute("SELECT 1");\n  op.execute("SELECT 2");`, 'calls that nobody awaits'],
  [
    `await op.createTable("a", { id: import_tsmig.t.integer().primaryKey(), b: import_tsmig.t.numeric(10, 2) });`,
    'builders',
  ],
  [
    `await op.createTable("a", {}, [(0, import_tsmig2.primaryKey)("id", { name: "pk" })]);`,
    'imports as the build writes them',
  ],
  [
    `await op.execute(import_tsmig.sql\`SELECT \${1} + \${(0, import_tsmig.check)("a")} AS b\`);`,
    'a template',
  ],
  ['await op.execute(`SELECT 1`);', 'a template without a tag'],
  [`await op.execute(op.knex.raw("a = ?", [1]));`, 'values'],
  [`await op.createIndex(op.f("ix_a"), "a", ["b"], { where: import_tsmig.sql\`b > 1\` });`, 'a name'],
  [`await op.alterTable("a", (c) => [(0, import_tsmig.index)(c.b), -(1 + 2)]);`, 'a function of builders'],
  [`await op.execute("a", { new: 1, delete: 2, await: true });`, 'keywords as names'],
])('%s is only operations: %s', (text) => {
  expect(isOnlyOperations(body(text))).toBe(true)
})

test.each([
  `async (op) => { await op.execute('a') }`,
  `async op => { await op.execute('a') }`,
  `async upgrade(op) { await op.execute('a') }`,
  `async upgrade3(operations, database) { await operations.execute('a'); }`,
  `function (op) { op.execute('a') }`,
  `(op) => { op.execute('a') }`,
])('%s is a function', (text) => {
  expect(isOnlyOperations(text)).toBe(true)
})

test.each([
  `const rows = await op.run('a', f);`,
  `await op.execute(read());`,
  `await op.run("a", read);`,
  `await op.batch("a", change);`,
  `await op.bulkInsert("a", { rows });`,
  `await op.createTable("a", {}, true ? parts : []);`,
  `await op.createTable("a", {}, (c) => parts);`,
  `await op.createTable("a", { ...columns });`,
  `await op.execute(texts.one);`,
  `await op.execute(op.knex.raw("a").then(f));`,
  `await op.execute(op.knex("a").stream());`,
  `await op.execute(op.schema.dropTable("a"));`,
  `await op.execute(fs.readFileSync('a', 'utf8'));`,
  `await op.execute((0, import_tool.read)('a'));`,
  'await op.execute(tag`a`);',
  `await op.execute(await read);`,
  `await op.execute("a").catch(() => {});`,
  `await op.execute("a"), after();`,
  `await op.execute("a"), after;`,
  `await op.execute("a") || after();`,
  `await op.execute("a")\n  (after)()`,
  `await op.execute("a")\n  [after()]`,
  `await op.execute("a")\n  \`\${after()}\``,
  `if (x) await op.execute("a");`,
  `await op.execute("a");\n  console.log("done");`,
  `try { await op.execute("a") } catch {}`,
  `{ await op.execute("a") }`,
  `await op["execute"]("a");`,
  `await op?.execute("a");`,
  `await op.schema.createTable("a", () => {});`,
  `await other.execute("a");`,
  `await op.batch("a", async (b) => { await b.addColumn("c", import_tsmig.t.text()) });`,
  `await op.bulkInsert("a", rows());`,
  `await op.bulkInsert("a", [new Row(1)]);`,
  `await op.execute(\`a \${read()}\`);`,
  `await op.execute(\`a \${1} b \${read()} c\`);`,
  `await op.execute(tag\`a \${1} b\`);`,
  `await op.execute(import_tsmig.sql\`a \${1} b\`\`c\`);`,
  `await op.execute(import_tsmig.sql\`a \${tag\`b\`} b\`);`,
  `await op.execute(import_tsmig.sql\`a \${1}\`(2));`,
  `await op.execute(import_tsmig.t.text()());`,
  `await op.execute(import_tsmig.t["text"]());`,
  `await op.execute((import_tsmig, other).t());`,
  `await op.execute(import("a"));`,
  `await op.execute(function () { return 1 }());`,
  `await op.execute(x.import_tsmig.read());`,
  `await op.execute(read.op.f());`,
  `return op.execute("a");`,
  `await op.execute(/'/.exec("a"));`,
])('%s is more', (text) => {
  expect(isOnlyOperations(body(text))).toBe(false)
})

test.each([
  '',
  'function () { [native code] }',
  'async ({ execute }) => { await execute("a") }',
  'async (op = other()) => { await op.execute("a") }',
  'async (op, ...rest) => { await op.execute("a") }',
  'async (op) => op.execute("a")',
  'async (op) => { await op.execute("a") }, after()',
  'async () => { await op.execute("a") }',
  'async (op) => { await op.execute("a")',
])('%j is no such function', (text) => {
  expect(isOnlyOperations(text)).toBe(false)
})
