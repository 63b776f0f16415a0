import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'

const client = new Database(process.argv[2])
client.exec('CREATE TABLE IF NOT EXISTS version (name varchar(200) PRIMARY KEY)')
const done = new Set(client.prepare('SELECT name FROM version').pluck().all())
for (const { name, statements } of JSON.parse(readFileSync('migrations.json', 'utf8'))) {
  if (done.has(name)) continue
  client.exec('BEGIN')
  for (const statement of statements) client.exec(statement)
  client.prepare('INSERT INTO version (name) VALUES (?)').run(name)
  client.exec('COMMIT')
}
client.close()
