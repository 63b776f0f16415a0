import Database from 'better-sqlite3'

const together = 500

const client = new Database(process.argv[2])
client.exec('BEGIN')
client.exec(
  'CREATE TABLE customer (id integer NOT NULL, name varchar(100), email text, balance numeric(10, 2), active boolean)',
)
const rows = Array.from({ length: Number(process.argv[3]) }, (_, index) => index + 1).map((id) => ({
  id,
  name: `Customer ${id}`,
  email: `customer${id}@example.com`,
  balance: (id % 10_000) / 100,
  active: id % 2 === 0,
}))
const start = performance.now()
const places = Array.from({ length: together }, () => '(?, ?, ?, ?, ?)').join(', ')
const insert = client.prepare(`INSERT INTO customer VALUES ${places}`)
for (let first = 0; first < rows.length; first += together) {
  const values = []
  for (const { id, name, email, balance, active } of rows.slice(first, first + together)) {
    values.push(id, name, email, balance, active ? 1 : 0)
  }
  insert.run(values)
}
console.log(`took ${performance.now() - start}`)
client.exec('COMMIT')
client.close()
