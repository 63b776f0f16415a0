import pg from 'pg'

const client = new pg.Client({ connectionString: process.argv[2] })
await client.connect()
await client.query('SELECT 1')
await client.end()
