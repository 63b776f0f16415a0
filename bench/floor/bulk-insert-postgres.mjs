import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'

const [, , url, modules = '', count] = process.argv
const { from } = createRequire(join(modules, 'index.js'))('pg-copy-streams')

const rows = Array.from({ length: Number(count) }, (_, index) => index + 1).map((id) => ({
  id,
  name: `Customer ${id}`,
  email: `customer${id}@example.com`,
  balance: (id % 10_000) / 100,
  active: id % 2 === 0,
}))

/** A piece a row would be a message a row. */
function* pieces() {
  let piece = ''
  for (const { id, name, email, balance, active } of rows) {
    piece += `${id}\t${name}\t${email}\t${balance}\t${active}\n`
    if (piece.length < 65_536) continue
    yield piece
    piece = ''
  }
  yield piece
}

const client = new pg.Client({ connectionString: url })
await client.connect()
await client.query('BEGIN')
await client.query(
  'CREATE TABLE customer (id integer NOT NULL, name varchar(100), email text, balance numeric(10, 2), active boolean)',
)
const start = performance.now()
await pipeline(Readable.from(pieces()), client.query(from('COPY customer FROM STDIN')))
console.log(`took ${performance.now() - start}`)
await client.query('COMMIT')
await client.end()
