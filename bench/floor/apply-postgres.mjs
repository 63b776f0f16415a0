import { readFileSync } from 'node:fs'
import pg from 'pg'

const client = new pg.Client({ connectionString: process.argv[2] })
await client.connect()
await client.query('CREATE TABLE IF NOT EXISTS version (name varchar(200) PRIMARY KEY)')
const { rows } = await client.query('SELECT name FROM version')
const done = new Set(rows.map(({ name }) => name))
for (const { name, statements } of JSON.parse(readFileSync('migrations.json', 'utf8'))) {
  if (done.has(name)) continue
  await client.query('BEGIN')
  for (const statement of statements) await client.query(statement)
  await client.query('INSERT INTO version (name) VALUES ($1)', [name])
  await client.query('COMMIT')
}
await client.end()
