import Database from 'better-sqlite3'

const client = new Database(process.argv[2])
client.prepare('SELECT 1').get()
client.close()
