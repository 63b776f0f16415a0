import type { DatabaseKind } from '../support/database.ts'
import type { Migration } from '../tools/tool.ts'

/**
 * Tables, rows, and on SQLite a rebuild of a large table that others refer to: what is interesting to be killed in.
 * In the words of every tool, but for the rebuild.
 */
export function crashHistory(kind: DatabaseKind, { rows }: { readonly rows: number }): readonly Migration[] {
  const migrations: Migration[] = [
    {
      name: 'm001',
      statements: [
        'CREATE TABLE parent (id integer PRIMARY KEY, name varchar(40), amount integer)',
        'CREATE TABLE child (id integer PRIMARY KEY, parent_id integer REFERENCES parent (id))',
      ],
    },
    { name: 'm002', statements: [fill('parent (id, name, amount)', "n, 'some name', 7", rows, kind)] },
    { name: 'm003', statements: [fill('child (id, parent_id)', 'n, n', rows / 10, kind)] },
  ]
  if (kind === 'sqlite') {
    migrations.push({
      name: 'm004',
      statements: [],
      upgrade: `await op.batch('parent', (table) => {
    table.alterColumn('amount', { type: t.bigint(), nullable: false })
    table.addColumn('added', t.integer())
  })`,
    })
  }
  for (let number = 5; number <= 10; number++) {
    migrations.push({
      name: `m0${String(number).padStart(2, '0')}`,
      statements: [
        `CREATE TABLE t${number} (id integer PRIMARY KEY, name varchar(40))`,
        `CREATE TABLE u${number} (id integer PRIMARY KEY)`,
        `INSERT INTO t${number} (id, name) VALUES (1, 'one')`,
        `UPDATE parent SET amount = amount + 1 WHERE id <= 100`,
      ],
    })
  }
  return migrations
}

function fill(target: string, values: string, rows: number, kind: DatabaseKind): string {
  const last = Math.floor(rows)
  switch (kind) {
    case 'postgres':
      return `INSERT INTO ${target} SELECT ${values} FROM generate_series(1, ${last}) AS numbers (n)`
    case 'mariadb':
      return `INSERT INTO ${target} SELECT ${values.replaceAll(/\bn\b/g, 'seq')} FROM seq_1_to_${last}`
    case 'sqlite':
      return `INSERT INTO ${target} WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${last}) SELECT ${values} FROM numbers`
  }
}
