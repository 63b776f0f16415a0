/** What the bench of bulk inserts fills: SQL, and JavaScript that each tool's migration is made of. */

export const createCustomers =
  'CREATE TABLE customer (id integer NOT NULL, name varchar(100), email text, balance numeric(10, 2), active boolean)'

const id = `$\{id}`

/** An expression: the row of the customer whose number `id` holds. */
const customer = `{ id, name: \`Customer ${id}\`, email: \`customer${id}@example.com\`, balance: (id % 10_000) / 100, active: id % 2 === 0 }`

/** An expression: so many rows in a list. */
export function customersList(count: number): string {
  return `Array.from({ length: ${count} }, (_, index) => index + 1).map((id) => (${customer}))`
}

/** An expression: so many rows, made as they are asked for. */
export function customersLater(count: number): string {
  return `(async function* () { for (let id = 1; id <= ${count}; id++) yield ${customer} })()`
}

/** Statements: `body`, which has its rows in `rows`, and how long it took. */
export function timed(rows: string, body: string): string {
  return `const rows = ${rows}
  const start = performance.now()
  ${body}
  console.log(\`took \${performance.now() - start}\`)`
}

/** The milliseconds that such statements tell. */
export function timeTold(stdout: string): number {
  const [, told] = /took ([\d.]+)/.exec(stdout) ?? []
  if (told === undefined) throw new Error(`no time is told: ${stdout.slice(0, 500)}`)
  return Number(told)
}
